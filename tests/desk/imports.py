"""What the tests of imports do again and again."""

import re
from hashlib import blake2b

from django.urls import reverse

from articles.models import BatchState, ImportBatch
from tests.factories import make_batch, make_item
from tests.ingest.batches import numbered

COUNTS = {
    "new": 2,
    "content": 1,
    "conflict": 0,
    "error": 1,
    "metrics": 3,
    "ignored": 0,
    "unchanged": 5,
    "unlisted": {"unchanged": 5},
}
BROKEN = b"---\ntitle: A: b\n---\n"
HTMX = {"HX-Request": "true"}


def url(name, batch, *more):
    return reverse(f"desk:{name}", args=[batch.pk, *more])


def make_preview(**fields):
    """A batch that waits for a decision, with a file of some classes."""
    fields = {"state": BatchState.READY, "counts": COUNTS, "total": 12, "done": 12, **fields}
    batch = make_batch(**fields)
    make_item(batch=batch, path="_news/one.md", result="new", **staged("one"))
    make_item(batch=batch, path="_news/two.md", result="new", **staged("two"))
    make_item(batch=batch, path="_news/three.md", result="content")
    for number in range(3):
        make_item(batch=batch, path=f"_news/quiet-{number}.md", result="metrics")
    make_item(
        batch=batch,
        path="_news/four.md",
        result="error",
        line=2,
        column=9,
        message="put quotes around the value",
        data=BROKEN,
    )
    return batch


def staged(name):
    """What an item holds of a file of this name."""
    data = numbered(name)
    return {"data": data, "digest": blake2b(data, digest_size=16).hexdigest(), "state": "published"}


def state(batch):
    return ImportBatch.objects.get(pk=batch.pk).state


def text(response):
    return response.content.decode()


def files(client, address):
    """The files of the list at this address, over all of its pages."""
    found, address = [], address.replace("&amp;", "&").partition("#")[0]
    while address:
        listed = client.get(address).context["files"]
        found += listed.items
        address = f"{listed.detail}{listed.more}" if listed.more else ""
    return found


def numbers(client, batch):
    """What the page says with a number, and the files to which that leads."""
    page = text(client.get(url("import-detail", batch)))
    page = page[page.index('id="batch"') :]
    links = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>\s*([^<]*(?:<span>[\d,]+</span>)?)', page)
    said = {re.sub(r"<[^>]+>", "", words).strip(): address for address, words in links}
    return {
        words: files(client, address)
        for words, address in said.items()
        if re.search(r"\d", words) and "?class=" in address
    }


def check(client, batch):
    found = numbers(client, batch)
    for words, rows in found.items():
        assert int(re.search(r"\d+", words)[0]) == len(rows), words
    return {
        words: {item.path.removeprefix("_news/") for item in rows} for words, rows in found.items()
    }

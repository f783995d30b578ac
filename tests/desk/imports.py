"""What the tests of imports do again and again."""

from django.urls import reverse

from articles.models import BatchState, ImportBatch
from tests.factories import make_batch, make_item

COUNTS = {
    "new": 2,
    "content": 1,
    "conflict": 0,
    "error": 1,
    "metrics": 3,
    "ignored": 0,
    "unchanged": 5,
}
BROKEN = b"---\ntitle: A: b\n---\n"
HTMX = {"HX-Request": "true"}


def url(name, batch, *more):
    return reverse(f"desk:{name}", args=[batch.pk, *more])


def make_preview(**fields):
    """A batch that waits for a decision, with a file of some classes."""
    fields = {"state": BatchState.READY, "counts": COUNTS, "total": 12, "done": 12, **fields}
    batch = make_batch(**fields)
    make_item(batch=batch, path="_news/one.md", result="new")
    make_item(batch=batch, path="_news/two.md", result="new")
    make_item(batch=batch, path="_news/three.md", result="content")
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


def state(batch):
    return ImportBatch.objects.get(pk=batch.pk).state


def text(response):
    return response.content.decode()

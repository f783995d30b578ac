"""What matters of an import, in a sentence before it is done and one after."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import articles as acts
from articles.imports import actions
from articles.models import Article, ImportBatch
from tests.desk.imports import text, url
from tests.imports.staged import FERRIES, applied, imported, now, previewed
from tests.ingest.batches import numbered, topic

pytestmark = pytest.mark.django_db
LONG = "A quiet ferry crosses the fjord"


def seeds(public, held):
    files = {f"_news/p{n}.md": numbered(f"p{n}", title=f"Public {n}") for n in range(public)}
    return files | {
        f"_news/h{n}.md": numbered(f"h{n}", title=f"Held {n}", published=False) for n in range(held)
    }


def sentence(client, batch):
    page = text(client.get(url("import-detail", batch)))
    found = re.search(r'<p class="outlook"[^>]*>(.*?)</p>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split()) if found else ""


def links(client, batch):
    page = text(client.get(url("import-detail", batch)))
    found = re.search(r'<p class="outlook"[^>]*>(.*?)</p>', page, re.DOTALL)
    pairs = re.findall(r'<a href="([^"]+)">([^<]+)</a>', found[1])
    return {words: address.replace("&amp;", "&") for address, words in pairs}


def test_a_preview_says_what_goes_public(as_bob, bob):
    batch = previewed(bob, seeds(3, 2))
    assert sentence(as_bob, batch) == ("5 new articles: 3 go public, 2 are held; 1 new topic.")


def test_one_of_each(as_bob, bob):
    imported(bob, {"_news/here.md": numbered("here")})
    files = {
        "_news/here.md": numbered("here", title="Louder"),
        "_news/one.md": numbered("one", title=LONG),
        "_news/two.md": numbered("two", title=LONG, published=False),
        "_news/broken.md": b"---\n",
        "README.md": b"hello",
        FERRIES: topic("ferries", "Ferries"),
    }
    batch = previewed(bob, files)
    assert sentence(as_bob, batch) == (
        "2 new articles: 1 goes public, 1 is held; 1 article changes; 1 other new file; "
        "1 new topic; 1 looks like a duplicate; 1 cannot be read."
    )
    page = text(as_bob.get(url("import-detail", batch)))
    assert "“Import all” leaves out 1 broken file and 1 that is no article." in page
    assert links(as_bob, batch)["1 cannot be read"].endswith("?class=error#files")


def test_without_anything_new(as_bob, bob):
    imported(bob, {"_news/here.md": numbered("here")})
    batch = previewed(bob, {"_news/here.md": numbered("here", title="Louder")})
    assert sentence(as_bob, batch) == "1 article changes."


def test_what_is_left_out_does_not_count(as_bob, bob):
    batch = previewed(bob, seeds(2, 0))
    actions.skip(batch=batch, by=bob, items=[batch.items.earliest("pk").pk], skip=True)
    assert sentence(as_bob, batch).startswith("1 new article: 1 goes public")
    assert "leaves out 1 that you left out" in text(as_bob.get(url("import-detail", batch)))


def test_a_mended_file_counts(as_bob, bob):
    batch = previewed(bob, {"_news/a.md": b"---\n", **seeds(1, 0)})
    item = batch.items.get(result="error")
    actions.mend(item=item, by=bob, text=numbered("a", published=False).decode())
    assert sentence(as_bob, batch).startswith("2 new articles: 1 goes public, 1 is held")
    assert batch.items.get(pk=item.pk).headline == "A quiet ferry"


def test_titles_come_before_paths(as_bob, bob):
    batch = previewed(bob, {"_news/a.md": numbered("a", title="Tea &amp; ferries")})
    page = text(as_bob.get(url("import-detail", batch), {"class": "new", "q": "FERRIES"}))
    assert re.search(r"Tea &amp; ferries</span>\s*<span class=\"path\"[^>]*>_news/a.md", page)


def test_a_second_file_of_a_story_is_compared_with_the_first(as_bob, bob):
    files = {"_news/a.md": numbered("a"), "_news/b.md": numbered("a", excerpt="Louder")}
    batch = previewed(bob, files)
    item = batch.items.get(path="_news/b.md")
    page = text(as_bob.get(url("import-item", batch, item.pk)))
    assert re.search(r"Compared with.*_news/a.md", page)
    assert ("<del>" in page, "<ins>Louder</ins>" in page) == (True, True)
    assert "We say" not in page
    assert page.count("<ins>") == 1


def test_a_third_file_is_compared_with_the_second_also_where_the_story_is_here(as_bob, bob):
    imported(bob, {"_news/a.md": numbered("a")})
    files = {f"_news/{n}.md": numbered("a", excerpt=f"Part {n}") for n in (1, 2, 3)}
    batch = previewed(bob, files)
    item = batch.items.get(path="_news/3.md")
    page = text(as_bob.get(url("import-item", batch, item.pk)))
    assert ("<del>Part 2</del>" in page, "<ins>Part 3</ins>" in page) == (True, True)


def test_afterwards_it_says_what_became_of_them(as_bob, bob):
    batch = imported(bob, seeds(3, 2))
    assert sentence(as_bob, batch) == "5 new articles: 3 went public, 2 were held."


def test_held_as_a_whole(as_bob, bob):
    batch = imported(bob, seeds(1, 1), hold=True)
    assert sentence(as_bob, batch) == "2 new articles: 2 were held."


def test_what_editors_keep_is_said_and_why(as_bob, bob, alice):
    imported(bob, {"_news/a.md": numbered("a")})
    article = Article.objects.get()
    acts.score(article=article, by=alice, version=article.version, quality=12)
    batch = imported(bob, {"_news/a.md": numbered("a", quality=90), **seeds(1, 0)})
    address = links(as_bob, batch)["1 keeps what an editor said"]
    assert "ours kept for quality" in text(as_bob.get(address))


def test_articles_of_an_import_are_a_filter_of_the_queue(as_alice, bob):
    first = imported(bob, seeds(1, 0))
    second = imported(bob, seeds(0, 1))
    page = as_alice.get("/desk/", {"queue": "all", "batch": first.pk})
    assert ("Public 0" in text(page), "Held 0" in text(page)) == (True, False)
    assert [label for label, _ in page.context["chips"]] == [f"Import: {first.pk}"]
    assert "Held 0" in text(as_alice.get("/desk/", {"queue": "all", "batch": second.pk}))


def test_the_time_that_a_person_took_does_not_count(as_bob, bob):
    batch = previewed(bob, seeds(1, 0))
    long_ago = timezone.now() - timedelta(hours=5)
    ImportBatch.objects.filter(pk=batch.pk).update(started_at=long_ago)
    batch = applied(now(batch), bob)
    assert "took 1 second" in text(as_bob.get(url("import-detail", batch)))
    assert "seconds" in batch.counts

"""Articles that were here: an import says which of them readers get to see, and which no more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import articles as acts
from articles.models import Article
from tests.desk.imports import check, text, url
from tests.imports.staged import applied, imported, previewed
from tests.ingest.batches import numbered

pytestmark = pytest.mark.django_db
AHEAD = timezone.now() + timedelta(days=3)
BEFORE = {
    "_news/goes.md": numbered("goes"),
    "_news/later.md": numbered("later"),
    "_news/comes.md": numbered("comes", quality=20, published=False),
    "_news/stays.md": numbered("stays"),
    "_news/hidden.md": numbered("hidden", published=False),
    "_news/ours.md": numbered("ours"),
}
AFTER = {
    "_news/goes.md": numbered("goes", quality=20, published=False),
    "_news/later.md": numbered("later", published_at=AHEAD),
    "_news/comes.md": numbered("comes"),
    "_news/stays.md": numbered("stays", excerpt="Louder.", published=None),
    "_news/hidden.md": numbered("hidden", excerpt="Louder.", published=False),
    "_news/ours.md": numbered("ours", title="Theirs", published=False),
}


@pytest.fixture
def preview(bob, alice):
    imported(bob, BEFORE)
    ours = Article.objects.get(path="_news/ours.md")
    said = {"excerpt": ours.excerpt, "topics": ours.listed_topics, "images": []}
    acts.edit(article=ours, by=alice, version=ours.version, title="Ours", **said)
    return previewed(bob, AFTER)


def shown():
    return set(Article.objects.public().values_list("path", flat=True))


def test_before_the_import(as_bob, preview):
    found = check(as_bob, preview)
    assert found["5 articles change"] == {path[6:] for path in BEFORE} - {"ours.md"}
    assert found["2 leave the site"] == {"goes.md", "later.md"}
    assert found["1 goes public"] == {"comes.md"}
    assert found["1 is in conflict with what editors said"] == {"ours.md"}
    assert found["1 leaves the site"] == {"ours.md"}


def test_afterwards(as_bob, bob, preview):
    before = shown()
    found = check(as_bob, applied(preview, bob))
    gone, come = before - shown(), shown() - before
    assert {path[6:] for path in gone} == found["2 left the site"] | found["1 left the site"]
    assert {path[6:] for path in come} == found["1 went public"]


def test_on_hold_nothing_comes(as_bob, bob, preview):
    found = check(as_bob, applied(preview, bob, hold=True))
    assert "1 went public" not in found
    assert found["2 left the site"] == {"goes.md", "later.md"}
    assert "_news/comes.md" not in shown()


def test_each_of_them_says_so_in_the_list(as_bob, preview):
    page = text(as_bob.get(url("import-detail", preview), {"class": "changed-articles"}))
    assert (page.count(">Leaves the site<"), page.count(">Goes public<")) == (2, 1)


def test_the_sentence(as_bob, bob):
    imported(bob, {"_news/a.md": numbered("a"), "_news/b.md": numbered("b")})
    files = {f"_news/{n}.md": numbered(n, quality=20, published=False) for n in "ab"}
    page = " ".join(text(as_bob.get(url("import-detail", previewed(bob, files)))).split())
    assert ">2 articles change</a>: <a " in page
    assert ">2 leave the site</a>." in page

import pytest

from articles.models import Duplicate, Refusal
from tests.desk.pages import post, stale, text, url
from tests.factories import make_article
from tests.judgement.pairs import make_pair


@pytest.fixture
def other(article):
    other = make_article(title="A quarry is a battery")
    make_pair(article, other)
    return other


def test_doors(doors, article):
    doors(url("article-keep-apart", article))


def test_keeps_them_apart(as_alice, article, other):
    response = post(as_alice, "article-keep-apart", article, htmx=True, other=other.pk)
    assert "Kept apart from its double: “A quarry becomes a battery”" in text(response)
    refusal = Refusal.objects.get()
    assert (refusal.one, refusal.other) == (article, other)
    assert not Duplicate.objects.open().exists()


@pytest.mark.parametrize("other", ["", "x", "999"])
def test_what_is_not_there_is_refused(as_alice, article, other):
    assert post(as_alice, "article-keep-apart", article, other=other).status_code == 422


def test_a_stale_version_changes_nothing(as_alice, article, other):
    assert stale(as_alice, "article-keep-apart", article, other=other.pk).status_code == 409
    assert not Refusal.objects.exists()

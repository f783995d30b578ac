import pytest

from articles.judgement import indexing
from articles.models import Origin
from tests.desk.pages import post, stale, text, url
from tests.judgement.news import QUARRY, near


@pytest.fixture
def quarry(db):
    return near(QUARRY)


@pytest.fixture
def other(quarry):
    other = near("Iron battery fills the quarry", 3)
    indexing.index_all()
    return other


def test_doors(doors, article):
    doors(url("suggestion-accept", article))


def test_links_what_is_suggested(as_alice, quarry, other):
    assert post(as_alice, "suggestion-accept", quarry, other=other.pk).status_code == 302
    link = quarry.links.get()
    assert (link.target, link.origin) == (other, Origin.SUGGESTION)


def test_the_queue_gets_the_row_and_what_can_be_undone(as_alice, quarry, other):
    response = post(as_alice, "suggestion-accept", quarry, htmx=True, other=other.pk)
    assert response.status_code == 200
    assert "Linked coverage to “A quarry becomes an iron battery”" in text(response)
    assert "Undo" in text(response)


@pytest.mark.parametrize("other", ["", "x", "999", str(10**30)])
def test_what_is_not_there_is_refused(as_alice, quarry, other):
    assert post(as_alice, "suggestion-accept", quarry, other=other).status_code == 422


def test_what_is_linked_already_is_refused(as_alice, quarry, other):
    post(as_alice, "suggestion-accept", quarry, other=other.pk)
    quarry.refresh_from_db()
    response = post(as_alice, "suggestion-accept", quarry, other=other.pk)
    assert response.status_code == 422
    assert "is linked already" in text(response)


def test_a_stale_version_changes_nothing(as_alice, quarry, other):
    assert stale(as_alice, "suggestion-accept", quarry, other=other.pk).status_code == 409
    assert not quarry.links.exists()

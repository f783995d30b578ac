import pytest

from articles.judgement import indexing
from articles.models import Refusal
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
    doors(url("suggestion-refuse", article))


def test_refuses_what_is_suggested(as_alice, quarry, other):
    assert post(as_alice, "suggestion-refuse", quarry, other=other.pk).status_code == 302
    assert Refusal.objects.get().other == other
    assert other.title not in text(as_alice.get(url("article-pane", quarry)))
    assert QUARRY not in text(as_alice.get(url("article-pane", other)))


def test_it_leads_on_to_where_it_came_from(as_alice, quarry, other):
    there = f"/desk/?at={quarry.pk}"
    response = post(as_alice, "suggestion-refuse", quarry, other=other.pk, next=there)
    assert response.headers["Location"] == there


def test_the_queue_gets_the_row_and_what_can_be_undone(as_alice, quarry, other):
    response = post(as_alice, "suggestion-refuse", quarry, htmx=True, other=other.pk)
    assert "Refused a suggestion for “A quarry becomes an iron battery”" in text(response)
    assert "Undo" in text(response)


def test_refused_once_more_nothing_changes(as_alice, quarry, other):
    post(as_alice, "suggestion-refuse", quarry, other=other.pk)
    quarry.refresh_from_db()
    response = post(as_alice, "suggestion-refuse", quarry, htmx=True, other=other.pk)
    assert "nothing changed" in text(response)


@pytest.mark.parametrize("other", ["", "x", "999"])
def test_what_is_not_there_is_refused(as_alice, quarry, other):
    assert post(as_alice, "suggestion-refuse", quarry, other=other).status_code == 422


def test_to_itself_is_refused(as_alice, quarry):
    response = post(as_alice, "suggestion-refuse", quarry, other=quarry.pk)
    assert response.status_code == 422
    assert "this article itself" in text(response)


def test_a_stale_version_changes_nothing(as_alice, quarry, other):
    assert stale(as_alice, "suggestion-refuse", quarry, other=other.pk).status_code == 409
    assert not Refusal.objects.exists()

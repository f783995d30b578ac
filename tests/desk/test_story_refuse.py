import pytest

from articles.models import Refusal
from tests.desk.pages import post, stale, text, url
from tests.desk.stories import make_like, make_story
from tests.factories import make_article


@pytest.fixture
def lead(db):
    return make_story()[0]


@pytest.fixture
def other(lead):
    return make_like()


def test_doors(doors, lead):
    doors(url("story-refuse", lead))


def test_it_is_never_suggested_again(as_alice, lead, other):
    response = post(as_alice, "story-refuse", lead, other=other.pk, htmx=True)
    assert f"Refused a suggestion for the story “{lead.title}”" in text(response)
    assert Refusal.objects.get().other == other
    assert "Nothing else seems to belong here" in text(as_alice.get(url("story-detail", lead)))


@pytest.mark.parametrize("key", ["", "x", "999"])
def test_what_is_not_there_is_refused(as_alice, lead, key):
    assert post(as_alice, "story-refuse", lead, other=key).status_code == 422


def test_the_lead_itself_is_refused(as_alice, lead):
    response = post(as_alice, "story-refuse", lead, other=lead.pk)
    assert response.status_code == 422
    assert "That is the lead itself" in text(response)


def test_a_stale_version_changes_nothing(as_alice, lead):
    assert stale(as_alice, "story-refuse", lead, other=make_article().pk).status_code == 409
    assert not Refusal.objects.exists()

import pytest

from tests.desk.pages import post, stale, text, url
from tests.desk.stories import lead_of, make_story
from tests.factories import make_article


@pytest.fixture
def story(db):
    return make_story()


@pytest.fixture
def other(db):
    lead = make_article(title="Another lead")
    return lead, make_article(folded_into=lead)


def test_doors(doors, story):
    doors(url("story-merge", story[0]))


def test_the_other_story_goes_into_this_one(as_alice, story, other):
    response = post(as_alice, "story-merge", story[0], other=other[0].pk, htmx=True)
    assert f"Merged another story into “{story[0].title}”" in text(response)
    assert {lead_of(one) for one in other} == {story[0]}


@pytest.mark.parametrize("key", ["", "x", "999"])
def test_what_is_not_there_is_refused(as_alice, story, key):
    assert post(as_alice, "story-merge", story[0], other=key).status_code == 422


def test_a_member_is_refused_in_words(as_alice, story, other):
    response = post(as_alice, "story-merge", story[0], other=other[1].pk)
    assert response.status_code == 422
    assert "is itself part of “Another lead”: choose that story" in text(response)


def test_a_stale_version_changes_nothing(as_alice, story, other):
    assert stale(as_alice, "story-merge", story[0], other=other[0].pk).status_code == 409
    assert lead_of(other[0]) is None

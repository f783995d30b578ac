import pytest

from articles.models import Article
from tests.desk.pages import text, url
from tests.desk.stories import lead_of, make_story, send


@pytest.fixture
def story(db):
    return make_story()


def test_doors(doors, story):
    doors(url("story-split", story[0]))


def test_those_picked_are_a_story_of_their_own(as_alice, story):
    lead, edited, by_seed = story
    response = send(as_alice, "split", lead, edited, by_seed, htmx=True)
    assert f"Split 2 articles off the story “{lead.title}”" in text(response)
    assert lead_of(by_seed) == edited
    assert lead_of(edited) is None


def test_without_any_it_says_what_to_do(as_alice, story):
    response = as_alice.post(url("story-split", story[0]))
    assert response.status_code == 422
    assert "Nothing is picked: tick some articles first" in text(response)


def test_not_all_of_it(as_alice, story):
    response = send(as_alice, "split", story[0], *story)
    assert response.status_code == 422
    assert "leave at least one article where it is" in text(response)


def test_a_stale_version_changes_nothing(as_alice, story):
    Article.objects.filter(pk=story[1].pk).update(version=2)
    assert send(as_alice, "split", story[0], story[1]).status_code == 409
    assert lead_of(story[1]) == story[0]

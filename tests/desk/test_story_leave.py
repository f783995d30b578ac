import pytest

from articles.models import Article, Refusal
from tests.desk.pages import text, url
from tests.desk.stories import lead_of, make_story, send
from tests.factories import make_article


@pytest.fixture
def story(db):
    return make_story()


def test_doors(doors, story):
    doors(url("story-leave", story[0]))


def test_a_member_leaves_and_is_refused(as_alice, story):
    lead, edited, _ = story
    response = send(as_alice, "leave", lead, edited, htmx=True)
    assert f"Took “{edited.title}” out of the story “{lead.title}”" in text(response)
    assert lead_of(edited) is None
    assert Refusal.objects.get().other == edited


def test_several_at_once(as_alice, story):
    lead, *others = story
    assert "Took 2 articles out" in text(send(as_alice, "leave", lead, *others, htmx=True))
    assert Refusal.objects.count() == 2


def test_the_lead_stays(as_alice, story):
    response = send(as_alice, "leave", story[0], story[0])
    assert response.status_code == 422
    assert "make another its lead first" in text(response)


def test_who_is_not_there_is_refused(as_alice, story):
    response = send(as_alice, "leave", story[0], make_article(title="Elsewhere"))
    assert response.status_code == 422
    assert "“Elsewhere” is not part of this story" in text(response)


def test_a_stale_version_changes_nothing(as_alice, story):
    Article.objects.filter(pk=story[1].pk).update(version=2)
    assert send(as_alice, "leave", story[0], story[1]).status_code == 409
    assert lead_of(story[1]) == story[0]

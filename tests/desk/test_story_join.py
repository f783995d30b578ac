import uuid

import pytest

from articles.models import Article, Event
from tests.desk.pages import HTMX, text, url
from tests.desk.stories import lead_of, make_like, make_story, send
from tests.factories import make_article


@pytest.fixture
def story(db):
    return make_story()


def test_doors(doors, story):
    doors(url("story-join", story[0]))


def test_one_joins(as_alice, story):
    other = make_like()
    response = send(as_alice, "join", story[0], other, next=url("story-detail", story[0]))
    assert response["Location"] == url("story-detail", story[0])
    assert lead_of(other) == story[0]
    said = text(as_alice.get(response["Location"]))
    assert f"Joined “{other.title}” to the story “{story[0].title}”" in said


def test_all_join_in_one_act(as_alice, story):
    others = [make_like(hours=n) for n in (3, 4, 5)]
    response = send(as_alice, "join", story[0], *others, htmx=True)
    assert "Joined 3 articles to the story" in text(response)
    assert {lead_of(other) for other in others} == {story[0]}
    (act,) = set(Event.objects.filter(action="join").values_list("group", flat=True))
    as_alice.post("/desk/undo/", {"group": act}, headers=HTMX)
    assert {lead_of(other) for other in others} == {None}


def test_the_answer_brings_the_rows_of_all(as_alice, story):
    other = make_like()
    said = text(send(as_alice, "join", story[0], other, htmx=True))
    assert f'id="article-{story[0].pk}"' in said
    assert f'id="article-{other.pk}"' in said


def test_sent_twice_it_is_one_act(as_alice, story):
    other, key = make_like(), uuid.uuid4()
    for _ in range(2):
        response = send(as_alice, "join", story[0], other, htmx=True, key=key)
        assert response.status_code == 200
    assert Event.objects.filter(action="join").count() == 1


@pytest.mark.parametrize("picked", ["", "x", "7", "1.x"])
def test_what_cannot_be_read_is_refused(as_alice, story, picked):
    response = as_alice.post(url("story-join", story[0]), {"pick": picked})
    assert response.status_code == 422
    assert "Nothing changed." in text(response)


def test_not_too_many(as_alice, story):
    picked = [f"{n}.1" for n in range(1, 102)]
    response = as_alice.post(url("story-join", story[0]), {"pick": picked})
    assert "At most 100 articles at once" in text(response)


def test_what_has_changed_is_said_and_nothing_joins(as_alice, story):
    one, other = make_like(), make_like(hours=4)
    Article.objects.filter(pk=other.pk).update(version=2)
    response = send(as_alice, "join", story[0], one, other)
    assert response.status_code == 409
    assert "Not saved, the article has changed since you opened it" in text(response)
    assert "Time line" in text(response)  # it is the story's page
    assert lead_of(one) is None


def test_a_story_does_not_join_but_is_merged(as_alice, story):
    other = make_article(title="Another lead")
    make_article(folded_into=other)
    response = send(as_alice, "join", story[0], other)
    assert response.status_code == 422
    assert "or merge the stories" in text(response)


def test_to_what_is_not_there(as_alice, story):
    assert as_alice.post("/desk/stories/999/join/", {"pick": "1.1"}).status_code == 404

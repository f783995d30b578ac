import uuid

import pytest

from articles.actions import topics
from articles.models import Event, Topic
from tests.desk.pages import HTMX, post, text, url
from tests.factories import NOON, make_batch, make_topic


@pytest.fixture
def rejected(as_alice, article):
    post(as_alice, "article-reject", article)
    article.refresh_from_db()
    return article


def undo(client, group, headers=None, **fields):
    return client.post("/desk/undo/", {"group": group, **fields}, headers=headers)


def test_doors(doors):
    doors("/desk/undo/")


def test_takes_it_back(as_alice, rejected):
    response = undo(as_alice, rejected.events.get().group, next="/desk/")
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    rejected.refresh_from_db()
    assert (rejected.review, rejected.decided_by) == ("unreviewed", None)


def test_with_htmx_the_row_comes_back(as_alice, rejected):
    response = undo(as_alice, rejected.events.get().group, headers=HTMX)
    assert f'id="article-{rejected.pk}"' in text(response)
    assert "Undone: rejected “A quarry becomes a battery”" in text(response)
    assert '"undone"' in response["HX-Trigger-After-Swap"]


def test_an_undo_can_be_undone(as_alice, rejected):
    undo(as_alice, rejected.events.get().group)
    undo(as_alice, rejected.events.first().group)
    rejected.refresh_from_db()
    assert rejected.review == "rejected"


def test_says_what_was_changed_again_since(as_alice, as_bob, rejected):
    group = rejected.events.get().group
    post(as_bob, "article-publish", rejected)
    response = undo(as_alice, group, headers=HTMX)
    said = "Not undone, the decision has been changed since and stays as it is: rejected “A quarry"
    assert said in text(response)
    rejected.refresh_from_db()
    assert rejected.state == "published"


@pytest.mark.parametrize("group", ["", "x", uuid.uuid4()])
def test_what_never_happened_is_not_found(as_alice, group):
    assert undo(as_alice, group).status_code == 404


def test_an_import_is_refused(as_alice, article):
    event = Event.objects.create(action="import", article=article, batch=make_batch(), at=NOON)
    response = undo(as_alice, event.group)
    assert response.status_code == 422
    assert "An import is undone as a whole" in text(response)


def test_what_is_not_an_article_is_not_found(as_alice):
    event = Event.objects.create(action="edit", topic=make_topic(), at=NOON)
    assert undo(as_alice, event.group).status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_not_even_an_admin_undoes_what_happened_to_a_topic_from_here(as_bob, bob, headers):
    done = topics.create(by=bob, name="Grid")
    edit = {"name": "Cables"}
    act = topics.change(topic=done.row, by=bob, version=1, action="edit", to=edit).act
    assert undo(as_bob, act, headers=headers).status_code == 404
    assert Topic.objects.get().name == "Cables"


def test_the_history_offers_it(as_alice, rejected):
    page = text(as_alice.get(url("article-detail", rejected)))
    assert str(rejected.events.get().group) in page

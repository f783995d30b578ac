import pytest

from tests.factories import make_topic
from tests.public.pages import outline, queries, text

pytestmark = pytest.mark.django_db


def test_all_topics_as_a_tree(client):
    energy = make_topic(slug="energy")
    storage = make_topic(slug="storage", parent=energy)
    make_topic(slug="sodium", parent=storage)
    response = client.get("/topics/")
    (root,) = response.context["branches"]
    assert root.branches[0].branches[0].topic.slug == "sodium"
    assert {"/topics/energy/", "/topics/storage/", "/topics/sodium/"} <= set(
        outline(response).hrefs()
    )


def test_topics_keep_their_order(client):
    make_topic(slug="last", order=9)
    make_topic(slug="first", order=1)
    branches = client.get("/topics/").context["branches"]
    assert [branch.topic.slug for branch in branches] == ["first", "last"]


def test_no_topics_yet(client):
    assert "No topics yet" in text(client.get("/topics/"))


def test_more_topics_take_no_more_queries(client):
    make_topic(parent=make_topic())
    few = queries(client, "/topics/")
    for _ in range(10):
        make_topic(parent=make_topic())
    assert queries(client, "/topics/") == few <= 2

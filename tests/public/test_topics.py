import pytest

from articles.actions import articles as acts
from articles.actions import topics
from articles.models import Article, Topic
from tests.factories import make_topic
from tests.imports.staged import FERRIES, imported, redone, undone
from tests.ingest.batches import PATH, seed, topic
from tests.public.pages import outline, text
from tests.queries import count_queries

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
    few = count_queries(client, "/topics/")
    for _ in range(10):
        make_topic(parent=make_topic())
    assert count_queries(client, "/topics/") == few <= 2


def listed(client):
    return {branch.topic.slug for branch in client.get("/topics/").context["branches"]}


def test_what_is_here_only_for_withdrawn_stories_is_not_listed(client, bob):
    make_topic(slug="empty")
    files = {FERRIES: topic("ferries", "Ferries"), PATH: seed(topics=("Ferries",))}
    batch = imported(bob, files)
    assert listed(client) == {"empty", "ferries"}
    undone(batch, bob)
    assert listed(client) == {"empty"}
    article = Article.objects.get()
    acts.publish(article=article, by=bob, version=article.version)
    assert listed(client) == {"empty", "ferries"}


def test_what_people_have_changed_since_is_listed(client, bob):
    batch = imported(bob, {FERRIES: topic("ferries", "Ferries")})
    row = Topic.objects.get()
    names = ("name", "short_name", "description", "parent", "order", "keywords", "threshold")
    said = {**{name: getattr(row, name) for name in names}, "description": "Ours."}
    topics.edit(topic=row, by=bob, version=row.version, **said)
    undone(batch, bob)
    assert listed(client) == {"ferries"}


def test_done_again_it_is_listed(client, bob):
    files = {FERRIES: topic("ferries", "Ferries"), PATH: seed(topics=("Ferries",))}
    redone(undone(imported(bob, files), bob), bob)
    assert listed(client) == {"ferries"}

"""Names into rows, and back."""

import pytest

from articles.actions import providers, topics
from articles.actions.catalog import Catalog
from articles.actions.errors import Refused
from articles.models import Provider, Topic, TopicRedirect
from tests.factories import make_image, make_provider, make_topic

pytestmark = pytest.mark.django_db


def test_a_topic_is_found_by_its_name_by_its_aliases_and_by_slugs_that_it_had():
    topic = make_topic(name="Énergie", slug="energy", aliases=["Forces"])
    TopicRedirect.objects.create(slug="old-power", topic=topic)
    catalog = Catalog()
    assert {catalog.topics.find(name) for name in ("éNERGIE", "forces", "Old power")} == {topic}
    assert {catalog.topics.find(name) for name in ("Energy", "Energie", "Wind")} == {None}
    assert catalog.topics.keys(["Forces", "Wind Power", "énergie"]) == (topic.pk, "wind power")
    assert catalog.topics.names([topic.pk, "wind power"]) == ["Énergie", "wind power"]


def test_what_is_written_is_known_without_another_look(django_assert_num_queries):
    catalog = Catalog()
    topic = topics.write(None, {"slug": "old", "name": "Old"}, catalog).row
    topics.write(topic, {"slug": "new", "name": "New"}, catalog)
    assert catalog.topics.find("NEW") == topic
    assert catalog.topics.find("Old") == topic
    with django_assert_num_queries(0):
        assert catalog.topics.by_name.keys() == {"new"}
        assert catalog.topics.by_slug.keys() == {"new"}
        assert catalog.topics.names([topic.pk]) == ["New"]


def test_what_was_rolled_back_is_forgotten():
    catalog = Catalog()
    topic = topics.write(None, {"slug": "grid", "name": "Grid"}, catalog).row
    made = providers.ensure([("paper.example", "Paper")], catalog)
    Topic.objects.filter(pk=topic.pk).delete()
    Provider.objects.filter(pk=made[0].pk).delete()
    catalog.forget()
    assert (catalog.topics.find("Grid"), catalog.providers.find("paper.example")) == (None, None)


def test_what_is_only_mentioned_is_made_once():
    make_topic(name="Grid", slug="grid")
    make_provider(domain="here.example")
    catalog = Catalog()
    made = topics.ensure(["GRID", "Wind power", "WIND POWER", "Wind  power"], catalog)
    assert [(topic.name, topic.slug) for topic in made] == [("Wind power", "wind-power")]
    mentioned = [("here.example", "X"), ("new.example", "First"), ("new.example", "Second")]
    assert [row.name for row in providers.ensure(mentioned, catalog)] == ["First"]


def test_pictures_are_known_by_address():
    image = make_image()
    assert Catalog().pictures.get(image.url) == image.pk


@pytest.mark.parametrize("kind", ["topics", "providers", "pictures"])
def test_what_is_gone_is_refused_by_name(kind):
    with pytest.raises(Refused, match="“gone” any more"):
        getattr(Catalog(), kind).get("gone")


def test_names_that_differ_are_topics_apart():
    names = ["C", "C++", "C#", "C!", "Straße", "Strasse", "Café", "Cafe", "🎮", "🏀", "•", "⁂"]
    made = topics.ensure(names, Catalog())
    assert [topic.name for topic in made] == names
    assert len({topic.slug for topic in made}) == len(names)


@pytest.mark.parametrize("other", ["CAFÉ NOIR ⚡", "Cafe\u0301 noir ⚡\ufe0f", "café  noir ⚡"])
def test_names_that_read_the_same_are_one(other):
    topic = make_topic(name="Café noir ⚡")
    assert (topics.ensure([other], Catalog()), Catalog().topics.find(other)) == ([], topic)


def test_an_address_that_is_taken_gets_a_number():
    make_topic(slug="wind-2")
    TopicRedirect.objects.create(slug="wind-3", topic=make_topic(slug="wind"))
    long = make_topic(slug="w" * 100)
    free = Catalog().topics.free_slug
    assert [free("Wind"), free("Page"), free("\ue000")] == ["wind-4", "page-2", "topic"]
    assert free(long.slug) == "w" * 94 + "-2"

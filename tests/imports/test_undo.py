"""Imports undone and done again: what they made of topics and providers."""

import pytest

from articles.history.sentences import history_of, sentence
from articles.imports import undo
from articles.models import (
    Article,
    Provider,
    SeedFile,
    Topic,
    TopicRedirect,
)
from articles.seeds.document import ProviderRef
from tests.imports.staged import (
    BOATS,
    FERRIES,
    FILES,
    HARBOUR,
    imported,
    previewed,
    redone,
    topic_names,
    undone,
)
from tests.ingest.batches import PATH, provider, seed, topic

pytestmark = pytest.mark.django_db


def test_what_an_import_made_goes_with_it_and_comes_back(bob):
    batch = undone(imported(bob, FILES), bob)
    assert (batch.state, batch.counts["left_as_is"]) == ("undone", 0)
    assert not Topic.objects.exists()
    assert not Provider.objects.exists()
    batch = redone(batch, bob)
    ferries, harbour = Topic.objects.get(slug="ferries"), Provider.objects.get()
    assert (ferries.name, ferries.parent.name, ferries.order) == ("Ferries", "Transport", 5)
    assert ferries.picture.url == "/assets/images/f.jpg"
    assert (harbour.name, harbour.logo.url) == ("Harbour", "/assets/images/h.png")
    assert set(SeedFile.objects.values_list("topic", "provider")) == {
        (ferries.pk, None),
        (None, harbour.pk),
    }
    told = [sentence(event) for event in history_of(ferries)]
    assert told == [
        f"The import of batch {batch.pk} was redone by Bob",
        f"Imported from batch {batch.pk}",
    ]
    undone(batch, bob)
    assert not Topic.objects.exists()
    assert not Provider.objects.exists()


def test_what_was_removed_stays_so_until_its_file_changes(bob):
    undone(imported(bob, FILES), bob)
    assert previewed(bob, FILES).state == "done"
    imported(bob, {FERRIES: topic("ferries", "Ferries", description="Boats.")})
    assert Topic.objects.get().description == "Boats."
    assert SeedFile.objects.get(path=FERRIES).topic == Topic.objects.get()


def test_what_an_import_changed_is_set_back_and_comes_again(bob):
    imported(bob, FILES)
    news = {
        FERRIES: topic("boats", "Boats", "Leisure", description="New."),
        HARBOUR: provider("harbour.example", "Quay"),
    }
    batch = undone(imported(bob, news), bob)
    ferries, harbour = Topic.objects.get(slug="ferries"), Provider.objects.get()
    assert (ferries.name, ferries.parent.name, ferries.description) == ("Ferries", "Transport", "")
    assert ferries.picture.url == "/assets/images/f.jpg"
    assert (harbour.name, harbour.aliases) == ("Harbour", [])
    assert harbour.logo.url == "/assets/images/h.png"
    assert topic_names() == {"Ferries", "Transport"}
    redone(batch, bob)
    boats = Topic.objects.get(slug="boats")
    assert (boats.name, boats.parent.name, boats.picture) == ("Boats", "Leisure", None)
    assert Provider.objects.get().aliases == ["Harbour"]
    assert TopicRedirect.objects.get().slug == "ferries"


def test_a_topic_that_changed_twice_in_one_import_goes_as_a_whole(bob):
    files = {
        f"east/{FERRIES}": topic("ferries", "Ferries"),
        "west/_data/topics/07-ferries.yaml": topic("ferries", "Ferries", shortname="B"),
    }
    batch = undone(imported(bob, files), bob)
    assert not Topic.objects.exists()
    batch = redone(batch, bob)
    assert (Topic.objects.get().short_name, Topic.objects.get().order) == ("B", 7)
    undone(batch, bob)
    assert not Topic.objects.exists()


def test_an_old_address_leads_on_again(bob):
    imported(bob, {BOATS: topic("getting-there", "Getting there")})
    redone(undone(imported(bob, {BOATS: topic("transport", "Getting there")}), bob), bob)
    assert TopicRedirect.objects.get().topic.slug == "transport"


def test_articles_find_their_topics_again(bob):
    imported(bob, {PATH: seed()})
    files = {FERRIES: topic("ferries", "Ferries"), PATH: seed(topics=("Ferries",))}
    batch = undone(imported(bob, files), bob)
    assert topic_names() == {"Transport"}
    redone(batch, bob)
    assert [row.name for row in Article.objects.get().listed_topics] == ["Ferries"]


def test_what_an_import_only_mentioned_goes_with_it_and_comes_back(bob):
    imported(bob, {PATH: seed()})
    elsewhere = ProviderRef(name="Fjord", domain="fjord.example")
    batch = imported(bob, {PATH: seed(topics=("Transport", "Café life"), provider=elsewhere)})
    (made,) = history_of(Topic.objects.get(slug="cafe-life"))
    assert sentence(made) == f"Imported from batch {batch.pk}"
    batch = undone(batch, bob)
    assert (topic_names(), Provider.objects.get().domain) == ({"Transport"}, "harbour.example")
    batch = redone(batch, bob)
    assert topic_names() == {"Transport", "Café life"}
    assert Article.objects.get().provider.domain == "fjord.example"
    undone(batch, bob)
    assert (topic_names(), Provider.objects.count()) == ({"Transport"}, 1)


def test_what_is_only_mentioned_stays_while_articles_use_it(bob):
    batch = undone(imported(bob, {PATH: seed()}), bob)
    assert (batch.state, topic_names(), Provider.objects.count()) == ("undone", {"Transport"}, 1)


def test_topics_alone_can_be_undone(bob):
    batch = imported(bob, {FERRIES: topic("ferries", "Ferries")})
    assert undo.undoable(batch)

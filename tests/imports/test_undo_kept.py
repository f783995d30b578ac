"""Imports undone: what is kept, as people changed it since or something uses it."""

import pytest

from articles.actions import providers, topics
from articles.models import (
    Provider,
    Topic,
)
from tests.factories import make_article, make_topic
from tests.imports.staged import (
    FERRIES,
    FILES,
    HARBOUR,
    imported,
    redone,
    topic_names,
    undone,
)
from tests.ingest.batches import PATH, bring_in, provider, seed, topic, write

pytestmark = pytest.mark.django_db


def edit_topic(by, **fields):
    row = Topic.objects.get(slug="ferries")
    names = ("name", "short_name", "description", "parent", "order", "keywords", "threshold")
    said = {**{name: getattr(row, name) for name in names}, **fields}
    return topics.edit(topic=row, by=by, version=row.version, **said)


def edit_provider(by, **fields):
    row = Provider.objects.get()
    names = ("name", "domain", "description", "aliases", "owner")
    said = {name: getattr(row, name) for name in names}
    return providers.edit(provider=row, by=by, version=row.version, **{**said, **fields})


def reason(batch, path):
    """What the last undo or redo says of a file of which it kept something."""
    return batch.items.get(path=path).left_as_is


def undone_why(batch, by):
    """What an undo says of the topic that it keeps."""
    (said,) = undone(batch, by).items.values_list("left_as_is", flat=True)
    return said


def test_what_a_person_changed_since_is_kept_and_listed(bob):
    imported(bob, FILES)
    news = {
        FERRIES: topic("ferries", "Ferries", "Transport", description="Two.", shortname="Boats"),
        HARBOUR: provider("harbour.example", "Quay"),
    }
    batch = imported(bob, news)
    edit_topic(bob, description="Ours.")
    edit_provider(bob, name="Ours")
    batch = undone(batch, bob)
    assert Topic.objects.get(slug="ferries").description == "Ours."
    assert batch.counts["left_as_is"] == 2
    assert Topic.objects.get(slug="ferries").short_name == ""
    assert "the description has been changed since" in reason(batch, FERRIES)
    assert "the name has been changed since" in reason(batch, HARBOUR)


def test_what_was_kept_is_said_until_it_is_done_again(bob):
    imported(bob, FILES)
    edit_topic(bob, short_name="Ours")
    news = topic("ferries", "Ferries", "Transport", description="Two.", shortname="Theirs")
    batch = imported(bob, {FERRIES: news})
    edit_topic(bob, description="Ours.")
    batch = undone(batch, bob)
    item = batch.items.get()
    assert (item.message, batch.counts["left_as_is"]) == ("ours kept for short_name", 1)
    assert "the description has been changed since" in item.left_as_is
    batch = redone(batch, bob)
    item = batch.items.get()
    assert (item.message, item.left_as_is) == ("ours kept for short_name", "")
    assert batch.counts["left_as_is"] == 0


@pytest.mark.parametrize(
    ("use", "why"),
    [
        (lambda row: make_article(topics=[row]), "Articles are filed under it, so it stays."),
        (
            lambda row: make_article(topics=[row], state="unpublished"),
            "so it stays for them; readers see none of these",
        ),
        (lambda row: make_topic(parent=row), "Other topics lie below it"),
    ],
)
def test_a_topic_that_is_used_is_kept_and_listed(bob, use, why):
    batch = imported(bob, {FERRIES: topic("ferries", "Ferries")})
    use(Topic.objects.get())
    batch = undone(batch, bob)
    assert Topic.objects.filter(slug="ferries").exists()
    assert batch.counts["left_as_is"] == 1
    assert why in reason(batch, FERRIES)


def test_a_topic_that_somebody_edited_is_kept(bob):
    batch = imported(bob, {FERRIES: topic("ferries", "Ferries")})
    edit_topic(bob, description="Ours.")
    assert "changed since" in reason(undone(batch, bob), FERRIES)
    assert Topic.objects.exists()


def test_a_topic_that_came_with_another_import_as_well_is_kept(bob, tmp_path):
    batch = imported(bob, {FERRIES: topic("ferries", "Ferries")})
    bring_in(write(tmp_path / "site", {FERRIES: topic("ferries", "Ferries", hashtags="[a]")}))
    assert "Another import" in undone_why(batch, bob)
    assert Topic.objects.exists()


def test_a_provider_that_articles_come_from_is_kept_and_listed(bob):
    batch = undone(imported(bob, {**FILES, PATH: seed()}), bob)
    assert Provider.objects.exists()
    assert "Articles come from it" in reason(batch, HARBOUR)


def test_what_was_made_anew_meanwhile_stays(bob):
    batch = undone(imported(bob, {FERRIES: topic("ferries", "Ferries")}), bob)
    topics.create(by=bob, name="FERRIES", slug="boats")
    batch = redone(batch, bob)
    assert (batch.state, batch.counts["left_as_is"]) == ("done", 1)
    assert "There is a topic “Ferries” already" in reason(batch, FERRIES)
    assert undone(batch, bob).state == "undone"
    assert topic_names() == {"FERRIES"}

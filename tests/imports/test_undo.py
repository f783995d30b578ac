"""Imports taken back: what they did to topics and providers, and the conflicts they raised."""

import pytest

from articles.actions import articles as acts
from articles.actions import conflicts, providers, topics
from articles.actions.errors import Refused
from articles.history.sentences import history_of, sentence
from articles.imports import actions, jobs, undo
from articles.models import (
    Article,
    Conflict,
    Event,
    ImportBatch,
    Provider,
    SeedFile,
    Topic,
    TopicRedirect,
)
from articles.seeds.document import ProviderRef
from tests.factories import make_article, make_topic
from tests.imports.staged import (
    BOATS,
    FERRIES,
    FILES,
    HARBOUR,
    imported,
    now,
    previewed,
    redone,
    undone,
)
from tests.ingest.batches import PATH, bring_in, provider, seed, topic, write

pytestmark = pytest.mark.django_db


def edit_topic(by, **fields):
    row = Topic.objects.get(slug="ferries")
    names = ("name", "short_name", "description", "parent", "order", "keywords")
    said = {**{name: getattr(row, name) for name in names}, **fields}
    return topics.edit(topic=row, by=by, version=row.version, **said)


def edit_provider(by, **fields):
    row = Provider.objects.get()
    said = {name: getattr(row, name) for name in ("name", "domain", "description", "aliases")}
    return providers.edit(provider=row, by=by, version=row.version, **{**said, **fields})


def names():
    return set(Topic.objects.values_list("name", flat=True))


def reason(batch, path):
    """What the last undo or redo says of a file of which it kept something."""
    return batch.items.get(path=path).left_as_is


def undone_why(batch, by):
    """What an undo says of the topic that it keeps."""
    (said,) = undone(batch, by).items.values_list("left_as_is", flat=True)
    return said


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
    assert told == ["Bob brought it back", f"Imported from batch {batch.pk}"]
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
    assert names() == {"Ferries", "Transport"}
    redone(batch, bob)
    boats = Topic.objects.get(slug="boats")
    assert (boats.name, boats.parent.name, boats.picture) == ("Boats", "Leisure", None)
    assert Provider.objects.get().aliases == ["Harbour"]
    assert TopicRedirect.objects.get().slug == "ferries"


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
        (lambda row: make_article(topics=[row]), "Articles are filed under it"),
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


def test_a_topic_that_changed_twice_in_one_import_goes_as_a_whole(bob):
    other = "_data/topics/07-ferries.yaml"
    files = {
        FERRIES: topic("ferries", "Ferries"),
        other: topic("ferries", "Ferries", shortname="B"),
    }
    batch = undone(imported(bob, files), bob)
    assert not Topic.objects.exists()
    batch = redone(batch, bob)
    assert (Topic.objects.get().short_name, Topic.objects.get().order) == ("B", 7)
    undone(batch, bob)
    assert not Topic.objects.exists()


def test_what_was_made_anew_meanwhile_stays(bob):
    batch = undone(imported(bob, {FERRIES: topic("ferries", "Ferries")}), bob)
    topics.create(by=bob, name="FERRIES", slug="boats")
    batch = redone(batch, bob)
    assert (batch.state, batch.counts["left_as_is"]) == ("done", 1)
    assert "There is a topic “Ferries” already" in reason(batch, FERRIES)
    assert undone(batch, bob).state == "undone"
    assert names() == {"FERRIES"}


def test_an_old_address_leads_on_again(bob):
    files = {FERRIES: topic("ferries", "Ferries", "Getting there")}
    files[BOATS] = topic("transport", "Getting there")
    redone(undone(imported(bob, files), bob), bob)
    assert TopicRedirect.objects.get().topic.slug == "transport"


def test_articles_find_their_topics_again(bob):
    imported(bob, {PATH: seed()})
    files = {FERRIES: topic("ferries", "Ferries"), PATH: seed(topics=("Ferries",))}
    batch = undone(imported(bob, files), bob)
    assert names() == {"Transport"}
    redone(batch, bob)
    assert [row.name for row in Article.objects.get().listed_topics] == ["Ferries"]


def test_what_an_import_only_mentioned_goes_with_it_and_comes_back(bob):
    imported(bob, {PATH: seed()})
    elsewhere = ProviderRef(name="Fjord", domain="fjord.example")
    batch = imported(bob, {PATH: seed(topics=("Transport", "Café life"), provider=elsewhere)})
    (made,) = history_of(Topic.objects.get(slug="cafe-life"))
    assert sentence(made) == f"Imported from batch {batch.pk}"
    batch = undone(batch, bob)
    assert (names(), Provider.objects.get().domain) == ({"Transport"}, "harbour.example")
    batch = redone(batch, bob)
    assert names() == {"Transport", "Café life"}
    assert Article.objects.get().provider.domain == "fjord.example"
    undone(batch, bob)
    assert (names(), Provider.objects.count()) == ({"Transport"}, 1)


def test_what_is_only_mentioned_stays_while_articles_use_it(bob):
    batch = undone(imported(bob, {PATH: seed()}), bob)
    assert (batch.state, names(), Provider.objects.count()) == ("undone", {"Transport"}, 1)


def test_topics_alone_can_be_undone(bob):
    batch = imported(bob, {FERRIES: topic("ferries", "Ferries")})
    assert undo.undoable(batch)


def test_an_undo_of_topics_goes_on_where_it_stopped(bob, monkeypatch):
    monkeypatch.setattr(undo, "CHUNK", 1)
    batch = imported(bob, {**FILES, BOATS: topic("boats", "Boats", "Ferries"), PATH: seed()})
    calls = iter([False, False, True])
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_stop", lambda batch: lambda: next(calls))
        batch = undone(batch, bob)
    assert (batch.state, batch.done, batch.total) == ("undoing", 2, 5)
    jobs.undo_batch.call(batch.pk)
    assert (now(batch).state, now(batch).done) == ("undone", 5)
    assert names() == {"Transport"}
    assert now(batch).counts["left_as_is"] == 1


def conflict_of(bob, alice):
    imported(bob, {PATH: seed()})
    edit(alice, title="Ours")
    return imported(bob, {PATH: seed(title="Theirs", excerpt="New.")})


def edit(by, **fields):
    row = Article.objects.get()
    said = {"title": row.title, "excerpt": row.excerpt, "topics": row.listed_topics, "images": []}
    return acts.edit(article=row, by=by, version=row.version, **{**said, **fields})


def asked():
    return list(Conflict.objects.values_list("field", "theirs"))


def test_a_conflict_goes_with_its_import_and_comes_back(bob, alice):
    batch = conflict_of(bob, alice)
    assert asked() == [("title", "Theirs")]
    batch = undone(batch, bob)
    assert (asked(), batch.counts["left_as_is"]) == ([], 0)
    batch = redone(batch, bob)
    assert asked() == [("title", "Theirs")]
    undone(batch, bob)
    assert asked() == []


def test_a_conflict_alone_can_be_undone(bob, alice):
    imported(bob, {PATH: seed()})
    edit(alice, title="Ours")
    undone(imported(bob, {PATH: seed(title="Theirs")}), bob)
    assert (asked(), Article.objects.get().title) == ([], "Ours")


def test_a_conflict_that_was_settled_stays_settled(bob, alice):
    batch = conflict_of(bob, alice)
    version = Article.objects.get().version
    conflicts.keep_ours(conflict=Conflict.objects.get(), by=alice, version=version)
    batch = undone(batch, bob)
    assert (asked(), batch.counts["left_as_is"]) == ([], 0)
    redone(batch, bob)
    assert asked() == []


def test_a_conflict_that_a_later_import_raised_stays(bob, alice):
    batch = conflict_of(bob, alice)
    imported(bob, {PATH: seed(title="Theirs again", excerpt="New.")})
    undone(batch, bob)
    assert asked() == [("title", "Theirs again")]


def test_a_conflict_that_the_import_ended_is_asked_again(bob, alice):
    conflict_of(bob, alice)
    batch = imported(bob, {PATH: seed(title="Ours", excerpt="Newer.")})
    assert asked() == []
    undone(batch, bob)
    assert asked() == [("title", "Theirs")]


def test_an_end_leaves_the_rest_of_a_redo_to_the_next_worker(bob, monkeypatch):
    batch = undone(imported(bob, FILES), bob)
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_stop", lambda batch: lambda: True)
        batch = redone(batch, bob)
    assert (batch.state, batch.done) == ("redoing", 0)
    jobs.redo_batch.call(batch.pk)
    assert now(batch).state == "done"


def test_nobody_undoes_for_an_account_that_is_gone(bob):
    batch = imported(bob, FILES)
    actions.undo(batch=batch, by=bob)
    Event.objects.filter(batch=batch, action="undo-import").update(actor=None)
    jobs.undo_batch.call(batch.pk)
    assert (now(batch).state, "account" in now(batch).problem) == ("failed", True)


def test_of_two_workers_at_one_undo_one_gives_way(bob):
    batch = imported(bob, FILES)
    actions.undo(batch=batch, by=bob)

    def overtaken():
        ImportBatch.objects.filter(pk=batch.pk).update(done=1)
        return False

    with pytest.raises(Refused, match="Another worker"):
        undo.undo(now(batch), overtaken)
    assert Topic.objects.exists()

"""What admins do with an import."""

import pytest

from articles.actions.errors import Refused
from articles.history.sentences import history_of, sentence
from articles.imports import actions, jobs, uploads
from articles.models import Article, BatchState, Event, ImportBatch, RelatedLink
from tests.factories import NOON, make_article, make_batch, make_item
from tests.history.acts import edit
from tests.imports.staged import (
    applied,
    counted,
    imported,
    items,
    now,
    previewed,
    redone,
    undone,
    uploaded,
)
from tests.ingest.batches import PATH, WHEN, bring_in, numbered, picture, related, seed, write
from tests.queries import writes

pytestmark = pytest.mark.django_db
BROKEN = seed().replace(b"title:", b"titel:")


def make_event(batch):
    return Event.objects.create(batch=batch, article=make_article(), action="import", at=NOON)


def test_an_import_begins_with_an_upload(bob):
    batch = actions.create(by=bob, source=" Morning ", hold=True)
    assert (batch.source, batch.by, batch.hold) == ("Morning", bob, True)
    assert (batch.state, batch.where) == ("uploading", f"uploads/{batch.pk}")


def test_only_offered_folders_are_read(bob, tmp_path):
    with pytest.raises(Refused, match="not a folder that this server offers"):
        actions.create(by=bob, source="x", folder=str(tmp_path))
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("state", BatchState.values)
@pytest.mark.parametrize(
    ("act", "from_states"),
    [
        (lambda batch, by: actions.read(batch=batch, by=by), {"uploading"}),
        (lambda batch, by: actions.start(batch=batch, by=by, hold=False), {"ready"}),
        (
            lambda batch, by: actions.cancel(batch=batch, by=by),
            {"uploading", "reading", "ready", "applying", "mending"},
        ),
        (lambda batch, by: actions.skip(batch=batch, by=by, items=[], skip=True), {"ready"}),
        (lambda batch, by: actions.undo(batch=batch, by=by), {"done", "cancelled", "failed"}),
        (lambda batch, by: actions.redo(batch=batch, by=by), {"undone"}),
    ],
    ids=["read", "start", "cancel", "skip", "undo", "redo"],
)
def test_each_act_has_its_time(bob, act, from_states, state):
    batch = make_batch(state=state, undo_group="0" * 32)
    make_event(batch)
    if state in from_states:
        act(batch, bob)
    else:
        with pytest.raises(Refused, match="import"):
            act(batch, bob)
        assert now(batch).state == state


def test_of_two_who_start_it_one_is_refused(bob, alice):
    batch = previewed(bob, {PATH: seed()})
    actions.start(batch=batch, by=bob, hold=False)
    with pytest.raises(Refused, match="already running"):
        actions.start(batch=batch, by=alice, hold=True)
    assert not now(batch).hold


def test_a_preview_that_is_cancelled_leaves_nothing(bob):
    batch = previewed(bob, {PATH: seed(), "_news/broken.md": BROKEN})
    actions.cancel(batch=batch, by=bob)
    jobs.delete_staged.call(batch.pk)
    assert (now(batch).state, batch.items.count()) == ("cancelled", 0)
    assert not Article.objects.exists()


def test_a_preview_that_is_cancelled_counts_nothing(bob):
    batch = previewed(bob, {PATH: seed(), "page.zip": b"<html>"})
    assert (batch.counts["new"], bool(batch.problem)) == (1, True)
    batch = actions.cancel(batch=batch, by=bob)
    assert (batch.counts, batch.total, batch.done, batch.problem) == ({}, 0, 0, "")
    assert batch.finished_at


def test_the_request_that_cancels_deletes_nothing(bob):
    """A large preview takes a while to delete, so that is left to the worker."""
    batch = previewed(bob, {f"_news/{n}.md": numbered(n) for n in range(20)})
    statements = writes(lambda: actions.cancel(batch=batch, by=bob))
    assert not [sql for sql in statements if sql.startswith("DELETE")]
    assert batch.items.count() == 20


def test_an_upload_that_is_cancelled_is_deleted(bob):
    batch = uploaded(bob, {PATH: seed()})
    assert uploads._folder(batch).exists()
    actions.cancel(batch=batch, by=bob)
    jobs.delete_staged.call(batch.pk)
    assert not uploads._folder(batch).exists()


def test_a_running_import_ends_after_the_chunk_at_hand(bob):
    batch = previewed(bob, {PATH: seed()})
    actions.start(batch=batch, by=bob, hold=False)
    actions.cancel(batch=batch, by=bob)
    jobs.apply_batch.call(batch.pk)
    batch = now(batch)
    assert (batch.state, counted(batch)) == ("cancelled", {"skipped": 1})
    assert not any(bytes(item.data) for item in batch.items.all())


def test_files_are_skipped_and_taken_in_again(bob):
    batch = previewed(bob, {PATH: seed()})
    keys = [batch.items.get().pk]
    assert actions.skip(batch=batch, by=bob, items=keys, skip=True) == 1
    assert batch.items.get().skip
    actions.skip(batch=batch, by=bob, items=keys, skip=False)
    assert counted(applied(batch, bob)) == {"new": 1}


def test_a_broken_file_is_mended_in_the_preview(bob):
    batch = previewed(bob, {PATH: BROKEN, "_news/b.md": numbered(2)})
    item = actions.mend(item=batch.items.get(path=PATH), by=bob, text=seed().decode())
    assert (item.result, item.message, item.line) == ("new", "", None)
    assert counted(now(batch)) == {"new": 2}
    assert not Article.objects.exists()
    applied(batch, bob)
    assert Article.objects.get(path=PATH).title == "A quiet ferry"


def test_a_broken_file_is_mended_in_an_import_that_is_done(bob, alice):
    batch = imported(bob, {PATH: BROKEN, "_news/b.md": numbered(2)})
    item = actions.mend(item=batch.items.get(path=PATH), by=alice, text=seed().decode())
    assert (item.result, item.article.path) == ("new", PATH)
    assert counted(now(batch)) == {"new": 2}
    assert item.article.events.get().actor == alice
    assert bytes(item.data) == b""


def test_a_file_that_is_still_broken_says_what_is_wrong_now(bob):
    batch = imported(bob, {PATH: BROKEN, "_news/b.md": numbered(2)})
    text = seed().decode().replace("quality: 80", "quality: high")
    item = actions.mend(item=batch.items.get(path=PATH), by=bob, text=text.replace("\n", "\r\n"))
    assert (item.result, "quality" in item.message) == ("error", True)
    assert item.line == text[: text.index("quality:")].count("\n") + 1
    assert bytes(item.data).decode() == text
    assert counted(now(batch)) == {"new": 1, "error": 1}


@pytest.mark.parametrize("bring", [previewed, imported])
def test_a_mend_in_vain_leaves_the_file_as_it_came(bob, bring):
    batch = bring(bob, {PATH: BROKEN, "_news/b.md": numbered(2)})
    before = batch.items.values().get(path=PATH)
    for text in ("---\nname: x\n", "nothing"):
        actions.mend(item=batch.items.get(path=PATH), by=bob, text=text)
    assert batch.items.values().get(path=PATH) == before
    item = actions.mend(item=batch.items.get(path=PATH), by=bob, text=seed().decode())
    assert item.result == "new"


def test_a_broken_file_that_was_imported_elsewhere_meanwhile_is_unchanged(bob, tmp_path):
    batch = imported(bob, {PATH: BROKEN, "_news/b.md": numbered(2)})
    bring_in(write(tmp_path, {PATH: seed()}))
    item = actions.mend(item=batch.items.get(path=PATH), by=bob, text=seed().decode())
    assert item.result == "unchanged"
    assert counted(now(batch)) == {"new": 1, "unchanged": 1}


def test_only_broken_texts_are_mended(bob):
    batch = previewed(bob, {PATH: seed(), "_news/b.md": BROKEN})
    with pytest.raises(Refused, match="Nothing is wrong"):
        actions.mend(item=batch.items.get(path=PATH), by=bob, text="x")
    with pytest.raises(Refused, match="Only texts"):
        actions.mend(item=make_item(batch=batch, kind="picture", result="error"), by=bob, text="x")


def test_undo_withdraws_what_came_and_sets_back_what_changed(bob):
    imported(bob, {"_news/a.md": numbered(1, related=(related("one"),), images=(picture("a"),))})
    batch = imported(
        bob,
        {
            "_news/a.md": numbered(
                1,
                title="Louder",
                published_at=WHEN.replace(month=1),
                topics=("Ships",),
                related=(related("one", title="Other"), related("two")),
            ),
            "_news/b.md": numbered(2),
        },
    )
    old = Article.objects.get(path="_news/a.md")
    assert (old.title, old.day.month) == ("Louder", 1)
    batch = undone(batch, bob)
    assert (batch.state, batch.counts["left_as_is"]) == ("undone", 0)
    old.refresh_from_db()
    assert (old.title, old.day.month) == ("A quiet ferry", 11)
    assert [row.topic.name for row in old.article_topics.all()] == ["Transport"]
    assert [link.title for link in old.links.all()] == ["More on one"]
    assert old.article_images.count() == 1
    assert not Article.objects.get(path="_news/b.md").public
    told = sentence(history_of(old)[0])
    assert told.startswith(f"The import of batch {batch.pk} was undone by Bob: the title from")


def test_the_undo_is_undone(bob):
    imported(bob, {"_news/a.md": numbered(1)})
    files = {
        "_news/a.md": numbered(1, title="Louder", topics=("Ships",)),
        "_news/b.md": numbered(2),
    }
    batch = redone(undone(imported(bob, files), bob), bob)
    assert batch.state == "done"
    article = Article.objects.get(path="_news/a.md")
    assert article.title == "Louder"
    assert [row.topic.name for row in article.article_topics.all()] == ["Ships"]
    assert Article.objects.filter(public=True).count() == 2
    again = undone(batch, bob)
    assert Article.objects.get(path="_news/a.md").title == "A quiet ferry"
    assert (again.state, again.counts["left_as_is"]) == ("undone", 0)


def test_undo_keeps_what_people_touched_since(bob, alice):
    imported(bob, {"_news/a.md": numbered(1)})
    batch = imported(
        bob,
        {"_news/a.md": numbered(1, title="Louder", excerpt="More."), "_news/b.md": numbered(2)},
    )
    for article in Article.objects.all():
        edit(article, alice, title="Ours")
    batch = undone(batch, bob)
    one, two = Article.objects.order_by("path")
    assert (one.title, one.excerpt) == ("Ours", "It crossed in eleven minutes.")
    assert two.public
    assert batch.counts["left_as_is"] == 2
    assert "changed since" in batch.items.get(path="_news/b.md").left_as_is


def test_an_undone_import_stays_undone_when_it_comes_again(bob):
    batch = undone(imported(bob, {PATH: seed()}), bob)
    again = previewed(bob, {PATH: seed()})
    assert (again.state, again.same_as) == ("done", batch)
    assert not Article.objects.get().public


def test_an_undo_goes_on_where_it_stopped(bob, monkeypatch):
    monkeypatch.setattr("articles.imports.undo.CHUNK", 2)
    batch = imported(bob, {f"_news/{n}.md": numbered(n) for n in range(5)})
    actions.undo(batch=batch, by=bob)
    calls = iter([False, True])
    monkeypatch.setattr(jobs, "_stop", lambda batch: lambda: next(calls, False))
    jobs.undo_batch.call(batch.pk)
    assert (now(batch).state, now(batch).done) == ("undoing", 2)
    jobs.undo_batch.call(batch.pk)
    assert (now(batch).state, now(batch).done) == ("undone", 7)  # and a topic and a provider
    assert Event.objects.filter(action="undo").count() == 5
    assert not Article.objects.filter(public=True).exists()


def test_an_import_that_changed_nothing_has_no_undo(bob):
    batch = make_batch(state="done")
    with pytest.raises(Refused, match="nothing to undo"):
        actions.undo(batch=batch, by=bob)


def test_a_command_line_import_can_be_undone(bob):
    batch = imported(bob, {PATH: seed(related=(related("one"),))})
    ImportBatch.objects.filter(pk=batch.pk).update(where="")
    assert undone(batch, bob).state == "undone"
    assert RelatedLink.objects.count() == 1
    assert items(batch) == {PATH: "new"}

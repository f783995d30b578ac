"""An import is read first and done afterwards, with the very files that were read."""

import pytest

from articles.actions import articles as acts
from articles.images import store
from articles.imports import actions, jobs, phases, staged_files, uploads
from articles.ingest.recorder import FileOutcome
from articles.ingest.report import MOST_UNKNOWN, Outcome, Report
from articles.ingest.sources.layout import Place
from articles.models import Article, BatchState, Event, Image, ImageState, ImportItem
from articles.seeds.kinds import FileKind, FileResult
from tests.imports.staged import applied, counted, imported, items, now, previewed, uploaded
from tests.ingest.batches import PATH, bring_in, numbered, seed, topic, write, zipped

pytestmark = pytest.mark.django_db

SITE = {
    "_news/2026-11-19-a.md": numbered(1),
    "_news/2026-11-19-b.md": numbered(2, title="Another"),
    "_data/topics/01-transport.yaml": topic("transport", "Transport"),
    "assets/images/a.jpg": b"picture",
    "README.md": b"hello",
    "_news/broken.md": b"---\ntitle: x\n",
}


def test_a_preview_writes_nothing_but_items(bob):
    batch = previewed(bob, SITE)
    assert batch.state == BatchState.READY
    assert counted(batch) == {"new": 4, "error": 1, "ignored": 1}
    assert items(batch)["_news/broken.md"] == "error"
    assert not Article.objects.exists()
    assert batch.total == 6


def test_what_was_previewed_is_applied(bob):
    batch = imported(bob, SITE)
    assert batch.state == BatchState.DONE
    assert counted(batch) == {"new": 4, "error": 1, "ignored": 1}
    assert Article.objects.filter(batch=batch).count() == 2
    assert set(Event.objects.values_list("batch", "actor")) == {(batch.pk, bob.pk)}
    item = batch.items.get(path="_news/2026-11-19-a.md")
    assert item.applied_at
    assert item.article.path == item.path


def test_bytes_are_kept_no_longer_than_needed(bob):
    batch = previewed(bob, SITE)
    assert bytes(batch.items.get(path="_news/2026-11-19-a.md").data) == numbered(1)
    applied(batch, bob)
    kept = {item.path for item in batch.items.all() if bytes(item.data)}
    assert kept == {"_news/broken.md"}
    assert not (uploads._folder(batch)).exists()


def test_a_picture_waits_in_the_store(bob):
    url = "https://site.example/assets/images/a.jpg"
    image = Image.objects.create(url=url, state=ImageState.REMOTE)
    batch = previewed(bob, SITE)
    item = batch.items.get(kind="picture")
    assert (bytes(item.data), item.digest) == (b"", store.digest_of(b"picture"))
    applied(batch, bob)
    image.refresh_from_db()
    assert (image.state, image.digest) == (ImageState.PENDING, item.digest)


def test_an_empty_picture_stops_nothing(bob):
    batch = imported(bob, {PATH: seed(), "assets/images/news/unused.jpg": b""})
    assert (batch.state, counted(batch)) == (BatchState.DONE, {"new": 1, "error": 1})
    assert "empty" in batch.items.get(result="error").message


def test_a_picture_that_is_lost_before_the_import_stops_nothing(bob):
    batch = previewed(bob, {**SITE, "_news/broken.md": numbered(3)})
    store.original(batch.items.get(kind="picture").digest).unlink()
    batch = applied(batch, bob)
    assert (batch.state, counted(batch)) == (BatchState.DONE, {"new": 4, "error": 1, "ignored": 1})
    assert "upload it again" in batch.items.get(result="error").message


def test_hold_imports_everything_unpublished(bob):
    batch = imported(bob, {PATH: seed()}, hold=True)
    assert batch.hold
    assert not Article.objects.get().public


def test_every_class_of_a_reimport(bob, alice):
    imported(bob, {"_news/a.md": numbered(1), "_news/b.md": numbered(2), "_news/c.md": numbered(3)})
    article = Article.objects.get(path="_news/b.md")
    acts.score(article=article, by=alice, version=article.version, quality=12)
    files = {
        "_news/a.md": numbered(1, heat=99),
        "_news/b.md": numbered(2, quality=70),
        "_news/c.md": numbered(3, title="New"),
        "_news/d.md": numbered(4),
    }
    expected = dict.fromkeys(("metrics", "conflict", "content", "new"), 1)
    batch = previewed(bob, files)
    assert counted(batch) == expected
    assert counted(applied(batch, bob)) == expected
    assert "ours kept for quality" in batch.items.get(path="_news/b.md").message


def test_skipped_files_stay_out(bob):
    batch = previewed(bob, {"_news/a.md": numbered(1), "_news/b.md": numbered(2)})
    batch.items.filter(path="_news/a.md").update(skip=True)
    batch = applied(batch, bob)
    assert counted(batch) == {"new": 1, "skipped": 1}
    assert Article.objects.get().path == "_news/b.md"


def test_what_another_import_brought_in_is_unchanged(bob, tmp_path):
    batch = previewed(bob, {PATH: seed()})
    bring_in(write(tmp_path, {PATH: seed()}))
    batch = applied(batch, bob)
    assert counted(batch) == {"unchanged": 1}
    assert Event.objects.exclude(article=None).count() == 1


def test_the_same_files_again_are_nothing_new(bob):
    first = imported(bob, {"_news/a.md": numbered(1), "_news/b.md": numbered(2)})
    second = previewed(bob, {"_news/b.md": numbered(2), "_news/a.md": numbered(1)})
    assert (second.state, second.same_as) == (BatchState.DONE, first)
    assert counted(second) == {"unchanged": 2}
    assert first.digest == second.digest != ""


def test_where_all_is_broken_the_preview_waits_for_mends(bob):
    batch = previewed(bob, {PATH: b"---\ntitle: x\n", "README.md": b"hello"})
    assert (batch.state, batch.finished_at) == (BatchState.READY, None)
    actions.mend(item=batch.items.get(result="error"), by=bob, text=seed().decode())
    assert not Article.objects.exists()
    assert counted(applied(now(batch), bob)) == {"new": 1, "ignored": 1}


def test_what_is_broken_beside_what_is_here_keeps_no_preview(bob):
    imported(bob, SITE)
    batch = previewed(bob, SITE)
    assert batch.state == BatchState.DONE
    assert counted(batch) == {"unchanged": 4, "error": 1, "ignored": 1}


def test_two_people_with_the_same_files_have_one_effect(bob, alice):
    one, two = previewed(bob, {PATH: seed()}), previewed(alice, {PATH: seed()})
    one, two = applied(one, bob), applied(two, alice)
    assert (one.same_as, two.same_as) == (None, one)
    assert counted(two) == {"unchanged": 1}
    assert Event.objects.exclude(article=None).count() == 1


def test_the_command_line_keeps_items_as_well(bob, tmp_path):
    report = bring_in(write(tmp_path, SITE))
    batch = now(report.batch)
    assert items(batch) == {
        path: "error" if "broken" in path else "new" for path in SITE if path != "README.md"
    }
    assert batch.state == BatchState.DONE
    assert not any(bytes(item.data) for item in ImportItem.objects.all())
    assert previewed(bob, SITE).same_as == batch


def test_a_broken_archive_keeps_what_could_be_read(bob, tmp_path):
    data = zipped(tmp_path / "a.zip", {"_news/a.md": numbered(1), "_news/b.md": numbered(2)})
    broken = bytearray(data.read_bytes())
    broken[60:70] = b"\0" * 10
    batch = previewed(bob, {"a.zip": bytes(broken), "cut.zip": data.read_bytes()[:100]})
    assert batch.state == BatchState.READY
    assert counted(batch) == {"new": 1, "error": 1}
    assert batch.problem.startswith("cut.zip: is a zip that was cut short")


def test_an_archive_of_nothing_fails(bob):
    batch = previewed(bob, {"page.zip": b"<html>"})
    assert batch.state == BatchState.FAILED
    assert batch.problem == "page.zip: is a web page, not an archive (fetch the file itself)"


@pytest.mark.parametrize(
    ("files", "state", "problem"),
    [
        ({}, BatchState.FAILED, "b.zip: is empty: there is nothing to import"),
        ({"a.png": b"x", "b.docx": b"x"}, BatchState.DONE, "b.zip: none of its 2 files is a seed"),
    ],
)
def test_an_archive_without_seeds_says_so(bob, tmp_path, files, state, problem):
    data = zipped(tmp_path / "b.zip", files).read_bytes()
    batch = previewed(bob, {"b.zip": data})
    assert batch.state == state
    assert batch.problem.startswith(problem)


def test_an_end_between_chunks_keeps_what_is_done(bob, monkeypatch):
    monkeypatch.setattr(phases, "CHUNK", 1)
    monkeypatch.setattr("articles.ingest.engine.AHEAD", 0)
    batch = previewed(bob, {f"_news/{n}.md": numbered(n) for n in range(5)})
    jobs.ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.APPLYING)
    calls = iter([False, False, True])
    assert not phases.apply(now(batch), lambda done, total: None, lambda: next(calls, True))
    assert 0 < Article.objects.count() < 5
    jobs.apply_batch.call(batch.pk)
    batch = now(batch)
    assert (batch.state, counted(batch)) == (BatchState.DONE, {"new": 5})
    assert Event.objects.exclude(article=None).count() == Article.objects.count() == 5


def test_two_files_of_one_story(bob):
    batch = imported(bob, {"_news/a.md": seed(), "_news/b.md": seed(excerpt="Later")})
    assert counted(batch) == {"new": 1, "content": 1}
    assert "same story as _news/a.md" in batch.items.get(path="_news/b.md").message
    assert Article.objects.get().excerpt == "Later"


def test_one_path_in_two_archives(bob, tmp_path):
    one = zipped(tmp_path / "1.zip", {"_news/a.md": seed()}).read_bytes()
    two = zipped(tmp_path / "2.zip", {"_news/a.md": seed(title="Later")}).read_bytes()
    batch = imported(bob, {"1.zip": one, "2.zip": two})
    assert batch.items.exclude(applied_at=None).count() == 2
    assert Article.objects.get().title == "Later"


def test_a_server_folder(bob, tmp_path, settings):
    settings.IMPORT_DIRS = [write(tmp_path / "site", {PATH: seed()})]
    batch = previewed(bob, {}, folder=str(tmp_path / "site"))
    assert counted(batch) == {"new": 1}
    applied(batch, bob)
    assert (tmp_path / "site" / PATH).exists()


def test_a_folder_that_is_not_offered_any_more(bob, tmp_path, settings):
    settings.IMPORT_DIRS = [write(tmp_path / "site", {PATH: seed()})]
    batch = uploaded(bob, {}, folder=str(tmp_path / "site"))
    settings.IMPORT_DIRS = []
    jobs.ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.READING)
    jobs.read_batch.call(batch.pk)
    assert now(batch).state == BatchState.FAILED
    assert "not a folder that this server offers" in now(batch).problem


def broken(*args):
    raise KeyError("x")


@pytest.mark.parametrize("tries", [0, jobs.TRIES])
def test_a_failed_import_counts_only_what_is_in(bob, monkeypatch, tries):
    monkeypatch.setattr(phases, "CHUNK", 1)
    monkeypatch.setattr("articles.ingest.engine.AHEAD", 0)
    batch = previewed(bob, {f"_news/{n}.md": numbered(n) for n in range(3)})
    jobs.ImportBatch.objects.update(state=BatchState.APPLYING, tries=tries)
    answers = iter([False, True])
    phases.apply(now(batch), lambda done, total: None, lambda: next(answers, True))
    monkeypatch.setattr(phases, "apply", broken)
    jobs.apply_batch.call(batch.pk)
    batch, there = now(batch), Article.objects.count()
    assert (batch.state, 0 < there < 3) == (BatchState.FAILED, True)
    assert counted(batch) == {"new": there, "skipped": 3 - there}


def test_unknown_keys_are_counted_through_preview_and_import(bob):
    files = {f"_news/{n}.md": numbered(n, extra={"mood": "07"}) for n in range(2)}
    batch = previewed(bob, files)
    assert batch.counts["unknown"] == {"mood": 2}
    assert applied(batch, bob).counts["unknown"] == {"mood": 2}


def test_millions_of_unknown_keys_take_no_memory():
    unknown = Report().unknown
    for number in range(1000):
        unknown.update([f"key-{number}", "key-0"])
    assert len(unknown) == MOST_UNKNOWN
    assert unknown["key-0"] == 1001


def test_an_outcome_of_a_file_that_was_not_offered_has_no_item(bob):
    batch = previewed(bob, {PATH: seed()})
    source = staged_files.StagedSource(batch, batch.items.all())
    place, outcome = Place(FileKind.ARTICLE, PATH), Outcome(PATH, FileResult.NEW)
    assert source.take_items([FileOutcome(place, outcome)]) == []

"""The page of one import: preview, progress, end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import BatchState, Event
from tests.desk.imports import COUNTS, HTMX, make_preview, text, url
from tests.factories import NOON, make_article, make_batch, make_item


def shown(response):
    return [item.path for item in response.context["files"].items]


@pytest.mark.parametrize("name", ["import-detail", "import-progress", "import-items"])
def test_only_admins(name, client, as_alice, as_charlie, as_bob):
    path = url(name, make_preview())
    assert client.get(path).status_code == 302
    assert as_charlie.get(path).status_code == 403
    assert as_alice.get(path).status_code == 403
    assert as_bob.get(path).status_code == 200
    assert as_bob.post(path).status_code == 405


def test_no_such_import(as_bob):
    assert as_bob.get("/desk/imports/999/").status_code == 404


def test_what_needs_a_person_comes_first(as_bob):
    page = as_bob.get(url("import-detail", make_preview()))
    assert shown(page) == ["_news/four.md"]
    assert "put quotes around the value" in text(page)


def test_what_nobody_needs_to_see_is_one_line(as_bob):
    page = text(as_bob.get(url("import-detail", make_preview())))
    assert "5 of 12 unchanged, 3 heat only" in page


def test_a_class_and_a_part_of_the_path(as_bob):
    path = url("import-detail", make_preview())
    assert shown(as_bob.get(path, {"class": "new"})) == ["_news/one.md", "_news/two.md"]
    assert shown(as_bob.get(path, {"class": "new", "q": "tw"})) == ["_news/two.md"]
    assert "No title or path holds “zzz”" in text(as_bob.get(path, {"class": "new", "q": "zzz"}))


def test_what_has_notes_is_a_class_of_its_own(as_bob):
    batch = make_preview()
    assert "With notes" not in text(as_bob.get(url("import-detail", batch)))
    batch.items.filter(path="_news/two.md").update(message="line 4: excerpt says nothing")
    page = as_bob.get(url("import-detail", batch), {"class": "noted"})
    assert shown(page) == ["_news/two.md"]
    assert "With notes <span>1</span>" in text(page)
    assert "excerpt says nothing" in text(page)


def test_nothing_for_us_is_not_called_old(as_bob):
    batch = make_batch(state="done", problem="b.zip: none of its 2 files is a seed")
    page = text(as_bob.get(url("import-detail", batch)))
    assert "none of its 2 files is a seed" in page
    assert "is here already" not in page


def test_the_list_alone_says_where_it_is(as_bob):
    batch = make_preview()
    response = as_bob.get(url("import-items", batch), {"class": "new", "q": "tw"}, headers=HTMX)
    assert shown(response) == ["_news/two.md"]
    assert response.headers["HX-Push-Url"] == f"{url('import-detail', batch)}?class=new&q=tw"


def test_the_list_goes_on(as_bob):
    batch = make_preview()
    for number in range(60):
        make_item(batch=batch, path=f"_news/{number}.md", result="content")
    first = as_bob.get(url("import-detail", batch), {"class": "content"})
    path = url("import-items", batch) + first.context["files"].more
    rest = as_bob.get(path, headers={**HTMX, "HX-Target": "more"})
    assert "HX-Push-Url" not in rest.headers
    assert len(shown(first)) == 50
    assert len(shown(rest)) == 11
    assert not set(shown(first)) & set(shown(rest))
    assert "<html" not in text(rest)


@pytest.mark.parametrize("query", ["class=nonsense", "after=x", "after=99999999999999999999"])
def test_mangled_addresses(query, as_bob):
    assert as_bob.get(f"{url('import-detail', make_preview())}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("uploading", {"Cancel"}),
        ("reading", {"Cancel"}),
        ("ready", {"Import all", "Import on hold", "Cancel"}),
        ("applying", {"Cancel"}),
        ("failed", set()),
        ("undoing", set()),
        ("undone", {"Redo this import"}),
        ("redoing", set()),
        ("mending", {"Stop"}),
    ],
)
def test_the_buttons_of_each_phase(state, buttons, as_bob):
    page = text(as_bob.get(url("import-detail", make_preview(state=state))))
    every = {"Import all", "Import on hold", "Cancel", "Stop"}
    every |= {"Undo this import", "Redo this import"}
    assert {name for name in every if f">{name}</button>" in page} == buttons


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "Ended before anything was imported."),
        ({"new": 0, "skipped": 3}, "Ended before anything was imported."),
        ({"new": 2, "skipped": 1}, "Ended half-way: what had been imported by then stays."),
    ],
)
@pytest.mark.parametrize("state", [BatchState.CANCELLED, BatchState.FAILED])
def test_how_far_an_ended_import_got(state, counts, said, as_bob):
    batch = make_batch(state=state, counts=counts)
    assert said in text(as_bob.get(url("import-detail", batch)))


def test_what_a_failed_import_did_can_be_undone(as_bob):
    batch = make_batch(state=BatchState.FAILED, counts={"new": 1})
    assert "Undo this import" not in text(as_bob.get(url("import-detail", batch)))
    Event.objects.create(batch=batch, article=make_article(), action="import", at=NOON)
    assert "Undo this import" in text(as_bob.get(url("import-detail", batch)))


def test_an_interrupted_command(as_bob):
    fields = {"where": "command/x", "counts": {"new": 2}, "problem": "Ended before <b>"}
    batch = make_batch(state=BatchState.CANCELLED, **fields)
    page = text(as_bob.get(url("import-detail", batch)))
    assert '<p class="status">Interrupted</p>' in page
    assert "Ended before &lt;b&gt;" in page
    assert "what had been imported by then stays" in page


def test_a_command_that_is_at_it_cannot_be_cancelled_here(as_bob):
    page = text(as_bob.get(url("import-detail", make_batch(where="command/x"))))
    assert "A command is at it." in page
    assert ">Cancel</button>" not in page


def test_files_that_wait_to_be_deleted_are_not_shown(as_bob):
    batch = make_preview(state=BatchState.CANCELLED, counts={})
    page = as_bob.get(url("import-detail", batch))
    assert shown(page) == []
    assert "_news/" not in text(page)


def test_nothing_new(as_bob):
    first = make_batch(state=BatchState.DONE)
    batch = make_batch(state=BatchState.READY, same_as=first, counts={"unchanged": 3})
    page = text(as_bob.get(url("import-detail", batch)))
    assert f'Nothing new: same as <a href="{url("import-detail", first)}">' in page
    assert "Import all" not in page


def test_names_and_messages_are_escaped(as_bob):
    batch = make_preview(source="<script>a</script>", problem="<script>b</script>")
    make_item(batch=batch, result="error", path="<script>c</script>", message="<script>d</script>")
    page = text(as_bob.get(url("import-detail", batch)))
    assert not [name for name in "abcd" if f"<script>{name}" in page]


@pytest.fixture
def running(db):
    began = timezone.now() - timedelta(seconds=10)
    return make_preview(state=BatchState.APPLYING, total=6000, done=1000, phase_at=began)


def test_progress_has_a_rate_and_the_time_left(as_bob, running, monkeypatch):
    monkeypatch.setattr("articles.desk.imports.progress._seconds_since", lambda moment: 10.0)
    page = text(as_bob.get(url("import-detail", running)))
    assert 'value="1000" max="6000"' in page
    assert "1,000 of 6,000 files, 100 a second, about 50 seconds left" in page
    assert "Applying" not in page


def test_an_undo_goes_by_changes(as_bob, running):
    running.state = "undoing"
    running.save()
    assert "1,000 of 6,000 changes" in text(as_bob.get(url("import-detail", running)))


def test_what_an_undo_kept_is_listed_with_its_file(as_bob):
    batch = make_preview(state="undone", counts={**COUNTS, "left_as_is": 1})
    batch.items.filter(result="content").update(left_as_is="It is in use.")
    assert "It is in use." in text(as_bob.get(url("import-detail", batch), {"class": "content"}))


def test_progress_alone(as_bob, running):
    path = url("import-progress", running)
    response = as_bob.get(f"{path}?state=applying", headers=HTMX)
    assert "1,000 of 6,000 files" in text(response)
    assert 'id="batch"' not in text(response)


def test_the_end_of_a_phase_shows_the_next(as_bob, running):
    response = as_bob.get(f"{url('import-progress', running)}?state=reading", headers=HTMX)
    assert response.headers["HX-Retarget"] == "#batch"
    assert 'id="batch"' in text(response)


def test_a_worker_that_does_not_come(as_bob, running):
    running.done = 0
    running.phase_at = timezone.now() - timedelta(minutes=2)
    running.save()
    assert "Is the worker running?" in text(as_bob.get(url("import-detail", running)))


@pytest.mark.parametrize("more", [1, 30])
def test_queries_do_not_grow(more, as_bob, django_assert_num_queries):
    batch = make_preview()
    for number in range(more):
        make_item(batch=batch, path=f"_news/{number}.md", result="new")
    with django_assert_num_queries(9):
        as_bob.get(url("import-detail", batch), {"class": "new"})


def test_unknown_keys_are_listed_once(as_bob):
    batch = make_preview(counts={**COUNTS, "unknown": {"<b>": 1, "mood": 2, "air": 1}})
    page = text(as_bob.get(url("import-detail", batch)))
    said = "<code>mood</code> in 2 files, <code>&lt;b&gt;</code> in 1 file, <code>air</code>"
    assert said in page


def test_a_phase_that_has_not_got_anywhere_begins_in_a_moment(as_bob, running):
    running.done = 0
    running.save()
    assert "Begins in a moment." in text(as_bob.get(url("import-detail", running)))

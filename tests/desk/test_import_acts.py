"""What is decided on the whole of an import."""

import pytest

from articles.models import BatchState, ImportBatch, ImportItem
from tests.desk.imports import HTMX, make_preview, state, text, url
from tests.factories import make_article, make_batch

ACTS = ["import-start", "import-cancel", "import-undo", "import-redo", "import-skip"]


@pytest.mark.parametrize("name", ACTS)
def test_only_admins(name, client, as_alice, as_charlie, as_bob):
    batch = make_preview()
    path = url(name, batch)
    assert client.post(path).status_code == 302
    assert as_charlie.post(path).status_code == 403
    assert as_alice.post(path).status_code == 403
    assert as_bob.get(path).status_code == 405
    assert state(batch) == BatchState.READY


@pytest.mark.parametrize("name", ACTS)
def test_no_such_import(name, as_bob):
    assert as_bob.post(f"/desk/imports/999/{name.removeprefix('import-')}/").status_code == 404


@pytest.mark.parametrize(("form", "hold"), [({}, False), ({"hold": "1"}, True)])
def test_start(form, hold, as_bob):
    batch = make_preview()
    assert as_bob.post(url("import-start", batch), form).url == url("import-detail", batch)
    batch.refresh_from_db()
    assert (batch.state, batch.hold) == (BatchState.APPLYING, hold)


def test_starting_twice(as_bob):
    batch = make_preview(state=BatchState.APPLYING)
    response = as_bob.post(url("import-start", batch))
    assert response.status_code == 409
    assert "This import is already running." in text(response)


def test_cancel_a_preview(as_bob):
    batch = make_preview()
    response = as_bob.post(url("import-cancel", batch), follow=True)
    assert state(batch) == BatchState.CANCELLED
    assert "Ended before anything was imported." in text(response)


def test_cancel_while_it_runs(as_bob):
    batch = make_preview(state=BatchState.APPLYING)
    response = as_bob.post(url("import-cancel", batch), follow=True)
    assert ImportBatch.objects.get(pk=batch.pk).stop
    assert "Ends after the files at hand." in text(response)


@pytest.mark.parametrize("name", ["import-cancel", "import-undo", "import-redo"])
def test_what_cannot_be_done_now(name, as_bob):
    batch = make_batch(state=BatchState.FAILED)
    assert as_bob.post(url(name, batch)).status_code == 409


def test_undo_and_redo(as_bob):
    batch = make_preview(state=BatchState.DONE)
    article = make_article(batch=batch)
    batch.events.create(article=article, at=batch.started_at, action="import")
    assert "Undo this import" in text(as_bob.get(url("import-detail", batch)))
    as_bob.post(url("import-undo", batch))
    assert state(batch) == BatchState.UNDOING
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.UNDONE)
    as_bob.post(url("import-redo", batch))
    assert state(batch) == BatchState.REDOING


def test_leave_a_file_out_and_take_it_in(as_bob):
    batch = make_preview()
    item = batch.items.first()
    form = {"items": item.pk, "skip": "1", "next": url("import-detail", batch)}
    assert as_bob.post(url("import-skip", batch), form).url == url("import-detail", batch)
    assert ImportItem.objects.get(pk=item.pk).skip
    response = as_bob.post(url("import-skip", batch), {**form, "skip": "0"}, headers=HTMX)
    assert "Leave out" in text(response)
    assert not ImportItem.objects.get(pk=item.pk).skip


def test_a_file_of_another_import_stays(as_bob):
    other = make_preview().items.first()
    as_bob.post(url("import-skip", make_preview()), {"items": other.pk, "skip": "1"})
    assert not ImportItem.objects.get(pk=other.pk).skip


@pytest.mark.parametrize("items", ["", "x", "9" * 30, "-1"])
def test_nonsense_is_refused(items, as_bob):
    assert as_bob.post(url("import-skip", make_preview()), {"items": items}).status_code == 422


def test_nothing_is_left_out_once_it_runs(as_bob):
    batch = make_preview(state=BatchState.APPLYING)
    form = {"items": batch.items.first().pk, "skip": "1"}
    assert as_bob.post(url("import-skip", batch), form).status_code == 409
    assert as_bob.post(url("import-skip", batch), form, headers=HTMX).headers["HX-Refresh"]


def test_a_way_on_stays_here(as_bob):
    batch = make_preview()
    form = {"items": batch.items.first().pk, "next": "https://evil.example/"}
    assert as_bob.post(url("import-skip", batch), form).url == url("import-detail", batch)

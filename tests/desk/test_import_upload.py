"""Sending files, all at once or in parts, and choosing a folder of the server."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.actions.errors import Refused
from articles.imports import uploads
from articles.models import BatchState, ImportBatch
from tests.desk.imports import text, url
from tests.factories import make_batch

UPLOAD = reverse("desk:import-upload")
FOLDER = reverse("desk:import-folder")
SCRIPT = {"Accept": "application/json"}


def file(name="a.md", content=b"---\ntitle: A\n---\n"):
    return SimpleUploadedFile(name, content)


def names(batch):
    """What the batch holds, by name."""
    found = []
    for source in uploads.sources_of(batch):
        with source:
            found += [entry.name for entry in source.entries()]
    return found


def test_only_admins(client, as_alice, as_charlie, as_bob):
    for path in (UPLOAD, FOLDER, url("import-files", make_batch())):
        assert client.post(path).status_code == 302
        assert as_charlie.post(path).status_code == 403
        assert as_alice.post(path, {"files": [file()]}).status_code == 403
        assert as_bob.get(path).status_code == 405
    assert ImportBatch.objects.count() == 1


def test_files_from_a_form(as_bob, bob):
    response = as_bob.post(UPLOAD, {"files": [file("a.md"), file("b.md")]})
    batch = ImportBatch.objects.get()
    assert response.url == url("import-detail", batch)
    assert (batch.by, batch.state, batch.source) == (bob, BatchState.READING, "a.md and 1 more")
    assert names(batch) == ["a.md", "b.md"]


def test_no_file(as_bob):
    response = as_bob.post(UPLOAD)
    assert response.status_code == 422
    assert "Choose at least one file" in text(response)
    assert not ImportBatch.objects.exists()


def test_a_folder_in_parts(as_bob):
    first = {"files": [file()], "paths": ["site/_news/a.md"], "source": "site", "more": "1"}
    answer = as_bob.post(UPLOAD, first, headers=SCRIPT)
    batch = ImportBatch.objects.get()
    assert (answer.status_code, batch.state) == (201, BatchState.UPLOADING)
    assert answer.json() == {"next": url("import-files", batch)}
    last = {"files": [file()], "paths": ["site/_news/b.md"]}
    answer = as_bob.post(answer.json()["next"], last, headers=SCRIPT)
    assert answer.json() == {"page": url("import-detail", batch)}
    batch.refresh_from_db()
    assert (batch.source, batch.state) == ("site", BatchState.READING)
    assert names(batch) == ["site/_news/a.md", "site/_news/b.md"]


def test_names_that_lead_elsewhere_name_no_file_here(as_bob, settings):
    as_bob.post(UPLOAD, {"files": [file()], "paths": ["../../../x.md"]})
    found = [path.name for path in settings.DATA_DIR.rglob("*") if path.is_file()]
    assert "x.md" not in found


def test_too_much_is_refused(as_bob, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UPLOADED", 100)
    response = as_bob.post(UPLOAD, {"files": [file(content=b"x" * 200)]})
    assert response.status_code == 422
    assert "cannot be sent at once" in text(response)
    assert ImportBatch.objects.get().state == BatchState.CANCELLED


def test_a_script_is_told_why(as_bob, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UPLOADED", 100)
    response = as_bob.post(UPLOAD, {"files": [file(content=b"x" * 200)]}, headers=SCRIPT)
    assert "cannot be sent at once" in json.loads(response.content)["error"]


@pytest.mark.parametrize("state", [BatchState.READING, BatchState.DONE])
def test_no_more_files_once_it_is_read(state, as_bob, bob):
    batch = make_batch(by=bob, state=state)
    response = as_bob.post(url("import-files", batch), {"files": [file()]})
    assert response.status_code == 409


def test_nobody_adds_to_the_upload_of_somebody_else(as_bob, alice):
    batch = make_batch(by=alice, state=BatchState.UPLOADING)
    response = as_bob.post(url("import-files", batch), {"files": [file()]})
    assert response.status_code == 404


def test_a_folder_of_the_server(as_bob, settings, tmp_path):
    settings.IMPORT_DIRS = [tmp_path]
    response = as_bob.post(FOLDER, {"folder": str(tmp_path)})
    batch = ImportBatch.objects.get()
    assert response.url == url("import-detail", batch)
    assert (batch.where, batch.state) == (str(tmp_path), BatchState.READING)


@pytest.mark.parametrize("folder", ["", "/etc", "../"])
def test_no_other_folder(folder, as_bob):
    assert as_bob.post(FOLDER, {"folder": folder}).status_code == 422
    assert not ImportBatch.objects.exists()


def test_a_thousand_files_at_once(as_bob):
    files = [file(f"{number}.md") for number in range(1000)]
    assert as_bob.post(UPLOAD, {"files": files}).status_code == 302
    assert len(names(ImportBatch.objects.get())) == 1000


def test_somebody_cancels_it_while_the_last_part_arrives(as_bob, monkeypatch):
    def refuse(**fields):
        raise Refused("This import was cancelled.")

    monkeypatch.setattr("articles.desk.imports.views.actions.read", refuse)
    response = as_bob.post(UPLOAD, {"files": [file()]})
    assert response.status_code == 409
    assert "This import was cancelled." in text(response)

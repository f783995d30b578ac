"""The broken files of an import to take away: a list for a spreadsheet, and the files."""

import csv
import io
import zipfile

import pytest

from tests.desk.imports import BROKEN, make_preview, url
from tests.factories import make_item


@pytest.fixture
def batch(db):
    return make_preview()


@pytest.mark.parametrize("name", ["import-errors-csv", "import-errors-zip"])
def test_only_admins(name, batch, client, as_alice, as_charlie, as_bob):
    path = url(name, batch)
    assert client.get(path).status_code == 302
    assert as_charlie.get(path).status_code == 403
    assert as_alice.get(path).status_code == 403
    assert as_bob.post(path).status_code == 405


def rows(client, batch):
    response = client.get(url("import-errors-csv", batch))
    assert "attachment" in response.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(response.getvalue().decode())))


def files(client, batch):
    data = client.get(url("import-errors-zip", batch)).getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_list(as_bob, batch):
    assert rows(as_bob, batch) == [
        ["file", "line", "column", "message"],
        ["_news/four.md", "2", "9", "put quotes around the value"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start, as_bob, batch):
    make_item(batch=batch, result="error", path=f"{start}cmd()", message=f"{start}cmd()")
    path, _, _, message = rows(as_bob, batch)[-1]
    assert path.startswith("'")
    assert message.startswith("'")


def test_the_files(as_bob, batch):
    assert files(as_bob, batch) == {"_news/four.md": BROKEN}


@pytest.mark.parametrize("path", ["../x.md", "/etc/x.md", "C:/x.md", "a\\b.md"])
def test_no_name_that_leads_elsewhere(path, as_bob, batch):
    make_item(batch=batch, result="error", path=path, data=b"x")
    assert list(files(as_bob, batch)) == ["_news/four.md"]


def test_nothing_broken(as_bob, batch):
    batch.items.all().delete()
    assert rows(as_bob, batch) == [["file", "line", "column", "message"]]
    assert files(as_bob, batch) == {}

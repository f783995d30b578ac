"""One file of an import: what it changes, what is wrong with it, mending it."""

import re

import pytest

from articles.desk.imports import broken_files
from articles.models import BatchState, ImportItem
from tests.desk.imports import BROKEN, HTMX, make_preview, text, url
from tests.factories import make_item
from tests.seeds.samples import ARTICLE as GOOD


@pytest.fixture
def error(db):
    return make_preview().items.get(result="error")


def of(name, item):
    return url(name, item.batch, item.pk)


def test_only_admins(error, client, as_alice, as_charlie, as_bob):
    for name, method, wrong in (("import-item", "get", "post"), ("import-mend", "post", "get")):
        path = of(name, error)
        assert getattr(client, method)(path).status_code == 302
        assert getattr(as_charlie, method)(path).status_code == 403
        assert getattr(as_alice, method)(path).status_code == 403
        assert getattr(as_bob, wrong)(path).status_code == 405


def test_a_file_of_another_import(error, as_bob):
    other = make_preview()
    assert as_bob.get(url("import-item", other, error.pk)).status_code == 404
    assert as_bob.post(url("import-mend", other, error.pk), {"text": "x"}).status_code == 404


def test_the_line_with_a_caret(error, as_bob):
    page = text(as_bob.get(of("import-item", error)))
    assert "title: A: b\n        <b" in page
    assert "Line 2, column 9: put quotes around the value" in page
    assert "---\ntitle: A: b\n---\n</textarea>" in page


def test_the_part_for_the_list(error, as_bob):
    headers = {**HTMX, "HX-Target": f"inside-{error.pk}"}
    page = text(as_bob.get(of("import-item", error), headers=headers))
    assert "<textarea" in page
    assert "<summary" not in page


def test_mended(error, as_bob):
    response = as_bob.post(of("import-mend", error), {"text": GOOD})
    assert response.url == of("import-item", error)
    assert ImportItem.objects.get(pk=error.pk).result == "new"


def test_mended_in_the_list(error, as_bob):
    page = text(as_bob.post(of("import-mend", error), {"text": GOOD}, headers=HTMX))
    assert "Mended: it will be imported with the others." in page


def test_mended_after_the_import(error, as_bob):
    type(error.batch).objects.update(state=BatchState.DONE)
    page = text(as_bob.post(of("import-mend", error), {"text": GOOD}, headers=HTMX))
    assert "Mended and imported." in page
    assert ImportItem.objects.get(pk=error.pk).article


def test_still_wrong(error, as_bob):
    response = as_bob.post(of("import-mend", error), {"text": "---\nname: x\n"})
    assert response.status_code == 422
    assert "name: x" in text(response)


def test_not_now(error, as_bob):
    type(error.batch).objects.update(state=BatchState.APPLYING)
    response = as_bob.post(of("import-mend", error), {"text": "typed"})
    assert response.status_code == 409
    assert "This import is already running." in text(response)


def test_what_is_in_a_file_is_escaped(error, as_bob):
    ImportItem.objects.update(data=b"</textarea><script>alert(1)</script>")
    assert "<script>alert" not in text(as_bob.get(of("import-item", error)))


def test_bytes_that_are_no_text_can_be_seen(error, as_bob):
    ImportItem.objects.update(data=b"---\ntitle: caf\xe9\n---\n")
    assert "caf\N{REPLACEMENT CHARACTER}" in text(as_bob.get(of("import-item", error)))


def test_a_new_article(as_bob):
    item = make_item(batch=make_preview(), data=GOOD.encode())
    assert "Title" in text(as_bob.get(of("import-item", item)))


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        (None, None, None),
        (2, 9, ("title: A: b", 8)),
        (2, None, ("title: A: b", 0)),
        (2, 999, ("title: A: b", 11)),
        (99, 1, None),
    ],
)
def test_the_spot(line, column, shown):
    spot = broken_files.spot(ImportItem(line=line, column=column), BROKEN.decode())
    assert (spot and (spot.line, len(spot.indent))) == shown


def test_the_spot_of_a_very_long_line():
    spot = broken_files.spot(ImportItem(line=1, column=5000), "x" * 4999 + "!" + "y" * 5000)
    assert len(spot.line) == broken_files.LINE_SHOWN
    assert spot.line[len(spot.indent)] == "!"


def test_what_was_tried_in_vain_is_not_kept(error, as_bob):
    page = text(as_bob.post(of("import-mend", error), {"text": "---\nname: x\n"}))
    assert ("name: x" in page, "data-unkept" in page) == (True, True)
    assert "Start again from the file as it came" in page
    page = text(as_bob.get(of("import-item", error)))
    assert ("name: x" in page, "title: A: b" in page) == (False, True)
    assert error.message in page
    assert ("data-unkept" in page, "Start again" in page) == (False, False)


def test_a_mended_file_changes_the_counts_of_the_list_that_it_is_in(error, as_bob):
    sent = {"text": GOOD, "class": "error"}
    page = text(as_bob.post(of("import-mend", error), sent, headers=HTMX))
    tabs = re.findall(r'id="tab-(\w+)"[^>]*>([\w ]+) <span>(\d+)<', page, re.DOTALL)
    assert [(name, count) for name, _, count in tabs] == [
        ("new", "3"),
        ("content", "1"),
        ("metrics", "3"),
    ]
    assert page.count('hx-swap-oob="true"') == 5


def test_on_a_page_of_its_own_a_mended_file_changes_nothing_else(error, as_bob):
    page = text(as_bob.post(of("import-mend", error), {"text": GOOD}, headers=HTMX))
    assert "hx-swap-oob" not in page

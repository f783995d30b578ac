"""The same mend for all broken files that it makes readable."""

import pytest

from articles.imports import mends
from articles.models import Article, BatchState
from tests.desk.imports import HTMX, text, url
from tests.imports.staged import applied, now, previewed
from tests.ingest.batches import numbered

pytestmark = pytest.mark.django_db
QUOTES, TABS = mends.MENDS["quotes"], mends.MENDS["tabs"]


def with_title(number, title):
    return numbered(number).replace(b'title: "A quiet ferry"', b"title: " + title)


FILES = {
    "_news/colon.md": with_title(1, b"Ferries: a quiet year"),
    "_news/at.md": with_title(2, b'@home with "ferries" \\o/'),
    "_news/other.md": b"---\n",
    "_news/both.md": with_title(3, b"[Video] ferries").replace(b"topics:", b"topics: x: y"),
    "_news/good.md": numbered(4),
}


@pytest.fixture
def batch(bob):
    return previewed(bob, FILES)


def path(batch, name="quotes"):
    return url("import-mend-alike", batch, name)


def test_only_admins(batch, client, as_alice, as_charlie, as_bob):
    assert client.get(path(batch)).status_code == 302
    assert as_charlie.post(path(batch)).status_code == 403
    assert as_alice.get(path(batch)).status_code == 403
    assert as_bob.put(path(batch)).status_code == 405


@pytest.mark.parametrize("name", ["x", "quote"])
def test_no_such_mend(name, batch, as_bob):
    assert as_bob.get(path(batch, name)).status_code == 404
    assert as_bob.post(path(batch, name)).status_code == 404


def test_it_is_offered_with_a_broken_file_and_counts(batch, as_bob):
    item = batch.items.get(path="_news/colon.md")
    page = text(as_bob.get(url("import-item", batch, item.pk), headers=HTMX))
    assert "Put quotes: 2 files" in page
    other = batch.items.get(path="_news/other.md")
    assert "Put quotes" not in text(as_bob.get(url("import-item", batch, other.pk), headers=HTMX))


def test_it_is_shown_line_by_line_before_it_is_done(batch, as_bob):
    page = text(as_bob.get(path(batch)))
    assert "<del>title: Ferries: a quiet year</del>" in page
    assert "<ins>title: &#34;Ferries: a quiet year&#34;</ins>" in page
    assert "_news/other.md" not in page
    assert batch.items.filter(result="error").count() == 4


def test_it_is_done_in_all_of_them(batch, as_bob, bob):
    response = as_bob.post(path(batch))
    assert response.headers["Location"].startswith(url("import-detail", batch))
    broken = batch.items.filter(result="error").values_list("path", flat=True)
    assert set(broken) == {"_news/other.md", "_news/both.md"}
    assert (now(batch).counts["error"], now(batch).counts["new"]) == (2, 3)
    applied(batch, bob)
    titles = set(Article.objects.values_list("title", flat=True))
    assert titles == {"Ferries: a quiet year", '@home with "ferries" \\o/', "A quiet ferry"}


def test_in_an_import_that_is_done_it_brings_them_in(batch, as_bob, bob):
    applied(batch, bob)
    assert "They are imported at once." in text(as_bob.get(path(batch)))
    as_bob.post(path(batch))
    assert Article.objects.count() == 3


def test_an_import_that_is_under_way_is_left_alone(batch, as_bob):
    type(batch).objects.update(state=BatchState.APPLYING)
    assert as_bob.post(path(batch)).status_code == 409
    assert batch.items.filter(result="error").count() == 4


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("title: A: b", 'title: "A: b"'),
        ("  - name: A: b\r", '  - name: "A: b"\r'),
        ("  - @x", '  - "@x"'),
        ('title: say "a": b', 'title: "say \\"a\\": b"'),
        ("title: C:\\x: y", 'title: "C:\\\\x: y"'),
        ('title: "A: b', ""),
        ("title: |", ""),
        ('  - name: "A: b', ""),
        ("title:", ""),
    ],
)
def test_quotes(line, better):
    assert QUOTES.line(line) == better


@pytest.mark.parametrize(
    ("line", "better"),
    [("\tname: x", "  name: x"), ("  \t- x\ty", "    - x\ty"), ("name: x", ""), ("", "")],
)
def test_blanks_for_tabs(line, better):
    assert TABS.line(line) == better


def test_tabs_are_mended_where_that_makes_a_file_readable():
    tabbed = numbered(1).decode().replace("\n  name:", "\n\tname:").replace("\n  dom", "\n\tdom")
    assert mends.mended(tabbed, "article", TABS) == numbered(1).decode()
    assert mends.mended(tabbed, "article", QUOTES) == ""


def test_a_file_that_stays_broken_is_not_mended():
    assert mends.mended("---\ntitle: A: b\n---\n", "article", QUOTES) == ""

import zipfile
from io import BytesIO

import pytest
from django.urls import reverse

from articles.actions import articles as actions
from articles.desk.changes import patch
from articles.models import Article
from tests.desk.pages import text
from tests.factories import NOON
from tests.ingest.batches import bring_in, numbered, write

LIST, ZIP = reverse("desk:change-list"), reverse("desk:change-zip")


@pytest.fixture
def site(tmp_path, alice):
    """Four seeds, of which alice scores the first `count`."""

    def site(count):
        files = {f"_news/{n}.md": numbered(n, title=f"Story <{n}>") for n in range(4)}
        bring_in(write(tmp_path / "site", files))
        for n in range(count):
            article = Article.objects.get(path=f"_news/{n}.md")
            actions.score(article=article, by=alice, version=1, quality=90)

    return site


@pytest.mark.parametrize("url", [LIST, ZIP])
def test_doors(doors, url):
    doors(url, "get")


def test_it_shows_exactly_the_edited_lines(as_alice, site):
    site(1)
    page = text(as_alice.get(LIST))
    assert '<code class="removed">-quality: 80</code>' in page
    assert '<code class="added">+quality: 90</code>' in page
    assert page.count('class="added"') == page.count('class="removed"') == 1
    assert "Story &lt;0&gt;" in page
    assert "_news/1.md" not in page


def test_what_was_undone_is_not_there(as_alice, alice, site):
    site(1)
    article = Article.objects.get(path="_news/0.md")
    actions.score(article=article, by=alice, version=2, quality=80)
    assert "Nothing differs from the seeds" in text(as_alice.get(LIST))


def test_a_page_goes_on_where_the_last_one_ended(as_alice, site, monkeypatch):
    monkeypatch.setattr(patch, "LOOKED_AT", 2)
    site(3)
    first = as_alice.get(LIST).context["changes"]
    assert [row.path for row in first.rows] == ["_news/2.md", "_news/1.md"]
    second = as_alice.get(LIST, {"after": first.after}).context["changes"]
    assert [row.path for row in second.rows] == ["_news/0.md"]
    assert second.after is None


@pytest.mark.parametrize("after", ["", "x", "9" * 30])
def test_a_mangled_link_starts_from_the_top(as_alice, site, after):
    site(1)
    assert as_alice.get(LIST, {"after": after}).context["changes"].rows


def test_since(as_alice, site):
    site(1)
    assert as_alice.get(LIST, {"since": "2020-01-01"}).context["changes"].rows
    assert not as_alice.get(LIST, {"since": "2999-01-01"}).context["changes"].rows


@pytest.mark.parametrize("url", [LIST, ZIP])
def test_what_is_no_date_is_said(as_alice, url):
    response = as_alice.get(url, {"since": "<soon>"})
    assert response.status_code == 422
    assert "2026-11-01" in text(response)
    assert "<soon>" not in text(response) or url == ZIP


def test_queries_do_not_grow_with_rows(as_alice, site, django_assert_max_num_queries):
    site(4)
    with django_assert_max_num_queries(20):
        assert len(as_alice.get(LIST).context["changes"].rows) == 4


def test_the_zip_has_exactly_the_changed_files(as_alice, site):
    site(2)
    response = as_alice.get(ZIP)
    assert response.headers["Content-Disposition"] == 'attachment; filename="changes.zip"'
    with zipfile.ZipFile(BytesIO(response.getvalue())) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["_news/0.md", "_news/1.md"]
        assert b"quality: 90\n" in archive.read("_news/0.md")


def test_the_zip_of_nothing_is_a_zip(as_alice):
    with zipfile.ZipFile(BytesIO(as_alice.get(ZIP).getvalue())) as archive:
        assert archive.namelist() == []


def test_no_name_leads_out_of_the_zip():
    files = [("../up.md", b""), ("/top.md", b""), ("_news/a.md", b"A")]
    with zipfile.ZipFile(BytesIO(b"".join(patch.zipped(files, NOON)))) as z:
        assert z.namelist() == ["_news/a.md"]

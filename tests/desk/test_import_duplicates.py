"""Files of an import that seem to be duplicates of other stories."""

import pytest
from django.db import connection

from articles.desk.imports.classes import rows
from tests.desk.imports import HTMX, make_preview, text, url
from tests.factories import make_article, make_item

ONE = "1 article seems to be a duplicate of another"
TWO = "2 articles seem to be duplicates of others"


@pytest.fixture
def here(db):
    return make_article(title="A quiet <ferry>")


@pytest.fixture
def batch(here):
    batch = make_preview()
    make_item(batch=batch, path="_news/ferry.md", duplicate_of=here.path)
    make_item(batch=batch, path="_news/boat.md", duplicate_of="_news/ship.md")
    return batch


def listed(client, batch, **query):
    page = client.get(url("import-detail", batch), {"class": "duplicate", **query})
    return [item.path for item in page.context["files"].items]


def test_they_are_a_line_above_the_classes(as_bob, batch):
    page = text(as_bob.get(url("import-detail", batch)))
    assert f'?class=duplicate" >{TWO}</a>' in page
    assert "Seems to be a duplicate" not in page


def test_no_line_without_any(as_bob):
    assert "seem" not in text(as_bob.get(url("import-detail", make_preview())))


def test_one(as_bob):
    batch = make_preview()
    make_item(batch=batch, duplicate_of="_news/ship.md")
    assert ONE in text(as_bob.get(url("import-detail", batch)))


def test_both_are_named(as_bob, batch, here):
    page = text(as_bob.get(url("import-detail", batch), {"class": "duplicate"}))
    link = f'<a href="/desk/articles/{here.pk}/" dir="auto">A quiet &lt;ferry&gt;</a>'
    assert f"Seems to be a duplicate of {link}" in page
    assert "_news/ship.md</span> in this import" in page
    assert "the title of another story of the same provider" in page


def test_filtered_by_either_path(as_bob, batch, here):
    assert listed(as_bob, batch) == ["_news/ferry.md", "_news/boat.md"]
    assert listed(as_bob, batch, q="boat") == ["_news/boat.md"]
    assert listed(as_bob, batch, q="ship") == ["_news/boat.md"]
    assert listed(as_bob, batch, q=here.path) == ["_news/ferry.md"]
    assert listed(as_bob, batch, q="three") == []


def test_page_by_page(as_bob, batch, monkeypatch):
    monkeypatch.setattr("articles.desk.imports.item_list.PAGE_SIZE", 1)
    first = as_bob.get(url("import-detail", batch), {"class": "duplicate"})
    after = first.context["files"].more.partition("after=")[2]
    assert listed(as_bob, batch) == ["_news/ferry.md"]
    assert listed(as_bob, batch, after=after) == ["_news/boat.md"]


def test_other_files_are_not_among_them(as_bob, batch):
    make_item(duplicate_of="_news/of-another-import.md")
    assert len(listed(as_bob, batch)) == 2


def test_left_out_it_is_still_named(as_bob, batch):
    item = batch.items.get(path="_news/ferry.md")
    form = {"items": item.pk, "skip": "1"}
    page = text(as_bob.post(url("import-skip", batch), form, headers=HTMX))
    assert "Left out" in page
    assert "A quiet &lt;ferry&gt;" in page


def test_the_page_of_one_file(as_bob, batch):
    item = batch.items.get(path="_news/ferry.md")
    assert "A quiet &lt;ferry&gt;" in text(as_bob.get(url("import-item", batch, item.pk)))


@pytest.mark.parametrize("more", [1, 30])
def test_queries_do_not_grow(more, as_bob, batch, django_assert_num_queries):
    for number in range(more):
        other = make_article().path
        make_item(batch=batch, path=f"_news/{number}.md", duplicate_of=other)
    with django_assert_num_queries(12):
        as_bob.get(url("import-detail", batch), {"class": "duplicate"})


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables")
def test_they_are_found_by_an_index(batch):
    plan = rows(batch, "duplicate").order_by("pk").explain()
    assert "USING INDEX importitem_duplicate" in plan
    assert "TEMP B-TREE" not in plan

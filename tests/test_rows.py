"""Bulk writes of plain tuples."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection

from articles import rows
from articles.models import Event, ImportBatch, Topic
from tests.factories import make_batch, make_topic
from tests.queries import queries

pytestmark = pytest.mark.django_db


def test_rows_are_inserted_with_the_defaults_of_other_columns():
    rows.insert(Topic, ["slug", "name"], [("a", "A"), ("b", "B")])
    topics = Topic.objects.order_by("slug")
    assert [(t.slug, t.name, t.order, t.keywords, t.parent) for t in topics] == [
        ("a", "A", 1000, [], None),
        ("b", "B", 1000, [], None),
    ]


def test_times_and_json_come_back_as_they_were():
    when = datetime(2026, 11, 20, 12, 30, 1, 5, tzinfo=UTC)
    said = {"when": str(date(2026, 11, 20)), "list": [1, None, "é"]}
    rows.insert(ImportBatch, ["source", "started_at", "counts"], [("x", when, said)])
    batch = ImportBatch.objects.get()
    assert (batch.started_at, batch.counts, batch.finished_at) == (when, said, None)


def test_uuids_and_keys():
    batch = make_batch()
    group = Event().group
    rows.insert(
        Event,
        ["group", "at", "action", "batch_id"],
        [(group, batch.started_at, "import", batch.pk)],
    )
    assert (Event.objects.get().group, Event.objects.get().batch) == (group, batch)


def test_a_row_that_is_there_is_brought_up_to_date():
    before = make_topic(slug="a", name="Old")
    new = [("a", "New"), ("b", "B")]
    rows.insert(Topic, ["slug", "name"], new, update_on="slug")
    assert Topic.objects.get(slug="a").name == "New"
    assert Topic.objects.get(slug="a").pk == before.pk
    assert Topic.objects.count() == 2


def test_nothing_stays_of_what_the_row_was():
    make_topic(slug="a", name="Old", parent=make_topic(), order=3)
    rows.insert(Topic, ["slug", "name"], [("a", "New")], update_on="slug")
    topic = Topic.objects.get(slug="a")
    assert (topic.name, topic.parent, topic.order) == ("New", None, 1000)


def test_a_row_that_is_there_is_an_error_otherwise():
    make_topic(slug="a", name="Old")
    with pytest.raises(IntegrityError):
        rows.insert(Topic, ["slug", "name"], [("a", "New")])


def test_one_column_of_many_rows():
    one, two, other = make_topic(), make_topic(), make_topic(order=3)
    rows.update(Topic, "order", [(1, one.pk), (2, two.pk)])
    found = dict(Topic.objects.values_list("pk", "order"))
    assert found == {one.pk: 1, two.pk: 2, other.pk: 3}


@pytest.mark.parametrize(
    "action",
    [lambda: rows.insert(Topic, ["slug"], []), lambda: rows.update(Topic, "order", [])],
)
def test_nothing_to_write_asks_nothing(action):
    assert queries(action) == []


def test_keys_are_those_of_no_other_rows():
    taken = make_topic().pk
    one, two = rows.keys(Topic, 2)
    rows.insert(Topic, ["id", "slug", "name"], [(one, "a", "A"), (two, "b", "B")])
    assert len({taken, one, two, make_topic().pk}) == 4


def test_keys_are_not_used_again():
    make_topic().delete()
    assert rows.keys(Topic, 1) > [0]
    last = make_topic()
    pk = last.pk
    last.delete()
    assert rows.keys(Topic, 1) > [pk]


def test_no_keys():
    assert rows.keys(Topic, 0) == []


def test_keys_of_an_empty_table():
    (key,) = rows.keys(Topic, 1)
    rows.insert(Topic, ["id", "slug", "name"], [(key, "a", "A")])
    assert Topic.objects.get().pk == key > 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has such a limit")
def test_more_rows_than_fit_into_one_statement(monkeypatch):
    monkeypatch.setattr(rows, "MOST", 4)
    wanted = [(f"s{number}", f"N{number}") for number in range(7)]
    said = []
    connection.connection.set_trace_callback(said.append)
    rows.insert(Topic, ["slug", "name"], wanted)
    connection.connection.set_trace_callback(None)
    assert [statement.count("1000") for statement in said] == [4, 2, 1]  # each topic's order
    assert sorted(Topic.objects.values_list("slug", "name")) == wanted

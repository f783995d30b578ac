"""Keyset pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticleTopic
from articles.paging import capped_count, cursor_before, page
from tests.factories import NOON, make_article, make_topic

pytestmark = pytest.mark.django_db

BY_DATE = ["-published_at", "-id"]
ON_A_TOPIC = ["-day", "-weight", "-article_id"]


@pytest.fixture
def topic():
    """Ten articles, some of the same day, time and quality."""
    topic = make_topic()
    for n in range(10):
        made = NOON - timedelta(days=n // 4)
        make_article(topics=[topic], published_at=made, quality=80 + n // 2 % 2)
    return topic


def walk(queryset, order, size):
    """All rows, page by page."""
    rows, cursor = [], ""
    while cursor is not None:
        found = page(queryset, order, cursor, size)
        assert len(found.rows) <= size
        assert found.first is (cursor == "")
        rows += found.rows
        cursor = found.after
    return rows


@pytest.mark.parametrize("size", [1, 3, 5, 10, 11])
@pytest.mark.parametrize("order", [BY_DATE, ["-score", "-id"], ["-day", "-weight", "-id"], ["id"]])
def test_pages_are_complete_and_in_order(topic, order, size):
    assert walk(Article.objects.all(), order, size) == list(Article.objects.order_by(*order))


def test_pages_of_a_topic(topic):
    rows = ArticleTopic.objects.filter(topic=topic, public=True)
    assert walk(rows, ON_A_TOPIC, 4) == list(rows.order_by(*ON_A_TOPIC))


def test_the_last_page_has_no_next_one(topic):
    assert page(Article.objects.all(), BY_DATE, "", 10).after is None
    assert page(Article.objects.all(), BY_DATE, "", 9).after is not None


@pytest.mark.parametrize("size", [1, 3, 10])
@pytest.mark.parametrize("order", [BY_DATE, ["-score", "-id"], ["id"]])
def test_rows_that_the_query_does_not_find_have_their_place_among_the_others(topic, order, size):
    everything = list(Article.objects.order_by(*order))
    also = everything[::3]
    found = Article.objects.exclude(pk__in=[row.pk for row in also])
    rows, cursor = [], ""
    while cursor is not None:
        there = page(found, order, cursor, size, also)
        back = cursor_before(found, order, there.after, size, also) if there.after else cursor
        assert back == cursor
        rows, cursor = rows + there.rows, there.after
    assert rows == everything


def test_nothing_to_show():
    assert page(Article.objects.all(), BY_DATE, "", 10).rows == []


def test_what_arrives_meanwhile_moves_nothing(topic):
    queryset = Article.objects.all()
    expected = list(queryset.order_by(*BY_DATE))[5:]
    cursor = page(queryset, BY_DATE, "", 5).after
    make_article(published_at=NOON + timedelta(days=1))
    assert page(queryset, BY_DATE, cursor, 5).rows == expected


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "~",
        "2026-11-20T12:00:00+00:00",
        "2026-11-20T12:00:00~1",
        "2026-02-30T12:00:00+00:00~1",
        "2026-11-20T12:00:00+00:00~" + "9" * 30,
        "2026-11-20T12:00:00+00:00~1~1",
        "2026-11-20T12:00:00+00:00~\x00",
        "9999-12-31T23:59:59-23:00~1",
        "~" * 5000,
    ],
)
def test_a_mangled_cursor_starts_from_the_top(topic, cursor):
    found = page(Article.objects.all(), BY_DATE, cursor, 3)
    assert found.first
    assert len(found.rows) == 3


def test_a_page_is_one_query(topic, django_assert_num_queries):
    with django_assert_num_queries(1):
        page(Article.objects.all(), BY_DATE, "", 3)


def test_a_later_page_reads_one_range_of_the_index(topic):
    rows = ArticleTopic.objects.filter(topic=topic, public__in=[True])
    cursor = page(rows, ON_A_TOPIC, "", 3).after
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(rows, ON_A_TOPIC, cursor, 3)
    if connection.vendor == "sqlite":
        plan = _plan(queries.captured_queries[0]["sql"])
        assert "USING INDEX articletopic_page (topic_id=? AND public=? AND day<?)" in plan
        assert "TEMP B-TREE" not in plan


def _plan(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return " ".join(row[3] for row in cursor.fetchall())


@pytest.mark.parametrize(("cap", "count"), [(5, 6), (10, 10), (100, 10)])
def test_a_count_stops_beyond_its_cap(topic, cap, count):
    assert capped_count(Article.objects.all(), cap) == count


@pytest.mark.parametrize("size", [1, 3, 5, 9, 10])
@pytest.mark.parametrize("order", [BY_DATE, ["-score", "-id"], ["-day", "-weight", "-id"], ["id"]])
def test_pages_before_lead_back_to_the_first(topic, order, size):
    queryset, cursors = Article.objects.all(), [""]
    while (after := page(queryset, order, cursors[-1], size).after) is not None:
        cursors.append(after)
    before = [cursor_before(queryset, order, cursor, size) for cursor in cursors]
    assert before == [None, *cursors[:-1]]


def test_the_page_before_one_that_begins_within_a_page_is_the_first(topic):
    cursor = page(Article.objects.all(), BY_DATE, "", 3).after
    assert cursor_before(Article.objects.all(), BY_DATE, cursor, 5) == ""


def test_nothing_comes_before_where_all_that_did_is_gone(topic):
    cursor = page(Article.objects.all(), BY_DATE, "", 3).after
    rest = list(Article.objects.order_by(*BY_DATE)[:3])
    Article.objects.filter(pk__in=[row.pk for row in rest]).delete()
    assert cursor_before(Article.objects.all(), BY_DATE, cursor, 3) is None


@pytest.mark.parametrize("cursor", ["", "x", "~"])
def test_nothing_comes_before_what_cannot_be_read(topic, cursor):
    assert cursor_before(Article.objects.all(), BY_DATE, cursor, 3) is None

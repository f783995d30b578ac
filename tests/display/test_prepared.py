import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.display.prepared import NUMBER, NUMBERS, TEXT, TEXTS, Prepared
from articles.models import Article
from tests.factories import NOON, make_article

pytestmark = pytest.mark.django_db

COLUMNS = ("pk", "slug", "published_at", "day", "extra", "public")


def rows_of(**condition):
    return Article.objects.filter(**condition).order_by("pk").values_list(*COLUMNS)


def test_rows_are_those_of_django():
    make_article(slug="one", extra={"a": ["b"]}, published_at=NOON)
    two = make_article(slug="two", state="unpublished")
    prepared = {
        "number": Prepared(NUMBER, lambda pk: rows_of(pk=pk))(two.pk),
        "text": Prepared(TEXT, lambda slug: rows_of(slug=slug))("two"),
    }
    expected = list(rows_of(pk=two.pk))
    assert prepared == {"number": expected, "text": expected}


def test_many_numbers_and_texts():
    keys = [make_article(slug=slug).pk for slug in ("one", "two", "three")]
    by_key = Prepared(NUMBERS, lambda keys: rows_of(pk__among=keys))
    by_slug = Prepared(TEXTS, lambda slugs: rows_of(slug__among=slugs))
    for count in (0, 1, 3):
        expected = list(rows_of(pk__in=keys[:count]))
        assert by_key(keys[:count]) == expected
    assert [row[1] for row in by_slug(["three", "'; --", "one"])] == ["one", "three"]


def test_the_text_is_written_once():
    made = []
    prepared = Prepared(NUMBER, lambda pk: made.append(pk) or rows_of(pk=pk))
    with CaptureQueriesContext(connection) as captured:
        assert prepared(1) == prepared(2) == []
    assert (len(made), len(captured)) == (1, 2)


def test_a_number_beyond_what_databases_hold_finds_nothing():
    make_article()
    assert Prepared(NUMBER, lambda pk: rows_of(pk=pk))(10**30) == []
    assert Prepared(NUMBERS, lambda keys: rows_of(pk__among=keys))([10**30]) == []

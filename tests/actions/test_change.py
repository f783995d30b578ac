"""Compare the version, set, write an event: also where two people are at it at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from articles.actions import articles
from articles.actions import change as changes
from articles.actions.change import change, compare_and_set, current
from articles.actions.errors import Refused, Stale
from articles.models import Article, Event, State
from tests.factories import make_article, make_topic, make_user


@pytest.mark.django_db
def test_a_newer_row_is_not_overwritten():
    before = make_article(state=State.UNSET)
    compare_and_set(current(before), {"state": State.PUBLISHED})
    with pytest.raises(Stale) as stale:
        compare_and_set(before, {"state": State.UNPUBLISHED})
    assert (stale.value.row.state, stale.value.row.version) == (State.PUBLISHED, 2)
    assert Article.objects.get().state == State.PUBLISHED


@pytest.mark.django_db
def test_somebody_is_quicker_between_the_look_and_the_write(alice, bob, monkeypatch):
    article = make_article(state=State.UNSET)

    def look(article):
        row = current(article)
        monkeypatch.undo()
        articles.publish(article=article, by=bob, version=1)
        return row

    monkeypatch.setattr(changes, "current", look)
    with pytest.raises(Stale):
        articles.unpublish(article=article, by=alice, version=1)
    assert not Event.objects.filter(actor=alice).exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_connections_write_at_once():
    """The second reads the row before the first has committed, and waits for it to write."""
    alice, bob = make_user("alice"), make_user("bob")
    article = make_article(state=State.UNSET)
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        articles.publish(article=article, by=alice, version=1)
        late = other.submit(decide_elsewhere, article, bob)
        while not late.done() and not somebody_waits():
            pass
    assert isinstance(late.exception(), Stale)
    assert (Article.objects.get().state, Event.objects.get().actor) == (State.PUBLISHED, alice)


def decide_elsewhere(article, by):
    try:
        articles.unpublish(article=article, by=by, version=1)
    finally:
        connection.close()


def somebody_waits():
    """Whether another connection waits for a lock of this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_row_says_what_was_written(alice):
    article = make_article(state=State.UNPUBLISHED, quality=5)
    to = {"state": "published", "quality": 7, "decided_by": alice.pk}
    row = change(article=article, by=alice, version=1, action="test", to=to).row
    fresh = Article.objects.get()
    for name in ("state", "quality", "decided_by", "version", "first_published_at"):
        assert getattr(row, name) == getattr(fresh, name)
    assert (row.public, row.weight, row.score) == (True, 7, 7)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "message"),
    [
        ({"path": "_news/other.md"}, "not a field that can be set"),
        ({"provider": ["gone.example", "Gone"]}, "no provider “gone.example”"),
        ({"images": ["/gone.jpg"]}, "no picture “/gone.jpg”"),
        ({"topics": ["Gone"]}, "no topic “Gone”"),
        ({"folded_into": 999}, "The story it was folded into is gone"),
    ],
)
def test_what_cannot_be_set(alice, to, message):
    with pytest.raises(Refused, match=message):
        change(article=make_article(), by=alice, version=1, action="test", to=to)
    assert Article.objects.get().version == 1


@pytest.mark.django_db
def test_a_person_who_is_gone_has_not_decided(alice):
    article = make_article(decided_by=alice)
    to = {"decided_by": 999}
    assert change(article=article, by=alice, version=1, action="test", to=to).row.decided_by is None


@pytest.mark.django_db
def test_lists_follow_the_time_of_publication(alice):
    article = make_article(topics=[make_topic()])
    to = {"published_at": "2026-01-31T23:30:00-02:00"}
    row = change(article=article, by=alice, version=1, action="test", to=to).row
    assert row.article_topics.get().day == row.day == date(2026, 2, 1)

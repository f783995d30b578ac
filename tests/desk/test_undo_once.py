"""The same undo, sent again or at the same time, undoes one act."""

import threading
import uuid
from contextlib import suppress

import pytest
from django.db import connection
from django.test import Client

from articles.actions import articles
from articles.history import today
from articles.history.undo import undo_act
from articles.models import Event
from tests.desk.pages import HTMX, text
from tests.factories import make_article

KEY = uuid.uuid4()
LAST = "/desk/undo/last/"


def undone():
    return Event.objects.filter(action="undo").order_by("pk")


@pytest.fixture
def three_acts(alice):
    for title in ("One", "Two", "Three"):
        articles.publish(article=make_article(title=title), by=alice, version=1)


def test_sent_again_after_it_was_itself_undone_it_goes_no_further(as_alice, alice, three_acts):
    as_alice.post(LAST, {"key": KEY}, headers=HTMX)
    first = undone().get()
    undo_act(act=undo_act(act=first.group, by=alice).act, by=alice)
    as_alice.post(LAST, {"key": KEY}, headers=HTMX)
    assert {event.article.title for event in undone()} == {"Three"}


def test_each_key_walks_one_step(as_alice, three_acts):
    for _ in range(2):
        as_alice.post(LAST, {"key": uuid.uuid4()}, headers=HTMX)
    assert [event.article.title for event in undone()] == ["Three", "Two"]


class Meeting:
    """Lets the second of two requests look for the newest act when the first has undone it, should
    both have got so far at the same time."""

    def __init__(self):
        self.both, self.first_done = threading.Barrier(2), threading.Event()
        self.answers, self._arrived = [], threading.Lock()

    def newest_that_holds(self, user):
        with suppress(threading.BrokenBarrierError):
            self.both.wait(1)
        if not self._arrived.acquire(blocking=False):
            self.first_done.wait(5)
        return NEWEST(user)

    def post(self, alice):
        client = Client()
        client.force_login(alice)
        response = client.post(LAST, {"key": KEY}, headers=HTMX)
        self.answers.append((response.status_code, "Undone: published “Three”" in text(response)))
        self.first_done.set()
        connection.close()


NEWEST = today.newest_that_holds


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_at_the_same_time_it_goes_no_further(alice, three_acts, monkeypatch):
    meeting = Meeting()
    monkeypatch.setattr(today, "newest_that_holds", meeting.newest_that_holds)
    threads = [threading.Thread(target=meeting.post, args=[alice]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.article.title for event in undone()] == ["Three"]
    assert meeting.answers == [(200, True)] * 2

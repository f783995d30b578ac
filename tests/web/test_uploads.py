"""Large bodies: whose are read, and what happens when there are too many."""

import pytest
from django.db import OperationalError

from newsdesk.web import bodies, server
from tests.web.connections import KEY, LARGE, LOGIN, MOST, UPLOAD, answer, head, soon, status


def read_so_far(server):
    """Bytes of bodies that are on their way."""
    coming = [channel.request for channel in list(server.active_channels.values())]
    return sum(request.body_bytes_received for request in coming if request)


def test_people_who_are_known_make_room_last(site, monkeypatch):
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 2)
    upload = site.send(head("POST", UPLOAD, LARGE, KEY) + b"a")
    assert soon(lambda: site.server._large())
    stranger = site.send(head("POST", LOGIN, 100) + b"a" * 99)
    assert soon(
        lambda: read_so_far(site.server) == 100
    )  # what is unread would reset its connection
    assert site.page() == b"hello"
    assert answer(stranger) == ""
    upload.sendall(b"b" * bodies.SMALL)
    assert upload.recv(100).startswith(b"HTTP/1.1 200")
    upload.close()


def test_what_is_only_announced_stands_in_nobodys_way(site, monkeypatch):
    monkeypatch.setattr(server, "ROOM", LARGE)
    idle = [site.send(head("POST", UPLOAD, MOST, KEY)) for _ in range(5)]
    assert soon(lambda: len(site.server._large()) == 5)
    assert site.server.room() == LARGE
    assert status(site.send(head("POST", LOGIN, 3, "Connection: close") + b"abc")) == "200"
    body = b"a" * LARGE
    assert status(site.send(head("POST", UPLOAD, LARGE, KEY, "Connection: close") + body)) == "200"
    for connection in idle:
        connection.close()


def test_the_slowest_gives_way_when_more_is_sent_than_there_is_room_for(site, monkeypatch):
    monkeypatch.setattr(server, "ROOM", 2000)
    slow = site.send(head("POST", UPLOAD, LARGE, KEY) + b"a" * 500)
    assert soon(lambda: site.server.room() == 1500)
    quick = site.send(head("POST", UPLOAD, LARGE, KEY) + b"a" * 1400)
    assert soon(lambda: site.server.room() == 100)
    quick.sendall(b"a" * 200)
    told = answer(slow)
    assert told.startswith("HTTP/1.1 503")
    assert "Retry-After" in told
    assert soon(lambda: site.server.room() == 400)
    quick.close()


def test_a_large_body_is_read_on_when_its_sender_is_known(site, known):
    known.may_answer.clear()
    connection = site.send(head("POST", UPLOAD, LARGE, KEY, "Expect: 100-continue"))
    assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert soon(lambda: known.asked)
    assert site.page() == b"hello"
    known.may_answer.set()
    connection.sendall(b"a" * LARGE)
    assert connection.recv(100).startswith(b"HTTP/1.1 200")
    assert (known.asked, site.asked[-1]) == (1, (UPLOAD, LARGE))
    connection.close()


@pytest.mark.parametrize("trouble", [None, OperationalError("away")])
def test_a_large_body_of_somebody_unknown_is_not_waited_for(site, known, monkeypatch, trouble):
    known.everybody = False
    if trouble:

        def is_signed_in(cookies):
            raise trouble

        monkeypatch.setattr(bodies, "is_signed_in", is_signed_in)
    told = answer(site.send(head("POST", UPLOAD, LARGE, KEY)))
    assert told.startswith("HTTP/1.1 200 OK")
    assert "Connection: close" in told
    assert site.asked == [(UPLOAD, 0)]


def test_small_bodies_are_nobodys_question(site, known):
    connection = site.send(head("POST", UPLOAD, 3, KEY, "Connection: close") + b"abc")
    assert status(connection) == "200"
    assert (known.asked, site.asked) == (0, [(UPLOAD, 3)])


def test_who_goes_away_while_it_is_asked_leaves_nothing_behind(site, known):
    known.may_answer.clear()
    site.send(head("POST", UPLOAD, LARGE, KEY)).close()
    assert soon(lambda: known.asked)
    known.may_answer.set()
    assert soon(lambda: not site.server.active_channels)
    assert site.page() == b"hello"


def test_a_body_of_unknown_length_is_a_small_one(site):
    chunked = f"POST {UPLOAD} HTTP/1.1\r\nHost: localhost\r\n{KEY}\r\n"
    start = f"{chunked}Transfer-Encoding: chunked\r\n\r\n".encode()
    connection = site.send(start + b"3\r\nabc\r\n0\r\n\r\n")
    assert connection.recv(100).startswith(b"HTTP/1.1 200")
    connection.close()
    told = answer(site.send(start + b"%x\r\n" % MOST + b"a" * LARGE))
    assert told.startswith("HTTP/1.1 413")
    assert site.asked == [(UPLOAD, 3)]

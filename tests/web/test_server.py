"""The web server with a small application, over real connections."""

import errno
import http.client
import threading

import pytest
from waitress.receiver import FixedStreamReceiver

from newsdesk.web import channel, server
from tests.web.connections import (
    KEY,
    LARGE,
    LOGIN,
    MOST,
    UPLOAD,
    answer,
    head,
    soon,
    status,
)


def test_slow_bodies_keep_no_thread(site):
    slow = [site.send(head("POST", LOGIN, 100) + b"a") for _ in range(5 * server.THREADS)]
    assert site.page() == b"hello"
    assert site.asked == [("/", 0)]
    slow[0].sendall(b"b" * 99)
    assert slow[0].recv(100).startswith(b"HTTP/1.1 200")
    assert site.asked[-1] == (LOGIN, 100)
    for connection in slow:
        connection.close()


@pytest.mark.parametrize(
    "request_head",
    [
        head("POST", "/", 100_000),
        head("PUT", LOGIN.replace("login", "nothing"), 100_000),
        head("GET", "/", 100_000),
        head("POST", LOGIN, LARGE),
        head("POST", LOGIN, LARGE, KEY),
        head("POST", UPLOAD, LARGE),
        head("POST", UPLOAD, LARGE, "Cookie: sessionid=x"),
        head("POST", "/", 100, "Expect: 100-continue"),
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_a_body_that_nobody_wants_is_not_waited_for(site, request_head):
    told = answer(site.send(request_head + b"a"))
    assert told.startswith("HTTP/1.1 200 OK")
    assert "Connection: close" in told
    assert [length for _, length in site.asked] == [0]


def test_who_goes_on_sending_reads_the_answer_first(site):
    """A connection that was closed at once would be reset under the client."""
    connection = site.send(head("POST", "/", 1_000_000))
    connection.sendall(b"a" * 200_000)
    assert soon(lambda: site.asked)
    connection.sendall(b"a" * 200_000)
    assert status(connection) == "200"


@pytest.mark.parametrize(
    "start", [b"GET / HT", head("POST", LOGIN, 100), head("POST", LOGIN, 100) + b"a" * 99]
)
def test_what_does_not_come_in_time_is_told_so(site, monkeypatch, start):
    monkeypatch.setattr(channel, "HEAD_SECONDS", 0.1)
    monkeypatch.setattr(channel, "BODY_SECONDS", 0.1)
    told = answer(site.send(start))
    assert told.split(" ")[1] == "408"
    assert "came too slowly" in told
    assert site.asked == []


def test_a_body_that_keeps_up_may_take_longer(monkeypatch):
    request = channel.Request(None, None)
    request.headers_finished, request.headed = True, 1000.0
    request.body_bytes_received = 100 * channel.BODY_RATE
    assert not request.is_late(1000 + channel.BODY_SECONDS + 99)
    assert request.is_late(1000 + channel.BODY_SECONDS + 101)
    request.body_bytes_received = 10**9
    assert request.is_late(1001 + channel.BODY_LONGEST)


def test_connections_without_a_request_end(site, monkeypatch):
    monkeypatch.setattr(channel, "IDLE_SECONDS", 0.1)
    assert answer(site.connect()) == ""


def test_there_is_always_room_for_one_more(site, monkeypatch):
    """Whoever is here for longest gives way."""
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 3)
    slow = [site.send(b"GET / HT")]
    assert soon(lambda: len(site.server.active_channels) == 1)
    slow += [site.send(head("POST", LOGIN, 100) + b"a"), site.send(b"GET / HT")]
    assert soon(lambda: len(site.server.active_channels) == 3)
    assert site.page() == b"hello"
    assert answer(slow[0]) == ""
    slow[1].sendall(b"b" * 99)
    assert slow[1].recv(100).startswith(b"HTTP/1.1 200")
    for connection in slow[1:]:
        connection.close()


@pytest.mark.parametrize(
    "start",
    [
        b"GET http://[::1/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
    ],
)
def test_a_head_that_python_does_not_read_is_answered(site, caplog, start):
    told = answer(site.send(start))
    assert told.startswith("HTTP/1.1 400")
    assert "cannot be read" in told
    assert caplog.messages == ["127.0.0.1 sent a head that cannot be read."]


def test_no_room_for_what_is_sent_is_answered(site, caplog, monkeypatch):
    def received(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FixedStreamReceiver, "received", received)
    told = answer(site.send(head("POST", LOGIN, 3) + b"abc"))
    assert told.startswith("HTTP/1.1 503")
    assert "Retry-After" in told
    assert ["No space left" in line for line in caplog.messages] == [True]


def test_who_leaves_answers_what_is_under_way(site):
    site.may_answer.clear()
    running = site.send(head("POST", LOGIN, 3) + b"abc")
    coming = site.send(head("POST", LOGIN, 3) + b"a")
    assert site.is_asked.wait(20)
    site.server.leave()
    assert soon(lambda: site.server.left)
    coming.sendall(b"bc")
    site.may_answer.set()
    for connection in (running, coming):
        told = answer(connection)
        assert told.startswith("HTTP/1.1 200")
        assert "Connection: close" in told
    site.thread.join(20)
    assert not site.thread.is_alive()


def test_who_leaves_takes_what_just_connected_and_nothing_later(site):
    """What connects later waits for the one that takes over: the socket itself stays open."""
    early = site.connect()
    assert soon(lambda: site.server.active_channels)
    site.server.leave()
    assert soon(lambda: site.server.left)
    early.sendall(b"GET /early HTTP/1.1\r\nHost: localhost\r\n\r\n")
    late = site.send(b"GET /late HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert status(early) == "200"
    site.thread.join(20)
    assert [path for path, _ in site.asked] == ["/early"]
    site.server = server.Server(site.listener.dup(), site.application, MOST)
    site.thread = threading.Thread(target=site.server.run, daemon=True)
    site.thread.start()
    assert status(late) == "200"


def test_connections_that_are_kept_end_when_it_leaves(site):
    client = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    client.request("GET", "/")
    response = client.getresponse()
    assert (response.read(), response.will_close) == (b"hello", False)
    site.server.leave()
    assert client.sock.recv(10) == b""
    client.close()

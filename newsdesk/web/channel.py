"""One connection: a request takes a thread when it is here as a whole, and has to come in time."""

import socket
import time
from functools import partial
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask
from waitress.utilities import Error

from newsdesk.web import bodies

HEAD_SECONDS = 20.0  # for a request's head, from its first byte
BODY_SECONDS = 20.0  # for the start of its body; from then on it has to keep up BODY_RATE
BODY_RATE = 8_000  # bytes a second
BODY_LONGEST = 1800.0  # seconds for the largest body
IDLE_SECONDS = 30.0  # without a request, or without taking what was answered
LINGER_SECONDS = 2.0  # for a client to read why its body is not


class SlowError(Error):
    code, reason = 408, "Request Timeout"


class BusyError(Error):
    code, reason = 503, "Service Unavailable"

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        status, headers, body = super().to_response(ident)
        return status, [*headers, ("Retry-After", "10")], body


class Request(HTTPRequestParser):
    """Asks, once the head is here, whether the body is worth waiting for."""

    unread = False  # its body, or what is left of it

    def __init__(self, adj: Any, channel: "Channel") -> None:
        super().__init__(adj)
        self.channel = channel
        self.begun = self.headed = time.time()
        self.judged = False

    def received(self, data: bytes) -> int:
        consumed = super().received(data)
        if self.headers_finished and not self.judged:
            self.judged, self.headed = True, time.time()
            if not self.completed:
                self._judge()
        if self.error and not self.unread:
            self._leave_unread()
        return len(data) if self.unread else consumed

    def is_late(self, now: float) -> bool:
        if not self.headers_finished:
            return now - self.begun > HEAD_SECONDS
        allowed = BODY_SECONDS + self.body_bytes_received / BODY_RATE
        return now - self.headed > min(allowed, BODY_LONGEST)

    def give_up(self, error: Error) -> None:
        self.error = error
        self._leave_unread()

    @property
    def announced(self) -> int:
        """The bytes that its body may take up here."""
        return self.adj.max_request_body_size if self.chunked else self.content_length

    def _judge(self) -> None:
        path = self.path.encode("latin-1").decode(errors="replace")
        cookies = self.headers.get("COOKIE", "")
        if not bodies.is_wanted(self.command, path, self.content_length, cookies):
            self._leave_unread()
        elif self.channel.server.room() < 0:
            self.give_up(BusyError("Too many uploads at once. Try again in a few seconds."))

    def _leave_unread(self) -> None:
        self.unread = self.completed = self.channel.unread = True
        self.expect_continue = False
        self.headers["CONNECTION"] = "close"


class Task(WSGITask):
    def build_response_header(self) -> bytes:
        if self.channel.server.leaving:
            self.set_close_on_finish()
        return super().build_response_header()


class Channel(HTTPChannel):
    task_class = Task
    request: Request | None = None  # the one that is coming
    will_close = False
    unread = False  # whether the client may still be sending what nobody reads
    lingers_until = 0.0

    def __init__(self, *args: Any, **options: Any) -> None:
        self.parser_class = partial(Request, channel=self)
        super().__init__(*args, **options)

    def look(self, now: float) -> None:
        """End what takes too long."""
        if self.lingers_until:
            if now > self.lingers_until:
                self.handle_close()
        elif self.requests:
            self.will_close = self.will_close or self._is_stuck(now)
        elif self.request is not None and self.request.is_late(now):
            self._answer_late(self.request)
        elif self.request is None and now - self.last_activity > IDLE_SECONDS:
            self.will_close = True

    def is_idle(self) -> bool:
        """Return whether nothing is asked, answered or under way."""
        return not (self.requests or self.request or self.total_outbufs_len or self.lingers_until)

    def patience(self) -> tuple[int, float]:
        """Return the order in which connections make room: who has sent least, longest ago."""
        if self.request is None:
            return 0, self.last_activity
        return self.request.body_bytes_received, self.request.begun

    def readable(self) -> bool:
        return bool(self.lingers_until) or super().readable()

    def handle_read(self) -> None:
        if not self.lingers_until:
            super().handle_read()
            return
        try:
            self.recv(self.adj.recv_bytes)  # and drop it; the end closes the connection
        except OSError:
            self.handle_close()

    def handle_close(self) -> None:
        """Close; but let a client that is still sending read its answer first: closing at once
        would reset the connection under it."""
        if self.connected and self.unread and not self.lingers_until:
            self._linger()
        else:
            super().handle_close()

    def _linger(self) -> None:
        self.lingers_until = time.time() + LINGER_SECONDS
        self.will_close = self.close_when_flushed = False
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            super().handle_close()

    def _is_stuck(self, now: float) -> bool:
        return bool(self.total_outbufs_len) and now - self.last_activity > IDLE_SECONDS

    def _answer_late(self, request: Request) -> None:
        with self.requests_lock:
            request.give_up(SlowError("The request came too slowly."))
            self.requests.append(request)
            self.request = None
        self.server.add_task(self)

"""One connection: a request takes a thread when it is here as a whole, and has to come in time."""

import logging
import socket
import time
from contextlib import suppress
from functools import partial
from typing import Any

from django.db import Error as DatabaseError
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask
from waitress.utilities import BadRequest, Error

from newsdesk.web import bodies

HEAD_SECONDS = 20.0  # for a request's head, from its first byte
BODY_SECONDS = 20.0  # for the start of its body; from then on it has to keep up BODY_RATE
BODY_RATE = 8_000  # bytes a second
BODY_LONGEST = 1800.0  # seconds for the largest body
IDLE_SECONDS = 30.0  # without a request, or without taking what was answered
LINGER_SECONDS = 2.0  # for a client to read why its body is not

logger = logging.getLogger(__name__)


class SlowError(Error):
    code, reason = 408, "Request Timeout"


class LargeError(Error):
    code, reason = 413, "Content Too Large"


class BusyError(Error):
    code, reason = 503, "Service Unavailable"

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        status, headers, body = super().to_response(ident)
        return status, [*headers, ("Retry-After", "10")], body


class Request(HTTPRequestParser):
    """Asks, once the head is here, whether the body is worth waiting for."""

    command = path = ""
    headers_finished = False
    unread = False  # its body, or what is left of it
    asking = False  # whether its sender may send so much; until that is known, nothing is read

    def __init__(self, adj: Any, channel: "Channel") -> None:
        super().__init__(adj)
        self.channel = channel
        self.begun = self.headed = time.time()
        self.judged = False

    def received(self, data: bytes) -> int:
        consumed = self._parsed(data)
        if self.headers_finished and not self.judged:
            self.judged, self.headed = True, time.time()
            if not self.completed:
                self._judge()
        if self.chunked and self.body_bytes_received > bodies.SMALL:
            self.error = LargeError("So much is taken only with its length said before.")
        if self.error and not self.unread:
            self.leave_unread()
        return len(data) if self.unread else consumed

    def is_late(self, now: float) -> bool:
        if not self.headers_finished:
            return now - self.begun > HEAD_SECONDS
        allowed = BODY_SECONDS + self.body_bytes_received / BODY_RATE
        return not self.asking and now - self.headed > min(allowed, BODY_LONGEST)

    def is_large(self) -> bool:
        """Return whether it brings more than a stranger may send: it is somebody's who is known."""
        return self.content_length > bodies.SMALL and not (self.asking or self.unread)

    def rate(self, now: float) -> float:
        return self.body_bytes_received / max(now - self.headed, 1.0)

    def give_up(self, error: Error) -> None:
        self.error = error
        self.leave_unread()

    def leave_unread(self) -> None:
        self.unread = self.completed = self.channel.unread = True
        self.expect_continue = False
        self.headers["CONNECTION"] = "close"

    def _parsed(self, data: bytes) -> int:
        try:
            return super().received(data)
        except ValueError:  # an address or a number that Python does not read
            logger.warning("%s sent a head that cannot be read.", self.channel.addr[0])
            self.error = BadRequest("The head of the request cannot be read.")
        except OSError as error:  # the disk on which bodies wait
            logger.warning("There is no room for what people send: %s", error)
            self.error = BusyError("There is no room for it. Try again in a few seconds.")
        self.completed = self.headers_finished = True
        return len(data)

    def _judge(self) -> None:
        path = self.path.encode("latin-1").decode(errors="replace")
        most = bodies.wanted(self.command, path, self.headers.get("COOKIE", ""))
        if not most or self.content_length > most:
            self.leave_unread()
        elif self.content_length > bodies.SMALL:
            self.asking = True
            self.channel.server.add_task(Question(self))


class Question:
    """Whether a large body is one of somebody who is known. A thread asks the database, as it does
    for a page: whoever reads from all connections must wait for nothing."""

    def __init__(self, request: Request) -> None:
        self.request = request

    def service(self) -> None:
        is_known = False
        try:
            with suppress(DatabaseError):  # the page says what is amiss
                is_known = bodies.is_signed_in(self.request.headers.get("COOKIE", ""))
        finally:
            self.request.channel.go_on(self.request, is_known=is_known)

    def cancel(self) -> None:
        """Do nothing: its connection is closing."""


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
            self.send_away(SlowError("The request came too slowly."))
        elif self.request is None and now - self.last_activity > IDLE_SECONDS:
            self.will_close = True

    def is_idle(self) -> bool:
        """Return whether nothing is asked, answered or under way."""
        return not (self.requests or self.request or self.total_outbufs_len or self.lingers_until)

    def patience(self) -> tuple[bool, float]:
        """Return the order in which connections make room: the longest here goes first, but people
        who are known after all others. How much somebody sent says nothing: a byte is cheap."""
        if self.request is None:
            return False, self.last_activity
        return self.request.is_large(), self.request.begun

    def readable(self) -> bool:
        if self.request is not None and self.request.asking:
            return False
        return bool(self.lingers_until) or super().readable()

    def go_on(self, request: Request, *, is_known: bool) -> None:
        """Read on, or let the page answer as it does a stranger who sent nothing."""
        with self.requests_lock:
            request.asking, request.headed = False, time.time()
            if request is not self.request:
                return
            if not is_known:
                request.headers["CONTENT_LENGTH"] = "0"
                request.leave_unread()
                self._hand_over(request)
        self.server.pull_trigger()

    def send_away(self, error: Error) -> None:
        with self.requests_lock:
            if self.request is not None:
                self.request.give_up(error)
                self._hand_over(self.request)

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

    def _hand_over(self, request: Request) -> None:
        self.requests.append(request)
        self.request = None
        if len(self.requests) == 1:  # else whoever works on the first goes on with it
            self.server.add_task(self)

"""Sends a request to the address that was checked, and to no other."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from threading import Event, Timer

from articles.outgoing.guard import Target

SECONDS = 15.0  # for all of it: a server that drips bytes has no more
NO_HTTP = "what answers there does not speak HTTP"


class Failed(Exception):  # noqa: N818
    """No answer came; the message says why."""


class _Pinned(HTTPConnection):
    """Connects to the address that was checked, under the host's name."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.target = target

    def connect(self) -> None:
        target = self.target
        self.sock = socket.create_connection((target.address, target.port), self.timeout)
        if target.scheme == "https":
            secured = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=target.host, do_handshake_on_connect=False
            )
            self.sock = secured  # first, so that whoever ends it finds it
            secured.do_handshake()


def post(
    target: Target, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS
) -> int:
    """Return the status that the server answers; a redirect is an answer, and is not followed. What
    else it says is not read, and not repeated to anybody. Raises Failed."""
    connection = _Pinned(target, seconds / 2)  # so it is there when its time is over
    try:
        with _ended_after(connection, seconds):
            connection.request("POST", target.path, body, dict(headers))
            return connection.getresponse().status
    except (OSError, ValueError) as error:
        raise Failed(in_words(error)) from error
    except HTTPException as error:
        raise Failed(NO_HTTP) from error
    finally:
        connection.close()


def in_words(error: OSError | ValueError) -> str:
    """Say why there was no connection, without the numbers that only programs know."""
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return "no host of that name was found"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "what answers there does not speak TLS"
    words = error.strerror if isinstance(error, OSError) else ""
    return words or str(error) or type(error).__name__


@contextmanager
def _ended_after(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    # A timeout of the socket begins anew with every byte.
    over = Event()
    timer = Timer(seconds, _shut, [connection, over])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if over.is_set():  # what was read by then looks like an answer
            raise TimeoutError(f"no whole answer within {seconds:g} s")


def _shut(connection: HTTPConnection, over: Event) -> None:
    over.set()
    if connection.sock:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

"""The web server: waitress on a socket that somebody else has opened, with a way to leave without
losing a request."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from newsdesk.web.channel import BusyError, Channel, Request

THREADS = 4
MOST_CONNECTIONS = 1000
ROOM = 500_000_000  # bytes of large bodies that may be here at once, on their way or being read
IN_MEMORY = 65_536  # bytes of a body; the rest goes to a file
BACKLOG = 1024
TICK = 0.5  # seconds between two looks at the connections
FAREWELL = 1.0  # seconds in which connections that are open are told that they end


class Server(TcpWSGIServer):
    """Takes whole requests only: clients that are slow keep a connection, and no thread."""

    channel_class = Channel
    leaving = False
    left = 0.0
    looked = 0.0

    def __init__(self, listener: socket.socket, application: Callable[..., Any], most: int) -> None:
        adj = Adjustments(
            threads=THREADS,
            sockets=[listener],
            backlog=BACKLOG,
            max_request_body_size=most + 1,  # what is larger is refused in our own words
            inbuf_overflow=IN_MEMORY,
            ident=None,
            # Django reads them, and only if it is told that there is a proxy.
            clear_untrusted_proxy_headers=False,
        )
        info = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(
            application, map={}, _sock=listener, adj=adj, sockinfo=info, bind_socket=False
        )

    def leave(self) -> None:
        """Take no more connections and end when everybody is answered; safe in a signal handler."""
        if not self.leaving:
            self.leaving = True
            with suppress(OSError):  # the next look at the connections notices as well
                self.pull_trigger()

    def run(self) -> None:
        while not (self.left and not self.active_channels):
            wasyncore.loop(timeout=TICK, use_poll=True, map=self._map, count=1)
            if self.leaving and not self.left:
                self._stop_listening()
            self._look(time.time())
        self.task_dispatcher.shutdown()
        self.trigger.close()

    def room(self) -> int:
        """Return for how many bytes of large bodies there is room; less than none if too many are
        here. What is only announced takes none."""
        return ROOM - sum(request.body_bytes_received for request in self._large())

    def readable(self) -> bool:
        return self.accepting

    def handle_accept(self) -> None:
        if len(self.active_channels) >= MOST_CONNECTIONS:
            self._make_room()
        super().handle_accept()

    def _make_room(self) -> None:
        waiting = [channel for channel in self.active_channels.values() if not channel.requests]
        if waiting:
            channel = min(waiting, key=Channel.patience)
            channel.unread = False
            channel.handle_close()

    def _large(self) -> list[Request]:
        everything = [
            request
            for channel in list(self.active_channels.values())
            for request in (*channel.requests, channel.request)
        ]
        return [request for request in everything if request and request.is_large()]

    def _free_room(self, now: float) -> None:
        """Send the slowest away until the others fit."""
        while self.room() < 0:
            coming = [one for one in self._large() if one is one.channel.request]
            if not coming:
                return  # all are being read by their pages, and done with in a moment
            slowest = min(coming, key=lambda request: request.rate(now))
            slowest.channel.send_away(
                BusyError("Too many uploads at once. Try again in a few seconds.")
            )

    def _stop_listening(self) -> None:
        self.left, self.accepting = time.time(), False
        wasyncore.dispatcher.close(self)

    def _look(self, now: float) -> None:
        if now - self.looked < TICK:
            return
        self.looked = now
        self._free_room(now)
        for channel in list(self.active_channels.values()):
            channel.look(now)
            if self.left and now - self.left > FAREWELL and channel.is_idle():
                channel.will_close = True

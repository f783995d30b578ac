"""The web server with a small application, and connections to it."""

import http.client
import socket
import threading
import time

from newsdesk.web import bodies, server

LOGIN, UPLOAD = "/accounts/login/", "/desk/imports/upload/"
KEY = f"Cookie: sessionid={'a1' * 16}"
LARGE = bodies.SMALL + 1
MOST = 2_000_000


class Site:
    """A server in a thread, and what it was asked."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.asked, self.may_answer, self.is_asked = [], threading.Event(), threading.Event()
        self.may_answer.set()
        # As a child has it: another name for a socket that stays open here.
        self.server = server.Server(self.listener.dup(), self.application, MOST)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def application(self, environ, start_response):
        self.asked.append((environ["PATH_INFO"], len(environ["wsgi.input"].read())))
        self.is_asked.set()
        self.may_answer.wait(20)
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
        return [b"hello"]

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.settimeout(20)
        return connection

    def send(self, data):
        connection = self.connect()
        connection.sendall(data)
        return connection

    def page(self, path="/"):
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        client.request("GET", path)
        answer = client.getresponse().read()
        client.close()
        return answer


def head(method, path, length, *lines):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {length}", *lines]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer(connection):
    """Everything up to the end of the connection."""
    with connection:
        parts = iter(lambda: connection.recv(65536), b"")
        return b"".join(parts).decode()


def status(connection):
    return answer(connection).split(" ")[1]


def soon(true):
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    return true()

import socket
import ssl
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from articles.outgoing.guard import Target
from articles.outgoing.post import Failed, in_words, post


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, self.headers, body))
        self.send_response(int(self.path.strip("/").split("?")[0]))
        self.send_header("Location", "/200")
        self.end_headers()
        self.wfile.write(b"x" * 1000)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.got = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def saying():
    """Servers that answer with these bytes and then, if asked to, with one every now and then."""
    ended, threads, listeners = threading.Event(), [], []

    def start(words, drips=True):
        listener = socket.create_server(("127.0.0.1", 0))

        def say():
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                connection.recv(1000)
                connection.sendall(words)
                while drips and not ended.wait(0.05):
                    connection.sendall(b"x")

        listeners.append(listener)
        threads.append(threading.Thread(target=say, daemon=True))
        threads[-1].start()
        return listener.getsockname()[1]

    yield start
    ended.set()
    for thread in threads:
        thread.join()
    for listener in listeners:
        listener.close()


def target(port, path="/200", scheme="http"):
    return Target(scheme, "paper.example", port, path, "127.0.0.1")


def test_sends_it_to_the_address_under_the_hosts_name(server):
    status = post(target(server.server_port, "/200?a=1"), b"{}", {"X-Key": "1"})
    path, headers, body = server.got[0]
    assert (status, path, body) == (200, "/200?a=1", b"{}")
    assert headers["Host"] == f"paper.example:{server.server_port}"
    assert headers["X-Key"] == "1"


def test_follows_nothing(server):
    assert post(target(server.server_port, "/302"), b"", {}) == 302
    assert len(server.got) == 1


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Failed):
        post(target(port), b"", {})


def test_no_certificate(server):
    with pytest.raises(Failed):
        post(target(server.server_port, scheme="https"), b"", {}, seconds=2)


@pytest.mark.parametrize("words", [b"", b"HTTP/1.1 200 OK\r\nX: "])
def test_ends_what_drips(saying, words):
    with pytest.raises(Failed, match="no whole answer within 0.5 s"):
        post(target(saying(words)), b"", {}, seconds=0.5)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_reads_no_body(saying, head):
    assert post(target(saying(head)), b"", {}) == 200


@pytest.mark.parametrize(
    "words", [b"SSH-2.0-OpenSSH_9.2\r\n", b"-ERR wrong\r\n", b"HTTP/1.1 x\r\n"]
)
def test_repeats_nothing_of_what_is_no_http(saying, words):
    with pytest.raises(Failed, match="^what answers there does not speak HTTP$"):
        post(target(saying(words, drips=False)), b"", {})


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "no host of that name was found"),
        (UnicodeError("encoding with 'idna' codec failed"), "no host of that name was found"),
        (ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
        (TimeoutError("timed out"), "timed out"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), "what answers there does not speak TLS"),
        (OSError(), "OSError"),
    ],
)
def test_faults_in_words(error, words):
    assert in_words(error) == words

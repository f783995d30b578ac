"""What docs/webhooks.md says of the signature, tried on what a server really receives."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from articles.actions.saved.hooks import open_hook
from articles.models import Delivery, MessageState
from articles.queue import saved_hooks
from tests.factories import make_article, make_saved_view

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[2] / "docs/webhooks.md"


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers, body))
        self.send_response(204)
        self.end_headers()

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
def is_genuine():
    """The example, as somebody would copy it."""
    names = {}
    exec(re.search(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)[1], names)
    return names["is_genuine"]


@pytest.fixture
def received(server, settings):
    """The secret, and headers and body of a message about an article that came in."""
    settings.OUTGOING_INNER = True
    view = make_saved_view(name="Störage", query="queue=all")
    url = f"http://127.0.0.1:{server.server_port}/in"
    hook = open_hook(view=view, by=view.owner, url=url)
    make_article(title="A quarry becomes a battery")
    saved_hooks.check(hook)
    saved_hooks.deliver(Delivery.objects.get())
    return hook.secret, *server.got[0]


def test_a_server_receives_it(received):
    _, headers, body = received
    assert headers["Content-Type"] == "application/json"
    message = json.loads(body)
    assert message["view"]["name"] == "Störage"
    assert [one["title"] for one in message["articles"]] == ["A quarry becomes a battery"]
    assert Delivery.objects.get().state == MessageState.DELIVERED


def test_the_message_is_what_the_docs_show(received):
    shown = json.loads(re.search(r"```json\n(.*?)```", DOCS.read_text(), re.DOTALL)[1])
    message = json.loads(received[2])
    assert message.keys() == shown.keys()
    assert message["articles"][0].keys() == shown["articles"][0].keys()


def test_the_docs_tell_a_genuine_one(received, is_genuine):
    secret, headers, body = received
    signature = headers["Newsdesk-Signature"]
    assert is_genuine(secret, signature, body)
    assert not is_genuine("another", signature, body)
    assert not is_genuine(secret, signature, body + b" ")
    assert not is_genuine(secret, signature.replace("t=", "t=1"), body)
    assert not is_genuine(secret, saved_hooks.signature(secret, 1, body), body)

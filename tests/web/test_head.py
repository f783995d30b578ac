"""What HEAD gets: the head of what GET gets, and no byte that the next answer begins with."""

import pytest
from django.core import signals
from django.db import close_old_connections
from django.test import RequestFactory

from newsdesk.wsgi import application


def answered(method, path):
    """The status and headers of an answer, and its body as the server would send it."""
    head = []
    answer = application(
        RequestFactory().generic(method, path).environ,
        lambda status, headers, *_: head.extend([status, dict(headers)]),
    )
    body = b"".join(answer)
    answer.close()
    return (*head, body)


@pytest.fixture(autouse=True)
def same_connection(db):
    """The request is not the last that this connection sees."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


@pytest.mark.parametrize("path", ["/about/", "/nowhere/", "/static/css/base.css", "/robots.txt"])
def test_the_head_of_the_answer_and_no_body(path):
    whole = answered("GET", path)
    head = answered("HEAD", path)
    assert whole[2] != b""
    assert head[2] == b""
    assert head[0] == whole[0]
    assert head[1]["Content-Type"] == whole[1]["Content-Type"]

import threading
from types import SimpleNamespace

import pytest

from newsdesk.web import bodies, server
from tests.web.connections import Site


@pytest.fixture
def known(monkeypatch):
    """Whether somebody is known by the key; and the questions about it wait for `may_answer`."""
    known = SimpleNamespace(everybody=True, asked=0, may_answer=threading.Event())
    known.may_answer.set()

    def is_signed_in(cookies):
        known.asked += 1
        assert known.may_answer.wait(20)
        return known.everybody

    monkeypatch.setattr(bodies, "is_signed_in", is_signed_in)
    return known


@pytest.fixture
def site(monkeypatch, known):
    monkeypatch.setattr(server, "TICK", 0.02)
    monkeypatch.setattr(server, "FAREWELL", 0.2)
    site = Site()
    yield site
    site.may_answer.set()
    site.server.leave()
    site.thread.join(20)
    site.listener.close()
    assert not site.thread.is_alive()

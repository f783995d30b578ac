"""The cast: alice edits, bob is an admin, charlie has an account only, dave is disabled."""

from contextlib import closing, nullcontext

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.backends.jinja2 import Template
from django.test import Client
from django.test.signals import template_rendered
from pytest_socket import socket_allow_hosts

from articles import task_queue
from articles.permissions import ADMINS, EDITORS
from tests import migrated
from tests.factories import make_user


def pytest_runtest_setup():
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Fills the database in memory before it is migrated: nothing is left to do then."""
    name = connection.creation._get_test_db_name() if connection.vendor == "sqlite" else ""
    with closing(migrated.fill(name)) if name else nullcontext():
        yield


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Files of one test are never seen by another."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_DIR = tmp_path / "media"


@pytest.fixture(autouse=True, scope="session")
def seen_contexts():
    """Django tells its test client what its own templates are rendered with: Jinja2's as well."""
    render = Template.render

    def told(self, context=None, request=None):
        template_rendered.send(sender=self, template=self.template, context=context or {})
        return render(self, context, request)

    Template.render = told
    yield
    Template.render = render


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def going_on():
    """No worker of an earlier test that was to end ends this one's."""
    task_queue.stopping.clear()


@pytest.fixture(autouse=True)
def no_rest(monkeypatch):
    """Nobody else waits to write."""
    monkeypatch.setattr(task_queue, "REST", 0)


@pytest.fixture
def mail_server(settings):
    """One is named; what is sent there lands in django.core.mail.outbox."""
    settings.MAIL = {"HOST": "mail.example"}
    settings.MAIL_FROM = "newsdesk@paper.example"


@pytest.fixture
def alice(db):
    return make_user("alice", EDITORS)


@pytest.fixture
def bob(db):
    return make_user("bob", ADMINS)


@pytest.fixture
def charlie(db):
    return make_user("charlie")


@pytest.fixture
def dave(db):
    return make_user("dave", EDITORS, is_active=False)


@pytest.fixture
def as_alice(alice):
    return signed_in(alice)


@pytest.fixture
def as_bob(bob):
    return signed_in(bob)


@pytest.fixture
def as_charlie(charlie):
    return signed_in(charlie)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client

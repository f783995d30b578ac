import os
import re
import socket
import threading
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.management import supervise
from articles.management.commands import run
from articles.permissions import ADMINS, EDITORS
from articles.site import setup_token
from tests.factories import make_group


@pytest.fixture
def groups(db):
    """Tests with transactions of their own leave nothing of what migrations made."""
    return [make_group(name) for name in (ADMINS, EDITORS)]


@pytest.fixture
def started(monkeypatch):
    """`run`, with the import and the processes written down instead of started."""
    done = []
    monkeypatch.setattr(run, "call_command", lambda name, *args, **options: done.append(name))
    monkeypatch.setattr(run.demo, "bring_in", lambda: done.append("demo"))
    monkeypatch.setattr(run.demo, "decide", lambda people: done.append(", ".join(people)))
    monkeypatch.setattr(run.connections, "close_all", lambda: None)  # the test's own is one
    monkeypatch.setattr(supervise.Supervisor, "run", lambda self: done.append("serve"))
    return done


def start(**options):
    out = StringIO()
    call_command("run", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def free_port(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PORT = server.getsockname()[1]
    return settings.PORT


def test_a_new_site_gets_the_demo_and_two_people(groups, started, free_port):
    out = start()
    assert started == ["prepare", "demo", "admin, editor", "serve"]
    admin, editor = User.objects.order_by("username")
    assert (admin.username, admin.is_superuser) == ("admin", True)
    assert editor.has_perm("articles.review_article")
    assert not editor.has_perm("articles.manage_site")
    assert f"http://localhost:{free_port}/desk/" in out
    passwords = [
        line.split()[1] for line in out.splitlines() if line.startswith(("    admin", "    editor"))
    ]
    assert admin.check_password(passwords[0])
    assert editor.check_password(passwords[1])


def test_the_second_start_keeps_everything_and_tells_no_password(groups, started, free_port):
    start()
    before = list(User.objects.values_list("username", "password"))
    started.clear()
    out = start()
    assert started == ["prepare", "serve"]
    assert "password" not in out
    assert list(User.objects.values_list("username", "password")) == before


def test_an_empty_site_can_stay_empty(db, started, free_port):
    out = start(no_demo=True)
    assert started == ["prepare", "serve"]
    assert not User.objects.exists()
    assert "manage.py createsuperuser" in out
    address = re.search(rf"^    http://localhost:{free_port}/setup/\?token=(\S+)$", out, re.M)
    assert setup_token.fits(setup_token.digest_of(address[1]))


def test_each_start_of_an_empty_site_prints_another_address(db, started, free_port):
    first, second = (re.search(r"token=(\S+)", start(no_demo=True))[1] for _ in range(2))
    assert not setup_token.fits(setup_token.digest_of(first))
    assert setup_token.fits(setup_token.digest_of(second))


def test_a_site_with_people_is_not_told_how_to_make_one(bob, started, free_port):
    out = start(no_demo=True)
    assert "createsuperuser" not in out
    assert "setup" not in out
    assert not setup_token.exists()


def test_a_port_in_use_is_said_before_anything_happens(started, settings, monkeypatch):
    monkeypatch.setattr(run, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PORT = server.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {settings.PORT} .* PORT=") as refused:
            call_command("run")
    assert refused.value.returncode == 2
    assert started == []


@pytest.mark.parametrize("port", [-1, 0, 65536, 10**9])
def test_a_number_that_is_no_port(started, settings, port):
    settings.PORT = port
    with pytest.raises(CommandError, match="is not a port") as refused:
        call_command("run")
    assert refused.value.returncode == 2


def test_a_port_that_is_let_go_in_a_moment_is_waited_for(free_port):
    before = socket.create_server(("127.0.0.1", free_port))
    threading.Timer(0.3, before.close).start()
    with run.listen("127.0.0.1", free_port) as listener:
        assert listener.getsockname()[1] == free_port


def test_a_socket_that_systemd_opened_is_used(monkeypatch):
    """And another process's is not: LISTEN_PID names whom it is for."""
    with socket.create_server(("127.0.0.1", 0)) as given:
        monkeypatch.setattr(run, "GIVEN", os.dup(given.fileno()))
        monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
        with run.listen("127.0.0.1", 0) as listener:
            assert listener.getsockname() == given.getsockname()
        monkeypatch.setenv("LISTEN_PID", "1")
        with pytest.raises(CommandError, match="is not a port"):
            run.listen("127.0.0.1", 0)


def test_a_folder_to_watch_gets_a_watcher(settings):
    names = ["web server 1", "web server 2", "background worker"]
    assert [child.name for child in run.children(3, 4)] == names
    settings.WATCH = "/srv/site"
    assert run.children(3, 4)[-1].command[-3:] == ["watch_seeds", "--", "/srv/site"]

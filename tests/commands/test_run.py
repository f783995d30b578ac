import signal
import socket
import subprocess
import sys
import threading
import time
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.management import supervise
from articles.management.commands import run
from articles.permissions import ADMINS, EDITORS
from tests.factories import make_group

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('ready', flush=True); time.sleep(60)",
]
DIES = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture
def said():
    return []


@pytest.fixture(autouse=True)
def own_signals():
    """What the supervisor installs must not outlive the test."""
    before = {number: signal.getsignal(number) for number in supervise.STOP_SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def groups(db):
    """Tests with transactions of their own leave nothing of what migrations made."""
    return [make_group(name) for name in (ADMINS, EDITORS)]


@pytest.fixture
def started(monkeypatch):
    """`run`, with the import and the processes written down instead of started."""
    done = []
    monkeypatch.setattr(run, "call_command", lambda name, *args, **options: done.append(name))
    monkeypatch.setattr(run.connections, "close_all", lambda: None)  # the test's own is one
    monkeypatch.setattr(supervise.Supervisor, "run", lambda self: done.append("serve") or 0)
    return done


def start(**options):
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("run", stdout=out, **options)
    assert stopped.value.code == 0
    return out.getvalue()


def soon(true):
    deadline = time.monotonic() + 10
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


@pytest.fixture
def free_port(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PORT = server.getsockname()[1]
    return settings.PORT


def test_a_new_site_gets_the_demo_and_two_people(groups, started, free_port):
    out = start()
    assert started == ["prepare", "import_seeds", "serve"]
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
    start(no_demo=True)
    assert started == ["prepare", "serve"]
    assert not User.objects.exists()


def test_a_port_in_use_is_said_before_anything_happens(started, settings):
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


def test_a_folder_to_watch_gets_a_watcher(settings):
    assert [child.name for child in run.children()] == ["web server", "background worker"]
    settings.WATCH = "/srv/site"
    assert run.children()[-1].command[-3:] == ["watch_seeds", "--", "/srv/site"]


def test_a_signal_ends_every_child(said):
    children = [supervise.Child("web", SLEEPER, vital=True), supervise.Child("worker", SLEEPER)]
    threading.Timer(0.5, signal.raise_signal, [signal.SIGTERM]).start()
    assert supervise.Supervisor(children, said.append).run() == 0
    assert all(child.process.returncode == -signal.SIGTERM for child in children)


def test_a_dead_web_server_ends_all(said):
    worker = supervise.Child("worker", SLEEPER)
    supervisor = supervise.Supervisor(
        [supervise.Child("web", DIES, vital=True), worker], said.append
    )
    assert supervisor.run() == 1
    assert said == ["The web ended with code 3. Stopping."]
    assert worker.process.returncode is not None


def test_a_dead_worker_starts_again_later_each_time(said, monkeypatch):
    worker = supervise.Child("worker", DIES, pause=0.01)
    supervisor = supervise.Supervisor([worker], said.append)
    monkeypatch.setattr(supervise, "TICK", 0.01)
    watcher = threading.Thread(
        target=lambda: soon(lambda: len(said) >= 3) and supervisor.stopping.set()
    )
    watcher.start()
    assert supervisor.run() == 0
    watcher.join()
    assert len(said) >= 3
    assert worker.pause >= 0.08


def test_a_child_that_ran_well_starts_again_at_once():
    child = supervise.Child("worker", DIES, started=0.0, pause=16.0)
    assert child.postpone(supervise.STEADY + 1) == 1.0


def test_a_deaf_child_is_ended(said, monkeypatch):
    monkeypatch.setattr(supervise, "GRACE", 0.2)
    child = supervise.Child("worker", DEAF)
    child.process = subprocess.Popen(DEAF, start_new_session=True, stdout=subprocess.PIPE)
    child.process.stdout.readline()
    child.process.stdout.close()
    supervise.Supervisor([child], said.append)._end()
    assert child.process.returncode == -signal.SIGKILL
    assert said == ["The worker does not stop by itself: ending it."]


def test_what_a_child_started_ends_with_it(said):
    nested = f"import subprocess as s; print(s.Popen({SLEEPER!r}).pid, flush=True); input()"
    child = supervise.Child("web", [])
    child.process = subprocess.Popen(
        [sys.executable, "-c", nested], start_new_session=True, stdout=subprocess.PIPE
    )
    child.process.stdout.readline()
    child.ask_to_stop()
    child.end()
    with child.process.stdout as pipe:
        assert pipe.read() == b""  # the pipe closes when its last holder is gone

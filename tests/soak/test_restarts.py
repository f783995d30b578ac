"""Readers at 50 requests a second, while the site is reloaded, killed and started anew.

NEWSDESK_SOAK_RESTARTS says how many times: `make soak`.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests import migrated
from tests.soak.site import ROOT, Site, is_left, sqlite_only, until
from tests.soak.traffic import Traffic

RESTARTS = int(os.environ.get("NEWSDESK_SOAK_RESTARTS", "2"))
PATIENCE = 90

# The service's first file is the socket, and LISTEN_PID says that it is meant.
SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""

pytestmark = [
    sqlite_only,
    pytest.mark.skipif(not shutil.which("ps"), reason="needs `ps` (Debian: apt install procps)"),
]


class House(Site):
    """A whole site as `run` starts it, on a port of its own."""

    def __init__(self, folder):
        super().__init__(folder, LOG_LEVEL="WARNING")
        migrated.lay(self.database)
        self.port = free_port()
        self.environ["PORT"] = str(self.port)

    def start(self, listener=None):
        """With a socket that is open already, as systemd starts a service; else with its own."""
        command, files = ["manage.py", "run", "--no-demo"], []
        if listener:
            command, files = ["-c", SYSTEMD, str(listener.fileno()), *command], [listener.fileno()]
        with (self.folder / "run.log").open("wb") as log:
            self.main = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                pass_fds=files,
            )
        until(lambda: self.said("Ctrl-C stops everything."), PATIENCE)

    def move_in(self):
        """Wait for the first answer, and make a person: else every page leads to the setup."""
        until(self.answers, PATIENCE)
        self.shell("User.objects.create_user('alice')")

    def said(self, words):
        return (self.folder / "run.log").read_text().count(words)

    def stop(self):
        self.main.terminate()
        assert self.main.wait(PATIENCE) == 0

    def reload(self):
        done = self.said("The new version runs.")
        before = self.serving()
        self.main.send_signal(signal.SIGHUP)
        until(lambda: self.said("The new version runs.") > done, PATIENCE)
        until(lambda: not any(map(is_left, before)), PATIENCE)

    def serving(self):
        return self.children("serve")

    def children(self, command):
        """The processes of that command which the supervisor has started."""
        listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True)
        rows = [line.split(None, 2) for line in listed.stdout.splitlines()[1:]]
        ours = [(pid, args) for pid, parent, args in rows if int(parent) == self.main.pid]
        return [int(pid) for pid, args in ours if f"manage.py {command}" in args]

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
                connection.settimeout(5)
                connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
                return connection.recv(100).startswith(b"HTTP/1.0 200")
        except OSError:
            return False


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path / "house")
    house.start()
    house.move_in()
    yield house
    house.stop()


def test_a_reload_loses_no_request(house):
    traffic = Traffic(house.port)
    with traffic.flowing():
        for _ in range(RESTARTS):
            house.reload()
    assert traffic.failed == []
    assert traffic.answers[200] > 20 * RESTARTS


def test_a_reload_that_fails_loses_no_request_either(house):
    """The new version finds a database that it cannot prepare: the old one goes on."""
    for folder in (house.folder / "static").iterdir():
        if not folder.is_symlink():
            folder.rename(folder.with_name("moved"))
    (house.folder / "static" / "current").unlink()
    (house.folder / "static" / "current").mkdir()
    traffic = Traffic(house.port, paths=("/", "/healthz"))
    with traffic.flowing():
        before = house.serving()
        house.main.send_signal(signal.SIGHUP)
        until(lambda: house.said("The old version keeps running."), PATIENCE)
        assert house.serving() == before
    assert traffic.failed == []


def test_web_processes_that_are_killed_start_again_for_ever(house):
    for _ in range(3):
        until(lambda: len(house.serving()) == 2, PATIENCE)
        for pid in house.serving():
            os.killpg(pid, signal.SIGKILL)
    until(lambda: len(house.serving()) == 2, PATIENCE)
    until(house.answers, PATIENCE)
    assert house.main.poll() is None


def test_a_killed_supervisor_leaves_nobody_and_the_next_start_takes_over(house):
    for _ in range(RESTARTS):
        before = [*house.serving(), *house.children("worker")]
        assert len(before) == 3
        house.main.kill()
        house.main.wait()
        house.start()
        until(house.answers, PATIENCE)
        until(lambda before=before: not any(map(is_left, before)), PATIENCE)


def test_a_full_restart_loses_no_request_where_the_socket_is_kept(tmp_path):
    """As systemd keeps it: what comes while nobody serves waits in the socket."""
    house = House(tmp_path / "house")
    with socket.create_server(("127.0.0.1", house.port), backlog=1024) as listener:
        house.start(listener)
        house.move_in()
        traffic = Traffic(house.port)
        with traffic.flowing():
            for _ in range(RESTARTS):
                time.sleep(1)
                house.stop()
                house.start(listener)
                until(house.answers, PATIENCE)
        house.stop()
    assert traffic.failed == []
    assert traffic.answers[200] > 20 * RESTARTS

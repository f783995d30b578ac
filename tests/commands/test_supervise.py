"""The supervisor with small children: what dies starts again, what takes over leaves no gap."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from articles.management import child, lifeline, supervise

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
READY = [
    sys.executable,
    "-c",
    "import os, time; os.write(int(os.environ['NEWSDESK_READY_FD']), b'.'); time.sleep(60)",
]
DEAF = [
    sys.executable,
    "-c",
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "os.write(int(os.environ['NEWSDESK_READY_FD']), b'.'); time.sleep(60)",
]
DIES = [sys.executable, "-c", "raise SystemExit(3)"]
WELL = [sys.executable, "-c", ""]


@pytest.fixture
def said():
    return []


@pytest.fixture
def parent():
    """The end of a pipe that children read."""
    end, other = os.pipe()
    yield end
    os.close(end)
    os.close(other)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(supervise, "TICK", 0.01)


@pytest.fixture(autouse=True)
def own_signals():
    """What the supervisor installs must not outlive the test."""
    installed = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in installed}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def soon(true):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


def run_until(supervisor, *steps):
    """Run it; meanwhile do or wait for each step, and stop it in the end."""
    came_true = []

    def walk():
        came_true.extend(bool(soon(step)) for step in steps)
        supervisor.stopping.set()

    walker = threading.Thread(target=walk)
    walker.start()
    supervisor.run()
    walker.join()
    assert came_true == [True] * len(steps)


def hang_up():
    os.kill(os.getpid(), signal.SIGHUP)
    return True


def test_a_signal_ends_every_child(said, parent):
    children = [child.Child("web", SLEEPER, parent), child.Child("worker", SLEEPER, parent)]
    threading.Timer(0.5, signal.raise_signal, [signal.SIGTERM]).start()
    supervise.Supervisor(children, said.append).run()
    assert all(one.process.returncode == -signal.SIGTERM for one in children)


def test_what_dies_starts_again_for_ever_and_later_each_time(said, parent, monkeypatch):
    dying = child.Child("web", DIES, parent, pause=0.01)
    beside = child.Child("worker", SLEEPER, parent)
    run_until(supervise.Supervisor([dying, beside], said.append), lambda: len(said) >= 4)
    assert said[0] == "The web ended (exit code 3). It starts again in 0 s."
    assert dying.pause >= 0.16
    assert beside.process.returncode == -signal.SIGTERM  # it was alive until it was asked


def test_a_pause_has_its_limit(parent):
    one = child.Child("web", DIES, parent, started=100.0, pause=16.0)
    assert [one.postpone(101.0) for _ in range(3)] == [16.0, 30.0, 30.0]


def test_a_child_that_ran_well_starts_again_at_once(parent):
    one = child.Child("worker", DIES, parent, started=0.0, pause=16.0)
    assert one.postpone(child.STEADY + 1) == 1.0


def test_a_deaf_child_is_ended(said, parent, monkeypatch):
    monkeypatch.setattr(supervise, "GRACE", 0.2)
    one = child.Child("worker", DEAF, parent)
    one.start()
    assert soon(one.is_ready)
    supervise.Supervisor([one], said.append)._end()
    assert one.process.returncode == -signal.SIGKILL
    assert said == ["The worker does not stop by itself: ending it."]


def test_what_a_child_started_ends_with_it(parent):
    nested = f"import subprocess as s; print(s.Popen({SLEEPER!r}).pid, flush=True); input()"
    one = child.Child("web", [], parent)
    one.process = subprocess.Popen(
        [sys.executable, "-c", nested], start_new_session=True, stdout=subprocess.PIPE
    )
    one.process.stdout.readline()
    one.ask_to_stop(0)
    one.end()
    with one.process.stdout as pipe:
        assert pipe.read() == b""  # the pipe closes when its last holder is gone


def test_a_new_version_takes_over_once_it_is_ready(said, parent):
    old = child.Child("web", READY, parent, overlaps=True)
    worker = child.Child("worker", SLEEPER, parent)
    supervisor = supervise.Supervisor([old, worker], said.append, WELL)
    run_until(
        supervisor,
        old.is_ready,
        hang_up,
        lambda: "The new version runs." in said,
        lambda: supervisor.children[1].process,  # a worker need not wait for the one before
    )
    assert supervisor.children[0] is not old
    assert supervisor.children[0].process.pid != old.process.pid
    assert old.process.returncode == worker.process.returncode == -signal.SIGTERM
    assert said == ["Preparing the new version …", "The new version runs."]


@pytest.mark.parametrize(
    ("prepare", "command", "reason"),
    [
        (DIES, READY, "The new version cannot be prepared (exit code 3): see above."),
        (WELL, DIES, "The new version does not start: see above."),
    ],
)
def test_the_old_version_keeps_running_where_the_new_one_fails(
    said, parent, prepare, command, reason
):
    old = child.Child("web", READY, parent, overlaps=True)
    supervisor = supervise.Supervisor([old], said.append, prepare)

    def new_version():
        old.command = command
        return hang_up()

    run_until(
        supervisor, old.is_ready, new_version, lambda: len(said) >= 2, lambda: not old.is_dead()
    )
    assert supervisor.children == [old]
    assert said[1] == f"{reason} The old version keeps running."


def test_a_version_that_never_gets_ready_does_not_take_over(said, parent, monkeypatch):
    monkeypatch.setattr(supervise, "STARTING", 0.3)
    old = child.Child("web", READY, parent, overlaps=True)
    supervisor = supervise.Supervisor([old], said.append, WELL)

    def new_version():
        old.command = SLEEPER
        return hang_up()

    run_until(supervisor, old.is_ready, new_version, lambda: len(said) >= 2)
    assert "does not start" in said[1]


def test_who_has_been_taken_over_from_is_made_to_leave_in_the_end(parent):
    one = child.Child("web", DEAF, parent)
    one.start()
    assert soon(one.is_ready)
    one.ask_to_stop(time.monotonic() + 1000)
    assert not one.has_left(time.monotonic())
    assert one.has_left(time.monotonic() + 1001)
    assert one.process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM])
def test_children_end_with_their_parent_however_it_ends(way):
    """A parent with a child that has a child of its own: all are gone when the parent is."""
    grandchild = f"import subprocess as s; s.Popen({SLEEPER!r})"
    code = f"""
import os, signal, sys, time
from articles.management import child, lifeline
lifeline.GRACE = 0.2
if len(sys.argv) > 1:
    {grandchild}
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    lifeline.end_with_parent()
    print("started", flush=True)
else:
    end, _ = os.pipe()
    child.Child("web", [sys.executable, "-c", os.environ["CODE"], "child"], end).start()
time.sleep(60)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | {"CODE": code}, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"started\n"
    process.send_signal(way)
    process.wait()
    with process.stdout as pipe:
        assert pipe.read() == b""  # the last holder of the pipe is gone


def test_without_a_supervisor_nothing_is_waited_for(monkeypatch):
    monkeypatch.delenv(lifeline.PARENT, raising=False)
    monkeypatch.delenv(lifeline.READY, raising=False)
    before = threading.active_count()
    lifeline.end_with_parent()
    lifeline.say_ready()
    assert threading.active_count() == before


def test_a_terminal_that_goes_away_ends_what_it_started(said, parent, monkeypatch):
    monkeypatch.setattr(supervise, "has_terminal", lambda: supervisor.stopping.is_set())
    supervisor = supervise.Supervisor([], said.append, WELL, ends_with_terminal=True)
    supervisor._reload(signal.SIGHUP, None)
    assert supervisor.stopping.is_set()

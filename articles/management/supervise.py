"""Keeps a few processes running together, for ever: what dies starts again, all stop when asked to.

Each child leads a process group, so that what it has started ends with it; and it ends with this
process, however that dies (`articles.management.lifeline`).
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from articles.management.child import Child
from articles.management.lifeline import GRACE

# As GRACE, for one that another has taken over from: it may be sent a large file.
FAREWELL = 120.0
PREPARING = 1800.0  # seconds that a new version may take to prepare,
STARTING = 60.0  # and to start
TICK = 0.2  # seconds between two looks at the children
KEEPS = "The old version keeps running."


@dataclass
class Supervisor:
    children: list[Child]
    write: Callable[[str], object]  # a line
    prepare: Sequence[str] = ()  # the command that makes the place ready for a new version
    stopping: threading.Event = field(default_factory=threading.Event)
    leaving: list[Child] = field(default_factory=list)  # asked to stop, others have taken over
    reload_asked: bool = False
    ends_with_terminal: bool = False

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; SIGHUP lets new processes take over."""
        on_terminal = has_terminal()
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        hung_up = signal.signal(signal.SIGHUP, self._reload)
        # A terminal that goes away ends what it started, unless that was told not to care (nohup).
        self.ends_with_terminal = on_terminal and hung_up is not signal.SIG_IGN
        try:
            for child in self.children:
                child.start()
            while not self.stopping.wait(TICK):
                self._look_after()
                if self.reload_asked:
                    self.reload_asked = False
                    self._renew()
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _reload(self, number: int, frame: FrameType | None) -> None:
        if self.ends_with_terminal and not has_terminal():
            self.stopping.set()
        self.reload_asked = True

    def _look_after(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.due:
                    child.start()
            elif (code := child.process.poll()) is not None:
                child.end()
                wait = child.postpone(now)
                self.write(
                    f"The {child.name} ended ({why(code)}). It starts again in {wait:.0f} s."
                )
        self.leaving = [child for child in self.leaving if not child.has_left(now)]

    def _renew(self) -> None:
        """Let new processes take over, if they can; else all stays as it is."""
        self.write("Preparing the new version …")
        if not self._prepared():
            return
        fresh = [child.successor() for child in self.children]
        first = [child for child in fresh if child.overlaps]
        for child in first:
            child.start()
        self._until(lambda: all(child.is_ready() or child.is_dead() for child in first), STARTING)
        if not all(child.is_ready() for child in first):
            for child in first:
                child.end()
            self.write(f"The new version does not start: see above. {KEEPS}")
            return
        old, self.children = self.children, fresh
        for child in old:
            child.ask_to_stop(time.monotonic() + FAREWELL)
        self.leaving += old
        self.write("The new version runs.")

    def _prepared(self) -> bool:
        process = subprocess.Popen(self.prepare, start_new_session=True)  # noqa: S603
        self._until(lambda: process.poll() is not None, PREPARING)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        if code := process.wait():
            self.write(f"The new version cannot be prepared ({why(code)}): see above. {KEEPS}")
        return not code

    def _until(self, done: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not done() and time.monotonic() < deadline and not self.stopping.wait(TICK):
            self._look_after()

    def _end(self) -> None:
        everybody = [*self.children, *self.leaving]
        deadline = time.monotonic() + GRACE
        for child in everybody:
            child.ask_to_stop(deadline)
        for child in everybody:
            if not child.stopped_by(deadline):
                self.write(f"The {child.name} does not stop by itself: ending it.")
            child.end()


def why(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {-code}"


def has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return False
    return True

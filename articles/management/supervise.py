"""Keeps a few processes running together: all stop when one is asked to stop.

Each child leads a process group, so that what it has started ends with it.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

GRACE = 8.0  # seconds between asking a child to stop and making it
TICK = 0.2  # seconds between two looks at the children
LONGEST_PAUSE = 30.0  # seconds before a child that keeps dying is started again
STEADY = 60.0  # seconds after which a child counts as healthy again
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """A command to keep running; `vital` means that nothing makes sense without it."""

    name: str
    command: Sequence[str]
    vital: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    due: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603

    def ask_to_stop(self) -> None:
        if self.process:
            self.process.terminate()

    def stopped_by(self, deadline: float) -> bool:
        try:
            if self.process:
                self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self) -> None:
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def postpone(self, now: float) -> float:
        """Return in how many seconds it starts again: later each time, unless it had run well for
        a while."""
        if now - self.started > STEADY:
            self.pause = 1.0
        self.process, wait = None, self.pause
        self.due = now + wait
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        return wait


@dataclass
class Supervisor:
    children: list[Child]
    write: Callable[[str], object]  # a line
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> int:
        """Run until a signal or the death of a vital child; return the exit code, 0 or 1."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop)
        try:
            for child in self.children:
                child.start()
            return self._watch()
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _watch(self) -> int:
        while not self.stopping.wait(TICK):
            for child in self.children:
                if self._died(child):
                    return 1
        return 0

    def _died(self, child: Child) -> bool:
        """Start a lost child again; return True if it cannot be done without."""
        now = time.monotonic()
        if child.process is None:
            if now >= child.due:
                child.start()
            return False
        code = child.process.poll()
        if code is None:
            return False
        child.end()
        if child.vital:
            self.write(f"The {child.name} ended with code {code}. Stopping.")
            return True
        wait = child.postpone(now)
        self.write(f"The {child.name} ended with code {code}. It starts again in {wait:.0f} s.")
        return False

    def _end(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            if not child.stopped_by(deadline):
                self.write(f"The {child.name} does not stop by itself: ending it.")
            child.end()

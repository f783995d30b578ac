"""A process that the supervisor keeps running."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from articles.management import lifeline

FIRST_PAUSE = 1.0  # seconds before a child that died is started again, twice as long each time,
LONGEST_PAUSE = 30.0  # up to this
STEADY = 60.0  # seconds after which a child counts as healthy again


@dataclass
class Child:
    """A command to keep running. One that `overlaps` says when it is ready: only then does the one
    before it leave."""

    name: str
    command: Sequence[str]
    parent: int  # the end of a pipe that closes with the supervisor
    keeps: Sequence[int] = ()  # what else is open in it
    overlaps: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0
    deadline: float = 0.0
    ready: int = -1  # where it says so

    def start(self) -> None:
        self.started = time.monotonic()
        self._forget_readiness()
        self.ready, ready = os.pipe()
        try:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                start_new_session=True,
                pass_fds=[self.parent, ready, *self.keeps],
                env=os.environ | {lifeline.PARENT: str(self.parent), lifeline.READY: str(ready)},
            )
        finally:
            os.close(ready)

    def successor(self) -> "Child":
        return replace(self, process=None, ready=-1, due=0.0, pause=FIRST_PAUSE)

    def is_ready(self) -> bool:
        """Return whether it said so; forgets nothing, and does not wait."""
        if self.ready < 0 or self.is_dead():
            return False
        return bool(select.select([self.ready], [], [], 0)[0])

    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def ask_to_stop(self, deadline: float) -> None:
        self.deadline = deadline
        if self.process:
            self.process.terminate()

    def has_left(self, now: float) -> bool:
        """Return whether it has ended; it is made to when its time is over."""
        if not self.is_dead() and now < self.deadline:
            return False
        self.end()
        return True

    def stopped_by(self, deadline: float) -> bool:
        try:
            if self.process:
                self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self) -> None:
        self._forget_readiness()
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def postpone(self, now: float) -> float:
        """Return in how many seconds it starts again: later each time, unless it had run well for
        a while."""
        if now - self.started > STEADY:
            self.pause = FIRST_PAUSE
        self.process, wait = None, self.pause
        self.due = now + wait
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        return wait

    def _forget_readiness(self) -> None:
        if self.ready >= 0:
            os.close(self.ready)
            self.ready = -1

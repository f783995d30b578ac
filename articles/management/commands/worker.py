"""Runs background tasks until it is told to end."""

import logging
import os
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from articles import leases, task_queue, tasks
from articles.management import faults, lifeline
from articles.queue import saved_alerts, saved_hooks

logger = logging.getLogger(__name__)
SWEEP_EVERY = 60.0  # seconds
TELL_EVERY = 15.0
TELLING = {"webhooks": saved_hooks.tell_hooks, "people by mail": saved_alerts.tell_alerts}
OVER = 2 * SWEEP_EVERY  # after so long without it, what was amiss is over


@dataclass
class Complaint:
    """Logs what is amiss once, until it is something else or was over."""

    words: str = ""
    at: float = 0.0

    def log(self, words: str) -> None:
        now = time.monotonic()
        if words != self.words or now - self.at > OVER:
            logger.warning(words)
        self.words, self.at = words, now


class Worker(db_worker.Worker):
    """Ends after the step at hand, and not only after the whole task."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        task_queue.stopping.set()
        super().shutdown(signum, frame)


class Command(BaseCommand):
    help = "Run background tasks until SIGTERM or Ctrl+C. Start as many as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is queued, then end")

    def handle(self, *, once: bool, **options: Any) -> None:
        os.umask(0o077)
        lifeline.end_with_parent()
        threading.Thread(target=keep_sweeping, daemon=True).start()
        if not once:
            for told, tell in TELLING.items():
                threading.Thread(target=keep_telling, args=(told, tell), daemon=True).start()
        complaint = Complaint()
        while not run_worker(complaint, once=once):
            time.sleep(task_queue.PAUSE)
        if once:
            for tell in TELLING.values():
                tell()


def run_worker(complaint: Complaint, *, once: bool) -> bool:
    """Work as one worker; return False if the database cut that short.

    Whatever task was at hand then belongs to a dead worker, and the next life's sweep finds it.
    """
    try:
        tasks.sweep()
        worker = new_worker(once=once)
        worker.configure_signals()
        with leases.alive(worker.worker_id):
            worker.run()
    except (DatabaseError, InterfaceError) as error:
        words = faults.sentence(error) or f"The database failed ({error})."
        complaint.log(f"{words} Trying again every {task_queue.PAUSE:.0f} s.")
        connection.close()
        return False
    return True


def new_worker(*, once: bool) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=1.0,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )


def keep_sweeping() -> None:
    complaint = Complaint()
    while True:
        with suppress(OSError):
            leases.tell_alive()
        if task_queue.stopping.wait(SWEEP_EVERY):
            return
        try:
            tasks.sweep()
        except (DatabaseError, InterfaceError) as error:
            complaint.log(f"Could not look for lost tasks ({error}).")
        finally:
            connection.close()


def keep_telling(told: str, tell: Callable[[], None]) -> None:
    """Tell what is new in views beside the tasks: nobody waits for who answers slowly."""
    complaint = Complaint()
    while not task_queue.stopping.wait(TELL_EVERY):
        try:
            tell()
        except (DatabaseError, InterfaceError) as error:
            complaint.log(f"Could not look for what {told} are to be told ({error}).")
        except Exception:
            logger.exception("%s could not be told", told.capitalize())
        finally:
            connection.close()

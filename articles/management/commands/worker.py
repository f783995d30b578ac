"""Runs background tasks until it is told to end."""

import logging
import os
import threading
import time
from argparse import ArgumentParser
from contextlib import suppress
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from articles import leases, task_queue, tasks
from articles.management import lifeline

logger = logging.getLogger(__name__)
SWEEP_EVERY = 60.0  # seconds
PAUSE = 5.0  # seconds before another try, when the database is away


class Worker(db_worker.Worker):
    """Ends after the step at hand, and not only after the whole task."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        task_queue.stopping.set()
        super().shutdown(signum, frame)


class Command(BaseCommand):
    help = "Run background tasks (pictures) until SIGTERM or Ctrl+C. Start as many as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is queued, then end")

    def handle(self, *, once: bool, **options: Any) -> None:
        os.umask(0o077)
        lifeline.end_with_parent()
        threading.Thread(target=keep_sweeping, daemon=True).start()
        while not run_worker(once=once):
            time.sleep(PAUSE)


def run_worker(*, once: bool) -> bool:
    """Work as one worker; return False if the database cut that short.

    Whatever task was at hand then belongs to a dead worker, and the next life's sweep finds it.
    """
    try:
        tasks.sweep()
        worker = new_worker(once=once)
        worker.configure_signals()
        with leases.alive(worker.worker_id):
            worker.run()
    except DatabaseError as error:
        logger.warning("The database is away (%s): trying again in %.0f s.", error, PAUSE)
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
    while True:
        with suppress(OSError):
            leases.tell_alive()
        if task_queue.stopping.wait(SWEEP_EVERY):
            return
        try:
            tasks.sweep()
        except DatabaseError as error:
            logger.warning("Could not look for lost tasks (%s).", error)
        finally:
            connection.close()

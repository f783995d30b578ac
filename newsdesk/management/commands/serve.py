"""Serve pages on a listening socket that is open already, until SIGTERM; `run` starts two."""

import os
import resource
import signal
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from articles.management import lifeline
from articles.site import choices
from newsdesk.web.server import MOST_CONNECTIONS, Server
from newsdesk.wsgi import application

FILES = 2 * MOST_CONNECTIONS + 100  # a connection, and the file that its body goes to


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("listener", type=int, help="the number of the socket's file")

    def handle(self, *args: Any, listener: int, **options: Any) -> None:
        os.umask(0o077)
        choices.standing()  # rather than fail at the first page, and to have it from then on
        allow_files(FILES)
        server = Server(socket.socket(fileno=listener), application, settings.BODY_MAX)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: server.leave())
        lifeline.end_with_parent()
        lifeline.say_ready()
        server.run()


def allow_files(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))

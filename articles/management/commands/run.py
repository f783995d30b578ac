"""Start everything: prepare, give a new site the demo, serve pages, work in the background."""

import errno
import os
import secrets
import socket
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction
from django.urls import reverse

from articles import permissions
from articles.management import demo
from articles.management.child import Child
from articles.management.supervise import Supervisor
from articles.site import setup_token
from articles.site.address import site_address

WEBS = 2  # processes that serve pages
BACKLOG = 1024
PATIENCE = 3.0  # seconds to wait for a port
GIVEN = 3  # the first file that systemd hands over


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty site empty")

    def handle(self, *args: Any, no_demo: bool, **options: Any) -> None:
        os.umask(0o077)  # what is written from here on is nobody else's business
        with listen(settings.HOST, settings.PORT) as listener:
            try:
                self._make_ready(no_demo)
            except KeyboardInterrupt:
                raise CommandError("Stopped while preparing; the next start goes on.") from None
            self._announce()
            # Nobody writes: children read from it until this process ends, however it does.
            end, _ = os.pipe()
            Supervisor(children(listener.fileno(), end), self._write, manage("prepare")).run()
        self._write("Stopped.")

    def _make_ready(self, no_demo: bool) -> None:
        self._write("Preparing …")
        call_command("prepare")
        if not User.objects.exists():
            begin = self._say_how_to_begin if no_demo else self._set_up_demo
            begin()
        connections.close_all()

    def _say_how_to_begin(self) -> None:
        self._write("Nobody can sign in yet. Set the site up in a browser, once, at this address:")
        self._write(f"    {site_address()}{reverse('setup')}?token={setup_token.make()}")
        self._write("Or make the first admin without a browser, in another terminal:")
        self._write("    .venv/bin/python manage.py createsuperuser")

    def _set_up_demo(self) -> None:
        self._write("This site is new: importing the demo newsroom …")
        demo.bring_in()
        with transaction.atomic():  # what is broken off leaves nobody whose password was not told
            passwords = {
                "admin": make_person("admin", permissions.ADMINS, is_superuser=True, is_staff=True),
                "editor": make_person("editor", permissions.EDITORS),
            }
            demo.decide(User.objects.in_bulk(passwords, field_name="username"))
        self._write("Two people can sign in. These passwords are shown this once:")
        for name, password in passwords.items():
            self._write(f"    {name:<8} {password}")
        self._write("    A new one: .venv/bin/python manage.py changepassword NAME")

    def _announce(self) -> None:
        site = site_address()
        for name, path in {"Site": "/", "Desk": "/desk/", "Admin": "/admin/"}.items():
            self._write(f"    {name:<8} {site}{path}")
        self._write(f"    Sign in  {site}/accounts/login/")
        self._write("Ctrl-C stops everything.")
        self._write(f"After an update: kill -HUP {os.getpid()} lets the new version take over.")

    def _write(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def listen(host: str, port: int) -> socket.socket:
    """Return the socket that the web servers accept from. It stays open while they come and go, so
    that nobody is turned away."""
    if os.environ.get("LISTEN_PID") == str(os.getpid()):  # systemd has opened it (sd_listen_fds)
        return socket.socket(fileno=GIVEN)
    if not 0 < port < 65536:
        raise CommandError(f"PORT={port} is not a port: use 1 to 65535.", returncode=2)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            family = socket.getaddrinfo(host, port)[0][0]
            return socket.create_server((host, port), family=family, backlog=BACKLOG)
        except OSError as error:
            # Children of a start that was killed let go of the port within a moment.
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise CommandError(unusable(host, port, error), returncode=2) from None
        time.sleep(PATIENCE / 20)


def unusable(host: str, port: int, error: OSError) -> str:
    # What looking up a name failed with has a number below 0.
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
    return (
        f"Port {port} on {host} cannot be used: {reason}. "
        f"Stop what uses it, or choose another: make run PORT={port + 1}"
    )


def make_person(name: str, group: str, **rights: bool) -> str:
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(name, None, password, **rights)
    user.groups.add(Group.objects.get(name=group))
    return password


def children(listener: int, parent: int) -> list[Child]:
    webs = [web(number + 1, listener, parent) for number in range(WEBS)]
    worker = Child("background worker", manage("worker"), parent)
    watched = manage("watch_seeds", "--", settings.WATCH)
    watchers = [Child("watcher", watched, parent)] if settings.WATCH else []
    return [*webs, worker, *watchers]


def web(number: int, listener: int, parent: int) -> Child:
    command = manage("serve", str(listener))
    return Child(f"web server {number}", command, parent, keeps=[listener], overlaps=True)


def manage(*arguments: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]

"""Start everything: prepare, give a new site the demo, serve pages, work in the background."""

import os
import secrets
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from articles import permissions
from articles.management.supervise import Child, Supervisor

DEMO = settings.BASE_DIR / "fixtures" / "demo"
WEB = "web server"


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty site empty")

    def handle(self, *args: Any, no_demo: bool, **options: Any) -> None:
        check_port(settings.HOST, settings.PORT)
        try:
            self._make_ready(no_demo)
        except KeyboardInterrupt:
            raise CommandError("Stopped while preparing; the next start goes on.") from None
        self._announce()
        code = Supervisor(children(), self._write).run()
        self._write("Stopped.")
        sys.exit(code)

    def _make_ready(self, no_demo: bool) -> None:
        self._write("Preparing …")
        call_command("prepare")
        if not no_demo and not User.objects.exists():
            self._set_up_demo()
        connections.close_all()

    def _set_up_demo(self) -> None:
        self._write("This site is new: importing the demo newsroom …")
        call_command("import_seeds", str(DEMO), stdout=self.stdout)
        passwords = {
            "admin": make_person("admin", permissions.ADMINS, is_superuser=True, is_staff=True),
            "editor": make_person("editor", permissions.EDITORS),
        }
        self._write("Two people can sign in. These passwords are shown this once:")
        for name, password in passwords.items():
            self._write(f"    {name:<8} {password}")
        self._write("    A new one: .venv/bin/python manage.py changepassword NAME")

    def _announce(self) -> None:
        site = f"http://localhost:{settings.PORT}"
        for name, path in {"Site": "/", "Desk": "/desk/", "Admin": "/admin/"}.items():
            self._write(f"    {name:<8} {site}{path}")
        self._write(f"    Sign in  {site}/accounts/login/")
        self._write("Ctrl-C stops everything.")

    def _write(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def check_port(host: str, port: int) -> None:
    """Refuse a port that is no port or in use, before anything is changed."""
    if not 0 < port < 65536:
        raise CommandError(f"PORT={port} is not a port: use 1 to 65535.", returncode=2)
    try:
        family = socket.getaddrinfo(host, port)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise CommandError(
            f"Port {port} on {host} cannot be used: {os.strerror(error.errno)}. "
            f"Stop what uses it, or choose another: make run PORT={port + 1}",
            returncode=2,
        ) from None


def make_person(name: str, group: str, **rights: bool) -> str:
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(name, password=password, **rights)
    user.groups.add(Group.objects.get(name=group))
    return password


def children() -> list[Child]:
    return [web(), worker(), *([watcher(settings.WATCH)] if settings.WATCH else [])]


def web() -> Child:
    address = ["--host", settings.HOST, "--port", str(settings.PORT)]
    home = ["--working-dir", str(settings.BASE_DIR)]
    workers = ["--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers"]
    quiet = ["--no-ws", "--log-level", "warning", "--workers-kill-timeout", "5"]
    command = ["-m", "granian", "--interface", "wsgi", *home, *address, *workers, *quiet]
    return Child(WEB, [sys.executable, *command, "newsdesk.wsgi:application"], vital=True)


def worker() -> Child:
    manage = str(settings.BASE_DIR / "manage.py")
    return Child("background worker", [sys.executable, manage, "worker"])


def watcher(folder: str) -> Child:
    manage = str(settings.BASE_DIR / "manage.py")
    return Child("watcher", [sys.executable, manage, "watch_seeds", "--", folder])

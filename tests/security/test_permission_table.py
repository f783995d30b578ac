"""Who gets what from every address, by every method, against a table that people have read.

A new or changed address fails here until its lines are in permission_table.txt:

    NEWSDESK_WRITE_TABLE=1 .venv/bin/python -m pytest tests/security/test_permission_table.py

writes them; read the difference before you commit it.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.security.routes import address, make_samples, routes

TABLE = Path(__file__).with_name("permission_table.txt")
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
ROLES = {
    "anonymous": None,
    "reader": "charlie",
    "editor": "alice",
    "admin": "bob",
    "disabled": "dave",
}
WRITE = os.environ.get("NEWSDESK_WRITE_TABLE") == "1"


@pytest.mark.parametrize("role", ROLES)
def test_the_table_holds(role, db, request):
    user = request.getfixturevalue(ROLES[role]) if ROLES[role] else None
    seen = observe(user)
    if WRITE:
        write(role, seen)
    kept = {name: statuses for (name, who), statuses in read().items() if who == role}
    differences = [
        f"{name} {role}: the table says {kept.get(name, 'nothing')}, the site {seen.get(name)}"
        for name in {**kept, **seen}
        if kept.get(name) != seen.get(name)
    ]
    assert not differences, "\n".join([__doc__, *differences])


def observe(user):
    """Route name -> one status for each of METHODS, every request from the same start."""
    samples = make_samples()
    session = session_of(user) if user else ""
    return {
        route.name: [status(method, address(route, samples), session) for method in METHODS]
        for route in routes()
    }


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def status(method, path, session):
    """Its code; what the request changed is rolled back, and its rate limits are forgotten."""
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    cache.clear()
    with transaction.atomic():
        response = client.generic(method, path)
        response.getvalue()  # to its end, where a picture's file is closed
        transaction.set_rollback(True)
    return str(response.status_code)


def read():
    rows = [line.split() for line in TABLE.read_text().splitlines() if line[:1] not in ("", "#")]
    return {(name, role): statuses for name, role, *statuses in rows}


def write(role, seen):
    table = {key: row for key, row in read().items() if key[0] in seen and key[1] != role}
    table |= {(name, role): statuses for name, statuses in seen.items()}
    order = {(name, who): n for n, (name, who) in enumerate((n, w) for n in seen for w in ROLES)}
    width = max(map(len, seen))
    lines = [line("# name", "role", METHODS, width)]
    lines += [line(*key, table[key], width) for key in sorted(table, key=order.get)]
    TABLE.write_text("\n".join(lines) + "\n")


def line(name, role, columns, width):
    return f"{name:<{width}}  {role:<9}  {' '.join(f'{column:<7}' for column in columns)}".rstrip()

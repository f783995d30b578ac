"""What every page of the desk and of the admin site costs, with every filter and order."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from time import process_time

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.figures import counting
from newsdesk.wsgi import warm_up
from tests.benchmarks.costs import blocks, costs
from tests.benchmarks.report import say
from tests.benchmarks.variants import variants

REQUESTS = 3


def work(folder: Path) -> None:
    """Print of each page, as JSON: its name, its address, that without the filter, milliseconds of
    processor, and the database's work."""
    warm_up()
    counting.count(timezone.now())
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username="benchmark"))
    say(json.dumps([[*page, *_cost(client, page.address)] for page in variants()]))


def _cost(client: Client, address: str) -> tuple[float, int]:
    """Return milliseconds, and steps of SQLite's machine or blocks that PostgreSQL read."""
    with CaptureQueriesContext(connection) as captured:
        _milliseconds(client, address)
    asked = [query["sql"] for query in captured]
    done = (
        sum(cost.steps for cost in costs(asked)) if connection.vendor == "sqlite" else blocks(asked)
    )
    return median(_milliseconds(client, address) for _ in range(REQUESTS)), done


def _milliseconds(client: Client, address: str) -> float:
    started = process_time()
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")
    return (process_time() - started) * 1000

"""Pages that are not cached, beside a floor: one raw query, its rows as strings, and a hello."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from articles.figures import counting
from articles.models import Article, Provider, RelatedLink, Topic
from articles.permissions import EDITORS
from articles.public import stories
from newsdesk.wsgi import warm_up
from tests.benchmarks.costs import Cost, costs, plan
from tests.benchmarks.generate import COMMON_WORD, RARE_WORD, ROOT, TOPICS, slug
from tests.benchmarks.report import say, table

Ask = Callable[[], object]
REQUESTS = 100
FROM_THE_END = 40  # stories behind the deep page's cursor
RAW = """
SELECT article.id, article.title, article.excerpt, article.published_at
FROM articles_articletopic filed JOIN articles_article article ON article.id = filed.article_id
WHERE filed.topic_id = ? AND filed.public = 1 AND filed.weight > -1
ORDER BY filed.day DESC, filed.weight DESC, filed.article_id DESC LIMIT 30
"""


def work(folder: Path) -> None:
    """Print what each page takes of a processor, its size, its queries, and how far it is above the
    floor."""
    warm_up()
    counting.count(timezone.now())
    reader, editor = Client(HTTP_HOST="localhost"), _editor()
    floor, hello = _floor(), lambda: _get(reader, "/hello/")
    pages = [_measure(floor, hello, *page) for page in _pages(reader, editor)]
    say(f"\n{Article.objects.count():,} articles, processor time of {REQUESTS} requests.\n")
    header = ("page", "ms", "p95 : median", "x floor", "kB", "queries", "1,000 steps")
    table(header, [page.row() for page in pages])
    _say_what_is_costly(pages)


class Page(NamedTuple):
    """Milliseconds of the page and of the floor, asked for in turns."""

    name: str
    milliseconds: list[float]  # of each request, the quickest first
    floor: float
    size: int
    costs: list[Cost]

    def row(self) -> tuple[str, ...]:
        steps = sum(cost.steps for cost in self.costs) / 1000
        middle = median(self.milliseconds)
        slow = self.milliseconds[len(self.milliseconds) * 95 // 100]
        return (
            *(self.name, f"{middle:.1f}", f"{slow / middle:.2f}", f"{middle / self.floor:.1f}"),
            *(f"{self.size / 1000:.0f}", str(len(self.costs)), f"{steps:.0f}"),
        )


def _measure(floor: Ask, hello: Ask, name: str, client: Client, address: str) -> Page:
    queries = _queries(client, address)
    size = len(client.get(address).content)
    page, *parts = _milliseconds(lambda: _get(client, address), floor, hello)
    return Page(name, page, sum(map(median, parts)), size, costs(queries))


def _say_what_is_costly(pages: list[Page]) -> None:
    """Each such query once, with its plan."""
    high: dict[str, tuple[str, Cost]] = {}
    for page in pages:
        for cost in page.costs:
            if cost.is_high:
                high.setdefault(cost.query, (page.name, cost))
    for name, cost in high.values():
        say(f"{name}: {cost.steps:,} steps, {cost.milliseconds:.1f} ms: {_short(cost.query)}")
        for step in plan(cost.query):
            say(f"    {step}")


def _short(query: str) -> str:
    """Without the columns."""
    start = query.rfind(" FROM ", 0, query.find(" WHERE ")) if " WHERE " in query else 0
    return query[max(start, 0) :][:400]


def _pages(reader: Client, editor: Client) -> list[tuple[str, Client, str]]:
    """Name, who asks, and the address."""
    big, small = (Topic.objects.get(slug=slug(name)) for name in (ROOT, TOPICS[-1]))
    front, desk = reverse("public:front"), reverse("desk:queue")
    topic, leaf = (reverse("public:topic", args=[row.slug]) for row in (big, small))
    story = RelatedLink.objects.filter(article__public__in=[True]).latest("pk").article
    public = [
        ("front page", front),
        ("front page, second", f"{front}?after={stories.front('').after}"),
        ("front page, deep", f"{front}?after={_deep(Article.objects.listed(), 'id')}"),
        ("topic of most stories", topic),
        ("topic of most, second page", f"{topic}?after={stories.of_topic(big.pk).after}"),
        ("topic of most, deep page", f"{topic}?after={_deep(stories.filed(big.pk), 'article_id')}"),
        ("topic of some", leaf),
        ("topic's feed", reverse("public:topic-feed", args=[big.slug])),
        ("article", reverse("public:article", args=[story.slug])),
    ]
    last = Article.objects.order_by("published_at")[FROM_THE_END]
    deep = f"{last.published_at.isoformat().replace('+', '%2B')}~{last.pk}"
    inside = [
        ("desk: queue", ""),
        ("desk: all", "?queue=all"),
        ("desk: all, deep page", f"?queue=all&after={deep}"),
        ("desk: by score", "?sort=quality"),
        ("desk: topic of most", f"?topic={big.slug}"),
        ("desk: topic of some", f"?topic={small.slug}"),
        ("desk: common word", f"?q={COMMON_WORD}"),
        ("desk: rare word", f"?q={RARE_WORD}"),
        ("desk: rare word by score", f"?q={RARE_WORD}&sort=quality"),
        ("desk: without picture", "?picture=no"),
        ("desk: provider", "?provider=paper7.example"),
    ]
    source = Provider.objects.get(domain="paper7.example")
    counted = [
        ("desk: sources", reverse("desk:sources")),
        ("desk: a source", reverse("desk:source-detail", args=[source.pk])),
        ("desk: numbers", reverse("desk:numbers")),
    ]
    return [
        *((name, reader, address) for name, address in public),
        *((name, editor, desk + query) for name, query in inside),
        *((name, editor, address) for name, address in counted),
    ]


def _deep(places: Any, key: str) -> str:
    row = places.order_by("day", "weight", key)[FROM_THE_END]
    return f"{row.day}~{row.weight}~{getattr(row, key)}"


def _editor() -> Client:
    user, _ = User.objects.get_or_create(username="benchmark")
    user.groups.add(Group.objects.get(name=EDITORS))
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")


def _queries(client: Client, address: str) -> list[str]:
    """What a request asks of the database; also warms up."""
    _get(client, address)
    with CaptureQueriesContext(connection) as captured:
        _get(client, address)
    return [query["sql"] for query in captured]


def _floor() -> Ask:
    """Return what the words of a topic's page cost by plain SQL and strings, without Django."""
    topic = Topic.objects.get(slug=slug(ROOT)).pk
    database = sqlite3.connect(settings.DATABASES["default"]["NAME"])

    def page() -> str:
        rows = database.execute(RAW, [topic]).fetchall()
        stories = [
            f'<article><p class="from"><time datetime="{moment}">{moment}</time></p>'
            f'<h3 dir="auto"><a href="/news/{key}/">{escape(title)}</a></h3>'
            f'<p class="excerpt" dir="auto">{escape(excerpt)}</p></article>'
            for key, title, excerpt, moment in rows
        ]
        return f"<!doctype html><main>{''.join(stories)}</main>"

    return page


def _milliseconds(*asks: Ask) -> list[list[float]]:
    """Return those of each, all asked in turns, the quickest first."""
    rounds = [[_once(ask) for ask in asks] for _ in range(REQUESTS + 1)]
    return [sorted(times) for times in zip(*rounds[1:], strict=True)]


def _once(ask: Ask) -> float:
    started = process_time()
    ask()
    return (process_time() - started) * 1000

"""Pages that are not cached, beside one raw query for thirty rows and a page that says hello."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, RelatedLink, Topic
from articles.permissions import EDITORS
from articles.public import stories
from tests.benchmarks.costs import Cost, costs, plan
from tests.benchmarks.generate import COMMON_WORD, RARE_WORD, ROOT, TOPICS, slug
from tests.benchmarks.report import say, table

Ask = Callable[[], object]
REQUESTS = 30
FROM_THE_END = 40  # stories behind the deep page's cursor
RAW = """
SELECT article.id, article.title, article.excerpt, article.published_at
FROM articles_articletopic filed JOIN articles_article article ON article.id = filed.article_id
WHERE filed.topic_id = ? AND filed.public = 1 AND filed.weight > -1
ORDER BY filed.day DESC, filed.weight DESC, filed.article_id DESC LIMIT 30
"""


def work(folder: Path) -> None:
    """Print how long each page takes, its queries, and what it costs against the baseline."""
    reader, editor = Client(HTTP_HOST="localhost"), _editor()
    raw, hello = _raw(), lambda: _get(reader, "/hello/")
    pages = [_measure(raw, hello, *page) for page in _pages(reader, editor)]
    say(f"\n{Article.objects.count():,} articles, medians of {REQUESTS} requests.\n")
    table(("page", "ms", "x baseline", "queries", "1,000 steps"), [page.row() for page in pages])
    _say_what_is_costly(pages)


class Page(NamedTuple):
    """Milliseconds of the page and of its baseline, asked for in turns."""

    name: str
    milliseconds: float
    baseline: float
    costs: list[Cost]

    def row(self) -> tuple[str, ...]:
        steps = sum(cost.steps for cost in self.costs) / 1000
        ratio = self.milliseconds / self.baseline
        return (
            *(self.name, f"{self.milliseconds:.1f}", f"{ratio:.0f}"),
            *(str(len(self.costs)), f"{steps:.0f}"),
        )


def _measure(raw: Ask, hello: Ask, name: str, client: Client, address: str) -> Page:
    queries = _queries(client, address)
    page, *baseline = _milliseconds(lambda: _get(client, address), raw, hello)
    return Page(name, page, sum(baseline), costs(queries))


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
        ("topic of most, second page", f"{topic}?after={stories.of_topic(big).after}"),
        ("topic of most, deep page", f"{topic}?after={_deep(stories.filed(big), 'article_id')}"),
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
        ("desk: by quality", "?sort=quality"),
        ("desk: topic of most", f"?topic={big.slug}"),
        ("desk: topic of some", f"?topic={small.slug}"),
        ("desk: common word", f"?q={COMMON_WORD}"),
        ("desk: rare word", f"?q={RARE_WORD}"),
        ("desk: rare word by quality", f"?q={RARE_WORD}&sort=quality"),
        ("desk: without picture", "?picture=no"),
        ("desk: provider", "?provider=paper7.example"),
    ]
    return [
        *((name, reader, address) for name, address in public),
        *((name, editor, desk + query) for name, query in inside),
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


def _raw() -> Ask:
    """The query through a connection of its own, without Django."""
    topic = Topic.objects.get(slug=slug(ROOT)).pk
    database = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    return lambda: database.execute(RAW, [topic]).fetchall()


def _milliseconds(*asks: Ask) -> list[float]:
    """The median of each, all asked in turns."""
    rounds = [[_once(ask) for ask in asks] for _ in range(REQUESTS + 1)]
    return [median(times) for times in zip(*rounds[1:], strict=True)]


def _once(ask: Ask) -> float:
    started = perf_counter()
    ask()
    return (perf_counter() - started) * 1000

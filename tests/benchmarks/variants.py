"""The pages of the desk and of the admin site, with every filter and order they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib import admin
from django.urls import reverse

from articles.models import Article, ImportBatch, Provider, RelatedLink
from articles.queue.filters import SORTS
from articles.queue.queues import QUEUES
from tests.benchmarks.generate import COMMON_WORD, RARE_WORD, ROOT, TOPICS, slug

FILTERS = (
    *(f"topic={slug(name)}" for name in (ROOT, TOPICS[-1])),
    *("provider=paper7.example", "provider=paper+39", "provider=paper", "provider=nobody"),
    *("state=published", "state=unpublished", "state=unset"),
    *("review=unreviewed", "review=reviewed", "review=rejected"),
    *("type=article", "type=video", "type=video&conflict=yes"),
    *("at_least=9000", "at_least=138", "at_most=5", "at_least=50&at_most=70"),
    *("band=border", "band=low", "band=none"),
    *("state=published&at_most=5", "state=unpublished&at_least=60", "state=unset&at_most=70"),
    *("picture=yes", "picture=no", "related=yes", "related=no", "conflict=yes", "conflict=no"),
    *("readers=yes", "readers=no", "by=benchmark", "by=nobody", "batch=1"),
    *("since=2026-11-20", "until=2026-11-01", "decided_since=2026-11-29"),
    *("against=any", "waited=2"),
)
# Lists whose filters are open, with what each would leave.
OPEN = (
    *("queue=all", "queue=waiting", "queue=rule-held", "queue=all&sort=quality"),
    *("queue=all&state=unpublished&type=video", f"queue=all&topic={slug(ROOT)}"),
    *("queue=all&provider=paper7.example", f"queue=all&q={COMMON_WORD}"),
)
WORDS = (COMMON_WORD, RARE_WORD, COMMON_WORD[:3])
ADMIN = {
    "article": (
        *("state__exact=unset", "state__exact=unpublished", "state__exact=published"),
        *("review__exact=rejected", "review__exact=reviewed", "review__exact=unreviewed"),
        *("score=unscored", "score=low", "score=high"),
        *(f"topic={slug(ROOT)}", f"topic={slug(TOPICS[-1])}"),
        f"topic={slug(TOPICS[1])}&review__exact=rejected",
        *(f"q={word}" for word in WORDS),
    ),
    "relatedlink": ("origin__exact=editor", "origin__exact=seed", "q=_news/nothing.md"),
    "seedfile": ("kind__exact=topic", "kind__exact=article", "q=_news/nothing.md"),
    "image": ("state__exact=broken", "state__exact=remote", "q=https://nothing.example/a.jpg"),
    "provider": ("q=paper7",),
    "topic": ("accepted__exact=1", "q=topic"),
}
BY_SCORE = "o=-5"  # the list of articles by the column of scores


class Variant(NamedTuple):
    """A page, and the address of the same page without its filter."""

    name: str
    address: str
    plain: str


def variants() -> list[Variant]:
    return [*_queue(), *_other_desk_pages(), *_admin_lists()]


def _queue() -> Iterator[Variant]:
    page = reverse("desk:queue")
    for sort in SORTS:
        plain = f"{page}?queue=all&sort={sort}"
        for name in QUEUES:
            yield Variant(f"queue {name} by {sort}", f"{page}?queue={name}&sort={sort}", plain)
        for query in FILTERS:
            yield Variant(f"{query} by {sort}", f"{plain}&{query}", plain)
    for query in OPEN:
        plain = f"{page}?{query}"
        yield Variant(f"open filters {query}", f"{plain}&filters=open", plain)
    for word in WORDS:
        plain = f"{page}?queue=all"
        yield Variant(f"search {word}", f"{plain}&q={word}", plain)


def _other_desk_pages() -> Iterator[Variant]:
    article = RelatedLink.objects.latest("pk").article_id
    batch = reverse("desk:import-detail", args=[ImportBatch.objects.latest("pk").pk])
    links = reverse("desk:link-search", args=[article])
    changes = reverse("desk:change-list")
    source = Provider.objects.get(domain="paper7.example").pk
    yield from (Variant(f"link search {word}", f"{links}?q={word}", links) for word in WORDS)
    yield Variant("changes", changes, changes)
    yield Variant("changes since", f"{changes}?since=2026-11-30", changes)
    for name in ("conflict-list", "act-list", "imports", "sources", "numbers", "stories"):
        yield Variant(name, reverse(f"desk:{name}"), reverse(f"desk:{name}"))
    # Two sites' pages are compared by their names, whatever the keys in their addresses.
    for name, key in (
        ("source-detail", source),
        ("article-detail", article),
        ("story-detail", article),
    ):
        address = reverse(f"desk:{name}", args=[key])
        yield Variant(name, address, address)
    yield Variant("import-detail", batch, batch)
    yield Variant("files of an import by name", f"{batch}?class=new&q=story-0000", batch)


def _admin_lists() -> Iterator[Variant]:
    for model in admin.site._registry:
        name = str(model._meta.model_name)
        plain = reverse(f"admin:{model._meta.app_label}_{name}_changelist")
        queries = ("", *ADMIN.get(name, ()))
        if model is Article:
            queries = (*queries, *(f"{query}&{BY_SCORE}".lstrip("&") for query in queries))
        for query in queries:
            yield Variant(f"admin: {name} {query}".strip(), f"{plain}?{query}", plain)

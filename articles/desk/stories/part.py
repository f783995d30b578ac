"""What is said on an article of the story that it leads, or is part of."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Article
from articles.query.stories import lead_key, members_of
from articles.text import display_text


@dataclass(frozen=True)
class Part:
    """`title` is that of the lead, "" on the lead itself, where `articles` and `sources` count what
    is in the story."""

    lead: int
    title: str = ""
    articles: int = 0
    sources: int = 0


def part_of(key: int, domain: str, *, is_folded: bool) -> Part | None:
    """Return the article's part in a story, None where it is of none; one query."""
    return _of_member(key) if is_folded else _of_lead(key, domain)


def _of_member(key: int) -> Part | None:
    leads = Article.objects.filter(pk=key).annotate(lead_key=lead_key()).values("lead_key")
    found = Article.objects.order_by().filter(pk__in=leads).values_list("pk", "title").first()
    return Part(found[0], display_text(found[1])) if found else None


def _of_lead(key: int, domain: str) -> Part | None:
    domains = list(members_of([key]).order_by().values_list("provider__domain", flat=True))
    return Part(key, "", 1 + len(domains), len({domain, *domains})) if domains else None

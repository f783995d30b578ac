"""What is said on an article of the story that it leads, is part of, or seems to belong to."""

from __future__ import annotations

from dataclasses import dataclass

from articles.desk.queue.rows import Row
from articles.judgement import related, stories
from articles.judgement.suggestion import Suggestion
from articles.models import Article
from articles.query.stories import lead_key, members_of
from articles.text import display_text
from articles.wording import Status


@dataclass(frozen=True)
class Part:
    """`title` is that of the lead, "" on the lead itself, where `articles` and `sources` count what
    is in the story."""

    lead: int
    title: str = ""
    articles: int = 0
    sources: int = 0


@dataclass(frozen=True)
class Around:
    """What is known around an article: its part in a story, else the story that it seems to belong
    to, and what may be linked to it."""

    part: Part | None
    story: Suggestion | None
    suggested: list[Suggestion]


def around(row: Row) -> Around:
    article = row.article
    part = part_of(article.pk, article.source.domain, is_folded=article.is_folded)
    ranked = related.ranked(article)
    is_open = part is None and row.status not in (Status.REJECTED, Status.FOLDED)
    story = stories.likely_story(article, ranked) if is_open else None
    return Around(part, story, related.suggested_of(article, ranked))


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

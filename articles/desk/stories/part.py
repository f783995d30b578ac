"""What is said on an article of the story that it leads, is part of, or seems to belong to."""

from __future__ import annotations

from dataclasses import dataclass

from articles.desk.queue.rows import Row
from articles.display.cards import Card
from articles.judgement import related, stories
from articles.judgement.suggestion import Suggestion
from articles.models import Article
from articles.query.stories import leads_of, members_of
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
    ranked = related.ranked(article)
    leads = leads_of([article.pk, *(one.article for one in ranked)])
    part = _part(article, leads[article.pk]) if article.pk in leads else None
    is_out = article.is_folded or row.withdrawn or row.status == Status.REJECTED
    story = None if is_out else stories.likely_story(article, ranked, leads)
    return Around(part, story, related.suggested_of(article, ranked))


def _part(article: Card, lead: int) -> Part:
    if lead != article.pk:
        title = Article.objects.order_by().values_list("title", flat=True).get(pk=lead)
        return Part(lead, display_text(title))
    members = members_of([lead]).order_by()
    domains = list(members.values_list("provider__domain", flat=True))
    return Part(lead, "", 1 + len(domains), len({article.source.domain, *domains}))

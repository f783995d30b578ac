"""How many independent sources a story has: publishers that report it in words of their own.

Providers of one owner are one source, and so are all that have the same text. In order of arrival,
an article is a source of its own where neither its publisher nor its text was there before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F, Min, QuerySet, Window
from django.db.models.functions import RowNumber

from articles.judgement.duplicates.addresses import addresses_of
from articles.judgement.duplicates.rule import Copy, same_story
from articles.models import FOLDED, Article, RelatedLink, Review
from articles.models.provider import family_of
from articles.text import display_text
from articles.times import DAY

Row = tuple[Any, ...]
Text = tuple[Any, ...]  # what makes a Copy, as rows have it

MOST = 50  # members of a story that are compared, the newest: one wire text can have thousands
FRESH = DAY  # what was older when it came is of an archive, and no news
COLUMNS = (
    *("imported_at", "pk", "provider__name", "provider__owner"),
    *("provider__domain", "published_at", "title", "excerpt"),
    *("canonical_url", "original_url", "web_url", "amp_url"),
)


class Report(NamedTuple):
    """An article as a report of its story. `since` is when the first of its provider came."""

    came: datetime
    pk: int
    since: datetime
    dated: datetime
    name: str
    family: str
    text: Text


@dataclass(frozen=True, slots=True)
class Source:
    """`name` is the owner's, else the provider's; `dated` is what its first report says."""

    name: str
    came: datetime
    dated: datetime

    def is_news(self, since: datetime) -> bool:
        return self.came >= since and self.dated >= since - FRESH


def rows_of(leads: Sequence[int]) -> QuerySet[Any, Row]:
    """Ask for the reports of the stories that these articles lead, for `sources_of`: for leads, for
    what editors folded into them, and for what seeds did."""
    own = Article.objects.filter(pk__among=leads)
    # What is merged is one source with whatever it is merged into, in whichever words.
    folded = Article.objects.filter(folded_into__among=leads, merged_into=None)
    folded = folded.exclude(review=Review.REJECTED)
    linked = RelatedLink.objects.filter(
        article__among=leads, target__heat=FOLDED, target__folded_into=None
    ).exclude(target__review=Review.REJECTED)
    members = _columns(folded, "folded_into_id"), _columns(linked, "article_id", "target__")
    newest = (rows.filter(place_in_story__lte=MOST) for rows in members)
    return _columns(own, "pk").union(*newest, all=True)


def sources_of(rows: Iterable[Row]) -> dict[int, list[Source]]:
    """Return the sources of each story in order of arrival, by its lead; what leads no other
    article is left out."""
    stories: defaultdict[int, dict[int, Report]] = defaultdict(dict)
    for lead, since, _, *row in rows:
        report = _report(since, row)
        stories[lead][report.pk] = report
    return {
        lead: independent(reports.values()) for lead, reports in stories.items() if len(reports) > 1
    }


def independent(reports: Iterable[Report]) -> list[Source]:
    sources: list[Source] = []
    families: set[str] = set()
    before: list[Text] = []
    for report in sorted(reports):
        if report.family not in families and not _is_copied(report.text, before):
            families.add(report.family)
            sources.append(Source(display_text(report.name), report.since, report.dated))
        before.append(report.text)
    return sources


def come_since(since: datetime, sources: Sequence[Source]) -> list[Source]:
    """Return those that came to the story since then. The first has made it."""
    return [source for source in sources[1:] if source.is_news(since)]


def _is_copied(text: Text, before: Iterable[Text]) -> bool:
    return any(_are_one(text, other) for other in before)


# The same stories stand in list after list, and reading texts takes longer than the query.
@lru_cache(maxsize=8192)
def _are_one(one: Text, other: Text) -> bool:
    return same_story(_copy(one), _copy(other)) != ""


@lru_cache(maxsize=2048)
def _copy(text: Text) -> Copy:
    domain, published_at, title, excerpt, *urls = text
    return Copy(title, excerpt, domain, addresses_of(*urls), published_at)


def _report(since: datetime, row: Sequence[Any]) -> Report:
    came, pk, name, owner, domain, dated, *text = row
    family = family_of(owner, domain)
    return Report(came, pk, since, dated, owner or name, family, (domain, dated, *text))


def _columns(rows: Any, lead: str, prefix: str = "") -> Any:
    theirs = [F(lead), F(f"{prefix}provider")]
    return (
        rows.order_by()
        .annotate(
            since=Window(Min(f"{prefix}imported_at"), partition_by=theirs),
            place_in_story=Window(
                RowNumber(), partition_by=F(lead), order_by=F(f"{prefix}pk").desc()
            ),
        )
        .values_list(lead, "since", "place_in_story", *(f"{prefix}{name}" for name in COLUMNS))
    )

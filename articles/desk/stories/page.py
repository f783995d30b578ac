"""The page of a story: shown by its own view, and again where an act on it was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles import wording
from articles.desk.queue.rows import Row, rows
from articles.desk.stories.timeline import LEAD, MEMBER, SUGGESTED, Dot, time_line
from articles.display.cards import Card
from articles.http import Request
from articles.judgement import stories
from articles.judgement.suggestion import Suggestion
from articles.models import Article, Event
from articles.query.stories import members_of
from articles.times import in_full

PUT = ("fold", "join", "merge-story")  # acts that make a member,
LED = ("lead", "split")  # and a lead


@dataclass(frozen=True)
class Member:
    """`by` says who put it there, "" for the lead that nobody chose."""

    row: Row
    leads: bool
    by: str

    @property
    def state(self) -> str:
        """Return what it is beside being part of the story, as the class of its mark."""
        return "published" if self.row.stands == "as it is" else self.row.stands


@dataclass(frozen=True)
class Suggested:
    one: Suggestion
    row: Row


def page(
    request: Request,
    pk: int,
    *,
    status: int = 200,
    alert: str = "",
    query: str = "",
    candidates: Sequence[Card] = (),
) -> HttpResponse:
    lead = get_object_or_404(Article.objects.select_related("provider"), pk=pk)
    others = list(members_of([pk]).select_related("provider"))
    likely = stories.suggested(lead, others)
    found = {row.article.pk: row for row in rows(_keys(lead, others, likely))}
    members, suggested = _members(lead, others, found), _suggested(likely, found)
    now = timezone.now()
    times = [one.row.article.published_at for one in members]
    context = {
        "lead": found[pk],
        "members": members,
        "sources": len({one.row.article.source.domain for one in members}),
        "first": min(times),
        "closes": stories.closes([lead, *others]),
        "now": now,
        "suggested": suggested,
        "chart": time_line(_dots(members, suggested), now),
        "sentence": _sentence(members, suggested),
        "alert": alert,
        "query": query,
        "candidates": candidates,
    }
    return render(request, "desk/stories/detail.html", context, status=status)


def again(request: Request, pk: int, alert: str, status: int, form: Form | None) -> HttpResponse:
    """Show the page after an act that was not done."""
    return page(request, pk, alert=alert, status=status)


def _keys(lead: Article, others: Sequence[Article], likely: Sequence[Suggestion]) -> list[int]:
    whole = sorted([lead, *others], key=lambda one: (one.published_at, one.pk))
    return [*(one.pk for one in whole), *(one.article for one in likely)]


def _members(lead: Article, others: Sequence[Article], found: Mapping[int, Row]) -> list[Member]:
    """Return all articles of the story in the order of their time."""
    by = _put_by([lead.pk, *(one.pk for one in others)])
    folded = {one.pk: one.folded_into_id is not None for one in others}
    return [
        Member(row, key == lead.pk, by.get(key, "") if folded.get(key, True) else "the seed")
        for key, row in found.items()
        if key in folded or key == lead.pk
    ]


def _put_by(keys: Sequence[int]) -> dict[int, str]:
    """Return who made each of these what it is, as the history has it, the lead first."""
    done = Event.objects.filter(article__in=keys, action__in=[*PUT, *LED], undone=False)
    newest = {event.article_id or 0: event for event in done.select_related("actor").order_by("pk")}
    return {
        key: wording.who(event)
        for key, event in newest.items()
        if event.action in (LED if key == keys[0] else PUT)
    }


def _suggested(likely: Sequence[Suggestion], found: Mapping[int, Row]) -> list[Suggested]:
    return [Suggested(one, found[one.article]) for one in likely if one.article in found]


def _dots(members: Sequence[Member], suggested: Sequence[Suggested]) -> list[Dot]:
    whole = [_dot(one.row, LEAD if one.leads else MEMBER) for one in members]
    return [*whole, *(_dot(one.row, SUGGESTED) for one in suggested)]


def _dot(row: Row, kind: str) -> Dot:
    card = row.article
    return Dot(card.published_at, card.source.domain, card.source.name, card.quality, kind)


def _sentence(members: Sequence[Member], suggested: Sequence[Suggested]) -> str:
    times = sorted(one.row.article.published_at for one in members)
    articles = wording.counted(len(times), "article", "articles")
    span = _span(times[0], times[-1])
    more = f"; {len(suggested)} more seem to belong here" if len(suggested) > 1 else ""
    one_more = "; one more seems to belong here" if len(suggested) == 1 else ""
    return f"{articles} on a time line, {span}{more}{one_more}"


def _span(first: datetime, last: datetime) -> str:
    return in_full(first) if first == last else f"from {in_full(first)} to {in_full(last)}"

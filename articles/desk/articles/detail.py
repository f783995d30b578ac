"""The article page: shown by its own view, and again with what is wrong when a form failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.desk import topic_choices
from articles.desk.articles import comparison
from articles.desk.forms import EditForm, LinkForm
from articles.desk.queue.rows import current
from articles.display.cards import Card, cards, links_of
from articles.history.sentences import history_of, sentence
from articles.http import Request
from articles.models import Article, Event

HISTORY_SHOWN = 50


@dataclass(frozen=True)
class Act:
    """What one human act did, in sentences; `group` is what undoes it."""

    at: datetime
    group: UUID
    sentences: Sequence[str]
    undoable: bool


def page(
    request: Request,
    pk: int,
    *,
    status: int = 200,
    alert: str = "",
    edit: EditForm | None = None,
    link: LinkForm | None = None,
    query: str = "",
    candidates: Sequence[Card] = (),
) -> HttpResponse:
    """Show the page; `edit` and `link` are forms that failed, and `alert` says why."""
    articles = Article.objects.with_cards().select_related("folded_into")
    article = get_object_or_404(articles.prefetch_related("conflicts"), pk=pk)
    events = history_of(article)
    links = links_of([pk])[pk]
    context = {
        "article": article,
        "lead": article.lead,
        "row": current(pk),
        "alert": alert,
        "form": edit or EditForm(article),
        "stale": status == 409,
        "link_form": link or LinkForm(),
        "link_alert": alert if link else "",
        "links": links,
        "folded": _folded_into(article),
        "topics": [(str(key), name) for key, name in topic_choices.choices("pk")],
        "comparison": comparison.compare(article, events, len(links)),
        "acts": acts(events[:HISTORY_SHOWN]),
        "query": query,
        "candidates": candidates,
    }
    return render(request, "desk/articles/detail.html", context, status=status)


def acts(events: Sequence[Event]) -> list[Act]:
    grouped = [list(group) for _, group in groupby(events, key=lambda event: event.group)]
    return [
        Act(
            group[0].at,
            group[0].group,
            [sentence(event) for event in group],
            all(event.actor_id and event.batch_id is None for event in group),
        )
        for group in grouped
    ]


def _folded_into(article: Article) -> list[Card]:
    keys = list(article.folded.values_list("pk", flat=True))
    return cards(keys, topics=False, pictures=False)

"""The article page: shown by its own view, and again with what is wrong when a form failed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.desk import topic_choices
from articles.desk.articles import comparison
from articles.desk.forms import EditForm, LinkForm
from articles.desk.queue.rows import row
from articles.history.sentences import history_of, sentence
from articles.models import Article, Event, RelatedLink

HISTORY_SHOWN = 50


def page(
    request: HttpRequest,
    pk: int,
    *,
    status: int = 200,
    alert: str = "",
    edit: EditForm | None = None,
    link: LinkForm | None = None,
    **extra: object,
) -> HttpResponse:
    """Show the page; `edit` and `link` are forms that failed, as typed, and `alert` says why."""
    article = get_object_or_404(Article.objects.for_desk(), pk=pk)
    events = history_of(article)
    context = {
        "article": article,
        "row": row(article),
        "alert": alert,
        "form": edit or EditForm(article),
        "stale": status == 409,
        "link_form": link or LinkForm(),
        "link_alert": alert if link else "",
        "links": links_of(article),
        "folded": article.folded.with_cards(),
        "topics": topic_choices.choices("pk"),
        "upstream": comparison.compare(article, events),
        "acts": acts(events[:HISTORY_SHOWN]),
        **extra,
    }
    return render(request, "desk/articles/detail.html", context, status=status)


def links_of(article: Article) -> Sequence[RelatedLink]:
    return article.links.select_related("target__provider__logo").order_by("position", "pk")


def acts(events: Sequence[Event]) -> list[dict[str, object]]:
    grouped = [list(group) for _, group in groupby(events, key=lambda event: event.group)]
    return [
        {
            "first": group[0],
            "sentences": [sentence(event) for event in group],
            "undoable": all(event.actor_id and event.batch_id is None for event in group),
        }
        for group in grouped
    ]

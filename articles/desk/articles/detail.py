"""The article page: shown by its own view, and again with what is wrong when a form failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.desk.articles import comparison, merging
from articles.desk.forms import EditForm, LinkForm
from articles.desk.queue.rows import beside, of_article
from articles.desk.queue.suggested import suggested_score
from articles.desk.stories.part import around
from articles.desk.teamwork import people, presence
from articles.display.cards import COLUMNS, Card, card, links_of
from articles.history.acts import acts_on
from articles.history.sentences import history_of
from articles.history.since import since_decided
from articles.http import Request
from articles.models import Article, Event, Feature, Mention, Note, SeedFile
from articles.queue import topic_choices

HISTORY_SHOWN = 50


def page(
    request: Request,
    pk: int,
    *,
    status: int = 200,
    alert: str = "",
    edit: EditForm | None = None,
    link: LinkForm | None = None,
    note: str = "",
    query: str = "",
    candidates: Sequence[Card] = (),
) -> HttpResponse:
    """Show the page; `edit` and `link` are forms that failed, `note` what was typed into another,
    and `alert` says why."""
    article = get_object_or_404(_articles(), pk=pk)
    events = history_of(article)
    links = links_of([pk])[pk]
    row = of_article(article, timezone.now())
    tree = topic_choices.tree()
    context = {
        "article": article,
        "row": row,
        "alert": alert,
        "form": edit or EditForm(article),
        "merge": merging.merge(edit, article, events) if edit and status == 409 else None,
        "link_form": link or LinkForm(),
        "link_alert": alert if link else "",
        "links": links,
        "around": around(row),
        "folded": _cards(_folded_into(article)) if article.leads else [],
        "copies": _cards(article.merged.all()) if article.has_copies else [],
        "places": _places(article, events),
        "filed": topic_choices.with_those_above(article.listed_topics, tree),
        "notes": _notes(article) if row.notes else [],
        "note": note,
        "people": presence.others([pk], request.user).get(pk, []),
        "reviewers": people.reviewers(),
        "topics": [(str(topic.pk), name) for topic, name in topic_choices.indented(tree)],
        "comparison": comparison.compare(article, article.seed_text, events, len(links)),
        "since": since_decided(article),
        "suggested_score": suggested_score(pk, article.source_name),
        "acts": acts_on(events[:HISTORY_SHOWN]),
        "query": query,
        "candidates": candidates,
    }
    return render(request, "desk/articles/detail.html", context, status=status)


def _articles() -> QuerySet[Article, Any]:
    """Return articles with all that the page says of one, by as few queries as that takes."""
    seeds = SeedFile.objects.filter(article=OuterRef("pk"), path=OuterRef("path")).order_by("pk")
    about = ("folded_into", "merged_into", "decided_by", "assigned_to", "ruled_by", "threshold_of")
    found = Article.objects.with_cards().select_related(*about)
    leads = Exists(Article.objects.order_by().filter(folded_into=OuterRef("pk")))
    copies = Exists(Article.objects.order_by().filter(merged_into=OuterRef("pk")))
    text = Subquery(seeds.values("text")[:1])
    shown = found.annotate(**beside(), seed_text=text, leads=leads, has_copies=copies)
    return shown.prefetch_related("conflicts")


def _places(article: Article, events: Sequence[Event]) -> list[Feature]:
    """Return where it is on top: nowhere, where its history says nothing of it."""
    if not any("features" in event.after for event in events):
        return []
    return list(article.features.holding().select_related("topic"))


def _notes(article: Article) -> QuerySet[Note]:
    mentions = Mention.objects.select_related("person")
    return article.notes.prefetch_related(Prefetch("mentions", mentions))


def _folded_into(article: Article) -> QuerySet[Article]:
    """Return what is part of its story, without what is the same as this."""
    return article.folded.exclude(merged_into=article)


def _cards(articles: QuerySet[Article]) -> list[Card]:
    return [card(row, "", ()) for row in articles.values_list(*COLUMNS)]

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from articles.actions.saved import feeds as actions
from articles.desk.saved.page import Opened, done, own, page
from articles.display.cards import cards
from articles.display.feeds import FEED_SIZE, Entry, Feed, answer
from articles.http import Request
from articles.models import Article, SavedView
from articles.models.article import ArticleQuerySet
from articles.permissions import may_review, requires
from articles.queue.saved import Broken, found_by
from articles.site import choices


@require_POST
@requires(may_review)
def saved_feed_open(request: Request, pk: int) -> HttpResponse:
    view = own(request, pk)
    token = actions.open_feed(view=view, by=request.user)
    address = request.build_absolute_uri(reverse("desk:saved-feed", args=[token]))
    return page(request, opened=Opened(view, address))


@require_POST
@requires(may_review)
def saved_feed_close(request: Request, pk: int) -> HttpResponse:
    view = own(request, pk)
    actions.close_feed(view=view, by=request.user)
    return done(request, f"Closed the feed of “{view.name}”")


@login_not_required
@require_safe
@cache_control(private=True)
def saved_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the newest of the view, as long as its owner may look at the desk."""
    view = SavedView.objects.of_feed(token)
    if view is None or not may_review(view.owner):
        raise Http404
    try:
        articles, problem = found_by(view.query, view.owner).articles, ""
    except Broken as why:
        articles, problem = Article.objects.none(), str(why)
    feed = Feed(
        f"view/{view.pk}",
        f"{view.name} · {choices.site_name()}",
        problem,
        reverse("desk:saved-view", args=[view.pk]),
        request.path,
    )
    response = answer(request, feed, _entries(articles))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _entries(articles: ArticleQuerySet) -> list[Entry]:
    newest = articles.order_by("-published_at", "-id")[:FEED_SIZE]
    times = dict(newest.values_list("pk", "updated_at"))
    found = cards(list(times), topics=True, pictures=False)
    return [
        Entry(card, times[card.pk], reverse("desk:article-detail", args=[card.pk]))
        for card in found
    ]

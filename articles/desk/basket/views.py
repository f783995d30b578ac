"""The basket: what somebody has set aside, and what is done with all of it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.actions import basket as actions
from articles.actions import links, stories
from articles.actions.errors import Refused, Stale
from articles.desk.act_keys import act_of, is_done
from articles.desk.addresses import local_next
from articles.desk.basket.forms import HandOverForm, MoveForm, colleagues
from articles.desk.bulk.selection import picked_of, seen_of
from articles.desk.forms import ActForm
from articles.desk.queue.rows import rows
from articles.http import Request
from articles.models import Article, BasketItem
from articles.permissions import may_review, requires
from articles.queue import queues
from articles.wording import counted


@require_safe
@requires(may_review)
def basket(request: Request) -> HttpResponse:
    items = {
        item.article_id: item for item in BasketItem.objects.shown().filter(person=request.user)
    }
    context = {
        "rows": [(row, items[row.article.pk]) for row in rows(list(items))],
        "colleagues": colleagues(request.user),
    }
    return render(request, "desk/basket/list.html", context)


@require_POST
@requires(may_review)
def basket_add(request: Request) -> HttpResponse:
    try:
        keys = list(
            seen_of(request.POST, request.user)
            .articles.order_by()
            .values_list("pk", flat=True)[: actions.MOST + 1]
        )
        count = actions.put(by=request.user, articles=_in_order(request, keys))
    except Refused as problem:
        return _said(request, str(problem), 422)
    return _said(request, f"Put {_articles(count)} into your basket")


@require_POST
@requires(may_review)
def basket_remove(request: Request) -> HttpResponse:
    try:
        count = actions.take_out(by=request.user, articles=picked_of(request.POST).keys())
    except Refused as problem:
        return _said(request, str(problem), 422)
    return _said(request, f"Took {_articles(count)} out of your basket")


@require_POST
@requires(may_review)
def basket_move(request: Request) -> HttpResponse:
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _said(request, "Nothing was moved: reload the page.", 422)
    try:
        actions.move(by=request.user, **form.cleaned_data)
    except Refused as problem:
        return _said(request, str(problem), 422)
    return redirect(f"{reverse('desk:basket')}#article-{form.cleaned_data['article']}")


@require_POST
@requires(may_review)
def basket_empty(request: Request) -> HttpResponse:
    return _said(request, f"Took {_articles(actions.empty(by=request.user))} out of your basket")


@require_POST
@requires(may_review)
def basket_hand_over(request: Request) -> HttpResponse:
    form = HandOverForm(request.POST, request.user)
    if not form.is_valid():
        return _said(request, f"Nothing was handed over. {form.problem}", 422)
    try:
        count = actions.hand_over(by=request.user, **form.cleaned_data)
    except Refused as problem:
        return _said(request, str(problem), 422)
    return _said(request, f"Put {_articles(count)} into the basket of {form.cleaned_data['to']}")


@require_POST
@requires(may_review)
def basket_fold(request: Request) -> HttpResponse:
    return _act(request, stories.group, "Made one story of")


@require_POST
@requires(may_review)
def basket_link(request: Request) -> HttpResponse:
    return _act(request, links.add_each_other, "Linked to each other:")


def _act(request: Request, action: Callable[..., UUID], verb: str) -> HttpResponse:
    form = ActForm(request.POST)
    if not form.is_valid():
        return _said(request, "Nothing changed: reload the page.", 422)
    act = act_of(request, form.cleaned_data["key"])
    said = f"{verb} {_articles(len(request.POST.getlist('pick')))}"
    try:
        seen = list(picked_of(request.POST).items())
        action(articles=seen, by=request.user, group=act)
    except (Refused, Stale, Article.DoesNotExist) as problem:
        if not is_done(act):
            return _said(request, f"Nothing changed. {problem}", 422)
    return _said(request, said, act=act)


def _in_order(request: Request, keys: list[int]) -> list[int]:
    """Return the keys as they were picked; those of a filter newest first."""
    if request.POST.get("all"):
        return sorted(keys, reverse=True)
    return [key for key in picked_of(request.POST) if key in set(keys)]


def _articles(count: int) -> str:
    return counted(count, "article", "articles")


def _said(request: Request, text: str, status: int = 200, act: UUID | None = None) -> HttpResponse:
    good = status < 400
    if request.htmx:
        context = {"text": text, "good": good, "counts": queues.counts(request.user)}
        return render(request, "desk/basket/_changed.html", context, status=status)
    level = messages.SUCCESS if good else messages.WARNING
    messages.add_message(request, level, text, extra_tags=str(act or ""))
    return redirect(local_next(request, reverse("desk:basket")))

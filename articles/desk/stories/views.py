from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from articles.actions import stories as actions
from articles.actions.change import Done
from articles.desk import run_action
from articles.desk.articles.find import found_by, typed
from articles.desk.forms import SuggestionForm
from articles.desk.stories import listing
from articles.desk.stories.forms import MergeForm, PicksForm
from articles.desk.stories.page import again, page
from articles.display.cards import Card, cards
from articles.http import Request
from articles.models import FOLDED, Article
from articles.permissions import may_review, requires
from articles.query.stories import leads_of
from articles.wording import counted, shortened


@require_safe
@requires(may_review)
def stories(request: Request) -> HttpResponse:
    context = {"page": listing.page(request.GET.get("after", ""))}
    return render(request, "desk/stories/list.html", context)


@require_safe
@requires(may_review)
def story_detail(request: Request, pk: int) -> HttpResponse:
    """Show the story that the article leads; that of a member is its lead's."""
    article = get_object_or_404(Article, pk=pk)
    if article.is_folded:
        lead = leads_of([pk]).get(pk)
        return redirect("desk:story-detail", lead) if lead else redirect("desk:article-detail", pk)
    return page(request, pk)


@require_safe
@requires(may_review)
def story_search(request: Request, pk: int) -> HttpResponse:
    """Look for another story, to merge it with this one."""
    lead = get_object_or_404(Article, pk=pk)
    query = typed(request.GET.get("q", ""))
    found = _stories_found(pk, query)
    if request.htmx and not request.htmx.history_restore_request:
        context = {"key": pk, "version": lead.version, "query": query, "candidates": found}
        return render(request, "desk/stories/_candidates.html", context)
    return page(request, pk, query=query, candidates=found)


@require_POST
@requires(may_review)
def story_join(request: Request, pk: int) -> HttpResponse:
    return _picked(request, pk, actions.join, "Joined {} to the story")


@require_POST
@requires(may_review)
def story_leave(request: Request, pk: int) -> HttpResponse:
    return _picked(request, pk, actions.leave, "Took {} out of the story")


@require_POST
@requires(may_review)
def story_split(request: Request, pk: int) -> HttpResponse:
    return _picked(request, pk, actions.split, "Split {} off the story")


@require_POST
@requires(may_review)
def story_refuse(request: Request, pk: int) -> HttpResponse:
    """Note that what was suggested does not belong to the story."""
    form = SuggestionForm(request.POST)
    said = "Refused a suggestion for the story"
    return run_action.perform(request, pk, form, actions.refuse, said, page=again)


@require_POST
@requires(may_review)
def story_merge(request: Request, pk: int) -> HttpResponse:
    form = MergeForm(request.POST)
    said = "Merged another story into"
    return run_action.perform(request, pk, form, actions.merge, said, alone=False, page=again)


def _picked(
    request: Request, pk: int, action: Callable[..., Done[Article]], said: str
) -> HttpResponse:
    form = PicksForm(request.POST)
    what = _named(form.cleaned_data["picked"]) if form.is_valid() else ""
    verb = said.format(what)
    return run_action.perform(request, pk, form, action, verb, alone=False, page=again)


def _named(picked: list[actions.Seen]) -> str:
    (key, _), *others = picked
    article = None if others else Article.objects.filter(pk=key).first()
    if article:
        return f"“{shortened(article.headline)}”"
    return counted(len(picked), "article", "articles")


def _stories_found(pk: int, query: str) -> list[Card]:
    others = Article.objects.exclude(pk=pk).filter(weight__gt=FOLDED)  # a member has no members
    return cards(found_by(others, query) if query else [], topics=False, pictures=False)

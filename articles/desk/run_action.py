"""One act of an editor: check the form, call the action, answer.

With htmx the queue swaps the article's row and gets a toast; without it a redirect leads back,
and a failure shows the article page again with what was typed. The same request sent twice is one
act, and both are told so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import trigger_client_event

from articles import wording
from articles.actions.change import Done
from articles.actions.errors import Refused, Stale
from articles.desk.act_keys import act_of, is_done
from articles.desk.addresses import local_next
from articles.desk.articles import detail
from articles.desk.forms import EditForm, LinkForm
from articles.desk.queue.rows import current, rows
from articles.history.sentences import history_of, sentence
from articles.http import Request
from articles.models import Article, Event, Provider
from articles.queue import queues
from articles.wording import shortened

CHANGES_NAMED = 3
OTHERS = 20  # rows that come with an answer beside the one that it is about


@dataclass(frozen=True)
class Toast:
    """What happened, in a word; `group` is the act that can be undone, `job` what still goes on."""

    text: str
    group: UUID | None = None
    level: str = "good"
    job: int | None = None


class Page(Protocol):
    """Shows a page of the article again, with what is wrong and the form that was sent."""

    def __call__(
        self, request: Request, pk: int, alert: str, status: int, form: Form | None
    ) -> HttpResponse: ...


def article_page(
    request: Request, pk: int, alert: str, status: int, form: Form | None
) -> HttpResponse:
    edit = form if isinstance(form, EditForm) else None
    link = form if isinstance(form, LinkForm) else None
    return detail.page(request, pk, status=status, alert=alert, edit=edit, link=link)


def perform(
    request: Request,
    pk: int,
    form: Form,
    action: Callable[..., Done[Article]],
    verb: str | Callable[[Article], str],
    *,
    alone: bool = True,
    page: Page = article_page,
) -> HttpResponse:
    """Act; `verb` says what was done, in words that may depend on how the article stands now. An
    act that is not `alone` on its article changes others, which the answer shows as well. `page`
    is shown again without scripts where it was not done."""
    if not form.is_valid():
        return failed(request, pk, _first_error(form), 422, form, page)
    arguments = dict(form.cleaned_data)
    act = act_of(request, arguments.pop("key"))
    try:
        done = action(article=pk, by=request.user, group=act, **arguments)
    except (Article.DoesNotExist, Http404, Refused, Stale) as problem:
        # Sent twice, it fails the second time: the first has raised the version.
        if not is_done(act):
            return _not_done(request, pk, form, problem, page)
        done = Done(Article.objects.get(pk=pk), act)
    said = f"{verb if isinstance(verb, str) else verb(done.row)} “{shortened(done.row.headline)}”"
    said += wording.cancelled(done.cancelled)
    if done.act is None:
        said = f"Already {said[0].lower()}{said[1:]}, nothing changed"
    also = [] if alone or done.act is None else others_of(done.act, pk)
    return succeeded(request, pk, Toast(said, done.act), also=also)


def others_of(act: UUID, pk: int) -> list[int]:
    """Return what else the act has changed, as far as a list is likely to show it."""
    changed = Event.objects.filter(group=act, article__isnull=False).exclude(article=pk)
    return list(changed.order_by("article").values_list("article", flat=True).distinct()[:OTHERS])


def _not_done(
    request: Request, pk: int, form: Form, problem: Exception, page: Page
) -> HttpResponse:
    if isinstance(problem, Stale):
        version = form.cleaned_data.get("version", problem.row.version - 1)
        return failed(request, pk, stale_message(problem.row, version), 409, form, page)
    if isinstance(problem, Refused):
        return failed(request, pk, str(problem), 422, form, page)
    raise Http404 from problem


def succeeded(
    request: Request, pk: int, toast: Toast, event: str = "acted", also: Sequence[int] = ()
) -> HttpResponse:
    """Say it and go on. `event` tells the queue's script what happened to the row; the rows of
    `also` have changed with it."""
    if request.htmx:
        return _row(request, pk, toast, event, also=also)
    say_next(request, toast)
    return redirect(local_next(request, reverse("desk:article-detail", args=[pk])))


def say_next(request: Request, toast: Toast) -> None:
    """Say it on the page that comes next."""
    level = messages.SUCCESS if toast.level == "good" else messages.WARNING
    messages.add_message(request, level, toast.text, extra_tags=str(toast.group or ""))


def failed(
    request: Request,
    pk: int,
    message: str,
    status: int,
    form: Form | None = None,
    page: Page = article_page,
) -> HttpResponse:
    """Say why nothing changed, beside the article as it is now and what was typed."""
    if request.htmx:
        return _row(request, pk, Toast(message, level="bad"), "refused", status)
    return page(request, pk, message, status, form)


def stale_message(row: Article | Provider, version: int) -> str:
    count = max(1, min(row.version - version, CHANGES_NAMED))
    sentences = [sentence(event) for event in history_of(row)[:count]]
    changes = "; ".join(reversed(sentences)) or "somebody changed it"
    what = "article" if isinstance(row, Article) else "source"
    return (
        f"Not saved, the {what} has changed since you opened it: {changes}. Look again and decide."
    )


def _row(
    request: Request,
    pk: int,
    toast: Toast,
    event: str,
    status: int = 200,
    also: Sequence[int] = (),
) -> HttpResponse:
    row = current(pk)
    if row is None:
        raise Http404
    if event == "refused":  # whoever reads it has gone on to another article
        toast = replace(toast, text=f"“{shortened(row.article.title)}”: {toast.text}")
    context = {
        "row": row,
        "others": rows(also) if also else [],
        "toast": toast,
        "counts": queues.counts(request.user),
        "done": event == "acted",
        "undid": event == "undone",
    }
    response = render(request, "desk/queue/_acted.html", context, status=status)
    return trigger_client_event(response, event, {"id": pk}, after="swap")


def _first_error(form: Form) -> str:
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label or name.capitalize() if name in form.fields else ""
    return f"Nothing changed. {label}: {errors[0]}" if label else f"Nothing changed. {errors[0]}"

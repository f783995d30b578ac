"""One act of an editor: check the form, call the action, answer.

With htmx the queue swaps the article's row and gets a toast; without it a redirect leads back,
and a failure shows the article page again with what was typed. The same request sent twice is one
act, and both are told so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import trigger_client_event

from articles.actions.change import Done
from articles.actions.errors import Refused, Stale
from articles.desk.act_keys import act_of, is_done
from articles.desk.addresses import local_next
from articles.desk.articles import detail
from articles.desk.forms import EditForm, LinkForm
from articles.desk.queue import queues
from articles.desk.queue.rows import current
from articles.history.sentences import history_of, sentence
from articles.http import Request
from articles.models import Article

CHANGES_NAMED = 3


@dataclass(frozen=True)
class Toast:
    """What happened, in a word; `group` is the act that "Undo" takes back."""

    text: str
    group: UUID | None = None
    level: str = "good"


def perform(
    request: Request,
    pk: int,
    form: Form,
    action: Callable[..., Done[Article]],
    verb: str | Callable[[Article], str],
) -> HttpResponse:
    """Act; `verb` says what was done, in words that may depend on how the article stands now."""
    if not form.is_valid():
        return failed(request, pk, _first_error(form), 422, form)
    arguments = dict(form.cleaned_data)
    act = act_of(request, arguments.pop("key"))
    try:
        done = action(article=pk, by=request.user, group=act, **arguments)
    except (Article.DoesNotExist, Http404, Refused, Stale) as problem:
        # Sent twice, it fails the second time: the first has raised the version.
        if not is_done(act):
            return _not_done(request, pk, form, problem)
        done = Done(Article.objects.get(pk=pk), act)
    if done.act is None:
        return succeeded(request, pk, Toast("Nothing to change"))
    said = verb if isinstance(verb, str) else verb(done.row)
    return succeeded(request, pk, Toast(f"{said} “{done.row.headline}”", done.act))


def _not_done(request: Request, pk: int, form: Form, problem: Exception) -> HttpResponse:
    if isinstance(problem, Stale):
        version = form.cleaned_data["version"]
        return failed(request, pk, stale_message(problem.row, version), 409, form)
    if isinstance(problem, Refused):
        return failed(request, pk, str(problem), 422, form)
    raise Http404 from problem


def succeeded(request: Request, pk: int, toast: Toast, event: str = "acted") -> HttpResponse:
    """Say it and go on. `event` tells the queue's script what happened to the row."""
    if request.htmx:
        return _row(request, pk, toast, event)
    level = messages.SUCCESS if toast.level == "good" else messages.WARNING
    messages.add_message(request, level, toast.text, extra_tags=str(toast.group or ""))
    return redirect(local_next(request, reverse("desk:article-detail", args=[pk])))


def failed(
    request: Request, pk: int, message: str, status: int, form: Form | None = None
) -> HttpResponse:
    """Say why nothing changed, beside the article as it is now and what was typed."""
    if request.htmx:
        return _row(request, pk, Toast(message, level="bad"), "refused", status)
    edit = form if isinstance(form, EditForm) else None
    link = form if isinstance(form, LinkForm) else None
    return detail.page(request, pk, status=status, alert=message, edit=edit, link=link)


def stale_message(article: Article, version: int) -> str:
    count = max(1, min(article.version - version, CHANGES_NAMED))
    sentences = [sentence(event) for event in history_of(article)[:count]]
    changes = "; ".join(reversed(sentences)) or "somebody changed it"
    return (
        f"Not saved, the article has changed since you opened it: {changes}. Look again and decide."
    )


def _row(request: Request, pk: int, toast: Toast, event: str, status: int = 200) -> HttpResponse:
    row = current(pk)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "toast": toast,
        "counts": queues.counts(request.user),
        "done": event == "acted",
    }
    response = render(request, "desk/queue/_acted.html", context, status=status)
    return trigger_client_event(response, event, {"id": pk}, after="swap")


def _first_error(form: Form) -> str:
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label or name.capitalize() if name in form.fields else ""
    return f"Nothing changed. {label}: {errors[0]}" if label else f"Nothing changed. {errors[0]}"

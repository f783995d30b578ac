"""Notes on an article, and those that ask somebody to look."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles import paging
from articles.actions.errors import Refused
from articles.actions.teamwork import notes
from articles.desk.act_keys import act_of
from articles.desk.articles import detail
from articles.desk.teamwork.forms import NoteForm
from articles.http import Request
from articles.models import Article, Mention, Note
from articles.permissions import may_review, requires
from articles.wording import shortened

PAGE_SIZE = 50
INCOMPLETE = "Nothing changed: the form was incomplete. Try again."


@require_POST
@requires(may_review)
def note_add(request: Request, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _refused(request, pk, str(form.errors.get("text", [INCOMPLETE])[0]))
    act = act_of(request, form.cleaned_data["key"])
    try:
        note = notes.write(
            article=article, by=request.user, text=form.cleaned_data["text"], act=act
        )
    except Refused as problem:
        return _refused(request, pk, str(problem))
    messages.success(request, "Left a note")
    if names := notes.told_nobody(note):
        at = ", ".join(f"@{shortened(name, 40)}" for name in names)
        messages.warning(request, f"Nobody who reviews is called {at}: nobody is told by that.")
    return redirect(_notes_of(pk))


@require_POST
@requires(may_review)
def note_remove(request: Request, pk: int, note: int) -> HttpResponse:
    row = get_object_or_404(Note, pk=note, article=pk)
    try:
        notes.remove(note=row, by=request.user)
    except Refused as problem:
        return detail.page(request, pk, status=422, alert=str(problem))
    messages.success(request, "Removed your note")
    return redirect(_notes_of(pk))


@require_safe
@requires(may_review)
def for_you(request: Request) -> HttpResponse:
    waiting = Mention.objects.filter(person=request.user, done=False)
    rows = waiting.select_related("note__article")
    page = paging.page(rows, ("-id",), request.GET.get("after", ""), PAGE_SIZE)
    return render(request, "desk/teamwork/for_you.html", {"page": page})


@require_POST
@requires(may_review)
def mention_done(request: Request, pk: int) -> HttpResponse:
    notes.settle(mention=get_object_or_404(Mention, pk=pk, person=request.user))
    return redirect("desk:for-you")


def _refused(request: Request, pk: int, alert: str) -> HttpResponse:
    """Show the article again, with what was typed."""
    typed = request.POST.get("text", "")
    return detail.page(request, pk, status=422, alert=alert, note=typed)


def _notes_of(pk: int) -> str:
    return f"{reverse('desk:article-detail', args=[pk])}#notes"

"""The page of one source, also where an act on it was refused: with what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib.auth.models import User
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.desk import charts
from articles.desk.sources.figures import Day, Figures, figures_of
from articles.desk.sources.forms import LimitForm, MuteForm, NoteForm, OwnerForm
from articles.figures.counting import until
from articles.history.sentences import history_of, sentence
from articles.history.undo import may_undo
from articles.http import Request
from articles.models import Event, Provider, SourceFigures
from articles.permissions import may_manage
from articles.times import DAY, short_date

HISTORY = 20
LABEL_EVERY = 7  # days


def page(
    request: Request,
    provider: Provider,
    *,
    refused: Form | None = None,
    alert: str = "",
    status: int = 200,
) -> HttpResponse:
    counted = until()
    row = SourceFigures.objects.filter(pk=provider.pk).first() or SourceFigures(provider=provider)
    row.provider = provider
    figures = figures_of(row, counted.moment or timezone.now())
    context = {
        "provider": provider,
        "figures": figures,
        "until": counted,
        "chart": _chart(figures.days),
        "finding": _finding(figures),
        "forms": _forms(provider, refused),
        "refused": type(refused).__name__ if refused else "",
        "tomorrow": timezone.now().date() + DAY,
        "history": _history(provider, request.user),
        "owners": Provider.objects.owners() if may_manage(request.user) else None,
        "alert": alert,
    }
    return render(request, "desk/sources/detail.html", context, status=status)


def _forms(provider: Provider, refused: Form | None) -> Mapping[str, Form]:
    muted_until: date | None = provider.muted_until if provider.is_muted else None
    forms: dict[str, Form] = {
        "note": NoteForm(initial={"note": provider.note}),
        "mute": MuteForm(initial={"until": muted_until}),
        "owner": OwnerForm(initial={"owner": provider.owner}),
        "limit": LimitForm(initial={"at_most": provider.at_most}),
    }
    return {
        name: refused if refused and type(refused) is type(form) else form
        for name, form in forms.items()
    }


def _chart(days: list[Day]) -> charts.Columns:
    last = len(days) - 1
    columns = [
        charts.Column(day.came, day.public, _label(day, last - place), running=place == last)
        for place, day in enumerate(days)
    ]
    return charts.columns(columns, height=170)


def _label(day: Day, ago: int) -> str:
    return short_date(day.date) if ago % LABEL_EVERY == 0 else ""


def _finding(figures: Figures) -> str:
    if not figures.came:
        return "It has sent nothing in these thirty days."
    usual = f", usually {figures.a_day}" if figures.a_day else ""
    return f"{figures.came:,} stories{usual}; readers see {figures.public:,}."


def _history(provider: Provider, user: User) -> list[tuple[Event, str, bool]]:
    """Return what was done to the source, in words, and whether the user can undo it."""
    events = history_of(provider, HISTORY)
    return [
        (event, sentence(event), may_undo(event, user) and not event.undone) for event in events
    ]

"""Rules of the desk: read, tried, made and changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from articles.actions.errors import Refused, Stale
from articles.actions.rules import making
from articles.bulk import rules as bulk
from articles.desk.rules.forms import MoveForm, RuleForm, SwitchForm, typed_of
from articles.desk.rules.page import Beside, fragment, hits_of, page, rule_or_404
from articles.desk.rules.shown import Tried
from articles.http import Request
from articles.models import Rule
from articles.permissions import may_manage, may_review, requires
from articles.query.language.errors import QueryError
from articles.wording import name_of, rule_named

MAX_DIGITS = 18  # of a row's key
STALE = "Not saved: {} has changed this rule since you opened it. What you typed is still here."


@require_safe
@requires(may_review)
def rules(request: Request) -> HttpResponse:
    return page(request, Beside())


@require_safe
@requires(may_manage)
def rule_new(request: Request) -> HttpResponse:
    return page(request, Beside(typed={**typed_of(None), "query": request.GET.get("q", "")}))


@require_safe
@requires(may_review)
def rule_detail(request: Request, pk: int) -> HttpResponse:
    rule = rule_or_404(pk)
    return page(request, Beside(rule, typed_of(rule)))


@require_safe
@requires(may_review)
def rule_trial(request: Request, pk: int) -> HttpResponse:
    """Say what the rule as it is would do to what is here."""
    rule = rule_or_404(pk)
    return _tried(request, rule, typed_of(rule), lambda: rule)


@require_safe
@requires(may_review)
def rule_hits(request: Request, pk: int) -> HttpResponse:
    rule = rule_or_404(pk)
    return page(request, Beside(rule, hits=hits_of(rule, request.GET.get("after", ""))))


@require_POST
@requires(may_manage)
def rule_try(request: Request) -> HttpResponse:
    """Say what a rule as it is typed would do."""
    form = RuleForm(request.POST)
    rule = _named_in(request)
    if not request.POST.get("query", "").strip():  # nobody has written one yet
        answer = fragment if request.htmx else page
        return answer(request, Beside(rule, _typed(request), is_blank=True))
    return _tried(request, rule, _typed(request), lambda: _checked(request, form, rule))


@require_POST
@requires(may_manage)
def rule_create(request: Request) -> HttpResponse:
    form = RuleForm(request.POST)

    def create() -> Rule:
        return making.create(by=request.user, draft=_draft(form))

    return _save(request, None, form, create)


@require_POST
@requires(may_manage)
def rule_edit(request: Request, pk: int) -> HttpResponse:
    rule, form = rule_or_404(pk), RuleForm(request.POST)

    def edit() -> Rule:
        draft, version = _draft(form), form.cleaned_data["version"] or 0
        return making.edit(rule=rule, by=request.user, version=version, draft=draft)

    return _save(request, rule, form, edit)


@require_POST
@requires(may_manage)
def rule_switch(request: Request, pk: int) -> HttpResponse:
    form = SwitchForm(request.POST)
    form.is_valid()
    on = form.cleaned_data["on"]
    said = "Switched “{}” on: it acts on what comes" if on else "Switched “{}” off"
    return _act(request, pk, lambda r: making.switch(rule=r, by=request.user, on=on), said)


@require_POST
@requires(may_manage)
def rule_move(request: Request, pk: int) -> HttpResponse:
    form, before = MoveForm(request.POST), rule_or_404(pk).number
    if not form.is_valid():
        raise Http404
    to = form.cleaned_data["to"]
    said = f"Moved “{{}}” from {before} to {to}"
    return _act(request, pk, lambda r: making.move(rule=r, by=request.user, to=to), said)


@require_POST
@requires(may_manage)
def rule_remove(request: Request, pk: int) -> HttpResponse:
    said = "Removed “{}”; what stands by it stays as it is"
    return _act(request, pk, lambda r: making.remove(rule=r, by=request.user), said)


@require_POST
@requires(may_manage)
def rule_bring_back(request: Request, pk: int) -> HttpResponse:
    said = "“{}” is back, behind the others, and off"
    return _act(request, pk, lambda r: making.bring_back(rule=r, by=request.user), said)


def _tried(
    request: Request, rule: Rule | None, typed: dict[str, Any], make: Callable[[], Rule]
) -> HttpResponse:
    answer = fragment if request.htmx else page
    show = request.POST.get("show") or request.GET.get("show", "")
    try:
        trial = bulk.tried(make())
    except QueryError as error:
        return answer(request, Beside(rule, typed, error=error), 422)
    except Refused as why:
        return answer(request, Beside(rule, typed, alert=str(why)), 422)
    return answer(request, Beside(rule, typed, Tried(trial, show)))


def _checked(request: Request, form: RuleForm, rule: Rule | None) -> Rule:
    """Return the rule that is typed. It has no name before it is saved, and need not."""
    draft = _draft(form)
    draft = replace(draft, name=draft.name.strip() or "a rule")
    return making.checked(draft, by=request.user, instead_of=rule)


def _save(
    request: Request, rule: Rule | None, form: RuleForm, action: Callable[[], Rule]
) -> HttpResponse:
    typed = _typed(request)
    try:
        saved = action()
    except QueryError as error:
        return page(request, Beside(rule, typed, error=error), 422)
    except Refused as why:
        return page(request, Beside(rule, typed, alert=str(why)), 422)
    except Stale as stale:
        typed["version"] = stale.row.version  # who saves once more has read it
        by = name_of(stale.row.changed_by) or "somebody"
        return page(request, Beside(rule, typed, alert=STALE.format(by)), 409)
    if form.cleaned_data["apply"]:
        return _apply(request, saved, form.cleaned_data["apply"])
    messages.success(request, f"Saved {rule_named(saved.number, saved.name)}")
    return redirect("desk:rule-detail", saved.pk)


def _apply(request: Request, rule: Rule, count: int) -> HttpResponse:
    try:
        job = bulk.apply(rule=rule, by=request.user, count=count)
    except Refused as why:
        alert = f"Saved, for what comes from now on. {why}"
        return page(request, Beside(rule_or_404(rule.pk), typed_of(rule), alert=alert), 409)
    return redirect("desk:bulk-detail", job.pk)


def _act(request: Request, pk: int, action: Callable[[Rule], Rule], said: str) -> HttpResponse:
    rule = rule_or_404(pk)
    try:
        rule = action(rule)
    except Refused as why:
        messages.warning(request, str(why))
        return redirect("desk:rules")
    messages.success(request, said.format(rule.name))
    if rule.number is None or request.POST.get("stay") == "list":
        return redirect("desk:rules")
    return redirect("desk:rule-detail", rule.pk)


def _draft(form: RuleForm) -> making.RuleDraft:
    if not form.is_valid():
        raise Refused(form.problem)
    return form.draft


def _typed(request: Request) -> dict[str, Any]:
    names = ("name", "query", "act", "reason", "points", "topic", "person", "version")
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in names}
    for name in ("topic", "person"):
        typed[name] = _key(typed[name])
    return typed


def _named_in(request: Request) -> Rule | None:
    key = _key(request.POST.get("rule", ""))
    return rule_or_404(key) if key else None


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None

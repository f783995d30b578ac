"""The page of the desk's rules: all of them in order, and one beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from articles import paging
from articles.desk.queue import rows
from articles.desk.rules.forms import choices
from articles.desk.rules.shown import Tried, line
from articles.http import Request
from articles.models import Rule, RuleHit
from articles.permissions import may_manage
from articles.query.language.errors import QueryError

HITS = 50


@dataclass(frozen=True)
class Beside:
    """What stands beside the list: a rule or a new one, as `typed`; its articles; or nothing."""

    rule: Rule | None = None
    typed: dict[str, Any] | None = None
    tried: Tried | None = None
    error: QueryError | None = None
    alert: str = ""
    hits: Any = None
    is_blank: bool = False


def rule_or_404(pk: int) -> Rule:
    """Return a rule; one that was removed says so."""
    rule = Rule.objects.select_related("topic", "person", "made_by", "changed_by").filter(pk=pk)
    found = rule.first()
    if found is None:
        raise Http404(f"There is no rule with the key {pk}: it may have been removed.")
    return found


def page(request: Request, beside: Beside, status: int = 200) -> HttpResponse:
    rules = Rule.objects.here().select_related("topic", "person")
    context = {
        "lines": [line(rule) for rule in rules],
        "beside": beside,
        "may_change": may_manage(request.user),
        **(choices() if beside.typed is not None else {}),
    }
    return render(request, "desk/rules/list.html", context, status=status)


def fragment(request: Request, beside: Beside, status: int = 200) -> HttpResponse:
    """Answer with what a rule would do, alone."""
    context = {"beside": beside, "may_change": may_manage(request.user)}
    return render(request, "desk/rules/_trial.html", context, status=status)


def hits_of(rule: Rule, cursor: str) -> dict[str, Any]:
    """Return the articles that it has acted on, newest first, and where the next begin."""
    found = paging.page(RuleHit.objects.filter(rule=rule), ("-at", "-id"), cursor, HITS)
    keys = [hit.article_id for hit in found.rows]
    return {"rows": rows.rows(list(dict.fromkeys(keys))), "after": found.after}

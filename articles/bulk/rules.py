"""A rule of the desk applied to what is here: a job like others, of what it would change."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import permissions
from articles.actions.errors import Refused
from articles.actions.rules import applying
from articles.actions.rules.applying import Trial
from articles.actions.rules.standing import Word
from articles.bulk import actions
from articles.bulk.seen import MOST, Seen
from articles.models import BulkAct, BulkJob, Rule
from articles.wording import counted


def tried(rule: Rule) -> Trial:
    return applying.tried(rule, MOST)


@transaction.atomic
def apply(*, rule: Rule, by: User, count: int) -> BulkJob:
    """Have a rule act on the `count` articles that it was said to change. Raises Refused where
    these are not as many any more, and QueryError."""
    if not permissions.may_manage(by):
        raise Refused("Only admins apply rules.")
    trial = tried(rule)
    if trial.counts[Word.ACTS] != count:
        raise Refused(
            "Nothing was applied: it would change "
            f"{counted(trial.counts[Word.ACTS], 'article', 'articles')} now, and not {count:,}. "
            "Look again."
        )
    versions = {pk: trial.found[pk].version for pk in trial.of(Word.ACTS)}
    seen = Seen.picked(versions, timezone.now())
    arguments = {"rule": rule.pk, "version": rule.version}
    return actions.begin(by=by, what=BulkAct.RULE, articles=seen, arguments=arguments)

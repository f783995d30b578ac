"""The seed and an editor changed the same field: an editor picks one."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles.actions import values
from articles.actions.articles import decided
from articles.actions.change import change, compare_and_set, current, record
from articles.actions.errors import Stale
from articles.models import Article, Conflict

# Fields whose value is a decision: whoever picks one has decided.
DECISIONS = {"state", "quality", "review"}


@transaction.atomic
def keep_ours(*, conflict: Conflict, by: AbstractBaseUser, version: int) -> Article:
    """The article stays as it is, and the question is settled."""
    row = current(conflict.article_id)
    _settle(conflict, row, version)
    compare_and_set(row, version, {})
    ours = {conflict.field: values.read(row, conflict.field)}
    record(by=by, group=None, action="keep-ours", before=ours, after=ours, article=row)
    return current(row)


@transaction.atomic
def take_theirs(*, conflict: Conflict, by: AbstractBaseUser, version: int) -> Article:
    """The field becomes what the seed says now."""
    row = current(conflict.article_id)
    _settle(conflict, row, version)
    to = {conflict.field: conflict.theirs}
    if conflict.field in DECISIONS:
        to = {**decided(by), **to}
    return change(article=row, by=by, version=version, action="take-theirs", to=to, always=True)


def _settle(conflict: Conflict, row: Article, version: int) -> None:
    """Somebody who settled it a moment before has raised the version, so this is Stale then."""
    gone, _ = Conflict.objects.filter(pk=conflict.pk).delete()
    if not gone or row.version != version:
        raise Stale(row)

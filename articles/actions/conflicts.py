"""The seed and an editor changed the same field: an editor picks one."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles.actions import values
from articles.actions.articles import decided
from articles.actions.change import change, compare_and_set, current, record
from articles.actions.errors import Refused, Stale
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


@transaction.atomic
def keep_all_ours(*, article: Article, by: AbstractBaseUser, version: int) -> Article:
    """The article stays as it is, and all its conflicts are settled. Refused without any."""
    row = current(article)
    open_ones = _settle_all(row, version)
    compare_and_set(row, version, {})
    ours = {conflict.field: values.read(row, conflict.field) for conflict in open_ones}
    record(by=by, group=None, action="keep-ours", before=ours, after=ours, article=row)
    return current(row)


@transaction.atomic
def take_all_theirs(*, article: Article, by: AbstractBaseUser, version: int) -> Article:
    """Every field in conflict becomes what the seed says now. Refused without any."""
    row = current(article)
    to = {conflict.field: conflict.theirs for conflict in _settle_all(row, version)}
    if DECISIONS & to.keys():
        to = {**decided(by), **to}
    return change(article=row, by=by, version=version, action="take-theirs", to=to, always=True)


def _settle_all(row: Article, version: int) -> list[Conflict]:
    if row.version != version:
        raise Stale(row)
    open_ones = list(Conflict.objects.filter(article=row))
    if not open_ones:
        raise Refused("The seed and we are in no conflict over it.")
    Conflict.objects.filter(article=row).delete()
    return open_ones


def _settle(conflict: Conflict, row: Article, version: int) -> None:
    """Somebody who settled it a moment before has raised the version, so this is Stale then."""
    gone, _ = Conflict.objects.filter(pk=conflict.pk).delete()
    if not gone or row.version != version:
        raise Stale(row)

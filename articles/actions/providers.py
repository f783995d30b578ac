"""What admins do to providers."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles import weburls
from articles.actions import lines, lists
from articles.actions.change import Done, compare_and_set, record
from articles.actions.errors import Refused, Stale
from articles.actions.values import Values
from articles.models import Provider

MAX_NAME = 200
MAX_DESCRIPTION = 5000


def edit(
    *,
    provider: Provider | int,
    by: AbstractBaseUser,
    version: int,
    name: str,
    domain: str,
    description: str,
    aliases: list[str],
) -> Done[Provider]:
    """Set what a provider says of itself. Raises Stale, Refused.

    Seeds name providers by domain: under a new domain, seeds with the old one make a new provider.
    """
    row = _current(provider)
    name = lines.plain("name", name, MAX_NAME, needed=True)
    names = lines.words([*aliases, row.name])  # seeds go on using the old one
    to = {
        "name": name,
        "domain": _domain(domain),
        "description": lines.plain("description", description, MAX_DESCRIPTION),
        "aliases": [alias for alias in names if alias != name],
    }
    return change(provider=row, by=by, version=version, action="edit", to=to)


@transaction.atomic
def change(
    *,
    provider: Provider | int,
    by: AbstractBaseUser,
    version: int,
    action: str,
    to: Values,
    group: uuid.UUID | None = None,
) -> Done[Provider]:
    """Set the fields in `to`. Raises Stale, Refused where the domain is taken."""
    row = _current(provider)
    if row.version != version:
        raise Stale(row)
    after = {field: value for field, value in to.items() if read(row, field) != value}
    if not after:
        return Done(row, None)
    before = {field: read(row, field) for field in after}
    _check_free(after)
    compare_and_set(row, version, _columns(after))
    event = record(by=by, group=group, action=action, provider=row, before=before, after=after)
    return Done(_current(row), event.group)


def read(provider: Provider, field: str) -> object:
    """The field's plain value."""
    if field == "logo":
        return provider.logo.url if provider.logo else None
    return getattr(provider, field)


def bring_back(*, pk: int, to: Values) -> Provider:
    """Make the provider again that had this key and these values. Raises Refused."""
    _check_free(to)
    return Provider.objects.create(pk=pk, **_columns(to))


def _check_free(after: Values) -> None:
    if Provider.objects.filter(domain=after.get("domain")).exists():
        raise Refused(f"“{after['domain']}” belongs to another provider: choose another domain.")


def _columns(to: Values) -> Values:
    return {**to, "logo": lists.picture(to["logo"])} if "logo" in to else to


def _current(provider: Provider | int) -> Provider:
    return Provider.objects.get(pk=provider.pk if isinstance(provider, Provider) else provider)


def _domain(domain: str) -> str:
    try:
        return weburls.normal_domain(domain)
    except ValueError as error:
        raise Refused(f"The domain cannot be used: {error}.") from None

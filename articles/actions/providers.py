"""What becomes of providers: admins edit them, imports bring them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles import weburls
from articles.actions import text_input
from articles.actions.catalog import Catalog
from articles.actions.change import Done, Written, compare_and_set, record
from articles.actions.errors import Refused, Stale
from articles.actions.values import Values
from articles.models import Image, ImageState, Provider
from articles.rows import insert
from articles.seeds.limits import MAX_DESCRIPTION, MAX_PROVIDER
from articles.times import long_date
from articles.wording import name_of

MAX_NOTE = 500
MAX_OWNER = 100
MAX_IN_LIST = 30  # as many as a page of readers shows
LONGEST_MUTE = timedelta(days=366)
MENTIONED = ("domain", "name")
# What editors say of a provider, and may undo; all else is the admins'.
BY_EDITORS = {"note", "mute", "at_most"}
ON_DESK = {*BY_EDITORS, "owner"}  # what is said of it on the desk
HERE = (ImageState.PENDING, ImageState.READY)


def edit(
    *,
    provider: Provider | int,
    by: User,
    version: int,
    name: str,
    domain: str,
    description: str,
    aliases: list[str],
    owner: str,
) -> Done[Provider]:
    """Set what a provider says of itself, and whose it is. Raises Stale, Refused.

    Seeds name providers by domain: under a new domain, seeds with the old one make a new provider.
    """
    row = _current(provider)
    name = text_input.clean_line("name", name, MAX_PROVIDER, needed=True)
    to = {
        "name": name,
        "domain": _domain(domain),
        "description": text_input.clean_line("description", description, MAX_DESCRIPTION),
        "aliases": aliases_after(row, name, aliases),
        "owner": _owner(owner),
    }
    return change(provider=row, by=by, version=version, action="edit", to=to)


def own(
    *,
    provider: Provider | int,
    by: User,
    version: int,
    owner: str,
    group: uuid.UUID | None = None,
) -> Done[Provider]:
    """Say which publisher's it is; without an owner, its own."""
    to = {"owner": _owner(owner)}
    return change(provider=provider, by=by, version=version, action="own", to=to, group=group)


def note(
    *,
    provider: Provider | int,
    by: User,
    version: int,
    note: str,
    group: uuid.UUID | None = None,
) -> Done[Provider]:
    """Set what editors tell each other of the provider; an empty note is none."""
    to = {"note": text_input.clean_line("note", note, MAX_NOTE)}
    return change(provider=provider, by=by, version=version, action="note", to=to, group=group)


def mute(
    *,
    provider: Provider | int,
    by: User,
    version: int,
    until: date,
    group: uuid.UUID | None = None,
) -> Done[Provider]:
    """Let nothing that comes from it wait for editors until that day begins (UTC)."""
    today, day = timezone.now().date(), long_date(until)
    if until <= today:
        raise Refused(f"{day} is not ahead: choose tomorrow or a later day.")
    if until > today + LONGEST_MUTE:
        raise Refused(f"{day} is more than a year ahead: choose an earlier day.")
    to = {"mute": [until.isoformat(), name_of(by)]}
    return change(provider=provider, by=by, version=version, action="mute", to=to, group=group)


def unmute(
    *, provider: Provider | int, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Provider]:
    to = {"mute": None}
    return change(provider=provider, by=by, version=version, action="unmute", to=to, group=group)


def limit(
    *,
    provider: Provider | int,
    by: User,
    version: int,
    at_most: int | None,
    group: uuid.UUID | None = None,
) -> Done[Provider]:
    """Have readers' lists show so many of its stories of a day at once; None is no limit."""
    if at_most is not None and not 1 <= at_most <= MAX_IN_LIST:
        raise Refused(f"A list shows 1 to {MAX_IN_LIST} stories of a source; {at_most} is neither.")
    to = {"at_most": at_most}
    return change(provider=provider, by=by, version=version, action="limit", to=to, group=group)


@transaction.atomic
def change(
    *,
    provider: Provider | int,
    by: User,
    version: int,
    action: str,
    to: Values,
    group: uuid.UUID | None = None,
) -> Done[Provider]:
    row = _current(provider)
    if row.version != version:
        raise Stale(row)
    row, before, after = write(row, to, Catalog())
    if not after:
        return Done(row, None)
    event = record(by=by, group=group, action=action, provider=row, before=before, after=after)
    return Done(row, event.group)


def write(
    provider: Provider | None, to: Values, catalog: Catalog, *, pk: int | None = None
) -> Written[Provider]:
    """Set these fields of the provider, or make one: people's changes and imports alike.

    Values are plain: the logo is an address. The caller records it, and knows that there is no such
    domain yet where it makes one. Raises Refused where another provider has the new domain, Stale
    where `provider` is not the provider as it is now.
    """
    if provider is None:
        row = Provider.objects.create(pk=pk, **_columns(to, catalog))
        catalog.providers.put(row)
        return Written(row, {}, to)
    before = {field: read(provider, field) for field in to}
    after = {field: value for field, value in to.items() if value != before[field]}
    if after:
        refuse_taken_domain(after)
        compare_and_set(provider, _columns(after, catalog))
        catalog.providers.put(provider)
    return Written(provider, {field: before[field] for field in after}, after)


def ensure(mentioned: Iterable[tuple[str, str]], catalog: Catalog) -> list[Provider]:
    """Make the providers, domain and name, that are only mentioned so far, and return those.

    The first name given is theirs. There may be hundreds, so they are plain rows.
    """
    names = dict(reversed([*mentioned]))
    catalog.providers.load(names)
    missing = [domain for domain in names if domain not in catalog.providers.by_domain]
    insert(Provider, MENTIONED, ((domain, names[domain]) for domain in missing))
    catalog.providers.load(missing)
    return [catalog.providers.by_domain[domain] for domain in missing]


def show_logos(named: Mapping[str, Sequence[str]], catalog: Catalog) -> Iterator[Written[Provider]]:
    """Give providers, by domain, the first of these pictures whose file is here, else the first.

    A logo that is shown stays, and so does one that the provider's own file names, be it here or
    not. Pictures go by address.
    """
    shown = Q(logo__state__in=HERE) | Q(logo__isnull=False, seedfile__isnull=False)
    bare = Provider.objects.filter(domain__among=named).exclude(
        pk__in=Provider.objects.filter(shown)
    )
    pictures = Image.objects.filter(url__among={url for urls in named.values() for url in urls})
    here = set(pictures.filter(state__in=HERE).values_list("url", flat=True))
    for provider in bare.select_for_update(of=("self",)):
        urls = named[provider.domain]
        best = next((url for url in urls if url in here), None)
        if best or not provider.logo_id:
            yield write(provider, {"logo": best or urls[0]}, catalog)


def aliases_after(provider: Provider, name: str, aliases: Iterable[str]) -> list[str]:
    """Return the aliases beside a new name: with the present one, which seeds go on using."""
    names = text_input.clean_lines([*aliases, provider.name])
    return [alias for alias in names if alias != name]


def read(provider: Provider, field: str) -> object:
    if field == "logo":
        return provider.logo.url if provider.logo else None
    if field == "mute":
        until = provider.muted_until
        return [until.isoformat(), provider.muted_by] if until else None
    return getattr(provider, field)


def refuse_taken_domain(to: Values) -> None:
    if "domain" in to and Provider.objects.filter(domain=to["domain"]).exists():
        raise Refused(f"“{to['domain']}” belongs to another provider: choose another domain.")


def _columns(to: Values, catalog: Catalog) -> Values:
    columns = {**to}
    if "logo" in to:
        logo = columns.pop("logo")
        columns["logo_id"] = catalog.pictures.get(logo) if logo else None
    if "mute" in to:
        until, columns["muted_by"] = columns.pop("mute") or (None, "")
        columns["muted_until"] = date.fromisoformat(until) if until else None
    return columns


def _current(provider: Provider | int) -> Provider:
    return Provider.objects.get(pk=provider.pk if isinstance(provider, Provider) else provider)


def _owner(owner: str) -> str:
    return text_input.clean_line("owner", owner, MAX_OWNER)


def _domain(domain: str) -> str:
    try:
        return weburls.normal_domain(domain)
    except ValueError as error:
        raise Refused(f"The domain cannot be used: {error}.") from None

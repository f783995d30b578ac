"""Who has guessed too often, and where: a lock-out is of an account at an address.

Guesses at one address lock nobody out elsewhere. Guesses from many addresses close an account to
all of them but those from which its owner has signed in before.
"""

from __future__ import annotations

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage, truncate_ip
from allauth.core.internal.ratelimit import consume as consume_all
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest

from articles.accounts.events import address_of, person_named, record
from articles.models import AccountEvent, AccountEventKind

AT_ADDRESS = "login_failed"  # names of settings.ACCOUNT_RATE_LIMITS
ELSEWHERE = "login_failed_elsewhere"


def key_at_address(name: str, request: HttpRequest) -> str:
    return f"{key_elsewhere(name)} {_network(address_of(request))}"


def key_elsewhere(name: str) -> str:
    # As the database compares names: without regard to case.
    return name.upper().casefold()


def consume_elsewhere(request: HttpRequest, name: str) -> RateLimitUsage | None:
    """Count a try at an address that is new for this account. None where there were too many."""
    if is_known(request, person_named(name)):
        return RateLimitUsage(usage=[])
    return consume_all(request, app="allauth.account", action=ELSEWHERE, key=key_elsewhere(name))


def is_known(request: HttpRequest, person: User | None) -> bool:
    """Return whether this person has signed in from there before; IPv6 addresses stand for their
    network."""
    signed_in = AccountEvent.objects.filter(person=person, kind=AccountEventKind.SIGNED_IN)
    addresses = signed_in.order_by().values_list("address", flat=True).distinct()
    here = _network(address_of(request))
    return bool(person and here) and here in {_network(address) for address in addresses}


def note(request: HttpRequest, name: str) -> None:
    person = person_named(name)
    # As long as the limits: one lock-out is one event.
    if cache.add(_noted(request, person), True, settings.LOCKED_OUT_FOR):
        record(AccountEventKind.LOCKED, request=request, person=person, typed=name)


def lift(event: AccountEvent, *, by: User, request: HttpRequest) -> None:
    """Let the person of a lock-out try again where it happened, and everywhere."""
    there = HttpRequest()
    there.META["REMOTE_ADDR"] = event.address or ""
    ratelimit.clear(there, action=AT_ADDRESS, key=key_at_address(event.name, there))
    ratelimit.clear(there, action=ELSEWHERE, key=key_elsewhere(event.name))
    cache.delete(_noted(there, event.person))
    record(AccountEventKind.LIFTED, request=request, person=event.person, typed=event.name, by=by)


def _noted(request: HttpRequest, person: User | None) -> str:
    # Guessers can think of more names than there are accounts: those count as one.
    return f"locked-out:{person.pk if person else 0}:{_network(address_of(request))}"


def _network(address: str | None) -> str:
    return truncate_ip(address) if address else ""

"""Nobody guesses for long, and nobody locks out anybody else."""

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache

from articles.models import AccountEvent, AccountEventKind
from tests.admin.pages import address
from tests.security.test_sign_in import is_in, sign_in

pytestmark = pytest.mark.django_db
LIST = address(AccountEvent, "changelist")
HOME, CAFE = "192.0.2.1", "198.51.100.9"


def guess(where, login="alice", times=20):
    return [is_in(sign_in(login=login, password="no", REMOTE_ADDR=where)) for _ in range(times)]


def enters(where, login="alice"):
    return is_in(sign_in(login=login, REMOTE_ADDR=where))


def lockouts():
    rows = AccountEvent.objects.filter(kind=AccountEventKind.LOCKED)
    return list(rows.order_by("pk").values_list("name", "address"))


def test_guessing_at_one_address_locks_nobody_out_elsewhere(alice):
    guess(CAFE)
    assert not enters(CAFE)
    assert enters(HOME)


def test_guessing_at_many_addresses_leaves_the_owners_own(alice):
    assert enters(HOME)
    for n in range(20):
        guess(f"203.0.113.{n}", times=3)
    assert not enters("203.0.113.99")
    assert enters(HOME)


def test_at_ones_own_address_guessing_is_cut_short_as_well(alice):
    assert enters(HOME)
    guess(HOME)
    assert not enters(HOME)


def test_an_ipv6_network_is_one_address(alice):
    for n in range(20):
        guess(f"2001:db8:0:1::{n}", times=1)
    assert not enters("2001:db8:0:1:ffff::1")
    assert enters("2001:db8:0:2::1")


def test_a_known_ipv6_network(alice):
    assert enters("2001:db8:0:7::1")
    for n in range(20):
        guess(f"2001:db8:0:{n + 100}::1", times=1)
    assert not enters("2001:db8:0:8::1")
    assert enters("2001:db8:0:7:aaaa::9")


def test_behind_a_proxy_the_clients_address_counts(alice, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(10):
        claimed = f"203.0.113.{n}, {CAFE}"  # the first is the guesser's own invention
        sign_in(password="no", headers={"X-Forwarded-For": claimed})
    assert not is_in(sign_in(headers={"X-Forwarded-For": CAFE}))
    assert is_in(sign_in(headers={"X-Forwarded-For": HOME}))


def test_one_event_a_lock_out(alice, bob):
    guess(CAFE)
    guess(CAFE, login="BOB")
    assert lockouts() == [("alice", CAFE), ("bob", CAFE)]


def test_guessing_names_does_not_fill_the_table(db):
    for n in range(120):
        guess(CAFE, login=f"nobody {n}", times=1)
    assert lockouts() == [("nob…", CAFE)]
    assert AccountEvent.objects.count() == 101  # failures are counted by address as well


def lift(client, *events):
    chosen = {"action": "lift_chosen", "_selected_action": [event.pk for event in events]}
    response = client.post(LIST, chosen)
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_an_admin_lifts_it(alice, as_bob):
    guess(CAFE)
    event = AccountEvent.objects.get(kind=AccountEventKind.LOCKED)
    assert lift(as_bob, event) == ["Lifted 1 lock-out."]
    assert enters(CAFE)
    lifted = AccountEvent.objects.get(kind=AccountEventKind.LIFTED)
    assert (lifted.person, lifted.by_name) == (alice, "Bob")


def test_one_of_many_addresses_is_lifted(alice, as_bob):
    for n in range(12):
        guess(f"203.0.113.{n}", times=1)
    assert not enters(CAFE)
    lift(as_bob, AccountEvent.objects.get(address=CAFE))
    assert enters(CAFE)


def test_a_lifted_one_locks_again(alice, as_bob):
    guess(CAFE)
    lift(as_bob, AccountEvent.objects.get(kind=AccountEventKind.LOCKED))
    guess(CAFE)
    assert not enters(CAFE)
    assert len(lockouts()) == 2


def test_other_events_are_not_lifted(alice, as_bob):
    guess(CAFE, times=1)
    assert lift(as_bob, AccountEvent.objects.get()) == ["None of these is a lock-out."]
    assert AccountEvent.objects.count() == 1


def test_an_editor_lifts_nothing(alice, as_alice):
    guess(CAFE)
    event = AccountEvent.objects.get(kind=AccountEventKind.LOCKED)
    as_alice.post(LIST, {"action": "lift_chosen", "_selected_action": [event.pk]})
    assert not enters(CAFE)


def test_it_passes_by_itself(alice):
    guess(CAFE)
    cache.clear()
    assert enters(CAFE)

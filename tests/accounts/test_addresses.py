import pytest
from allauth.account.models import EmailAddress

from articles.accounts import addresses
from articles.accounts.addresses import NotConfirmed, confirm, confirmed, key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(alice):
    alice.email = "Alice@paper.example"
    alice.save()
    return alice


def test_an_address_is_confirmed_by_the_key_that_was_mailed_there(person):
    assert confirmed(person) == ""
    for _ in range(2):
        confirm(by=person, key=key_of(person))
    assert confirmed(person) == "Alice@paper.example"


def test_another_address_is_not(person):
    key = key_of(person)
    person.email = "other@paper.example"
    with pytest.raises(NotConfirmed, match="another account or address"):
        confirm(by=person, key=key)
    confirm(by=person, key=key_of(person))
    person.email = "third@paper.example"
    assert confirmed(person) == ""


def test_nobody_confirms_for_somebody_else(person, bob):
    with pytest.raises(NotConfirmed, match="another account"):
        confirm(by=bob, key=key_of(person))
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "a:b:c", "é" * 5000])
def test_a_key_that_is_none(person, key):
    with pytest.raises(NotConfirmed, match="not whole"):
        confirm(by=person, key=key)


def test_a_key_holds_for_some_days(person, monkeypatch):
    monkeypatch.setattr(addresses, "HOLDS", -1)
    with pytest.raises(NotConfirmed, match="three days"):
        confirm(by=person, key=key_of(person))


def test_two_accounts_do_not_share_one(person, bob):
    confirm(by=person, key=key_of(person))
    bob.email = person.email
    with pytest.raises(NotConfirmed, match="Another account"):
        confirm(by=bob, key=key_of(bob))
    assert confirmed(bob) == ""


def test_no_address_is_none(bob):
    assert confirmed(bob) == ""

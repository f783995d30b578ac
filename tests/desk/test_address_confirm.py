"""The page behind the link that is mailed to an account's address."""

import pytest
from allauth.account.models import EmailAddress

from articles.accounts.addresses import confirmed, key_of
from articles.models import AccountEvent
from tests.desk.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(alice):
    alice.email = "alice@paper.example"
    alice.save()
    return f"/desk/address/confirm/{key_of(alice)}/"


def test_opening_it_asks_and_a_press_confirms(as_alice, alice, address):
    assert "Is alice@paper.example yours?" in text(as_alice.get(address))
    assert not EmailAddress.objects.exists()
    response = as_alice.post(address, follow=True)
    assert "alice@paper.example is confirmed" in text(response)
    assert confirmed(alice)
    assert AccountEvent.objects.filter(person=alice, detail__contains="confirmed").exists()


def test_wrong_method(as_alice, address):
    assert as_alice.put(address).status_code == 405


def test_a_stranger_signs_in_first(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert "/accounts/login/?next=" in response.headers["Location"]


def test_without_rights(as_charlie, address):
    assert as_charlie.get(address).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_link(as_bob, address, method):
    response = getattr(as_bob, method)(address)
    assert response.status_code == 422
    assert "another account" in text(response)
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_none(as_alice, method):
    response = getattr(as_alice, method)("/desk/address/confirm/x:y:z/")
    assert response.status_code == 422
    assert "not whole" in text(response)

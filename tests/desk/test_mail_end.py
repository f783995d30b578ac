"""The end of a mail about a view, by the address that it carries."""

import pytest
from django.test import Client

from articles.models import Alert
from articles.queue.mail_end import key_of, view_of
from tests.desk.pages import text
from tests.factories import make_alert, make_saved_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert():
    return make_alert(view=make_saved_view(name="Storage"))


@pytest.fixture
def address(alert):
    return f"/desk/views/end/{key_of(alert.view)}/"


def test_opening_it_asks_and_a_press_ends_it(client, address):
    assert "End the mail about “Storage”?" in text(client.get(address))
    assert Alert.objects.exists()
    assert "No more mail about “Storage”" in text(client.post(address))
    assert not Alert.objects.exists()
    assert "No more mail" in text(client.post(address))
    assert "No more mail" in text(client.get(address))


def test_a_mail_program_presses_it_without_a_cookie(address):
    program = Client(enforce_csrf_checks=True)
    response = program.post(address, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not Alert.objects.exists()


def test_only_this_one_ends(client, address):
    other = make_alert()
    client.post(address)
    assert Alert.objects.get() == other


def test_wrong_method(client, address):
    assert client.put(address).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("key", ["1", "MQ:1abc:x", "é", ":", "x" * 500])
def test_no_such_key(client, alert, method, key):
    assert getattr(client, method)(f"/desk/views/end/{key}/").status_code == 404
    assert Alert.objects.get() == alert


def test_a_view_that_is_gone(client, alert, address):
    alert.view.delete()
    assert client.get(address).status_code == 404


def test_a_key_is_for_one_view(alert):
    assert view_of(key_of(alert.view)) == alert.view.pk
    assert view_of(key_of(alert.view)[:-1]) is None


def test_it_stays_in_no_cache(client, address):
    assert "no-store" in client.get(address).headers["Cache-Control"]

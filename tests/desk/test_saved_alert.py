"""The page of a view's mail, and what its owner does there."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from articles.models import Alert, Mail, SavedView
from tests.desk.pages import text
from tests.factories import make_alert, make_mail, make_saved_view
from tests.queries import count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]

ACTS = ("open", "ask", "switch-on", "close")
HOURLY = {"every": "hour", "hour": "7"}


@pytest.fixture
def view(alice):
    alice.email = "alice@paper.example"
    alice.save()
    return make_saved_view(owner=alice, name="Storage")


def page(view):
    return f"/desk/views/{view.pk}/alert/"


def test_doors(doors, view):
    doors(page(view), "get")


@pytest.mark.parametrize("what", ACTS)
def test_doors_of_acts(doors, view, what):
    doors(f"{page(view)}{what}/")


def test_somebody_elses_is_not_there(as_bob, view):
    SavedView.objects.update(shared=True)
    assert as_bob.get(page(view)).status_code == 404
    for what in ACTS:
        assert as_bob.post(f"{page(view)}{what}/", HOURLY).status_code == 404


def test_a_site_without_a_mail_server_says_so(as_alice, view, settings):
    settings.MAIL = {}
    shown = text(as_alice.get(page(view)))
    assert "This site sends no mail" in shown
    assert "EMAIL_URL" in shown
    assert "Send me mail" not in shown
    response = as_alice.post(f"{page(view)}open/", HOURLY)
    assert response.status_code == 422
    assert "This site sends no mail" in text(response)


def test_an_account_without_an_address_is_told(as_alice, alice, view):
    alice.email = ""
    alice.save()
    shown = text(as_alice.get(page(view)))
    assert "Your account has no mail address" in shown
    assert "Send me mail" not in shown


def test_what_runs_is_ended_also_without_a_mail_server(as_alice, view, settings):
    make_alert(view=view)
    settings.MAIL = {}
    assert "Send no more mail" in text(as_alice.get(page(view)))
    as_alice.post(f"{page(view)}close/")
    assert not Alert.objects.exists()


def test_asks_for_mail_and_has_a_link_sent(as_alice, view):
    response = as_alice.post(f"{page(view)}open/", HOURLY, follow=True)
    assert "A link is on its way to alice@paper.example" in text(response)
    assert "alice@paper.example is not confirmed" in text(response)
    assert Alert.objects.get().every == "hour"
    response = as_alice.post(f"{page(view)}open/", {"every": "day", "hour": "5"}, follow=True)
    assert "Noted how often" in text(response)
    assert Mail.objects.count() == 1
    assert Alert.objects.get().hour == 5


def test_of_a_confirmed_address_nothing_is_asked(as_alice, view):
    EmailAddress.objects.create(user=view.owner, email="alice@paper.example", verified=True)
    response = as_alice.post(f"{page(view)}open/", HOURLY, follow=True)
    assert "not confirmed" not in text(response)
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "data", [{}, {"every": "minute"}, {"every": "day"}, {"every": "day", "hour": "24"}]
)
def test_what_is_no_time_is_refused(as_alice, view, data):
    response = as_alice.post(f"{page(view)}open/", data)
    assert response.status_code == 422
    assert "Choose how often you want mail" in text(response)
    assert not Alert.objects.exists()


def test_has_the_link_sent_again(as_alice, view):
    make_alert(view=view)
    EmailAddress.objects.all().delete()
    assert "Send a link" in text(as_alice.get(page(view)))
    for status in (302, 422):
        assert as_alice.post(f"{page(view)}ask/").status_code == status
    assert Mail.objects.count() == 1


def test_lists_what_became_of_mails(as_alice, view):
    make_mail(alert=make_alert(view=view), attempts=3, answer="answered 451 <b>")
    shown = text(as_alice.get(page(view)))
    assert "Waiting" in shown
    assert "answered 451 &lt;b&gt;" in shown


def test_says_that_it_was_switched_off_and_switches_it_on(as_alice, view):
    make_alert(view=view, failures=10, off_at=timezone.now())
    assert "10 attempts in a row failed" in text(as_alice.get(page(view)))
    response = as_alice.post(f"{page(view)}switch-on/", follow=True)
    assert "Switched the mail on" in text(response)
    assert "in a row failed" not in text(response)


def test_queries_do_not_grow_with_mails(as_alice, view):
    alert = make_alert(view=view)
    counts = set()
    for _ in range(2):
        for _ in range(10):
            make_mail(alert=alert)
        counts.add(count_queries(as_alice, page(view)))
    assert len(counts) == 1
    assert counts.pop() <= 12

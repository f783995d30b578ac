from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from articles.actions.errors import Refused
from articles.actions.saved import told
from articles.actions.saved.alerts import ask, open_alert
from articles.models import Alert, Every, Mail
from tests.factories import make_alert, make_saved_view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]


@pytest.fixture
def owner(alice):
    alice.email = "alice@paper.example"
    alice.save()
    return alice


@pytest.fixture
def view(owner):
    return make_saved_view(owner=owner)


def test_opens_one(owner, view):
    alert = open_alert(view=view, by=owner, every=Every.DAY, hour=7)
    assert (alert.every, alert.hour, alert.next_at.hour) == ("day", 7, 7)
    assert alert.next_at > timezone.now()


def test_an_hour_is_kept_of_days_only(owner, view):
    assert open_alert(view=view, by=owner, every=Every.HOUR, hour=7).hour is None


def test_other_times_change_nothing_else(owner, view):
    before = make_alert(view=view, known=[1], failures=3)
    alert = open_alert(view=view, by=owner, every=Every.HOUR)
    assert (alert.every, alert.known, alert.failures) == ("hour", [1], 3)
    assert alert.since == before.since
    assert alert.next_at > timezone.now() + timedelta(minutes=59)


def test_switches_on_what_was_switched_off(owner, view):
    before = make_alert(view=view, failures=10, off_at=timezone.now())
    told.switch_on(Alert, view=view, by=owner)
    alert = Alert.objects.get()
    assert (alert.failures, alert.off_at) == (0, None)
    assert alert.since > before.since


def test_closes_it(owner, view):
    make_alert(view=view)
    told.close(Alert, view=view, by=owner)
    assert not Alert.objects.exists()


def test_a_link_is_sent_once_in_ten_minutes_for_all_views(owner, view):
    other = make_saved_view(owner=owner)
    for one in (view, other):
        open_alert(view=one, by=owner, every=Every.HOUR)
    ask(view=view, by=owner)
    for one in (view, other):
        with pytest.raises(Refused, match="ten minutes"):
            ask(view=one, by=owner)
    Mail.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    ask(view=other, by=owner)
    assert Mail.objects.count() == 2


def test_a_link_is_part_of_an_alert(owner, view):
    with pytest.raises(Refused, match="Choose first"):
        ask(view=view, by=owner)


@pytest.mark.parametrize("action", [partial(open_alert, every=Every.HOUR), ask])
def test_what_cannot_be_is_refused(owner, view, action, settings):
    owner.email = ""
    with pytest.raises(Refused, match="no mail address"):
        action(view=view, by=owner)
    settings.MAIL = {}
    with pytest.raises(Refused, match="sends no mail"):
        action(view=view, by=owner)
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    "action",
    [
        *(partial(open_alert, every=Every.HOUR), ask),
        *(partial(told.switch_on, Alert), partial(told.close, Alert)),
    ],
)
def test_nobody_elses(bob, view, action):
    with pytest.raises(Refused):
        action(view=view, by=bob)

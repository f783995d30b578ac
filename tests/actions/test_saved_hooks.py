from functools import partial

import pytest
from django.utils import timezone

from articles.actions.errors import Refused
from articles.actions.saved import told
from articles.actions.saved.hooks import open_hook
from articles.models import Hook
from tests.factories import make_hook, make_saved_view

pytestmark = pytest.mark.django_db

URL = "https://hook.example/in"


@pytest.fixture
def view(alice):
    return make_saved_view(owner=alice)


def test_opens_one_with_a_secret(alice, view):
    hook = open_hook(view=view, by=alice, url=f" {URL} ")
    assert hook.url == URL
    assert len(hook.secret) >= 43  # 256 bits


def test_another_takes_its_place(alice, view):
    first, second = (open_hook(view=view, by=alice, url=URL) for _ in range(2))
    assert Hook.objects.get().secret == second.secret != first.secret


@pytest.mark.parametrize(
    "url", ["", "ftp://x.example/", "http://127.0.0.1/", "http://x.example:1/"]
)
def test_refuses_an_address_and_keeps_the_one_before(alice, view, url):
    open_hook(view=view, by=alice, url=URL)
    with pytest.raises(Refused):
        open_hook(view=view, by=alice, url=url)
    assert Hook.objects.get().url == URL


def test_a_setting_lets_it_go_to_inner_networks(alice, view, settings):
    settings.OUTGOING_INNER = True
    assert open_hook(view=view, by=alice, url="http://127.0.0.1:9000/").pk


def test_switches_on_what_was_switched_off(alice, view):
    before = make_hook(view=view, failures=10, off_at=timezone.now())
    told.switch_on(Hook, view=view, by=alice)
    hook = Hook.objects.get()
    assert (hook.failures, hook.off_at) == (0, None)
    assert hook.since > before.since


def test_what_is_on_stays_as_it_is(alice, view):
    before = make_hook(view=view, failures=3)
    told.switch_on(Hook, view=view, by=alice)
    assert Hook.objects.get().since == before.since


def test_closes_it(alice, view):
    make_hook(view=view)
    told.close(Hook, view=view, by=alice)
    assert not Hook.objects.exists()


@pytest.mark.parametrize(
    "action",
    [partial(open_hook, url=URL), partial(told.switch_on, Hook), partial(told.close, Hook)],
)
def test_nobody_elses(bob, view, action):
    with pytest.raises(Refused):
        action(view=view, by=bob)

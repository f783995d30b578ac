"""The page of a view's webhook, and what its owner does there."""

import pytest
from django.utils import timezone

from articles.models import Hook, SavedView
from tests.desk.pages import text
from tests.factories import make_delivery, make_hook, make_saved_view
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

URL = "https://hook.example/in"
ACTS = ("open", "switch-on", "close")


@pytest.fixture
def view(alice):
    return make_saved_view(owner=alice, name="Storage")


def page(view):
    return f"/desk/views/{view.pk}/hook/"


def test_doors(doors, view):
    doors(page(view), "get")


@pytest.mark.parametrize("what", ACTS)
def test_doors_of_acts(doors, view, what):
    doors(f"{page(view)}{what}/")


def test_somebody_elses_is_not_there(as_bob, view):
    SavedView.objects.update(shared=True)
    assert as_bob.get(page(view)).status_code == 404
    for what in ACTS:
        assert as_bob.post(f"{page(view)}{what}/", {"url": URL}).status_code == 404


def test_opens_one_and_shows_its_secret_once(as_alice, view):
    response = as_alice.post(f"{page(view)}open/", {"url": URL})
    secret = Hook.objects.get().secret
    assert secret in text(response)
    later = text(as_alice.get(page(view)))
    assert secret not in later
    assert URL in later
    assert "None yet" in later


@pytest.mark.parametrize("url", ["", "http://127.0.0.1/<b>", "http://10.0.0.1/"])
def test_an_address_that_is_refused_stays_in_its_field(as_alice, view, url):
    response = as_alice.post(f"{page(view)}open/", {"url": url})
    assert response.status_code == 422
    assert 'aria-invalid="true" aria-describedby="url-error"' in text(response)
    assert "/<b>" not in text(response)
    assert not Hook.objects.exists()


def test_lists_what_became_of_messages(as_alice, view):
    make_delivery(hook=make_hook(view=view), attempts=3, answer="answered 503 <b>")
    shown = text(as_alice.get(page(view)))
    assert "Waiting" in shown
    assert "answered 503 &lt;b&gt;" in shown


def test_says_that_it_was_switched_off_and_switches_it_on(as_alice, view):
    make_hook(view=view, failures=10, off_at=timezone.now())
    assert "10 attempts in a row failed" in text(as_alice.get(page(view)))
    response = as_alice.post(f"{page(view)}switch-on/", follow=True)
    assert "Switched the webhook on" in text(response)
    assert "in a row failed" not in text(response)


def test_takes_it_away(as_alice, view):
    make_hook(view=view)
    response = as_alice.post(f"{page(view)}close/", follow=True)
    assert "Took the webhook away" in text(response)
    assert not Hook.objects.exists()


def test_queries_do_not_grow_with_messages(as_alice, view):
    hook = make_hook(view=view)
    counts = set()
    for _ in range(2):
        for _ in range(10):
            make_delivery(hook=hook)
        counts.add(count_queries(as_alice, page(view)))
    assert len(counts) == 1

import pytest

from articles.actions.errors import Refused
from articles.actions.saved import feeds
from articles.models import SavedView
from tests.factories import make_saved_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def view(alice):
    return make_saved_view(owner=alice)


def test_the_token_opens_it_and_is_kept_nowhere(alice, view):
    token = feeds.open_feed(view=view, by=alice)
    assert len(token) >= 43  # 256 bits
    assert SavedView.objects.of_feed(token) == view
    kept = SavedView.objects.values().get()
    assert token not in map(str, kept.values())
    assert kept["feed_made_at"]


def test_a_new_one_ends_the_one_before(alice, view):
    old, new = (feeds.open_feed(view=view, by=alice) for _ in range(2))
    assert SavedView.objects.of_feed(old) is None
    assert SavedView.objects.of_feed(new) == view


def test_closed_it_opens_nothing(alice, view):
    token = feeds.open_feed(view=view, by=alice)
    feeds.close_feed(view=view, by=alice)
    assert SavedView.objects.of_feed(token) is None
    assert SavedView.objects.get().feed_made_at is None


@pytest.mark.parametrize("action", [feeds.open_feed, feeds.close_feed])
def test_nobody_elses(bob, view, action):
    with pytest.raises(Refused):
        action(view=view, by=bob)

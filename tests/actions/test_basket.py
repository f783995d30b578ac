"""An editor's basket."""

import pytest

from articles.actions import basket, stories
from articles.actions.errors import Refused
from articles.models import BasketItem
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def inside(person):
    items = BasketItem.objects.shown().filter(person=person)
    return list(items.values_list("article", flat=True))


@pytest.fixture
def keys():
    return [make_article().pk for _ in range(4)]


def test_they_go_in_at_the_end_once(alice, keys):
    assert basket.put(by=alice, articles=[keys[2], keys[0]]) == 2
    assert basket.put(by=alice, articles=[keys[0], keys[1], keys[1], 0]) == 1
    assert inside(alice) == [keys[2], keys[0], keys[1]]


def test_each_has_their_own(alice, bob, keys):
    basket.put(by=alice, articles=keys)
    assert inside(bob) == []


def test_it_holds_so_many(alice, keys, monkeypatch):
    monkeypatch.setattr(basket, "MOST", 3)
    with pytest.raises(Refused, match="at most 3"):
        basket.put(by=alice, articles=keys)
    assert inside(alice) == []


def test_parts_of_stories_stay_out_and_drop_out(alice, keys):
    first, second, third, _ = keys
    stories.fold(article=first, into=second, by=alice, version=1)
    basket.put(by=alice, articles=keys)
    assert inside(alice) == keys[1:]
    stories.fold(article=third, into=second, by=alice, version=1)
    assert inside(alice) == [second, keys[3]]


def test_what_is_deleted_drops_out(alice, keys):
    gone = make_article()
    basket.put(by=alice, articles=[gone.pk])
    gone.delete()
    assert inside(alice) == []


def test_take_out(alice, bob, keys):
    for person in (alice, bob):
        basket.put(by=person, articles=keys)
    assert basket.take_out(by=alice, articles=[keys[0], keys[1], 0]) == 2
    assert (inside(alice), inside(bob)) == (keys[2:], keys)


@pytest.mark.parametrize(("to", "order"), [(0, "2013"), (1, "0213"), (9, "0132"), (-1, "2013")])
def test_move(alice, keys, to, order):
    basket.put(by=alice, articles=keys)
    basket.move(by=alice, article=keys[2], to=to)
    assert inside(alice) == [keys[int(place)] for place in order]


def test_move_what_is_not_in_it(alice, keys):
    with pytest.raises(Refused, match="not in your basket"):
        basket.move(by=alice, article=keys[0], to=0)


def test_empty(alice, bob, keys):
    for person in (alice, bob):
        basket.put(by=person, articles=keys)
    assert basket.empty(by=alice) == 4
    assert (inside(alice), inside(bob)) == ([], keys)


def test_hand_over(alice, bob, keys):
    basket.put(by=alice, articles=keys[:3])
    basket.put(by=bob, articles=[keys[1]])
    assert basket.hand_over(by=alice, to=bob, note="For  Sunday") == 2
    assert (inside(alice), inside(bob)) == ([], [keys[1], keys[0], keys[2]])
    items = BasketItem.objects.filter(person=bob).values_list("given_by", "note")
    assert list(items) == [("", ""), ("Alice", "For Sunday"), ("Alice", "For Sunday")]


def test_hand_over_a_copy(alice, bob, keys):
    basket.put(by=alice, articles=keys)
    basket.hand_over(by=alice, to=bob, keep=True)
    assert inside(alice) == inside(bob) == keys


@pytest.mark.parametrize(
    ("to", "said"), [("alice", "your own"), ("charlie", "may not review"), ("dave", "may not")]
)
def test_not_to_everybody(request, alice, keys, to, said):
    basket.put(by=alice, articles=keys)
    with pytest.raises(Refused, match=said):
        basket.hand_over(by=alice, to=request.getfixturevalue(to))
    assert inside(alice) == keys


def test_nothing_to_hand_over(alice, bob):
    with pytest.raises(Refused, match="empty"):
        basket.hand_over(by=alice, to=bob)

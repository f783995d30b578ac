import pytest

from articles.actions.errors import Refused
from articles.actions.saved import views
from articles.models import SavedView
from tests.factories import make_saved_view

pytestmark = pytest.mark.django_db


def names(owner):
    own = SavedView.objects.filter(owner=owner).order_by("position")
    return list(own.values_list("name", flat=True))


def test_saves_behind_the_others(alice, bob):
    make_saved_view(owner=bob)
    for name in ("One", "Two  words "):
        views.save(by=alice, name=name, query="queue=all", shared=name == "One")
    assert names(alice) == ["One", "Two words"]
    assert [view.shared for view in alice.saved_views.order_by("position")] == [True, False]


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x07b", "storage", "STORAGE"])
def test_refuses_a_name(alice, name):
    make_saved_view(owner=alice, name="Storage")
    with pytest.raises(Refused):
        views.save(by=alice, name=name, query="queue=all")
    assert names(alice) == ["Storage"]


def test_says_which_name_is_taken(alice):
    make_saved_view(owner=alice, name="Storage")
    with pytest.raises(Refused, match="You have a view called “storage”: choose another name"):
        views.save(by=alice, name="storage", query="queue=all")


def test_others_may_have_the_name(alice, bob):
    make_saved_view(owner=bob, name="Storage")
    assert views.save(by=alice, name="Storage", query="queue=all").pk


def test_refuses_a_query_too_long(alice):
    with pytest.raises(Refused, match="too long"):
        views.save(by=alice, name="Long", query="q" * 6001)


def test_nobody_has_more_than_there_is_room_for(alice, monkeypatch):
    monkeypatch.setattr(views, "MOST", 1)
    views.save(by=alice, name="One", query="queue=all")
    with pytest.raises(Refused, match="room for no more"):
        views.save(by=alice, name="Two", query="queue=all")


def test_renames_and_leaves_the_rest(alice):
    view = make_saved_view(owner=alice, name="Old")
    SavedView.objects.update(count="7")
    views.rename(view=view, by=alice, name="New")
    view.refresh_from_db()
    assert (view.name, view.count) == ("New", "7")


def test_renames_no_two_alike(alice):
    make_saved_view(owner=alice, name="One")
    other = make_saved_view(owner=alice, name="Two")
    with pytest.raises(Refused):
        views.rename(view=other, by=alice, name="one")
    assert sorted(names(alice)) == ["One", "Two"]


def test_shares_and_keeps_again(alice):
    view = make_saved_view(owner=alice)
    for shared in (True, True, False):
        views.share(view=view, by=alice, shared=shared)
        view.refresh_from_db()
        assert view.shared is shared


@pytest.mark.parametrize(
    ("to", "order"),
    [(0, ["C", "A", "B"]), (1, ["A", "C", "B"]), (2, ["A", "B", "C"]), (9, ["A", "B", "C"])],
)
def test_puts_it_in_a_place(alice, to, order):
    found = [make_saved_view(owner=alice, name=name, position=n) for n, name in enumerate("ABC")]
    for _ in range(2):
        views.move(view=found[2], by=alice, to=to)
    assert names(alice) == order


def test_deletes(alice):
    views.delete(view=make_saved_view(owner=alice), by=alice)
    assert names(alice) == []


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("rename", {"name": "Mine"}),
        ("share", {"shared": False}),
        ("move", {"to": 0}),
        ("delete", {}),
    ],
)
def test_nobody_else_changes_it(alice, bob, action, arguments):
    view = make_saved_view(owner=alice, name="Hers", shared=True)
    with pytest.raises(Refused, match="belongs to somebody else"):
        getattr(views, action)(view=view, by=bob, **arguments)
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Hers", True)

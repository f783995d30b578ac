"""What the owner of a view does to it on the page of views."""

import pytest

from articles.models import SavedView
from tests.desk.pages import text
from tests.factories import make_saved_view

pytestmark = pytest.mark.django_db

FIELDS = {"rename": {"name": "New"}, "share": {"shared": "on"}, "move": {"to": 1}, "delete": {}}


@pytest.fixture
def view(alice):
    return make_saved_view(owner=alice, name="Storage")


def post(client, view, what, **fields):
    return client.post(f"/desk/views/{view.pk}/{what}/", fields)


@pytest.mark.parametrize("what", FIELDS)
def test_doors(doors, view, what):
    doors(f"/desk/views/{view.pk}/{what}/")


@pytest.mark.parametrize("what", FIELDS)
def test_somebody_elses_is_not_there(as_bob, view, what):
    SavedView.objects.update(shared=True)
    assert post(as_bob, view, what, **FIELDS[what]).status_code == 404


@pytest.mark.parametrize("what", FIELDS)
def test_one_that_is_not_there(as_alice, what):
    assert as_alice.post(f"/desk/views/999/{what}/", FIELDS[what]).status_code == 404


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("rename", "Called it “New”"),
        ("share", "All editors see “Storage” now"),
        ("move", "Moved “Storage”"),
        ("delete", "Deleted “Storage”"),
    ],
)
def test_says_what_was_done(as_alice, view, what, says):
    response = post(as_alice, view, what, **FIELDS[what])
    assert response.headers["Location"] == "/desk/views/"
    assert says in text(as_alice.get("/desk/views/"))


def test_renames(as_alice, view):
    post(as_alice, view, "rename", name="New")
    assert SavedView.objects.get().name == "New"


def test_a_name_that_is_refused_stays_in_its_field(as_alice, alice, view):
    make_saved_view(owner=alice, name="Other")
    response = post(as_alice, view, "rename", name="other")
    assert response.status_code == 422
    page = text(response)
    assert "You have a view called “other”: choose another name." in page
    assert f'aria-invalid="true" aria-describedby="name-{view.pk}-error"' in page
    assert "Not saved yet" not in page
    view.refresh_from_db()
    assert view.name == "Storage"


def test_shares_and_keeps_to_oneself(as_alice, as_bob, view):
    post(as_alice, view, "share", shared="on")
    assert "Storage" in text(as_bob.get("/desk/"))
    post(as_alice, view, "share")
    assert "Storage" not in text(as_bob.get("/desk/"))


def test_moves(as_alice, alice, view):
    other = make_saved_view(owner=alice, position=1)
    post(as_alice, view, "move", to=1)
    assert list(SavedView.objects.order_by("position")) == [other, view]


@pytest.mark.parametrize("to", ["", "-1", "x", "10000000000000000000"])
def test_no_place(as_alice, view, to):
    assert post(as_alice, view, "move", to=to).status_code == 404


def test_deletes(as_alice, view):
    post(as_alice, view, "delete")
    assert not SavedView.objects.exists()

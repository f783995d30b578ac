import pytest

from articles.models import Event
from tests.desk.pages import text
from tests.desk.sources import KEY, now, post, source_url

pytestmark = pytest.mark.django_db


def test_doors(doors, halyard):
    doors(source_url("note", halyard))


def test_leaves_a_note_for_all(as_alice, as_bob, halyard):
    response = post(as_alice, "note", halyard, note="Partner content <since> May ")
    assert response.headers["Location"] == source_url("detail", halyard)
    assert now(halyard).note == "Partner content <since> May"
    page = text(as_bob.get(source_url("detail", halyard)))
    assert "Partner content &lt;since&gt; May" in page
    assert "Alice noted" in page


def test_it_can_be_undone(as_alice, halyard):
    page = text(as_alice.get(post(as_alice, "note", halyard, note="x").headers["Location"]))
    assert "Noted “x”, on “Halyard”" in page
    act = Event.objects.get().group
    assert str(act) in page
    response = as_alice.post(
        "/desk/undo/", {"group": act, "next": source_url("detail", halyard)}, follow=True
    )
    assert now(halyard).note == ""
    assert "Undone: noted “x”, on “Halyard”" in text(response)


def test_the_undo_can_be_undone(as_alice, halyard):
    post(as_alice, "note", halyard, note="x")
    for _ in range(2):
        as_alice.post("/desk/undo/", {"group": Event.objects.first().group})
    assert now(halyard).note == "x"


def test_an_admins_edit_is_not_taken_back_here(as_alice, as_bob, halyard, bob):
    event = Event.objects.create(
        provider=halyard,
        action="edit",
        at="2026-11-20T12:00Z",
        before={"name": "Old"},
        after={"name": "Halyard"},
    )
    for client in (as_alice, as_bob):
        assert client.post("/desk/undo/", {"group": event.group}).status_code == 404
    page = text(as_alice.get(source_url("detail", halyard)))
    assert str(event.group) not in page


def test_an_empty_note_is_none(as_alice, halyard):
    post(as_alice, "note", halyard, note="x")
    page = text(as_alice.get(post(as_alice, "note", now(halyard), note=" ").headers["Location"]))
    assert now(halyard).note == ""
    assert "Took the note away" in page


def test_nothing_new_is_no_act(as_alice, halyard):
    assert post(as_alice, "note", halyard, note="").status_code == 302
    assert not Event.objects.exists()


def test_the_same_request_twice_is_one_act(as_alice, halyard):
    for _ in range(2):
        assert post(as_alice, "note", halyard, note="x", key=KEY).status_code == 302
    assert Event.objects.count() == 1


def test_a_long_note_is_refused_in_its_place_and_kept(as_alice, halyard):
    response = post(as_alice, "note", halyard, note="x" * 501)
    assert response.status_code == 422
    page = text(response)
    assert "x" * 501 in page
    assert "shorten it to 500" in page
    assert 'aria-invalid="true" aria-describedby="id_note-error"' in page
    assert now(halyard).note == ""


def test_a_stale_version_loses_nothing(as_alice, as_bob, halyard):
    post(as_bob, "note", halyard, note="Bob’s")
    response = post(as_alice, "note", halyard, note="Alice’s")
    assert response.status_code == 409
    page = text(response)
    assert "Not saved, the source has changed since you opened it: Bob noted “Bob’s”" in page
    assert "Alice’s</textarea>" in page
    assert 'name="version" value="2"' in page
    assert now(halyard).note == "Bob’s"


def test_without_a_version_nothing_happens(as_alice, halyard):
    response = as_alice.post(source_url("note", halyard), {"note": "x"})
    assert response.status_code == 422
    assert "Nothing changed" in text(response)
    assert now(halyard).note == ""


def test_an_unknown_source(as_alice):
    assert as_alice.post("/desk/sources/999/note/", {"version": 1}).status_code == 404

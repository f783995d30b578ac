import pytest

from articles.models import Event, SourceFigures
from tests.desk.pages import text
from tests.desk.sources import now, post, source_url
from tests.factories import make_provider

pytestmark = pytest.mark.django_db


def test_only_admins_may(client, as_alice, as_bob, halyard):
    url = source_url("own", halyard)
    assert as_bob.get(url).status_code == 405
    assert client.post(url).headers["Location"].startswith("/accounts/login/")
    assert post(as_alice, "own", halyard, owner="Apex").status_code == 403
    assert now(halyard).owner == ""


def test_says_whose_it_is(as_bob, halyard):
    response = post(as_bob, "own", halyard, owner="Northmoor Media")
    page = text(as_bob.get(response.headers["Location"]))
    assert now(halyard).owner == "Northmoor Media"
    assert "Said that “Halyard” belongs to “Northmoor Media”" in page
    assert 'owned by <span dir="auto">Northmoor Media</span>' in page


def test_it_can_be_undone(as_alice, as_bob, halyard):
    post(as_bob, "own", halyard, owner="Apex")
    act = {"group": Event.objects.get().group}
    detail = source_url("detail", halyard)
    offered = f'value="{act["group"]}"'
    assert offered in text(as_bob.get(detail))
    assert offered not in text(as_alice.get(detail))
    assert as_alice.post("/desk/undo/", act).status_code == 404
    as_bob.post("/desk/undo/", act)
    assert now(halyard).owner == ""
    assert "undid a change: the owner from Apex to none" in text(as_bob.get(detail))


def test_other_owners_are_offered_to_admins(as_alice, as_bob, halyard):
    make_provider(owner="Northmoor Media")
    offered = '<option value="Northmoor Media">'
    assert offered in text(as_bob.get(source_url("detail", halyard)))
    assert offered not in text(as_alice.get(source_url("detail", halyard)))


def test_what_is_too_long_is_said_in_its_place_and_kept(as_bob, halyard):
    response = post(as_bob, "own", halyard, owner="x" * 101)
    assert response.status_code == 422
    assert "Shorten the owner to 100 characters." in text(response)
    assert f'value="{"x" * 101}" aria-invalid="true"' in " ".join(text(response).split())


def test_a_stale_version(as_bob, halyard):
    post(as_bob, "note", halyard, note="x")
    assert post(as_bob, "own", halyard, owner="Apex").status_code == 409


def test_the_list_names_it_counts_it_and_finds_by_it(as_alice):
    for owner in ("Northmoor Media", "northmoor media", ""):
        SourceFigures.objects.create(provider=make_provider(owner=owner))
    assert "3 sources of 2 publishers" in " ".join(text(as_alice.get("/desk/sources/")).split())
    rows = as_alice.get("/desk/sources/?q=northmoor").context["rows"]
    assert [row.provider.owner.lower() for row in rows] == ["northmoor media"] * 2

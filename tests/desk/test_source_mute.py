import pytest

from articles.models import Event
from tests.desk.pages import shown, text
from tests.desk.sources import in_days, now, post, source_url
from tests.factories import make_article, make_provider

pytestmark = pytest.mark.django_db


def test_doors(doors, halyard):
    doors(source_url("mute", halyard))


def test_what_comes_from_it_does_not_wait_until_then(as_alice, halyard):
    make_article(provider=halyard, title="muted")
    make_article(provider=make_provider(), title="waits")
    until = in_days(3)
    response = post(as_alice, "mute", halyard, until=until)
    page = text(as_alice.get(response.headers["Location"]))
    assert f"Muted “Halyard” until {until.day} {until:%B %Y}" in page
    assert f"Muted until {until.day} {until:%B %Y} by Alice." in page
    assert shown(as_alice.get("/desk/")) == ["waits"]
    assert shown(as_alice.get("/desk/?queue=muted")) == ["muted"]
    found = as_alice.get(f"/desk/?queue=all&provider={halyard.domain}")
    assert shown(found) == ["muted"]
    assert f"its source is muted until {until.day} {until:%b}" in text(found)
    assert "by Alice" in text(found)


def test_it_can_be_undone(as_alice, halyard):
    post(as_alice, "mute", halyard, until=in_days(3))
    as_alice.post("/desk/undo/", {"group": Event.objects.get().group})
    assert (now(halyard).muted_until, now(halyard).muted_by) == (None, "")


def test_an_undo_leaves_a_later_mute_alone(as_alice, as_bob, halyard):
    post(as_alice, "mute", halyard, until=in_days(3))
    act = Event.objects.get().group
    post(as_bob, "mute", now(halyard), until=in_days(9))
    response = as_alice.post("/desk/undo/", {"group": act}, follow=True)
    assert "Not undone" in text(response)
    assert (now(halyard).muted_until, now(halyard).muted_by) == (in_days(9), "Bob")


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ("", "Choose the day on which its articles are to wait again."),
        ("soon <b>", "That is no date: write it like 2026-12-03."),
        (in_days(0), "is not ahead: choose tomorrow or a later day."),
        (in_days(-300), "is not ahead"),
        (in_days(400), "is more than a year ahead"),
    ],
)
def test_what_cannot_be_is_said_in_its_place_and_kept(as_alice, halyard, until, message):
    response = post(as_alice, "mute", halyard, until=until)
    assert response.status_code == 422
    page = text(response)
    assert message in page
    assert f'value="{str(until).replace("<b>", "&lt;b&gt;")}" aria-invalid="true"' in page
    assert now(halyard).muted_until is None


def test_a_stale_version(as_alice, halyard):
    post(as_alice, "note", halyard, note="x")
    assert post(as_alice, "mute", halyard, until=in_days(2)).status_code == 409
    assert now(halyard).muted_until is None

import pytest

from articles.models import Event
from tests.desk.pages import text
from tests.desk.sources import now, post, source_url

pytestmark = pytest.mark.django_db


def test_doors(doors, halyard):
    doors(source_url("limit", halyard))


def test_limits_and_lifts_the_limit(as_alice, halyard):
    response = post(as_alice, "limit", halyard, at_most=3)
    assert now(halyard).at_most == 3
    assert "Limited “Halyard” to 3 in a list" in text(as_alice.get(response.headers["Location"]))
    response = post(as_alice, "limit", now(halyard), at_most="")
    assert now(halyard).at_most is None
    assert "Lifted the limit on “Halyard”" in text(as_alice.get(response.headers["Location"]))


def test_it_can_be_undone(as_alice, halyard):
    post(as_alice, "limit", halyard, at_most=3)
    as_alice.post("/desk/undo/", {"group": Event.objects.get().group})
    assert now(halyard).at_most is None
    assert "undid a change: the limit in a list from 3 to none" in text(
        as_alice.get(source_url("detail", halyard))
    )


@pytest.mark.parametrize("at_most", ["0", "31", "-1", "x<", "9" * 30, "1.5"])
def test_what_is_out_of_range_is_said_in_its_place_and_kept(as_alice, halyard, at_most):
    response = post(as_alice, "limit", halyard, at_most=at_most)
    assert response.status_code == 422
    page = " ".join(text(response).split())
    assert "Write a number from 1 to 30, or nothing for no limit." in page
    assert f'value="{at_most.replace("<", "&lt;")}" aria-invalid="true"' in page
    assert now(halyard).at_most is None


def test_a_stale_version(as_alice, halyard):
    post(as_alice, "note", halyard, note="x")
    assert post(as_alice, "limit", halyard, at_most=3).status_code == 409

import pytest

from tests.desk.pages import shown, text
from tests.desk.sources import in_days, now, post, source_url
from tests.factories import make_article, make_provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def halyard(db):
    return make_provider(name="Halyard", muted_until=in_days(3), muted_by="Ines")


def test_doors(doors, halyard):
    doors(source_url("unmute", halyard))


def test_its_articles_wait_again(as_alice, halyard):
    make_article(provider=halyard, title="back")
    assert shown(as_alice.get("/desk/")) == []
    response = post(as_alice, "unmute", halyard)
    assert "Ended the mute of “Halyard”" in text(as_alice.get(response.headers["Location"]))
    assert (now(halyard).muted_until, now(halyard).muted_by) == (None, "")
    assert shown(as_alice.get("/desk/")) == ["back"]


def test_without_a_version_nothing_happens(as_alice, halyard):
    assert as_alice.post(source_url("unmute", halyard)).status_code == 422
    assert now(halyard).is_muted


def test_a_stale_version(as_alice, halyard):
    post(as_alice, "note", halyard, note="x")
    assert post(as_alice, "unmute", halyard).status_code == 409

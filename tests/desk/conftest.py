import pytest

from tests.factories import make_article, make_provider


@pytest.fixture
def article(db):
    return make_article(title="A quarry becomes a battery", quality=82)


@pytest.fixture
def halyard(db):
    return make_provider(name="Halyard")


@pytest.fixture
def doors(client, as_alice, as_charlie):
    """Checks that a view opens to its method only, and to editors only."""

    def check(url, method="post"):
        wrong = as_alice.get(url) if method == "post" else as_alice.post(url)
        assert wrong.status_code == 405
        stranger = getattr(client, method)(url)
        assert stranger.status_code == 302
        assert stranger.headers["Location"].startswith("/accounts/login/")
        assert getattr(as_charlie, method)(url).status_code == 403

    return check

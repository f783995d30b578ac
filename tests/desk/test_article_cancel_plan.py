import pytest

from tests.desk.pages import moment, post, stale, text, url


@pytest.fixture
def planned(as_alice, article):
    post(as_alice, "article-publish-at", article, at=moment()[0])
    article.refresh_from_db()
    return article


def test_doors(doors, article):
    doors(url("article-cancel-plan", article))


def test_cancels(as_alice, planned):
    response = post(as_alice, "article-cancel-plan", planned, plan="publish_at")
    assert "Cancelled what was planned for “A quarry" in text(as_alice.get(response["Location"]))
    planned.refresh_from_db()
    assert (planned.publish_at, planned.state) == (None, "unpublished")


def test_only_plans_can_be_cancelled(as_alice, planned):
    assert post(as_alice, "article-cancel-plan", planned, plan="title").status_code == 422


def test_a_stale_version_changes_nothing(as_alice, planned):
    assert stale(as_alice, "article-cancel-plan", planned, plan="publish_at").status_code == 409

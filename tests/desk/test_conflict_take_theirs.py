import pytest
from django.urls import reverse

from articles.models import Conflict
from tests.factories import NOON


@pytest.fixture
def conflict(article):
    return Conflict.objects.create(
        article=article, field="title", base="Old", theirs="The seed's headline", at=NOON
    )


def address(conflict):
    return reverse("desk:conflict-take-theirs", args=[conflict.pk])


def test_doors(doors, conflict):
    doors(address(conflict))


def test_settles_it(as_alice, article, conflict):
    assert as_alice.post(address(conflict), {"version": 1}).status_code == 302
    article.refresh_from_db()
    assert article.title == "The seed's headline"
    assert not article.conflicts.exists()


def test_what_is_settled_is_not_found(as_alice, conflict):
    as_alice.post(address(conflict), {"version": 1})
    assert as_alice.post(address(conflict), {"version": 2}).status_code == 404


def test_without_a_version_nothing_happens(as_alice, article, conflict):
    assert as_alice.post(address(conflict)).status_code == 422
    assert article.conflicts.exists()


def test_a_stale_version_changes_nothing(as_alice, article, conflict):
    assert as_alice.post(address(conflict), {"version": 7}).status_code == 409
    assert article.conflicts.exists()

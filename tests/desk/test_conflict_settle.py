"""The two ways to settle a conflict: they differ in the title that stays."""

import pytest
from django.urls import reverse

from articles.models import Conflict
from tests.factories import NOON

TITLES = {
    "conflict-keep-ours": "A quarry becomes a battery",
    "conflict-take-theirs": "The seed's headline",
}


@pytest.fixture
def conflict(article):
    return Conflict.objects.create(
        article=article, field="title", base="Old", theirs="The seed's headline", at=NOON
    )


@pytest.fixture(params=TITLES)
def name(request):
    return request.param


@pytest.fixture
def address(name, conflict):
    return reverse(f"desk:{name}", args=[conflict.pk])


def test_doors(doors, address):
    doors(address)


def test_settles_it(as_alice, article, name, address):
    assert as_alice.post(address, {"version": 1}).status_code == 302
    article.refresh_from_db()
    assert article.title == TITLES[name]
    assert not article.conflicts.exists()


def test_what_is_settled_is_not_found(as_alice, address):
    as_alice.post(address, {"version": 1})
    assert as_alice.post(address, {"version": 2}).status_code == 404


def test_without_a_version_nothing_happens(as_alice, article, address):
    assert as_alice.post(address).status_code == 422
    assert article.conflicts.exists()


def test_a_stale_version_changes_nothing(as_alice, article, address):
    assert as_alice.post(address, {"version": 7}).status_code == 409
    assert article.conflicts.exists()

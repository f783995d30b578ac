"""Imports undone: the conflicts that they raised or ended."""

import pytest

from articles.actions import articles as acts
from articles.actions import conflicts
from articles.models import (
    Article,
    Conflict,
)
from tests.imports.staged import (
    imported,
    redone,
    undone,
)
from tests.ingest.batches import PATH, seed

pytestmark = pytest.mark.django_db


def conflict_of(bob, alice):
    imported(bob, {PATH: seed()})
    edit(alice, title="Ours")
    return imported(bob, {PATH: seed(title="Theirs", excerpt="New.")})


def edit(by, **fields):
    row = Article.objects.get()
    said = {"title": row.title, "excerpt": row.excerpt, "topics": row.listed_topics, "images": []}
    return acts.edit(article=row, by=by, version=row.version, **{**said, **fields})


def asked():
    return list(Conflict.objects.values_list("field", "theirs"))


def test_a_conflict_goes_with_its_import_and_comes_back(bob, alice):
    batch = conflict_of(bob, alice)
    assert asked() == [("title", "Theirs")]
    batch = undone(batch, bob)
    assert (asked(), batch.counts["left_as_is"]) == ([], 0)
    batch = redone(batch, bob)
    assert asked() == [("title", "Theirs")]
    undone(batch, bob)
    assert asked() == []


def test_a_conflict_alone_can_be_undone(bob, alice):
    imported(bob, {PATH: seed()})
    edit(alice, title="Ours")
    undone(imported(bob, {PATH: seed(title="Theirs")}), bob)
    assert (asked(), Article.objects.get().title) == ([], "Ours")


def test_a_conflict_that_was_settled_stays_settled(bob, alice):
    batch = conflict_of(bob, alice)
    version = Article.objects.get().version
    conflicts.keep_ours(conflict=Conflict.objects.get(), by=alice, version=version)
    batch = undone(batch, bob)
    assert (asked(), batch.counts["left_as_is"]) == ([], 0)
    redone(batch, bob)
    assert asked() == []


def test_a_conflict_that_a_later_import_raised_stays(bob, alice):
    batch = conflict_of(bob, alice)
    imported(bob, {PATH: seed(title="Theirs again", excerpt="New.")})
    undone(batch, bob)
    assert asked() == [("title", "Theirs again")]


def test_a_conflict_that_the_import_ended_is_asked_again(bob, alice):
    conflict_of(bob, alice)
    batch = imported(bob, {PATH: seed(title="Ours", excerpt="Newer.")})
    assert asked() == []
    undone(batch, bob)
    assert asked() == [("title", "Theirs")]

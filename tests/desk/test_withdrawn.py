"""A story that its import keeps off the site: for an editor to decide, or because the import was
undone. What counts is the import that brought it, not the last that changed it."""

import pytest

from articles.actions import articles
from articles.desk.queue.rows import rows
from articles.models import Article
from articles.queue import queues
from tests.history.acts import edit
from tests.imports.staged import imported, redone, undone
from tests.ingest.batches import PATH, numbered, seed

pytestmark = pytest.mark.django_db

HELD = "80 ≥ 70, but held on import, for an editor to decide"
WITHDRAWN = "80 ≥ 70, but withdrawn when its import was undone"
PUBLISHED = "80 ≥ 70: published by the rule"


@pytest.fixture
def ferry(bob):
    """The import of a published story."""
    return imported(bob, {PATH: seed()})


@pytest.fixture
def held(bob):
    """The import of a story that an editor is to decide on."""
    return imported(bob, {PATH: seed()}, hold=True)


def update(by):
    return imported(by, {PATH: seed(title="A loud ferry")})


def explanation():
    (row,) = rows([Article.objects.get().pk])
    return row.explanation


def test_undone_it_is_withdrawn_until_it_is_done_again(bob, ferry):
    undone(ferry, bob)
    assert explanation() == WITHDRAWN
    redone(ferry, bob)
    assert explanation() == PUBLISHED


def test_held_and_undone_it_is_withdrawn_until_it_is_done_again(bob, held):
    assert explanation() == HELD
    undone(held, bob)
    assert explanation() == WITHDRAWN
    redone(held, bob)
    assert explanation() == HELD


def test_a_later_import_leaves_it_withdrawn(bob, ferry):
    undone(ferry, bob)
    update(bob)
    assert explanation() == WITHDRAWN


def test_a_later_import_that_is_undone_does_not_withdraw_it(bob, held):
    undone(update(bob), bob)
    assert explanation() == HELD


def test_what_the_undo_left_for_an_editors_change_is_not_withdrawn(alice, bob, held):
    edit(Article.objects.get(), alice, title="A ferry, edited")
    undone(held, bob)
    assert explanation() == HELD


def test_a_decision_has_the_last_word(alice, bob, ferry):
    undone(ferry, bob)
    article = Article.objects.get()
    articles.publish(article=article, by=alice, version=article.version)
    assert explanation() == "published by Alice, just now"


def test_it_waits_for_nobody_until_something_is_to_be_decided(bob, alice, ferry):
    def held_by():
        counts = queues.counts(alice)
        return {name for name in queues.PARTS if counts[name] != "0"}

    assert held_by() == {"borderline"}
    undone(ferry, bob)
    assert held_by() == {"withdrawn"}
    again = update(bob)
    assert held_by() == {"borderline"}
    undone(again, bob)
    assert held_by() == {"withdrawn"}
    redone(again, bob)
    redone(ferry, bob)
    assert held_by() == {"borderline"}


def test_takes_as_many_queries_for_many(bob, django_assert_num_queries):
    files = {f"_news/2026-11-19-{n}.md": numbered(n, title=f"Ferry {n}") for n in range(12)}
    undone(imported(bob, files), bob)
    keys = list(Article.objects.values_list("pk", flat=True))
    with django_assert_num_queries(3):
        assert {row.explanation for row in rows(keys)} == {WITHDRAWN}

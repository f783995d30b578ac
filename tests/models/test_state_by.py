"""Articles of before that column: the history knows which states people decided."""

from importlib import import_module

import pytest
from django.apps import apps

from articles.actions import articles
from articles.history.undo import undo_act
from articles.models import Article, Event, ImportBatch, Review, State, StateBy
from tests.factories import NOON, make_article, make_batch

pytestmark = pytest.mark.django_db

migration = import_module("articles.migrations.0018_state_by")


def migrated(article):
    """Whose the article's state is, if the column had been filled only now."""
    rows = Article.objects.filter(pk=article.pk)
    if rows.get().review != Review.REJECTED:
        rows.update(state_by=StateBy.SEED)
    migration.say_whose(apps, None)
    return rows.get().state_by


def score_as_before(article, by, quality):
    """A score left the state as it was."""
    old = Article.objects.get(pk=article.pk)
    articles.score(article=old, by=by, version=old.version, quality=quality)
    Article.objects.filter(pk=article.pk).update(state=old.state)


def act(action, article, by):
    row = Article.objects.get(pk=article.pk)
    return action(article=row, by=by, version=row.version).act


@pytest.mark.parametrize("action", [articles.publish, articles.unpublish, articles.reject])
def test_what_a_person_decided_is_pinned(alice, action):
    article = make_article()
    act(action, article, alice)
    assert migrated(article) == StateBy.PERSON


def test_scored_afterwards_it_stays_pinned(alice):
    article = make_article()
    act(articles.unpublish, article, alice)
    score_as_before(article, alice, 90)
    assert migrated(article) == StateBy.PERSON


@pytest.mark.parametrize(
    ("state", "quality", "whose"),
    [
        (State.PUBLISHED, 90, StateBy.RULE),
        (State.UNPUBLISHED, 20, StateBy.RULE),
        (State.UNPUBLISHED, 90, StateBy.SEED),
        (State.PUBLISHED, 20, StateBy.SEED),
        (State.UNSET, 90, StateBy.SEED),
    ],
)
def test_a_score_alone_is_the_rules_where_the_rule_says_so(alice, state, quality, whose):
    article = make_article(state=state)
    score_as_before(article, alice, quality)
    assert migrated(article) == whose


def test_reopened_and_scored_it_is_not_pinned(alice):
    article = make_article()
    act(articles.publish, article, alice)
    act(articles.reopen, article, alice)
    score_as_before(article, alice, 20)
    assert migrated(article) == StateBy.SEED


def test_undone_it_is_as_before(alice):
    article = make_article()
    score_as_before(article, alice, 90)
    publish = act(articles.publish, article, alice)
    undo_act(act=publish, by=alice)
    assert migrated(article) == StateBy.RULE
    act(articles.publish, article, alice)
    score_as_before(article, alice, 10)
    assert migrated(article) == StateBy.PERSON


def test_nobody_decided(alice):
    assert migrated(make_article()) == StateBy.SEED


def arrive(**batch):
    """An article off the site that came with such a batch; a later one has changed it."""
    article = make_article(state=State.UNPUBLISHED, batch=make_batch())
    Event.objects.create(article=article, action="import", at=NOON, batch=make_batch(**batch))
    change = {"before": {"title": "a"}, "after": {"title": "b"}, "batch": article.batch}
    Event.objects.create(article=article, action="import", at=NOON, **change)
    return article


@pytest.mark.parametrize("batch", [{"hold": True}, {"state": "undone"}])
def test_what_an_import_keeps_off_the_site(batch):
    assert migrated(arrive(**batch)) == StateBy.IMPORT


@pytest.mark.parametrize("later", [{"hold": True}, {"state": "undone"}])
def test_a_later_import_keeps_nothing_off_the_site(later):
    article = arrive()
    ImportBatch.objects.filter(pk=article.batch_id).update(**later)
    assert migrated(article) == StateBy.SEED


def test_a_decision_on_what_an_import_held_stays_a_persons(alice):
    held = arrive(hold=True)
    act(articles.unpublish, held, alice)
    assert migrated(held) == StateBy.PERSON

"""When a story's words last changed: what feeds call updated."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from articles.actions import articles
from articles.models import Article, Event
from tests.factories import NOON, make_article, make_image, make_topic
from tests.history.acts import edit

pytestmark = pytest.mark.django_db
BEFORE = NOON - timedelta(days=1)
fill = import_module("articles.migrations.0017_feeds_and_accounts").fill


def edited_at(article, by, **fields):
    edit(article, by, **fields)
    return Article.objects.get(pk=article.pk).updated_at


@pytest.mark.parametrize("words", [{"title": "Other"}, {"excerpt": "Other"}, {"excerpt": ""}])
def test_words_move_it(alice, words):
    article, before = make_article(updated_at=BEFORE), timezone.now()
    assert edited_at(article, alice, **words) >= before


def test_what_reads_the_same_is_the_same(alice):
    article = make_article(title="Coal &amp; steel", updated_at=BEFORE)
    assert edited_at(article, alice, title="Coal & steel") == BEFORE


def test_topics_and_pictures_leave_it(alice):
    first, second = make_image(), make_image()
    article = make_article(updated_at=BEFORE, images=[first, second])
    assert edited_at(article, alice, topics=[make_topic()], images=[second, first]) == BEFORE


def test_decisions_and_scores_leave_it(alice):
    article = make_article(updated_at=BEFORE)
    for act in (articles.unpublish, articles.publish, articles.reject, articles.reopen):
        article = act(article=article, by=alice, version=article.version).row
    articles.score(article=article, by=alice, version=article.version, quality=3)
    assert Article.objects.get().updated_at == BEFORE


def test_what_an_older_history_knows():
    edited, scored, untouched = (make_article(published_at=BEFORE) for _ in range(3))
    ahead = make_article(published_at=timezone.now() + timedelta(days=3))
    for article, at, after in (
        (edited, NOON, {"title": "New"}),
        (edited, NOON - timedelta(hours=1), {"excerpt": "Newer than it was"}),
        (edited, NOON + timedelta(hours=1), {"state": "published"}),
        (scored, NOON, {"quality": 9}),
    ):
        Event.objects.create(article=article, action="edit", at=at, after=after)
    Article.objects.update(updated_at=NOON + timedelta(days=9))
    before = timezone.now()
    fill(apps, None)
    found = dict(Article.objects.values_list("pk", "updated_at"))
    assert found[edited.pk] == NOON
    assert found[scored.pk] == found[untouched.pk] == BEFORE
    assert before <= found[ahead.pk] <= timezone.now()

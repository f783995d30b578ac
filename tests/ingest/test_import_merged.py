"""Re-imports of what an editor has merged: it stays where it is."""

import pytest

from articles.actions.judgement import duplicates
from articles.history.undo import undo_act
from articles.models import Article, Conflict
from tests.factories import make_article
from tests.ingest.batches import PATH, bring_in, seed, write
from tests.ingest.one_article import the_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(tmp_path):
    def again(**fields):
        return bring_in(write(tmp_path, {PATH: seed(**fields)}))

    return again


@pytest.fixture
def merged(again, alice):
    again(published=True)
    article = the_article()
    stays = make_article()
    return duplicates.merge(article=article, into=stays, by=alice, version=article.version)


@pytest.mark.parametrize(
    "fields", [{"title": "New"}, {"published": True, "quality": 99}, {"heat": 40}]
)
def test_an_update_does_not_bring_it_back(again, merged, fields):
    again(**{"published": True, **fields})
    row = Article.objects.get(pk=merged.row.pk)
    assert row.merged_into == merged.row.merged_into
    assert row not in Article.objects.public()


def test_another_state_of_the_seed_is_a_question(again, merged):
    again(published=False)
    again(published=True)
    assert Article.objects.get(pk=merged.row.pk) not in Article.objects.public()


def test_the_undo_after_an_update_gives_it_back(again, merged, alice):
    again(title="New", published=True)
    undo_act(act=merged.act, by=alice)
    row = Article.objects.get(pk=merged.row.pk)
    assert (row.merged_into, row.title) == (None, "New")
    assert row in Article.objects.listed()
    assert not Conflict.objects.exists()

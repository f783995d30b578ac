import pytest

from articles.actions.topic_index import reindex
from articles.models import Article, ArticleTopic
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """Energy > Storage > Sodium, and Policy."""
    energy = make_topic(name="Energy")
    storage = make_topic(name="Storage", parent=energy)
    return energy, storage, make_topic(name="Sodium", parent=storage), make_topic(name="Policy")


def filed(article):
    rows = ArticleTopic.objects.filter(article=article).select_related("topic")
    return {row.topic.name: row.position for row in rows}


def test_every_topic_above_a_listed_one_is_implied(tree):
    *_, sodium, policy = tree
    article = make_article(topics=[sodium, policy])
    assert filed(article) == {"Sodium": 0, "Policy": 1, "Storage": None, "Energy": None}


def test_a_listed_root_keeps_its_place(tree):
    energy, _, sodium, _ = tree
    assert filed(make_article(topics=[sodium, energy])) == {
        "Sodium": 0,
        "Energy": 1,
        "Storage": None,
    }


def test_rows_follow_the_tree(tree):
    _, storage, sodium, policy = tree
    article = make_article(topics=[sodium])
    storage.parent = policy
    storage.save()
    reindex([article.pk])
    assert filed(article) == {"Sodium": 0, "Storage": None, "Policy": None}


def test_rows_carry_what_lists_sort_by(tree):
    article = make_article(topics=[tree[2]])
    Article.objects.filter(pk=article.pk).update(state="unpublished", quality=12)
    reindex([article.pk])
    rows = ArticleTopic.objects.filter(article=article)
    assert set(rows.values_list("public", "weight", "day", "published_at")) == {
        (False, 12, article.day, article.published_at)
    }


def test_other_articles_are_left_alone(tree):
    first, second = (make_article(topics=[tree[2]]) for _ in range(2))
    Article.objects.update(quality=12)
    reindex([first.pk])
    assert set(second.article_topics.values_list("weight", flat=True)) == {80}


@pytest.mark.parametrize("number", [1, 20])
def test_the_number_of_queries_does_not_grow(tree, number, django_assert_num_queries):
    keys = [make_article(topics=[tree[2]]).pk for _ in range(number)]
    with django_assert_num_queries(4):
        reindex(keys)


def test_nothing_to_refile(tree):
    reindex([])
    assert not ArticleTopic.objects.exists()


def test_a_cycle_in_the_tree_does_not_hang(tree):
    energy, _, sodium, _ = tree
    energy.parent = sodium
    energy.save()
    article = make_article(topics=[sodium])
    assert filed(article) == {"Sodium": 0, "Storage": None, "Energy": None}

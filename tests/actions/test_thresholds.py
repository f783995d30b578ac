"""A topic's threshold holds for what has it as its first topic, or one below it."""

import pytest

from articles.actions import articles, topics
from articles.actions.errors import Refused
from articles.actions.topic_index import Given, reindex, thresholds
from articles.history.undo import undo_act
from articles.models import Article, Event, State, StateBy, Topic
from tests.factories import make_article, make_topic
from tests.history.acts import edit, edit_topic, last_sentence
from tests.queries import writes

pytestmark = pytest.mark.django_db

HELD, PUBLISHED = State.UNPUBLISHED, State.PUBLISHED


@pytest.fixture
def tree():
    """Energy (60) > Storage > Sodium (40), and Policy, which has none."""
    energy = make_topic(name="Energy", threshold=60)
    storage = make_topic(name="Storage", parent=energy)
    sodium = make_topic(name="Sodium", parent=storage, threshold=40)
    return energy, storage, sodium, make_topic(name="Policy")


def given(article):
    now = Article.objects.select_related("threshold_of").get(pk=article.pk)
    return now.threshold, now.threshold_of and now.threshold_of.name


def test_the_first_topic_or_the_nearest_above_it_gives_it(tree):
    energy, storage, sodium, policy = tree
    assert given(make_article(topics=[energy])) == (60, "Energy")
    assert given(make_article(topics=[storage])) == (60, "Energy")
    assert given(make_article(topics=[sodium, energy])) == (40, "Sodium")
    assert given(make_article(topics=[policy, energy])) == (None, None)
    assert given(make_article()) == (None, None)


def test_new_articles_are_told_the_same_as_those_that_are_here(tree):
    energy, storage, sodium, policy = tree
    found = thresholds()
    for topic in tree:
        threshold, name = given(make_article(topics=[topic]))
        here = found.get(topic.pk, Given())
        assert here.threshold == threshold
        assert here.topic == (Topic.objects.get(name=name).pk if name else None)
    assert policy.pk not in found


def test_it_follows_the_articles_topics(tree, alice):
    energy, _, sodium, policy = tree
    article = make_article(topics=[policy])
    row = articles.add_topic(article=article, by=alice, version=1, topic=sodium).row
    assert given(article) == (None, None)
    row = articles.remove_topic(article=row, by=alice, version=2, topic=policy).row
    assert given(article) == (40, "Sodium")
    done = edit(Article.objects.get(), alice, topics=[energy, sodium])
    assert given(article) == (60, "Energy")
    undo_act(act=done.act, by=alice)
    assert given(article) == (40, "Sodium")


def test_the_first_that_is_left_gives_it(tree):
    """Rules that take a topic out leave the places of the others."""
    energy, _, sodium, _ = tree
    article = make_article(topics=[sodium, energy])
    article.article_topics.filter(topic=sodium).delete()
    reindex([article.pk])
    assert given(article) == (60, "Energy")


def test_it_follows_the_topic(tree, bob):
    energy, _, sodium, _ = tree
    article, other = make_article(topics=[energy]), make_article(topics=[sodium])
    edit_topic(energy, bob, threshold=65)
    assert (given(article), given(other)) == ((65, "Energy"), (40, "Sodium"))
    edit_topic(sodium, bob, threshold=None)
    assert given(other) == (65, "Energy")
    edit_topic(Topic.objects.get(pk=energy.pk), bob, threshold=None)
    assert given(article) == given(other) == (None, None)


def test_it_follows_the_tree(tree, bob):
    _, storage, _, policy = tree
    article = make_article(topics=[storage])
    edit_topic(storage, bob, parent=policy)
    assert given(article) == (None, None)
    edit_topic(Topic.objects.get(pk=storage.pk), bob, parent=make_topic(threshold=0, name="Nil"))
    assert given(article) == (0, "Nil")


def test_a_cycle_in_the_tree_does_not_hang(tree):
    energy, _, sodium, _ = tree
    energy.parent = sodium
    energy.save()
    assert given(make_article(topics=[sodium])) == (None, None)


def test_what_stays_is_not_written(tree):
    article = make_article(topics=[tree[0]])
    before = Article.objects.get()
    reindex([article.pk])
    assert Article.objects.get() == before
    sent = " ".join(writes(lambda: reindex([article.pk])))
    assert 'UPDATE "articles_article"' not in sent


def test_the_rule_asks_the_articles_own(tree, alice):
    energy, _, _, policy = tree
    for topic, quality, state in (
        (energy, 60, PUBLISHED),
        (energy, 59, HELD),
        (policy, 69, HELD),
        (policy, 70, PUBLISHED),
    ):
        row = make_article(topics=[topic], quality=0)
        done = articles.score(article=row, by=alice, version=1, quality=quality).row
        assert (done.state, done.state_by) == (state, StateBy.RULE)


def test_what_was_decided_stays(tree, alice, bob):
    energy, *_ = tree
    article = make_article(topics=[energy], quality=0)
    articles.score(article=article, by=alice, version=1, quality=62)
    edit_topic(energy, bob, threshold=80)
    now = Article.objects.get()
    assert (now.threshold, now.state, now.state_by) == (80, PUBLISHED, StateBy.RULE)
    assert now.version == 2


def test_the_history_tells_it_and_an_undo_takes_it_back(tree, bob):
    energy, *_ = tree
    article = make_article(topics=[energy])
    done = edit_topic(energy, bob, threshold=0)
    assert last_sentence() == "Bob changed the threshold from 60 to 0"
    undo_act(act=done.act, by=bob)
    assert (Topic.objects.get(pk=energy.pk).threshold, given(article)[0]) == (60, 60)
    assert Event.objects.count() == 2


def test_a_new_topic_can_have_one(bob):
    done = topics.create(by=bob, name="Grid", threshold=100).row
    assert Topic.objects.get() == done
    assert done.threshold == 100


@pytest.mark.parametrize("threshold", [-1, 101])
def test_what_cannot_be_one(tree, bob, threshold):
    with pytest.raises(Refused, match="between 0 and 100"):
        edit_topic(tree[0], bob, threshold=threshold)
    with pytest.raises(Refused, match="between 0 and 100"):
        topics.create(by=bob, name="New", threshold=threshold)
    assert Topic.objects.get(pk=tree[0].pk).threshold == 60

"""Several articles made one story, or linked to each other: one act each."""

import pytest

from articles.actions import links, stories
from articles.actions.errors import Refused, Stale
from articles.history.undo import undo_act
from articles.models import Article, Event, RelatedLink
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def seen(*articles):
    return [(article.pk, article.version) for article in articles]


@pytest.fixture
def three():
    return [make_article() for _ in range(3)]


def test_the_first_one_leads(alice, three):
    lead, *others = three
    act = stories.group(articles=seen(*three), by=alice)
    assert set(Article.objects.filter(folded_into=lead)) == set(others)
    assert lead.links.count() == 2
    assert {event.group for event in Event.objects.all()} == {act}


def test_it_is_undone_as_one(alice, three):
    act = stories.group(articles=seen(*three), by=alice)
    undo_act(act=act, by=alice)
    assert not Article.objects.exclude(folded_into=None).exists()


def test_one_is_no_story(alice, three):
    with pytest.raises(Refused, match="two articles"):
        stories.group(articles=seen(three[0]), by=alice)


def test_a_change_meanwhile_leaves_all_as_they_are(alice, three):
    Article.objects.filter(pk=three[2].pk).update(version=2)
    for action in (stories.group, links.add_each_other):
        with pytest.raises(Stale):
            action(articles=seen(*three), by=alice)
    assert not Event.objects.exists()


def test_each_links_to_all_others(alice, three):
    first, second, _ = three
    links.add(article=first, by=alice, version=1, target=second)
    first.refresh_from_db()
    act = links.add_each_other(articles=seen(*three), by=alice)
    assert RelatedLink.objects.count() == 6
    assert Event.objects.filter(group=act).count() == 5


@pytest.mark.parametrize("number", [1, 11])
def test_some_at_once(alice, number):
    stories_ = [make_article() for _ in range(number)]
    with pytest.raises(Refused, match="Two to 10"):
        links.add_each_other(articles=seen(*stories_), by=alice)

"""Setting back what an act did."""

from uuid import uuid4

import pytest

from articles.actions import articles, links, providers, stories, topics
from articles.actions.errors import Refused
from articles.history.undo import undo_act
from articles.models import Article, Event, Review, State
from tests.factories import (
    NOON,
    make_article,
    make_batch,
    make_image,
    make_link,
    make_provider,
    make_topic,
)
from tests.history.acts import edit, edit_topic, last_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("action", [articles.publish, articles.unpublish, articles.reject])
def test_undo_a_decision(alice, action):
    article = make_article(state=State.UNSET, topics=[make_topic()])
    action(article=article, by=alice, version=1)
    undone = undo_act(act=last_event().group, by=alice)
    now = Article.objects.get()
    assert (undone.done, undone.skipped) == (1, [])
    assert (now.state, now.review, now.version) == (State.UNSET, Review.UNREVIEWED, 3)
    assert (now.decided_by, now.decided_at) == (None, None)
    assert now.article_topics.get().public


def test_undo_gives_the_decision_back_to_whom_it_was(alice, bob):
    articles.publish(article=make_article(), by=bob, version=1)
    decided_at = Article.objects.get().decided_at
    articles.unpublish(article=Article.objects.get(), by=alice, version=2)
    undo_act(act=last_event().group, by=alice)
    assert Article.objects.get().decided_by == bob
    assert Article.objects.get().decided_at == decided_at


def test_undo_an_edit(alice):
    one, two = make_topic(), make_topic()
    images = [make_image(), make_image()]
    article = make_article(title="A&nbsp;b", topics=[one], images=images)
    edit(article, alice, title="New", excerpt="", topics=[two], images=images[::-1])
    undo_act(act=last_event().group, by=alice)
    now = Article.objects.get()
    assert (now.title, now.excerpt, now.listed_topics) == ("A&nbsp;b", article.excerpt, [one])
    assert now.lead_image == images[0]


def test_undo_of_undo(alice):
    articles.unpublish(article=make_article(), by=alice, version=1)
    undone = undo_act(act=last_event().group, by=alice)
    again = undo_act(act=undone.act, by=alice)
    now = Article.objects.get()
    assert (now.state, now.review, now.decided_by) == (State.UNPUBLISHED, Review.REVIEWED, alice)
    assert (again.done, now.version) == (1, 4)


def test_a_second_undo_does_nothing(alice):
    articles.unpublish(article=make_article(), by=alice, version=1)
    group = last_event().group
    undo_act(act=group, by=alice)
    undone = undo_act(act=group, by=alice)
    assert undone.done == 0
    assert "the decision has been changed since" in undone.skipped[0]


def test_what_changed_since_stays(alice):
    article = make_article(title="A", excerpt="B")
    done = edit(article, alice, title="A2", excerpt="B2")
    edit(done.row, alice, title="A3")
    undone = undo_act(act=done.act, by=alice)
    now = Article.objects.get()
    assert (now.title, now.excerpt, undone.done) == ("A3", "B", 1)
    assert undone.skipped == ["“A3”: the title has been changed since and stays as it is"]


@pytest.mark.parametrize("later", [articles.publish, articles.unpublish, articles.agree])
def test_a_later_decision_stands(alice, bob, later):
    article = make_article(title="A", state=State.UNPUBLISHED)
    act = articles.publish(article=article, by=alice, version=1).act
    stands = later(article=article, by=bob, version=2).row
    undone = undo_act(act=act, by=alice)
    now = Article.objects.get()
    assert (now.state, now.review, now.decided_by) == (stands.state, Review.REVIEWED, bob)
    assert (now.is_pinned, now.version) == (True, 3)
    lines = ["“A”: the decision has been changed since and stays as it is"]
    assert (undone.done, undone.skipped) == (0, lines)


def test_a_score_goes_back_with_what_the_rule_made_of_it_or_not_at_all(alice, settings):
    settings.QUALITY_THRESHOLD = 70
    article, acts = make_article(title="A", quality=80), []
    for version, quality in enumerate((50, 90, 50), 1):
        done = articles.score(article=article, by=alice, version=version, quality=quality)
        acts.append(done.act)
    undone = undo_act(act=acts[0], by=alice)
    now = Article.objects.get()
    assert (now.quality, now.state, undone.done) == (50, State.UNPUBLISHED, 0)
    assert [line.partition(" has")[0] for line in undone.skipped] == [
        "“A”: the decision",
        "“A”: the score",
    ]
    undo_act(act=acts[2], by=alice)
    now = Article.objects.get()
    assert (now.quality, now.state) == (90, State.PUBLISHED)


def test_a_score_goes_back_alone_where_the_state_is_pinned(alice, bob, settings):
    settings.QUALITY_THRESHOLD = 70
    act = articles.score(article=make_article(quality=80), by=alice, version=1, quality=50).act
    articles.publish(article=Article.objects.get(), by=bob, version=2)
    undo_act(act=act, by=alice)
    now = Article.objects.get()
    assert (now.quality, now.state, now.decided_by) == (80, State.PUBLISHED, bob)


def test_a_decision_goes_back_to_the_one_before_which_said_the_same(alice, bob):
    articles.publish(article=make_article(), by=alice, version=1)
    act = articles.publish(article=Article.objects.get(), by=bob, version=2).act
    assert undo_act(act=act, by=bob).done == 1
    assert Article.objects.get().decided_by == alice


def test_undo_links(alice):
    article, target = make_article(), make_article()
    make_link(article, title="one", excerpt="Its words", quality=7, published_at=NOON)
    link = make_link(article, target=target)
    first = article.links.first()
    links.remove(article=article, by=alice, version=1, link=first)
    undo_act(act=last_event().group, by=alice)
    back = article.links.first()
    assert [row.url for row in article.links.all()] == [first.url, link.url]
    fields = ("title", "excerpt", "quality", "published_at", "provider_name", "origin")
    assert [getattr(back, name) for name in fields] == [getattr(first, name) for name in fields]


def test_undo_brings_a_target_back(alice):
    article, target = make_article(), make_article()
    link = make_link(article, target=target)
    links.remove(article=article, by=alice, version=1, link=link)
    undo_act(act=last_event().group, by=alice)
    assert article.links.get().target == target


def test_undo_a_fold(alice):
    article, lead = make_article(), make_article()
    stories.fold(article=article, into=lead, by=alice, version=1)
    undone = undo_act(act=last_event().group, by=alice)
    assert undone.done == 2
    assert Article.objects.get(pk=article.pk).folded_into is None
    assert not lead.links.exists()


def test_undo_names_what_is_gone(alice):
    topic = make_topic(name="Gone")
    edit(make_article(title="Story", topics=[topic]), alice, topics=[])
    topic.delete()
    undone = undo_act(act=last_event().group, by=alice)
    assert undone.done == 0
    assert undone.skipped == ["“Story”: There is no topic “Gone” any more."]


def test_undo_of_a_topic_and_a_provider(bob):
    edit_topic(make_topic(name="Old", slug="old"), bob, name="New", slug="new")
    undo_act(act=last_event().group, by=bob)
    assert (last_event().topic.name, last_event().topic.slug) == ("Old", "old")
    provider = make_provider(name="Paper")
    providers.edit(
        provider=provider,
        by=bob,
        version=1,
        name="X",
        domain="x.example",
        description="",
        aliases=[],
        owner="",
    )
    undo_act(act=last_event().group, by=bob)
    assert (last_event().provider.name, last_event().provider.domain) == ("Paper", provider.domain)


def test_editors_do_not_undo_what_admins_did(alice, bob):
    topics.create(by=bob, name="Grid")
    with pytest.raises(Refused, match="Only admins"):
        undo_act(act=last_event().group, by=alice)


def test_an_import_is_not_undone(bob):
    event = Event.objects.create(
        article=make_article(), batch=make_batch(), action="import", at=NOON
    )
    with pytest.raises(Refused, match="as a whole, on its own page"):
        undo_act(act=event.group, by=bob)


def test_no_such_act(alice):
    with pytest.raises(Refused, match="nothing to undo"):
        undo_act(act=uuid4(), by=alice)

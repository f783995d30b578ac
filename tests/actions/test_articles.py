"""Decisions and edits of one article."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import articles
from articles.actions.errors import Refused, Stale
from articles.models import Article, ArticleTopic, Event, Review, State
from tests.factories import NOON, make_article, make_image, make_seed, make_topic
from tests.history.acts import edit

pytestmark = pytest.mark.django_db

SEED = """---
category: news
title: "A seed"
excerpt: "What it says."
publishedDateTime: 2026-11-20T08:00:00Z
originalUrl: "https://paper.example/a"
webUrl: "https://paper.example/a"
type: article
{published}
provider:
  name: Paper
  domain: paper.example
---

"""


def edited(article, by, **fields):
    return edit(article, by, **fields).row


@pytest.mark.parametrize(
    ("action", "state", "review", "public"),
    [
        (articles.publish, State.PUBLISHED, Review.REVIEWED, True),
        (articles.unpublish, State.UNPUBLISHED, Review.REVIEWED, False),
        (articles.reject, State.UNSET, Review.REJECTED, False),
        (articles.agree, State.UNSET, Review.REVIEWED, True),
        (articles.reopen, State.UNSET, Review.UNREVIEWED, True),
    ],
)
def test_an_action_sets_a_state(alice, action, state, review, public):
    article = make_article(state=State.UNSET)
    done = action(article=article, by=alice, version=1).row
    assert (done.state, done.review, done.public) == (state, review, public)


@pytest.mark.parametrize("action", [articles.publish, articles.unpublish, articles.reject])
def test_a_decision_says_whose_it_was(alice, action):
    done = action(article=make_article(), by=alice, version=1).row
    assert done.decided_by == alice
    assert done.decided_at is not None
    assert done.version == 2


def test_an_article_may_be_named_by_its_key(alice):
    assert articles.publish(article=make_article().pk, by=alice, version=1).row.version == 2


def test_agreeing_is_a_decision_too(alice):
    article = make_article(state=State.PUBLISHED)
    done = articles.publish(article=article, by=alice, version=1).row
    assert (done.review, done.version) == (Review.REVIEWED, 2)
    assert Event.objects.get().action == "publish"


def test_a_stale_version_changes_nothing(alice):
    article = make_article(version=3, state=State.UNPUBLISHED)
    with pytest.raises(Stale) as stale:
        articles.publish(article=article, by=alice, version=2)
    assert stale.value.row.version == 3
    assert not Article.objects.filter(public=True).exists()
    assert not Event.objects.exists()


def test_an_event_holds_what_changed(alice):
    articles.unpublish(article=make_article(), by=alice, version=1)
    event = Event.objects.get()
    assert (event.actor, event.actor_name, event.action) == (alice, "Alice", "unpublish")
    assert (event.before["state"], event.after["state"]) == ("published", "unpublished")
    assert event.before["decided_by"] is None
    assert "title" not in event.after


def test_the_first_time_in_public_is_kept(alice):
    article = make_article(state=State.UNPUBLISHED)
    first = articles.publish(article=article, by=alice, version=1).row
    articles.unpublish(article=article, by=alice, version=2)
    again = articles.publish(article=article, by=alice, version=3).row
    assert first.first_published_at is not None
    assert again.first_published_at == first.first_published_at


def test_a_story_dated_ahead_is_public_from_then_on(alice):
    moment = timezone.now() + timedelta(days=3)
    article = make_article(state=State.UNPUBLISHED, published_at=moment)
    done = articles.publish(article=article, by=alice, version=1).row
    assert (done.public, done.is_public, done.first_published_at) == (True, False, moment)


def test_what_stays_hidden_was_never_public(alice):
    article = make_article(state=State.UNPUBLISHED)
    done = articles.score(article=article, by=alice, version=1, quality=5).row
    assert done.first_published_at is None


def test_lists_follow_a_decision(alice):
    article = make_article(topics=[make_topic(parent=make_topic())])
    articles.unpublish(article=article, by=alice, version=1)
    assert set(ArticleTopic.objects.values_list("public", flat=True)) == {False}


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("published: true", State.PUBLISHED),
        ("published: false", State.UNPUBLISHED),
        ("quality: 5", State.UNSET),
    ],
)
def test_reopening_goes_back_to_the_seed(alice, line, state):
    article = make_article(state=State.PUBLISHED, decided_by=alice, decided_at=NOON)
    make_seed(article, SEED.format(published=line))
    done = articles.reopen(article=article, by=alice, version=1).row
    assert (done.state, done.review) == (state, Review.UNREVIEWED)
    assert (done.decided_by, done.decided_at) == (None, None)


def test_reopening_without_a_readable_seed(alice):
    article = make_article(state=State.PUBLISHED)
    make_seed(article, "no front matter")
    assert articles.reopen(article=article, by=alice, version=1).row.state == State.UNSET


@pytest.mark.parametrize(
    "act", [articles.publish, articles.unpublish, articles.reject, articles.agree, articles.reopen]
)
def test_the_same_decision_again_is_no_act(alice, act):
    row = act(article=make_article(decided_by=alice, decided_at=NOON), by=alice, version=1).row
    again = act(article=row, by=alice, version=2)
    assert (again.act, again.row.version) == (None, 2)
    assert again.row.decided_at == row.decided_at
    assert Event.objects.count() == 1


def test_the_same_score_again_is_no_act(alice):
    row = articles.score(article=make_article(), by=alice, version=1, quality=80).row
    assert articles.score(article=row, by=alice, version=2, quality=80).act is None


def test_the_same_decision_by_somebody_else_is_an_act(alice, bob):
    row = articles.publish(article=make_article(), by=alice, version=1).row
    assert articles.publish(article=row, by=bob, version=2).row.decided_by == bob


@pytest.mark.parametrize("quality", [None, 0, 70, 10_000])
def test_a_score(alice, quality):
    article = make_article(quality=62, topics=[make_topic()])
    done = articles.score(article=article, by=alice, version=1, quality=quality).row
    assert (done.quality, done.review, done.decided_by) == (quality, "reviewed", alice)
    assert done.article_topics.get().weight == (quality or 0)


@pytest.mark.parametrize("quality", [-1, 10_001])
def test_a_score_out_of_range(alice, quality):
    with pytest.raises(Refused, match="between 0 and 10,000"):
        articles.score(article=make_article(), by=alice, version=1, quality=quality)


def test_an_untouched_field_keeps_the_seeds_spelling(alice):
    article = make_article(title="It&#8217;s  here", excerpt="One&nbsp;\nline")
    done = edited(article, alice, excerpt="Another line")
    assert (done.title, done.excerpt) == ("It&#8217;s  here", "Another line")
    assert Event.objects.get().after == {"excerpt": "Another line"}


def test_an_edit_that_changes_nothing_writes_nothing(alice):
    done = edited(make_article(topics=[make_topic()], images=[make_image()]), alice)
    assert done.version == 1
    assert not Event.objects.exists()


def test_an_edit_is_no_decision(alice):
    done = edited(make_article(), alice, title="New")
    assert (done.title, done.review, done.decided_by, done.version) == (
        "New",
        "unreviewed",
        None,
        2,
    )


def test_a_typed_text_reads_as_it_was_typed(alice):
    done = edited(make_article(), alice, title="  A &amp; B\n& <i>C</i> ", excerpt="")
    assert done.headline == "A &amp; B & <i>C</i>"
    assert done.excerpt == ""


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": " "}, "title is empty"),
        ({"title": "x" * 501}, "501 characters: shorten it to 500"),
        ({"title": "&lt;" * 125 + "x"}, "shorten it to 500"),
        ({"title": "a\x00b"}, r"U\+0000"),
        ({"excerpt": "x" * 5001}, "5,001 characters"),
        ({"excerpt": "a\x1bb"}, r"U\+001B"),
    ],
)
def test_a_text_that_cannot_be_kept(alice, fields, message):
    article = make_article()
    with pytest.raises(Refused, match=message):
        edited(article, alice, **fields)
    assert Article.objects.get().version == 1


def test_topics_in_a_new_order(alice):
    root = make_topic()
    one, two = make_topic(parent=root), make_topic()
    done = edited(make_article(topics=[one, two]), alice, topics=[two, one, two])
    assert done.listed_topics == [two, one]
    assert set(done.topics.all()) == {root, one, two}
    assert Event.objects.get().after == {"topics": [two.name, one.name]}


def test_too_many_topics(alice):
    with pytest.raises(Refused, match="at most 50 topics"):
        edited(make_article(), alice, topics=[make_topic() for _ in range(51)])


def test_pictures_in_a_new_order(alice):
    one, two = make_image(), make_image()
    done = edited(make_article(images=[one, two]), alice, images=[two, one])
    assert done.lead_image == two
    assert Event.objects.get().before == {"images": [one.url, two.url]}


def test_no_pictures_of_other_articles(alice):
    article = make_article(images=[make_image()])
    with pytest.raises(Refused, match="only their order"):
        edited(article, alice, images=[make_image()])

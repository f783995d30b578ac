"""A state is the rule's, which follows a score, or pinned by a person."""

import pytest

from articles.actions import articles, conflicts
from articles.history.undo import undo_act
from articles.models import Article, Conflict, Event, Review, State, StateBy
from tests.factories import NOON, make_article, make_batch, make_seed, make_topic

pytestmark = pytest.mark.django_db

HELD, PUBLISHED, UNSET = State.UNPUBLISHED, State.PUBLISHED, State.UNSET
PINNING = [articles.publish, articles.unpublish, articles.reject, articles.agree]


def score(article, by, quality, version=1):
    return articles.score(article=article, by=by, version=version, quality=quality)


@pytest.mark.parametrize("before", [HELD, PUBLISHED, UNSET])
@pytest.mark.parametrize(
    ("quality", "state"),
    [(90, PUBLISHED), (70, PUBLISHED), (69, HELD), (0, HELD), (189, PUBLISHED), (None, HELD)],
)
def test_the_rule_follows_a_score(alice, before, quality, state):
    done = score(make_article(quality=59, state=before), alice, quality).row
    assert (done.quality, done.state, done.state_by) == (quality, state, StateBy.RULE)
    assert (done.review, done.decided_by) == (Review.REVIEWED, alice)


def test_the_threshold_is_a_setting(alice, settings):
    settings.QUALITY_THRESHOLD = 95
    assert score(make_article(), alice, 90).row.state == HELD


def test_the_score_that_is_there_already_is_a_review_as_well(alice):
    done = score(make_article(quality=90, state=HELD), alice, 90).row
    assert (done.state, done.review) == (PUBLISHED, Review.REVIEWED)


def test_score_and_state_are_one_event_and_lists_follow(alice):
    article = make_article(quality=59, state=HELD, topics=[make_topic()])
    done = score(article, alice, 90).row
    after = Event.objects.get().after
    assert (after["quality"], after["state"], after["state_by"]) == (90, "published", "rule")
    assert done.article_topics.get().public
    assert done.first_published_at is not None


@pytest.mark.parametrize("action", PINNING)
def test_a_person_pins_a_state(alice, action):
    done = action(article=make_article(state=HELD), by=alice, version=1).row
    assert (done.is_pinned, done.decided_by) == (True, alice)


@pytest.mark.parametrize("action", PINNING)
@pytest.mark.parametrize("quality", [0, 90, None])
def test_a_score_leaves_what_is_pinned(alice, bob, action, quality):
    row = action(article=make_article(quality=59, state=HELD), by=alice, version=1).row
    done = score(row, bob, quality, version=2).row
    assert (done.quality, done.state, done.review) == (quality, row.state, row.review)
    assert (done.is_pinned, done.decided_by, done.decided_at) == (True, alice, row.decided_at)


@pytest.mark.parametrize("state", [HELD, PUBLISHED, UNSET])
def test_agreeing_leaves_the_state(alice, state):
    done = articles.agree(article=make_article(state=state), by=alice, version=1).row
    assert (done.state, done.is_pinned, done.review) == (state, True, Review.REVIEWED)


def test_agreeing_to_a_rejection_leaves_it(alice, bob):
    row = articles.reject(article=make_article(), by=alice, version=1).row
    done = articles.agree(article=row, by=bob, version=2).row
    assert (done.review, done.public, done.decided_by) == (Review.REJECTED, False, bob)


def test_reopening_drops_the_pin(alice):
    row = articles.publish(article=make_article(state=HELD), by=alice, version=1).row
    row = articles.reopen(article=row, by=alice, version=2).row
    assert (row.state, row.state_by) == (UNSET, StateBy.SEED)
    assert score(row, alice, 10, version=3).row.state == HELD


def test_reopening_what_an_import_held_holds_it_again(alice):
    article = make_article(state=HELD, state_by=StateBy.IMPORT, batch=make_batch(hold=True))
    make_seed(article, "---\ntitle: A\n---\n")
    row = articles.publish(article=article, by=alice, version=1).row
    done = articles.reopen(article=row, by=alice, version=2).row
    assert (done.state, done.state_by, done.decided_at) == (HELD, StateBy.IMPORT, None)


def test_what_it_came_with_is_not_what_a_later_import_says(alice):
    held, plain = make_batch(hold=True), make_batch()
    article = make_article(state=HELD, state_by=StateBy.IMPORT, batch=plain)
    make_seed(article, "---\ntitle: A\npublished: true\n---\n")
    for batch, before in ((held, {}), (plain, {"title": "A"})):
        Event.objects.create(
            article=article, batch=batch, action="import", before=before, after={}, at=NOON
        )
    row = articles.publish(article=article, by=alice, version=1).row
    done = articles.reopen(article=row, by=alice, version=2).row
    assert (done.state, done.state_by) == (HELD, StateBy.IMPORT)


def make_conflict(article, field, theirs):
    return Conflict.objects.create(article=article, field=field, base=None, theirs=theirs, at=NOON)


def settle(action, field, theirs, by):
    article = make_article(quality=90, state=PUBLISHED)
    conflict = make_conflict(article, field, theirs)
    done = action(conflict=conflict, by=by, version=1).row
    assert (done.review, done.decided_by) == (Review.REVIEWED, by)
    return done.quality, done.state, done.state_by


def test_whoever_picks_a_state_pins_it(alice):
    taken = settle(conflicts.take_theirs, "state", "unpublished", alice)
    assert taken == (90, HELD, StateBy.PERSON)
    kept = settle(conflicts.keep_ours, "state", "unpublished", alice)
    assert kept == (90, PUBLISHED, StateBy.PERSON)


def test_whoever_picks_a_score_scores(alice):
    assert settle(conflicts.take_theirs, "quality", 12, alice) == (12, HELD, StateBy.RULE)
    assert settle(conflicts.keep_ours, "quality", 12, alice) == (90, PUBLISHED, StateBy.RULE)


def test_picking_a_score_leaves_what_is_pinned(alice, bob):
    row = articles.publish(article=make_article(quality=90), by=alice, version=1).row
    conflict = make_conflict(row, "quality", 12)
    done = conflicts.take_theirs(conflict=conflict, by=bob, version=2).row
    assert (done.quality, done.state, done.decided_by) == (12, PUBLISHED, alice)


def test_picking_both_takes_both(alice):
    article = make_article(quality=90, state=PUBLISHED)
    make_conflict(article, "quality", 95)
    make_conflict(article, "state", "unpublished")
    done = conflicts.take_all_theirs(article=article, by=alice, version=1).row
    assert (done.quality, done.state, done.state_by) == (95, HELD, StateBy.PERSON)


def test_keeping_a_rejection_keeps_it(alice):
    row = articles.reject(article=make_article(), by=alice, version=1).row
    conflict = make_conflict(row, "state", "published")
    done = conflicts.keep_ours(conflict=conflict, by=alice, version=2).row
    assert (done.review, done.is_pinned) == (Review.REJECTED, True)


def test_undo_takes_score_and_state_back(alice):
    act = score(make_article(quality=59, state=HELD), alice, 90).act
    assert undo_act(act=act, by=alice).done == 1
    now = Article.objects.get()
    assert (now.quality, now.state, now.state_by) == (59, HELD, StateBy.SEED)
    assert (now.review, now.decided_at) == (Review.UNREVIEWED, None)


def test_undo_goes_back_to_the_rules_word(alice):
    row = score(make_article(quality=59, state=HELD), alice, 90).row
    act = articles.unpublish(article=row, by=alice, version=2).act
    undo_act(act=act, by=alice)
    now = Article.objects.get()
    assert (now.quality, now.state, now.state_by) == (90, PUBLISHED, StateBy.RULE)


def test_undo_of_agreeing_drops_the_pin_alone(alice):
    row = score(make_article(), alice, 90).row
    undo_act(act=articles.agree(article=row, by=alice, version=2).act, by=alice)
    assert Article.objects.get().state_by == StateBy.RULE


def test_undo_of_a_score_leaves_a_later_ones_state(alice, bob):
    act = score(make_article(title="A", quality=59, state=HELD), alice, 90).act
    score(Article.objects.get(), bob, 95, version=2)
    undone = undo_act(act=act, by=alice)
    now = Article.objects.get()
    assert (now.quality, now.state, now.decided_by, undone.done) == (95, PUBLISHED, bob, 0)
    assert undone.skipped == [
        f"“A”: the {what} has been changed since and stays as it is"
        for what in ("decision", "score")
    ]


def test_undo_of_a_score_leaves_what_was_pinned_since(alice, bob):
    act = score(make_article(quality=59, state=HELD), alice, 90).act
    articles.agree(article=Article.objects.get(), by=bob, version=2)
    undone = undo_act(act=act, by=alice)
    now = Article.objects.get()
    assert (now.quality, now.state, now.decided_by) == (59, PUBLISHED, bob)
    assert (undone.done, len(undone.skipped)) == (1, 1)

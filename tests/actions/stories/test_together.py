"""Joining, leaving, splitting and merging stories: one act each, undone as one."""

import pytest

from articles.actions import articles, stories
from articles.actions.errors import Refused, Stale
from articles.history import today
from articles.history.acts import acts_of
from articles.history.sentences import history_of, sentence
from articles.history.undo import undo_act
from articles.judgement import indexing
from articles.models import Article, Event, Refusal, State
from tests.factories import make_article, make_link
from tests.judgement.news import QUARRY, near

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return near(QUARRY)


@pytest.fixture
def member(lead, alice):
    return put(near("Iron battery fills the quarry", 1), lead, alice)


def put(article, lead, by):
    stories.fold(article=article, into=lead, by=by, version=article.version)
    return now(article)


def now(article):
    return Article.objects.get(pk=article.pk)


def seen(*those):
    return [(article.pk, now(article).version) for article in those]


def state():
    """All that acts on stories change, but for versions."""
    return (
        list(Article.objects.order_by("pk").values_list("pk", "folded_into", "heat")),
        sorted(
            (link.article_id, link.target_id, link.origin)
            for one in Article.objects.all()
            for link in one.links.all()
        ),
        sorted(Refusal.objects.values_list("one", "other")),
    )


def undone(act, by, before):
    """Whether one undo takes all of the act back."""
    assert undo_act(act=act, by=by).skipped == []
    return state() == before


def members(lead):
    return set(now(lead).folded.all())


def said(act):
    return today.said_of(act)


# Joining


def test_join_folds_what_is_suggested_and_says_why(alice, lead, member):
    other = near("Quarry battery", 2)
    indexing.index_all()
    done = stories.join(article=lead, picked=seen(other), by=alice)
    assert members(lead) == {member, other}
    assert done.row.links.filter(target=other).exists()
    (event,) = other.events.all()
    assert sentence(event).startswith(
        f"Alice joined it to the story “{QUARRY}”: suggested, 2 h later: "
    )
    assert "story-1" in sentence(event)


def test_all_join_in_one_act_with_one_undo(alice, lead, member):
    others = [near("Quarry battery", n) for n in (2, 3, 4)]
    before = state()
    act = stories.join(article=lead, picked=seen(*others), by=alice).act
    assert members(lead) == {member, *others}
    assert said(act) == f"joined “Quarry battery” and 2 more to the story “{QUARRY}”"
    assert undone(act, alice, before)


def test_one_that_has_changed_keeps_all_out(alice, lead, member):
    one, other = near("Quarry", 2), near("Battery", 3)
    picked = seen(one, other)
    articles.publish(article=other, by=alice, version=1)
    with pytest.raises(Stale):
        stories.join(article=lead, picked=picked, by=alice)
    assert members(lead) == {member}


def test_a_story_does_not_join(alice, lead, member):
    with pytest.raises(Refused, match="merge the stories"):
        stories.join(article=make_article(), picked=seen(lead), by=alice)
    with pytest.raises(Refused, match="is itself part of"):
        stories.join(article=member, picked=seen(make_article()), by=alice)


# Refusing


def test_refuse_keeps_the_pair(alice, lead, member):
    other = near("Quarry battery", 2)
    indexing.index_all()
    before = state()
    act = stories.refuse(article=lead, other=other, by=alice, version=now(lead).version).act
    assert Refusal.objects.get().other == other
    assert said(act).startswith(
        f"said that “Quarry battery” does not belong to “{QUARRY}”: suggested"
    )
    assert undone(act, alice, before)


def test_refused_again_nothing_changes(alice, lead):
    other = make_article()
    stories.refuse(article=lead, other=other, by=alice, version=1)
    assert stories.refuse(article=lead, other=other, by=alice, version=2).act is None
    with pytest.raises(Refused, match="the lead itself"):
        stories.refuse(article=lead, other=lead, by=alice, version=2)


# Leaving


def test_who_leaves_is_no_member_no_coverage_and_never_suggested(alice, lead, member):
    before = state()
    act = stories.leave(article=lead, picked=seen(member), by=alice).act
    assert members(lead) == set()
    assert not now(lead).links.exists()
    assert list(Refusal.objects.values_list("one", "other")) == [(lead.pk, member.pk)]
    assert said(act) == (
        f"said that “Iron battery fills the quarry” does not belong to the story “{QUARRY}”"
    )
    assert undone(act, alice, before)


def test_a_member_by_the_seed_leaves_as_well(alice, lead):
    member = make_article(heat=-1)
    make_link(lead, target=member, origin="seed")
    before = state()
    act = stories.leave(article=lead, picked=seen(member), by=alice).act
    assert not now(member).is_folded
    assert undone(act, alice, before)


def test_several_leave_in_one_act(alice, lead, member):
    other = put(make_article(title="Other"), lead, alice)
    before = state()
    act = stories.leave(article=lead, picked=seen(member, other), by=alice).act
    assert said(act).endswith(f"and 1 more do not belong to the story “{QUARRY}”")
    assert undone(act, alice, before)


def test_the_lead_does_not_leave_nor_who_is_not_there(alice, lead, member):
    with pytest.raises(Refused, match="leads this story"):
        stories.leave(article=lead, picked=seen(lead), by=alice)
    with pytest.raises(Refused, match="not part of this story"):
        stories.leave(article=lead, picked=seen(make_article()), by=alice)
    with pytest.raises(Stale):
        stories.leave(article=lead, picked=[(member.pk, 1)], by=alice)


# Splitting


def test_the_strongest_of_those_picked_leads_them(alice, lead, member):
    weak = put(make_article(quality=90, state=State.UNPUBLISHED), lead, alice)
    strong = put(make_article(title="Strong", quality=85), lead, alice)
    before = state()
    act = stories.split(article=lead, picked=seen(member, weak, strong), by=alice).act
    assert members(strong) == {member, weak}
    assert members(lead) == set()
    assert not now(lead).links.exists()
    assert said(act) == f"split “Strong” and 2 more off the story “{QUARRY}”"
    assert undone(act, alice, before)


def test_published_then_score_then_time_tell_who_leads():
    best = near("Best", 1, quality=90)
    order = [
        best,
        near("Later", 2, quality=90),
        near("Lower", 0, quality=70),
        near("Unscored", 0, quality=None),
        near("Held", 0, quality=120, state=State.UNPUBLISHED),
    ]
    for n in range(len(order)):
        assert stories.together.strongest(order[n:][::-1]) == order[n]


def test_where_the_lead_is_picked_it_keeps_those_picked_with_it(alice, lead, member):
    """The same two stories come of it: the others find a lead of their own."""
    other = put(make_article(quality=95), lead, alice)
    third = put(make_article(quality=50), lead, alice)
    before = state()
    act = stories.split(article=lead, picked=seen(lead, member), by=alice).act
    assert (members(lead), members(other)) == ({member}, {third})
    assert undone(act, alice, before)


def test_a_lead_that_leaves_alone_leaves_a_story_behind(alice, lead, member):
    other = put(make_article(quality=95), lead, alice)
    stories.split(article=lead, picked=seen(lead), by=alice)
    assert (members(lead), members(other)) == (set(), {member})


def test_one_alone_becomes_a_story_of_its_own(alice, lead, member):
    stories.split(article=lead, picked=seen(member), by=alice)
    assert not now(member).is_folded
    assert not Refusal.objects.exists()


def test_members_by_the_seed_are_split_off(alice, lead, member):
    of_seed = [make_article(heat=-1, quality=n) for n in (70, 60)]
    for one in of_seed:
        make_link(lead, target=one)
    before = state()
    act = stories.split(article=lead, picked=seen(*of_seed), by=alice).act
    assert members(of_seed[0]) == {of_seed[1]}
    assert undone(act, alice, before)


def test_not_all_of_a_story(alice, lead, member):
    with pytest.raises(Refused, match="leave at least one"):
        stories.split(article=lead, picked=seen(lead, member), by=alice)


# Merging


def test_another_story_goes_into_this_one(alice, lead, member):
    other = make_article(title="Other")
    its = put(make_article(), other, alice)
    by_seed = make_article(heat=-1)
    make_link(other, target=by_seed)
    before = state()
    act = stories.merge(article=lead, other=other, by=alice, version=now(lead).version).act
    assert members(lead) == {member, other, its, by_seed}
    assert {link.target for link in now(lead).links.all()} == {member, other, its, by_seed}
    assert said(act) == f"merged “Other” and 2 more into the story “{QUARRY}”"
    assert undone(act, alice, before)


def test_a_single_article_is_a_story_too(alice, lead, member):
    other = make_article(title="Other")
    act = stories.merge(article=lead, other=other, by=alice, version=now(lead).version).act
    assert members(lead) == {member, other}
    assert said(act) == f"merged “Other” into the story “{QUARRY}”"


def test_what_cannot_be_merged(alice, lead, member):
    version = now(lead).version
    with pytest.raises(Stale):
        stories.merge(article=lead, other=make_article(), by=alice, version=version - 1)
    with pytest.raises(Refused, match="this story itself"):
        stories.merge(article=lead, other=lead, by=alice, version=version)
    other = make_article()
    with pytest.raises(Refused, match="choose that story"):
        stories.merge(article=other, other=member, by=alice, version=1)
    with pytest.raises(Refused, match="choose that story"):
        stories.merge(article=member, other=other, by=alice, version=now(member).version)


# What an act does to many is told once


def test_the_history_tells_the_act_once(alice, lead, member):
    others = [near("Quarry battery", n) for n in (2, 3, 4)]
    act = stories.join(article=lead, picked=seen(*others), by=alice).act
    assert Event.objects.filter(group=act).count() == 6
    assert [sentence(event) for event in history_of(others[1])] == [
        f"Alice joined it to the story “{QUARRY}”"
    ]


def test_the_history_of_the_desk_tells_an_act_on_many_by_its_first(alice, lead, member):
    others = [near(f"Quarry battery {n}", n) for n in (2, 3, 4)]
    stories.join(article=lead, picked=seen(*others), by=alice)
    stories.lead(article=others[1], by=alice, version=now(others[1]).version)
    heads = [Event.objects.order_by("-pk").first(), Event.objects.filter(action="join").last()]
    assert [[told.said for told in act.told] for act in acts_of(heads)] == [
        ["Alice made “Quarry battery 3” the lead of its story"],
        [f"Alice joined “Quarry battery 2” and 2 more to the story “{QUARRY}”"],
    ]


def test_a_new_lead_keeps_all_members(alice, lead, member):
    of_seed = make_article(heat=-1)
    make_link(lead, target=of_seed)
    before = state()
    act = stories.lead(article=of_seed, by=alice, version=1).act
    assert members(of_seed) == {lead, member}
    assert undone(act, alice, before)


def test_a_lead_of_the_seed_takes_its_members_along(alice, lead):
    other, of_seed = make_article(), make_article(heat=-1)
    make_link(other, target=of_seed)
    before = state()
    act = stories.fold(article=other, into=lead, by=alice, version=1).act
    assert members(lead) == {other, of_seed}
    assert undone(act, alice, before)


def test_nothing_is_folded_into_what_its_seed_folded(alice, lead):
    of_seed = make_article(heat=-1)
    with pytest.raises(Refused, match="folded by its seed"):
        stories.fold(article=lead, into=of_seed, by=alice, version=1)
    make_link(lead, target=of_seed)
    with pytest.raises(Refused, match="is itself part of"):
        stories.fold(article=make_article(), into=of_seed, by=alice, version=1)

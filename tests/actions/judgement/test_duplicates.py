"""Two articles that are the same story: merged, or kept apart."""

import pytest

from articles.actions import articles, stories
from articles.actions.errors import Refused, Stale
from articles.actions.judgement import duplicates
from articles.actions.stories.folding import members
from articles.history import today
from articles.history.undo import undo_act
from articles.models import FOLDED, Article, Duplicate, Event, State, StateBy
from tests.factories import make_article, make_link, make_topic
from tests.history.acts import last_sentence
from tests.judgement.pairs import make_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy():
    return make_article(title="Ferry to the islands", topics=[make_topic()])


@pytest.fixture
def stays():
    return make_article(title="The ferry to the islands")


def merge(copy, into, by):
    return duplicates.merge(article=copy.pk, into=into.pk, by=by, version=now(copy).version)


def now(article):
    return Article.objects.get(pk=article.pk)


def test_the_copy_leaves_readers_to_the_one_that_stays(alice, copy, stays):
    row = merge(copy, stays, alice).row
    assert (row.merged_into, row.folded_into) == (stays, stays)
    assert (row.state, row.state_by, row.decided_by) == (
        State.UNPUBLISHED,
        StateBy.PERSON,
        alice,
    )
    assert copy not in Article.objects.public()
    assert stays in Article.objects.listed()
    assert now(stays).version == stays.version


def test_the_history_says_into_what_and_why(alice, copy, stays):
    make_pair(copy, stays, reason="the same address")
    merge(copy, stays, alice)
    assert last_sentence() == "Alice merged it into “The ferry to the islands”: the same address"


def test_without_a_pair_it_says_no_reason(alice, copy, stays):
    merge(copy, stays, alice)
    assert last_sentence() == "Alice merged it into “The ferry to the islands”"


def test_its_links_stay_with_it(alice, copy, stays):
    link = make_link(copy)
    merge(copy, stays, alice)
    assert list(copy.links.all()) == [link]
    assert not stays.links.exists()


def test_an_undo_takes_all_back_and_it_can_be_merged_again(alice, copy, stays):
    make_pair(copy, stays)
    done = merge(copy, stays, alice)
    undone = undo_act(act=done.act, by=alice)
    assert (undone.done, undone.skipped) == (1, [])
    back = now(copy)
    assert (back.merged_into, back.folded_into, back.state) == (None, None, State.PUBLISHED)
    assert back.decided_at is None
    assert copy in Article.objects.listed()
    assert last_sentence() == "Alice undid the merge of it into “The ferry to the islands”"
    assert merge(copy, stays, alice).row.merged_into == stays
    undo_act(act=undone.act, by=alice)


def test_the_undo_of_an_undo_merges_it_again(alice, copy, stays):
    done = merge(copy, stays, alice)
    undone = undo_act(act=done.act, by=alice)
    undo_act(act=undone.act, by=alice)
    assert now(copy).merged_into == stays
    assert last_sentence() == "Alice merged it into “The ferry to the islands” again"


def test_merged_twice_is_merged_once(alice, copy, stays):
    merge(copy, stays, alice)
    assert merge(copy, stays, alice).act is None
    assert Event.objects.count() == 1


def test_what_was_merged_into_it_follows_in_the_same_act(alice, copy, stays):
    earlier = make_article()
    merge(earlier, copy, alice)
    done = merge(copy, stays, alice)
    assert (now(earlier).merged_into, now(earlier).folded_into) == (stays, stays)
    undone = undo_act(act=done.act, by=alice)
    assert undone.skipped == []
    assert (now(earlier).merged_into, now(earlier).folded_into) == (copy, copy)
    assert now(copy).merged_into is None


def test_what_was_folded_into_it_follows_in_the_same_act(alice, copy, stays):
    by_hand, by_seed = make_article(), make_article(heat=FOLDED)
    stories.fold(article=by_hand, into=copy, by=alice, version=1)
    make_link(copy, target=by_seed)
    done = merge(copy, stays, alice)
    assert [now(one).folded_into for one in (by_hand, by_seed)] == [stays, stays]
    undo_act(act=done.act, by=alice)
    assert [now(one).folded_into for one in (by_hand, by_seed)] == [copy, None]


def test_one_that_stays_leaves_the_story_of_its_copy(alice, copy, stays):
    stories.fold(article=stays, into=copy, by=alice, version=1)
    done = merge(copy, stays, alice)
    assert now(stays).folded_into is None
    assert now(copy).folded_into == stays
    assert stays in Article.objects.listed()
    undo_act(act=done.act, by=alice)
    assert now(stays).folded_into == copy
    assert now(copy).folded_into is None


def test_a_copy_of_a_member_joins_its_story(alice, copy, stays):
    lead = make_article()
    stories.fold(article=stays, into=lead, by=alice, version=1)
    merge(copy, stays, alice)
    assert (now(copy).merged_into, now(copy).folded_into) == (stays, lead)


def test_a_lead_that_is_merged_into_a_member_of_another_story(alice, copy, stays):
    lead, member = make_article(heat=FOLDED), make_article()
    make_link(copy, target=lead)
    Article.objects.filter(pk=stays.pk).update(folded_into=lead)  # before its seed folded that
    stories.fold(article=member, into=copy, by=alice, version=1)
    merge(copy, stays, alice)
    assert now(member).folded_into == lead
    assert now(lead).folded_into is None


def test_an_article_is_not_merged_into_itself(alice, copy):
    with pytest.raises(Refused, match="into itself"):
        merge(copy, copy, alice)


def test_one_that_is_merged_itself_names_the_other(alice, copy, stays):
    last = make_article(title="A ferry at last")
    merge(stays, last, alice)
    with pytest.raises(Refused, match="merged into “A ferry at last”: choose that one"):
        merge(copy, stays, alice)


def test_what_is_merged_already_is_not_merged_elsewhere(alice, copy, stays):
    merge(copy, stays, alice)
    with pytest.raises(Refused, match="already: undo that first"):
        merge(copy, make_article(), alice)


def test_a_stale_version_changes_nothing(alice, copy, stays):
    Article.objects.filter(pk=copy.pk).update(version=5)
    with pytest.raises(Stale):
        duplicates.merge(article=copy, into=stays, by=alice, version=1)
    assert now(copy).merged_into is None


def test_a_story_of_its_own_is_nobodys_copy(alice, copy, stays):
    merge(copy, stays, alice)
    stories.unfold(article=copy, by=alice, version=now(copy).version)
    assert now(copy).merged_into is None


def test_a_copy_leads_nothing_and_joins_nothing(alice, copy, stays):
    merge(copy, stays, alice)
    version, other = now(copy).version, make_article()
    with pytest.raises(Refused, match="is merged into “The ferry to the islands”: choose that one"):
        stories.lead(article=copy, by=alice, version=version)
    with pytest.raises(Refused, match="choose that one"):
        stories.fold(article=copy, into=other, by=alice, version=version)
    with pytest.raises(Refused, match="choose that one"):
        stories.join(article=other, picked=[(copy.pk, version)], by=alice)
    assert now(copy).folded_into == stays


def test_nothing_is_merged_into_what_is_rejected(alice, copy, stays):
    articles.reject(article=stays, by=alice, version=1)
    with pytest.raises(Refused, match="is rejected: reopen it first, or keep the other one"):
        merge(copy, stays, alice)
    assert now(copy).merged_into is None


def test_copies_are_where_the_one_is_that_stays(alice, copy, stays):
    merge(copy, stays, alice)
    lead = make_article()
    folded = stories.fold(article=stays, into=lead, by=alice, version=now(stays).version)
    assert now(copy).folded_into == lead
    assert copy not in members(lead)
    assert not lead.links.filter(target=copy).exists()
    undo_act(act=folded.act, by=alice)
    assert now(copy).folded_into == stays
    stories.fold(article=stays, into=lead, by=alice, version=now(stays).version)
    stories.unfold(article=stays, by=alice, version=now(stays).version)
    assert now(copy).folded_into == stays


@pytest.mark.parametrize("act", [stories.leave, stories.split])
def test_copies_leave_a_story_with_the_one_that_stays(alice, copy, stays, act):
    merge(copy, stays, alice)
    lead = make_article()
    stories.fold(article=stays, into=lead, by=alice, version=now(stays).version)
    act(article=lead, picked=[(stays.pk, now(stays).version)], by=alice)
    assert now(copy).folded_into == stays


def test_copies_follow_the_one_that_leads_now(alice, copy, stays):
    merge(copy, stays, alice)
    lead = make_article()
    stories.fold(article=stays, into=lead, by=alice, version=now(stays).version)
    stories.lead(article=stays, by=alice, version=now(stays).version)
    assert now(copy).folded_into == now(lead).folded_into == stays


def test_copies_of_a_member_follow_it(alice, copy, stays):
    member, lead = make_article(), make_article()
    stories.fold(article=member, into=stays, by=alice, version=1)
    merge(copy, member, alice)
    merge(stays, lead, alice)
    assert now(member).folded_into == now(copy).folded_into == lead
    assert now(copy).merged_into == member


def test_a_merge_goes_back_as_a_whole_or_not_at_all(alice, copy, stays):
    first = merge(copy, stays, alice)
    last = make_article(title="A ferry at last")
    second = merge(stays, last, alice)
    before = Article.objects.values().get(pk=copy.pk)
    undone = undo_act(act=first.act, by=alice)
    assert undone.done == 0
    assert len(undone.skipped) > 0
    assert Article.objects.values().get(pk=copy.pk) == before
    undo_act(act=second.act, by=alice)
    assert (now(copy).merged_into, now(copy).public) == (stays, False)
    assert now(stays).public


def test_merging_settles_each_pair_of_the_copy_and_the_undo_opens_them(alice, copy, stays):
    third = make_article()
    make_pair(copy, stays), make_pair(copy, third), make_pair(stays, third)
    done = merge(copy, stays, alice)
    assert {pair.pk for pair in Duplicate.objects.open()} == {
        Duplicate.objects.get(one=stays, other=third).pk
    }
    undo_act(act=done.act, by=alice)
    assert Duplicate.objects.open().count() == 3


def test_keeping_them_apart_settles_the_pair_from_either_side(alice, copy, stays):
    pair = make_pair(copy, stays)
    done = duplicates.keep_apart(article=stays, by=alice, version=1, other=copy)
    assert not Duplicate.objects.open().exists()
    settled_at = Duplicate.objects.get().settled_at
    articles.reject(article=copy, by=alice, version=1)  # it was settled before
    assert Duplicate.objects.get().settled_at == settled_at
    undo_act(act=done.act, by=alice)
    assert Duplicate.objects.get(pk=pair.pk).settled_at == settled_at
    articles.publish(article=copy, by=alice, version=2)
    assert Duplicate.objects.open().exists()


def test_a_rejection_settles_pairs(alice, copy, stays):
    make_pair(copy, stays)
    articles.reject(article=copy, by=alice, version=1)
    assert not Duplicate.objects.open().exists()


def test_other_decisions_ask_nothing_of_pairs(alice, copy, stays):
    make_pair(copy, stays)
    articles.unpublish(article=copy, by=alice, version=1)
    assert Duplicate.objects.open().exists()


def test_many_that_follow_are_one_act_in_words(alice, copy, stays):
    for _ in range(2):
        merge(make_article(), copy, alice)
    done = merge(copy, stays, alice)
    assert today.said_of(done.act) == "merged 3 articles into “The ferry to the islands”"

import math

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.judgement import indexing, related, stories
from articles.models import Article, BatchState, Refusal, Review, State, StateBy
from articles.query.stories import leads_of, members_of
from tests.factories import NOON, make_batch, make_link
from tests.judgement.news import QUARRY, near

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return near(QUARRY)


@pytest.fixture
def member(lead):
    return near("Iron battery fills the quarry", 2, folded_into=lead)


def found(lead):
    indexing.index_all()
    return stories.suggested(lead, list(members_of([lead.pk])))


def keys(lead):
    return [one.article for one in found(lead)]


def story_of(article):
    indexing.index_all()
    likely = related.ranked(article)
    leads = leads_of([article.pk, *(one.article for one in likely)])
    return stories.likely_story(article, likely, leads)


def test_a_link_fades_to_a_third_in_ten_days():
    assert stories.link(0.6, 0) == 0.6
    assert stories.link(0.6, 240) == stories.link(0.6, -240) == pytest.approx(0.6 / math.e)
    assert stories.link(1.2, 0) == 1  # weights are rounded: a cosine can be a little more than 1


def test_the_mean_is_over_all_members():
    """What is none of a member's candidates is not linked to it at all."""
    assert stories.means([{1: 0.6, 2: 0.3}, {1: 0.4}]) == {1: 0.5, 2: 0.15}
    assert stories.means([{1: 0.6}, {}, {2: 0.9}]) == {1: pytest.approx(0.2), 2: 0.3}
    assert stories.means([{}, {}]) == {}


def test_what_is_linked_to_all_members_is_suggested(lead, member):
    other = near("Quarry battery", 5)
    near("Rain over the coast", 5)
    (one,) = found(lead)
    assert (one.article, one.model, one.like) == (other.pk, "story-1", (2, 2))
    assert "like 2 of 2 articles" in one.reasons
    assert one.why.startswith("5 h later: ")
    assert set(one.words) == {"quarry", "battery"}


def test_its_mean_is_what_it_says(lead, member):
    other = near("Quarry battery", 5)
    (one,) = found(lead)
    (to_lead,) = [this for this in related.ranked(other) if this.article == lead.pk]
    links = [stories.link(this.cosine, this.hours) for this in related.ranked(other)]
    assert len(links) == 2
    assert one.likeness == pytest.approx(sum(links) / 2, abs=0.03)
    assert to_lead.likeness < stories.link(to_lead.cosine, to_lead.hours)


def test_what_is_like_one_of_many_is_not(lead):
    for n in range(5):
        words = " ".join(f"word{n}{letter}" for letter in "abcdef")
        near(words, n, folded_into=lead)
    near(QUARRY, 1)
    assert keys(lead) == []


def test_earlier_is_as_good_as_later(lead, member):
    earlier = near(QUARRY, -30)
    assert keys(lead) == [earlier.pk]


def test_the_likeliest_comes_first_and_ten_at_most(lead, member):
    for n in range(stories.MOST + 3):
        near(QUARRY, 20 - n)
    likely = found(lead)
    assert len(likely) == stories.MOST
    assert [one.likeness for one in likely] == sorted(
        [one.likeness for one in likely], reverse=True
    )


@pytest.mark.parametrize("turned", [False, True])
def test_a_refusal_with_any_member_keeps_it_out(lead, member, turned):
    other = near(QUARRY, 3)
    assert keys(lead) == [other.pk]
    one, two = sorted([member.pk, other.pk], reverse=turned)
    Refusal.objects.create(one_id=min(one, two), other_id=max(one, two))
    assert keys(lead) == []


def test_after_ten_days_a_story_takes_no_more(lead):
    near(QUARRY, 110, folded_into=lead)
    near(QUARRY, 210, folded_into=lead)
    within, _ = near(QUARRY, 239), near(QUARRY, 241)
    assert keys(lead) == [within.pk]


def test_what_is_part_of_a_story_is_not_suggested(lead, member):
    other = near(QUARRY, 3)
    near(QUARRY, 4, folded_into=other)
    of_seed = near("Quarry and iron battery", 5)
    make_link(of_seed, target=near(QUARRY, 6, heat=-1))
    assert keys(lead) == []


def test_what_a_seed_folded_into_a_story_that_is_not_here_is_suggested(lead, member):
    orphan = near(QUARRY, 3, heat=-1)
    assert keys(lead) == [orphan.pk]
    assert "part of another story" not in found(lead)[0].reasons


def test_members_by_the_seed_count(lead):
    make_link(lead, target=near("Rain over the coast", 1, heat=-1))
    near("Quarry", 2)
    (one,) = found(lead)
    assert one.like == (1, 2)


def test_what_is_rejected_or_withdrawn_is_no_candidate(lead, member):
    near(QUARRY, 1, review=Review.REJECTED)
    undone = make_batch(state=BatchState.UNDONE)
    near(QUARRY, 2, batch=undone, state=State.UNPUBLISHED, state_by=StateBy.IMPORT)
    assert keys(lead) == []


def test_of_a_long_story_the_lead_and_the_newest_are_asked(lead):
    for n in range(stories.ASKED + 5):
        near(f"Rain over coast {n}", n, folded_into=lead)
    indexing.index_all()
    members = list(members_of([lead.pk]))
    asked = stories._asked(lead, members)
    assert (asked[0], asked[1].title, len(asked)) == (lead, f"Rain over coast {n}", stories.ASKED)


def test_how_many_candidates_costs_nothing(lead, member):
    near(QUARRY, 1)
    counts = []
    for n in (1, 5):
        for _ in range(n):
            near(QUARRY, 3)
        indexing.index_all()
        with CaptureQueriesContext(connection) as queries:
            assert stories.suggested(lead, [member])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_article_seems_to_belong_to_a_story(lead, member):
    article = near("Quarry battery", 5)
    one = story_of(article)
    assert (one.article, one.title, one.model, one.like) == (lead.pk, QUARRY, "story-1", (2, 2))
    assert one.why.startswith("5 h earlier: ")


def test_the_story_with_the_highest_mean_is_named(lead, member):
    other = near(QUARRY, 1)
    near("Rain over the coast", 2, folded_into=other)
    assert story_of(near(QUARRY, 1)).article == lead.pk


def test_an_article_of_a_story_belongs_to_no_other(lead, member):
    alone = near(QUARRY, 1)
    assert story_of(alone) is not None
    assert story_of(member) is None
    near("Rain", 1, folded_into=alone)
    assert story_of(alone) is None


def test_what_is_unlike_belongs_to_none(lead, member):
    assert story_of(near("Rain over the coast", 1)) is None


def test_nor_does_what_is_refused_or_too_late(lead, member):
    article = near(QUARRY, 5)
    Refusal.objects.create(one=member, other=article)
    assert story_of(article) is None
    Article.objects.filter(pk=member.pk).update(published_at=NOON.replace(day=25))
    Refusal.objects.all().delete()
    indexing.note([member.pk])
    assert story_of(near(QUARRY, 241)) is None


def test_without_a_story_around_there_is_none():
    near(QUARRY, 1)
    assert story_of(near(QUARRY)) is None

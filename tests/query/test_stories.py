import pytest

from articles.models import Article, Review
from articles.query.stories import leads_of, members_of, newest_members
from tests.factories import make_article, make_link
from tests.judgement.news import near

pytestmark = pytest.mark.django_db


def members(*leads):
    found = members_of([lead.pk for lead in leads])
    return {article: article.lead_key for article in found}


def test_members_are_what_an_editor_folded_and_what_the_seed_did():
    lead, edited, by_seed = make_article(), make_article(), make_article(heat=-1)
    Article.objects.filter(pk=edited.pk).update(folded_into=lead)
    make_link(lead, target=by_seed)
    make_link(lead, target=make_article())  # coverage that is a story of its own
    assert members(lead) == {edited: lead.pk, by_seed: lead.pk}
    assert leads_of([lead.pk, edited.pk, by_seed.pk]) == dict.fromkeys(
        [lead.pk, edited.pk, by_seed.pk], lead.pk
    )


def test_an_editor_wins_over_the_seed():
    lead, other = make_article(), make_article()
    member = make_article(heat=-1, folded_into=other)
    make_link(lead, target=member)
    assert members(lead, other) == {member: other.pk}


def test_what_two_list_is_of_the_first():
    first, second, member = make_article(), make_article(), make_article(heat=-1)
    make_link(first, target=member)
    make_link(second, target=member)
    assert members(first, second) == {member: first.pk}
    assert members(second) == {}
    assert member.lead == first


def test_what_is_folded_leads_nothing():
    """A seed may list its lead and its fellows."""
    lead, one, other = make_article(), make_article(heat=-1), make_article(heat=-1)
    make_link(one, target=other)
    make_link(lead, target=one)
    make_link(lead, target=other, position=5)
    assert members(lead) == {one: lead.pk, other: lead.pk}
    assert members(one) == {}
    assert other.lead == lead


def test_what_stands_alone_has_no_lead():
    orphan = make_article(heat=-1)
    assert leads_of([make_article().pk, orphan.pk]) == {}


def heads():
    return [(row.title, row.lead_key) for row in newest_members().order_by("-published_at")]


def test_of_each_story_the_newest_member():
    lead, other = near("Lead", 50), near("Other")
    near("One", 1, folded_into=lead)
    near("Two", 2, folded_into=lead)
    make_link(lead, target=near("Three", 3, heat=-1))
    make_link(other, target=near("Four", 1, heat=-1))
    make_link(other, target=near("Five", 2, heat=-1))
    near("Six", 5, folded_into=other)
    near("Alone", 9, heat=-1)
    assert heads() == [("Six", other.pk), ("Three", lead.pk)]


def test_of_two_at_once_it_is_the_later_one():
    lead = near("Lead")
    near("One", 1, folded_into=lead)
    near("Two", 1, folded_into=lead)
    assert heads() == [("Two", lead.pk)]


def test_what_is_rejected_makes_no_story_new():
    lead = near("Lead")
    near("One", 1, folded_into=lead)
    near("Two", 2, folded_into=lead, review=Review.REJECTED)
    assert heads() == [("One", lead.pk)]

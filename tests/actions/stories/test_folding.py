"""Folding one article into the story of another."""

import pytest

from articles.actions import stories
from articles.actions.errors import Refused, Stale
from articles.history.undo import undo_act
from articles.models import Article, Event, RelatedLink
from tests.factories import make_article, make_link, make_topic

pytestmark = pytest.mark.django_db


def test_a_folded_article_leaves_the_lists(alice):
    article, lead = make_article(topics=[make_topic()]), make_article()
    done = stories.fold(article=article, into=lead, by=alice, version=1).row
    assert (done.folded_into, done.is_folded, done.version) == (lead, True, 2)
    assert done.article_topics.get().weight == -1
    assert not Article.objects.listed().filter(pk=article.pk).exists()


def test_its_lead_links_to_it(alice):
    article, lead = make_article(title="Folded"), make_article()
    stories.fold(article=article, into=lead.pk, by=alice, version=1)
    link = RelatedLink.objects.get()
    assert (link.article, link.target, link.title) == (lead, article, "Folded")


def test_a_link_that_is_there_stays_as_it_is(alice):
    article, lead = make_article(), make_article()
    link = make_link(lead, target=article)
    stories.fold(article=article, into=lead, by=alice, version=1)
    assert RelatedLink.objects.get() == link
    assert Event.objects.get().action == "fold"


def test_fold_and_link_are_one_act(alice):
    stories.fold(article=make_article(), into=make_article(), by=alice, version=1)
    fold, link = Event.objects.order_by("pk")
    assert (fold.action, link.action) == ("fold", "link")
    assert fold.group == link.group


def test_not_into_itself(alice):
    article = make_article()
    with pytest.raises(Refused, match="into itself"):
        stories.fold(article=article, into=article, by=alice, version=1)


def test_not_into_a_folded_one(alice):
    lead = make_article(folded_into=make_article(title="The story"))
    with pytest.raises(Refused, match="part of “The story”"):
        stories.fold(article=make_article(), into=lead, by=alice, version=1)


def test_not_a_lead(alice):
    lead = make_article()
    make_article(folded_into=lead)
    with pytest.raises(Refused, match="unfold those first"):
        stories.fold(article=lead, into=make_article(), by=alice, version=1)


def test_stale(alice):
    with pytest.raises(Stale):
        stories.fold(article=make_article(version=2), into=make_article(), by=alice, version=1)
    assert not RelatedLink.objects.exists()


def test_unfold(alice):
    article = make_article(folded_into=make_article(), topics=[make_topic()])
    done = stories.unfold(article=article, by=alice, version=1).row
    assert (done.folded_into, done.weight) == (None, 80)
    assert done.article_topics.get().weight == 80


def test_unfold_what_the_seed_folded(alice):
    done = stories.unfold(article=make_article(heat=-1), by=alice, version=1).row
    assert (done.is_folded, done.heat, done.weight) == (False, None, 80)


def test_unfolding_keeps_the_heat(alice):
    article = make_article(folded_into=make_article(), heat=120)
    assert stories.unfold(article=article, by=alice, version=1).row.heat == 120


def test_a_member_becomes_the_lead_of_all(alice):
    lead, other, row = make_article(), make_article(), make_article(heat=90)
    for member in (other, row):
        stories.fold(article=member, into=lead, by=alice, version=1)
    done = stories.lead(article=row, by=alice, version=2)
    assert (done.row.folded_into, done.row.heat) == (None, 90)
    assert set(done.row.folded.all()) == {lead, other}
    assert {link.target for link in done.row.links.all()} == {lead, other}
    assert len(set(Event.objects.filter(group=done.act).values_list("article"))) == 3


def test_a_story_of_the_seed_changes_its_lead(alice):
    lead, other, row = make_article(), make_article(heat=-1), make_article(heat=-1)
    for member in (other, row):
        make_link(lead, target=member)
    linked = make_link(lead, target=make_article()).target  # a story of its own stays one
    done = stories.lead(article=row, by=alice, version=1).row
    assert (done.is_folded, set(done.folded.all())) == (False, {lead, other})
    assert Article.objects.get(pk=linked.pk).folded_into is None


def test_a_new_lead_is_undone_as_one(alice):
    lead, other, row = make_article(), make_article(), make_article()
    for member in (other, row):
        stories.fold(article=member, into=lead, by=alice, version=1)
    undo_act(act=stories.lead(article=row, by=alice, version=2).act, by=alice)
    assert set(Article.objects.get(pk=lead.pk).folded.all()) == {other, row}
    assert Article.objects.get(pk=lead.pk).folded_into is None
    assert not Article.objects.get(pk=row.pk).links.exists()


def test_what_leads_already_or_whose_lead_is_gone_is_refused(alice):
    with pytest.raises(Refused, match="a story of its own"):
        stories.lead(article=make_article(), by=alice, version=1)
    with pytest.raises(Refused, match="is not here: unfold it instead"):
        stories.lead(article=make_article(heat=-1), by=alice, version=1)

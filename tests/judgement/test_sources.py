"""How many independent sources a story has."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.judgement import sources
from articles.models import Article, Review
from tests.factories import make_link, make_provider
from tests.judgement.stories import came, folded
from tests.queries import queries

pytestmark = pytest.mark.django_db


def of(*leads):
    return sources.sources_of(sources.rows_of([lead.pk for lead in leads]))


def names(lead):
    return [source.name for source in of(lead)[lead.pk]]


def new(lead, hours=1):
    since = timezone.now() - timedelta(hours=hours)
    return [source.name for source in sources.come_since(since, of(lead)[lead.pk])]


def test_publishers_in_order_of_arrival():
    lead = came(50, make_provider(name="Halyard"))
    folded(lead, 20, make_provider(name="Ferrule"))
    folded(lead, 40, make_provider(name="Kestrel Wire"))
    assert names(lead) == ["Halyard", "Kestrel Wire", "Ferrule"]


def test_one_owner_is_one_source_under_its_name():
    lead = came(50, make_provider(owner="Northmoor Media"))
    folded(lead, 40, make_provider(owner="northmoor media"))
    folded(lead, 30, make_provider(name="Halyard"))
    assert names(lead) == ["Northmoor Media", "Halyard"]


def test_copies_of_one_text_are_one_source():
    text = {"title": "Quarry becomes a battery", "excerpt": "It holds as much as a town needs."}
    lead = came(50, make_provider(name="Kestrel Wire"), **text)
    for minutes in (40, 30, 20):
        folded(lead, minutes, **text)
    folded(lead, 10, make_provider(name="Halyard"))
    assert names(lead) == ["Kestrel Wire", "Halyard"]


def test_what_is_merged_is_no_source_of_its_own():
    lead = came(50, make_provider(name="Kestrel Wire"))
    copy = folded(lead, 40, make_provider(name="Ferrule"))
    folded(lead, 30, make_provider(name="Halyard"))
    Article.objects.filter(pk=copy.pk).update(merged_into=lead)
    assert names(lead) == ["Kestrel Wire", "Halyard"]


def test_who_had_a_copy_first_and_then_its_own_words_counts():
    text = {"title": "Quarry becomes a battery", "excerpt": "It holds as much as a town needs."}
    lead, halyard = came(50, **text), make_provider(name="Halyard")
    folded(lead, 40, halyard, **text)
    assert len(names(lead)) == 1
    folded(lead, 30, halyard)
    assert names(lead)[1:] == ["Halyard"]


def test_members_are_those_of_editors_and_of_seeds():
    lead = came(50)
    make_link(lead, target=came(40, make_provider(name="By a seed"), heat=-1))
    make_link(lead, target=came(30, make_provider(name="Only linked")))
    other = came(20, make_provider(name="By an editor"), heat=-1, folded_into=lead)
    make_link(lead, target=other)
    make_link(came(10), target=other)  # an editor's word is the last
    assert names(lead)[1:] == ["By a seed", "By an editor"]


def test_what_is_rejected_reports_nothing():
    lead = came(50)
    folded(lead, 40, review=Review.REJECTED)
    make_link(lead, target=came(30, heat=-1, review=Review.REJECTED))
    assert of(lead) == {}


def test_what_leads_nothing_is_left_out():
    alone, lead = came(50), came(40)
    folded(lead, 30)
    assert list(of(alone, lead)) == [lead.pk]


def test_the_first_makes_the_story_and_others_come_to_it():
    lead = came(50, make_provider(name="Halyard"))
    folded(lead, 40, make_provider(name="Ferrule"))
    assert new(lead) == ["Ferrule"]


def test_only_what_came_lately_is_new():
    lead = came(300)
    folded(lead, 200, make_provider(name="Ferrule"))
    folded(lead, 20, make_provider(name="Kestrel Wire"))
    assert (new(lead), new(lead, hours=6)) == (["Kestrel Wire"], ["Ferrule", "Kestrel Wire"])


def test_a_second_report_of_a_publisher_is_not_new():
    ferrule, lead = make_provider(), came(300)
    folded(lead, 200, ferrule)
    folded(lead, 20, ferrule)
    assert new(lead) == []


def test_an_archive_that_comes_is_no_news():
    years_ago = timezone.now() - timedelta(days=900)
    lead = came(50, published_at=years_ago)
    folded(lead, 40, published_at=years_ago)
    assert (len(names(lead)), new(lead)) == (2, [])


def test_of_many_members_the_newest_are_compared(monkeypatch):
    monkeypatch.setattr(sources, "MOST", 3)
    lead, ferrule = came(300), make_provider(name="Ferrule")
    folded(lead, 290, ferrule)
    for name in "ABC":
        folded(lead, 30, make_provider(name=name))
    folded(lead, 10, ferrule)
    assert names(lead)[1:] == ["B", "C", "Ferrule"]
    assert new(lead) == ["B", "C"]  # Ferrule was here long ago


def test_any_number_of_stories_is_one_query():
    leads = [came(50) for _ in range(3)]
    for lead in leads:
        folded(lead, 40)
    assert len(queries(lambda: of(*leads))) == 1
    assert Article.objects.count() == 6

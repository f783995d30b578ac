"""Articles that may be the same story: they hold the rarest words of it, in the days around it."""

import pytest
from django.db import connection

from articles.judgement import indexing
from articles.judgement.duplicates import candidates
from articles.judgement.duplicates.addresses import addresses_of
from articles.judgement.duplicates.rule import Copy
from articles.models import KnownWord
from tests.factories import NOON, make_article
from tests.judgement.news import near
from tests.queries import queries

pytestmark = pytest.mark.django_db

TITLE = "Harbour pilots test a quiet ferry"


def found(*stories):
    """The titles of what may be these, each in its order."""
    indexing.index_all()
    copies = candidates.copies_of([story.pk for story in stories])
    return [
        [other.title for key, other in alike if key != story.pk]
        for story, alike in zip(
            stories, candidates.alike([copies[story.pk] for story in stories]), strict=True
        )
    ]


def test_what_holds_most_of_the_rarest_words_comes_first():
    near("Rain over the coast", 1)
    near("A ferry for pilots", 2)
    near("Pilots of the harbour like a ferry", 3)
    assert found(near(TITLE)) == [["Pilots of the harbour like a ferry", "A ferry for pilots"]]


def test_by_the_words_of_an_excerpt():
    near("Silence at sea", 1, excerpt="Rudder, cook and fog.")
    assert found(near("Else", excerpt="Fog hides a cook and the rudder.")) == [["Silence at sea"]]


@pytest.mark.parametrize(("days", "known"), [(5, True), (-5, True), (6, False)])
def test_only_in_the_days_around_it(days, known):
    near(TITLE, 24 * days)
    assert found(near(TITLE)) == [[TITLE] if known else []]


def test_of_many_only_a_few(monkeypatch):
    monkeypatch.setattr(candidates, "MOST", 2)
    for hours in range(4):
        near(TITLE, hours)
    assert [len(titles) for titles in found(near(TITLE, 5))] in ([1], [2])


def test_words_that_many_hold_are_not_looked_for(monkeypatch):
    monkeypatch.setattr(candidates, "RARE", 2)
    for hours in range(3):
        near(TITLE, hours)
    assert found(near(TITLE, 5)) == [[]]
    assert KnownWord.objects.filter(articles__gt=2).exists()


def test_no_words_and_nobody_to_ask():
    assert candidates.alike([]) == []
    assert found(make_article(title="!!!", excerpt="", published_at=NOON)) == [[]]


def test_what_is_asked_does_not_grow():
    for hours in range(6):
        near(TITLE, hours)
    indexing.index_all()
    copies = list(candidates.copies_of(list(range(1, 10_000))).values())
    few, many = (len(queries(lambda n=n: candidates.alike(copies[:n]))) for n in (1, 6))
    assert few == many == 3


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables")
def test_postings_are_found_by_their_key():
    sql = candidates.HOLDING.format(asked=candidates.ASKED["sqlite"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", {"asked": "[[0,1,2]]", "shared": 2, "most": 9})
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "SEARCH posting USING PRIMARY KEY (day=? AND word=?)" in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables")
def test_titles_and_addresses_are_found_by_indexes():
    story = Copy(TITLE, "", "harbour.example", addresses_of("https://harbour.example/1"), NOON)
    plan = candidates.marked([story])[: candidates.MARKED].explain()
    assert "USING INTEGER PRIMARY KEY" in plan
    assert "INDEX article_canonical_url (canonical_url=?)" in plan
    assert "SCAN articles_article" not in plan


def test_by_address_and_title_whenever():
    same = near(TITLE, 24 * 100)
    at = near("Else", canonical_url="https://m.harbour.example/1")
    story = Copy(TITLE, "", "harbour.example", addresses_of("https://harbour.example/1"), NOON)
    ((*others,),) = candidates.near([story])
    assert sorted(key for key, _ in others) == [same.pk, at.pk]


def test_of_many_with_one_title_only_a_few(monkeypatch):
    monkeypatch.setattr(candidates, "AT_MARK", 2)
    known = [near(TITLE, hours).pk for hours in range(4)]
    (others,) = candidates.near([Copy(TITLE, "", "harbour.example", frozenset(), NOON)])
    assert [key for key, _ in others] == known[:1:-1]

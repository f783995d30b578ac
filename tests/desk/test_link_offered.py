from datetime import timedelta

import pytest

from articles.actions import links
from articles.judgement import indexing
from articles.models import Refusal, Review
from tests.desk.pages import text, url
from tests.factories import NOON, make_article, make_provider
from tests.queries import count_queries


@pytest.fixture
def quarry(db):
    return make_article(title="A quarry becomes a battery", excerpt="", published_at=NOON)


def offered(client, article, **params):
    indexing.index_all()
    response = client.get(url("link-offered", article), params)
    assert response.status_code == 200
    return [one.article.title for one in response.context["offered"]]


def near(title, minutes=0, **fields):
    moment = NOON + timedelta(minutes=minutes)
    return make_article(title=title, excerpt="", published_at=moment, **fields)


def test_doors(doors, quarry):
    doors(url("link-offered", quarry), "get")


def test_words_count_before_time(as_alice, quarry):
    near("Rain", 1)
    near("Wind", 9)
    near("The old quarry and its battery", 90)
    for n in range(20):
        near(f"A day {n}", 500 + n)
    first = offered(as_alice, quarry)[:3]
    assert first == ["The old quarry and its battery", "Rain", "Wind"]


def test_what_is_refused_comes_with_the_others(as_alice, quarry):
    other = near("The old quarry and its battery", 90)
    near("Rain", 1)
    Refusal.objects.create(one=quarry, other=other)
    assert offered(as_alice, quarry) == ["Rain", "The old quarry and its battery"]


def test_what_is_in_common_is_said(as_alice, quarry):
    near("The old quarry and its battery", 90)
    indexing.index_all()
    page = text(as_alice.get(url("link-offered", quarry)))
    assert "1 h later: " in page
    assert "quarry" in page.partition("later: ")[2]


def test_what_is_linked_is_not_offered(as_alice, alice, quarry):
    other = near("The old quarry and its battery")
    assert offered(as_alice, quarry) == [other.title]
    links.add(article=quarry, by=alice, version=1, target=other)
    assert offered(as_alice, quarry) == []
    assert offered(as_alice, quarry, **{"for": "fold"}) == [other.title]


def test_a_member_is_offered_as_a_link_and_not_as_a_lead(as_alice, quarry):
    near("The old quarry", folded_into=near("The story"))
    assert offered(as_alice, quarry) == ["The old quarry", "The story"]
    assert offered(as_alice, quarry, **{"for": "fold"}) == ["The story"]
    assert offered(as_alice, quarry, q="quarry", **{"for": "fold"}) == []


def test_what_was_rejected_has_to_be_asked_for(as_alice, quarry):
    near("The old quarry", review=Review.REJECTED)
    assert offered(as_alice, quarry) == []
    assert offered(as_alice, quarry, q="quarry") == ["The old quarry"]


@pytest.mark.parametrize("query", ["***", '"', "https://[", "x" * 3000, "nowhere"])
def test_odd_queries_find_nothing(as_alice, quarry, query):
    near("The old quarry")
    assert offered(as_alice, quarry, q=query) == []
    assert "No article here matches" in text(
        as_alice.get(url("link-offered", quarry), {"q": query})
    )


def test_no_other_purpose(as_alice, quarry):
    assert as_alice.get(url("link-offered", quarry), {"for": "harm"}).status_code == 404


def test_a_title_without_telling_words(as_alice, quarry):
    type(quarry).objects.filter(pk=quarry.pk).update(title="?! a")
    near("Rain")
    assert offered(as_alice, quarry) == ["Rain"]


def test_the_same_queries_however_many_there_are(as_alice, quarry):
    counts = []
    for _ in range(2):
        for _ in range(6):
            near("The old quarry", provider=make_provider())
        counts.append(count_queries(as_alice, url("link-offered", quarry)))
    assert counts[0] == counts[1] <= 12

from datetime import timedelta

import pytest

from tests.desk.pages import text
from tests.factories import NOON, make_article, make_provider

PAGE = "/desk/bulk/like/"


def picks(client, article, what, query="queue=all"):
    response = client.get(PAGE, {"article": article.pk, "what": what, "query": query})
    assert response.status_code == 200
    return {pk for pk, _ in response.context["picks"]}


def test_doors(doors, db):
    doors(f"{PAGE}?article={make_article().pk}&what=day", "get")


def test_of_its_source(as_alice):
    ledger = make_provider()
    one, other = make_article(provider=ledger), make_article(provider=ledger)
    make_article(provider=make_provider())
    assert picks(as_alice, one, "source") == {one.pk, other.pk}


def test_of_its_day(as_alice):
    one, other = make_article(published_at=NOON), make_article(published_at=NOON)
    make_article(published_at=NOON - timedelta(days=1))
    assert picks(as_alice, one, "day") == {one.pk, other.pk}


def test_its_copies(as_alice):
    one = make_article(title="Same", published_at=NOON)
    same = make_article(title="Same", published_at=NOON + timedelta(hours=5))
    make_article(title="Same", published_at=NOON - timedelta(days=9))
    address = make_article(canonical_url=one.canonical_url)
    folded = make_article(folded_into=one)
    make_article()
    assert picks(as_alice, one, "copies") == {one.pk, same.pk, address.pk, folded.pk}
    assert picks(as_alice, folded, "copies") == {one.pk, folded.pk}


def test_only_those_of_the_list(as_alice):
    one, _ = make_article(quality=90), make_article(quality=10)
    assert picks(as_alice, one, "source", "queue=all&at_least=50") == {one.pk}


def test_many_are_said_to_be_more(as_alice, monkeypatch):
    monkeypatch.setattr("articles.desk.bulk.views.MOST", 1)
    one, _ = make_article(), make_article()
    response = as_alice.get(PAGE, {"article": one.pk, "what": "source", "query": "queue=all"})
    assert "1 like it in this list, and more that were not picked" in text(response)
    assert f'data-picks="{one.pk}.1"' in text(response)


@pytest.mark.parametrize("fields", [{"what": "x"}, {"article": "x"}, {"article": "9" * 30}])
def test_invalid(as_alice, fields):
    given = {"article": make_article().pk, "what": "day", **fields}
    assert as_alice.get(PAGE, given).status_code == 404

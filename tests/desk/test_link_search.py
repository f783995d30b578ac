import pytest

from tests.desk.pages import HTMX, text, url
from tests.factories import make_article, make_provider


@pytest.fixture
def other(db):
    return make_article(
        title="Villagers and the plant",
        web_url="https://www.north.example/plant/",
        canonical_url="https://north.example/plant",
    )


def search(client, article, query, **headers):
    return client.get(url("link-search", article), {"q": query}, headers=headers)


def test_doors(doors, article):
    doors(url("link-search", article), "get")


@pytest.mark.parametrize("query", ["villagers", "http://north.example/plant?utm_source=x"])
def test_finds_by_words_and_by_address(as_alice, article, other, query):
    found = search(as_alice, article, query).context["candidates"]
    assert [card.pk for card in found] == [other.pk]


def test_never_finds_the_article_itself(as_alice, article):
    assert list(search(as_alice, article, "quarry").context["candidates"]) == []


def test_htmx_gets_the_candidates_alone(as_alice, article, other):
    page = text(search(as_alice, article, "villagers", **HTMX))
    assert "Villagers and the plant" in page
    assert "<html" not in page


@pytest.mark.parametrize("query", ["", "***", '"', "https://[", "x" * 3000])
def test_odd_queries_find_nothing(as_alice, article, other, query):
    response = search(as_alice, article, query)
    assert response.status_code == 200
    assert list(response.context["candidates"]) == []


def test_queries_do_not_grow_with_what_is_found(as_alice, article, django_assert_max_num_queries):
    for _ in range(8):
        make_article(title="Villagers", provider=make_provider())
    with django_assert_max_num_queries(8):
        assert len(search(as_alice, article, "villagers", **HTMX).context["candidates"]) == 8

"""What each value of a filter would leave: beside each, and with the others that are on."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from articles import paging
from articles.models import Article, Conflict, Decision, Review, State
from articles.queue import facets, filters
from articles.queue.facets import facets_of
from tests.desk.pages import HTMX, shown, text
from tests.factories import (
    NOON,
    make_article,
    make_image,
    make_link,
    make_provider,
    make_topic,
)
from tests.queries import queries

pytestmark = pytest.mark.django_db
FIELDS = {**HTMX, "HX-Target": "fields"}


@pytest.fixture
def newsroom(alice):
    energy = make_topic(slug="energy", name="Energy")
    storage = make_topic(slug="storage", name="Storage", parent=energy)
    kestrel = make_provider(domain="kestrel.example", name="Kestrel Wire")
    ferrule = make_provider(domain="ferrule.example", name="Ferrule")
    one = make_article(
        provider=kestrel, quality=90, topics=[storage], images=[make_image()], assigned_to=alice
    )
    make_link(one)
    Conflict.objects.create(article=one, field="title", at=NOON)
    two = make_article(provider=kestrel, quality=70, topics=[energy], type="video")
    Decision.objects.create(article=two, at=NOON, waited=10, against="held")
    Article.objects.filter(pk=two.pk).update(decided_by=alice, decided_at=NOON)
    make_article(provider=ferrule, quality=20, state=State.UNPUBLISHED)
    make_article(provider=ferrule, quality=None, review=Review.REJECTED)


def counted(alice, query=""):
    params = QueryDict(f"queue=all&{query}")
    wanted = filters.asked(params, Article.objects.all(), alice)
    found = facets_of(params, alice, Article.objects.all(), wanted)
    return {
        facet.name: {one.value: one.count for one in (*facet.choices, *facet.more)}
        for facet in found.shown
    }


def is_checked(page, name, value):
    return re.search(rf'name="{name}" value="{value}"\s+checked', text(page)) is not None


def test_every_value_says_how_many_articles_have_it(newsroom, alice):
    assert counted(alice) == {
        "topic": {"energy": "2", "storage": "1"},
        "provider": {"kestrel.example": "2", "ferrule.example": "2"},
        "band": {"high": "1", "border": "1", "low": "1", "none": "1"},
        "state": {"published": "3", "unpublished": "1", "unset": "0"},
        "review": {"unreviewed": "3", "reviewed": "0", "rejected": "1"},
        "type": {"article": "3", "video": "1"},
        "readers": {"yes": "2", "no": "2"},
        "picture": {"yes": "1", "no": "3"},
        "related": {"yes": "1", "no": "3"},
        "conflict": {"yes": "1", "no": "3"},
        "against": {"any": "1", "published": "0", "held": "1"},
        "waited": dict.fromkeys("123456", "0") | {"0": "1"},
        "assigned": {"alice": "1"},
        "by": {"alice": "1"},
    }


def test_what_it_says_is_what_the_filter_leaves(newsroom, alice):
    """Under another filter as well, and whichever of them is on."""
    for name, values in counted(alice, "type=article").items():
        for value, count in values.items():
            on = QueryDict(f"type=article&{name}={value}" if name != "type" else f"type={value}")
            left = filters.ArticleFilter(on, Article.objects.all()).qs
            assert str(left.count()) == count, (name, value)


def test_a_filter_that_is_on_shows_what_its_other_values_would_leave(newsroom, alice):
    found = counted(alice, "state=unpublished&band=low")
    assert found["state"] == {"published": "0", "unpublished": "1", "unset": "0"}
    assert found["band"] == {"high": "0", "border": "0", "low": "1", "none": "0"}
    assert found["provider"] == {"ferrule.example": "1"}
    assert counted(alice, "state=unpublished")["state"]["published"] == "3"


def test_search_and_queue_narrow_what_is_counted(newsroom, as_alice):
    page = as_alice.get("/desk/?queue=conflicts&filters=open")
    numbers = {one.name: one for one in page.context["facets"].shown}
    assert [(one.label, one.count) for one in numbers["topic"].choices] == [
        ("Energy", "1"),
        ("Storage", "1"),
    ]
    page = as_alice.get("/desk/?queue=all&q=-is:conflict&filters=open")
    numbers = {one.name: one for one in page.context["facets"].shown}
    assert [one.count for one in numbers["picture"].choices] == ["0", "3"]


def test_no_more_is_looked_at_than_the_cap(newsroom, alice, monkeypatch):
    monkeypatch.setattr(facets, "COUNT_CAP", 2)
    found = counted(alice)
    assert sum(int(count.rstrip("+") or 0) for count in found["readers"].values()) == 3
    assert all(count == "" or count.endswith("+") for count in found["state"].values())
    assert found["topic"].keys() == {"energy", "storage"}  # also what was not met


@pytest.mark.parametrize(
    ("number", "is_whole", "said"),
    [(0, True, "0"), (7, True, "7"), (0, False, ""), (7, False, "7+"), (1001, False, "1,000+")],
)
def test_numbers_say_what_is_known(number, is_whole, said):
    assert facets.Counted(Counter(a=number), is_whole).said("a") == said


def test_what_has_most_comes_first_and_the_rest_folds_away(alice, monkeypatch):
    monkeypatch.setattr(facets, "SHOWN", 1)
    often, once = make_provider(name="Often"), make_provider(name="Never")
    for provider in (often, often, once):
        make_article(provider=provider)
    params = QueryDict(f"queue=all&provider={once.domain}")
    wanted = filters.asked(params, Article.objects.all(), alice)
    found = facets_of(params, alice, Article.objects.all(), wanted)
    sources = next(one for one in found.shown if one.name == "provider")
    assert [one.label for one in sources.choices] == ["Often"]
    assert [one.label for one in sources.more] == ["Never"]
    assert sources.is_more_chosen


def test_a_part_of_a_name_that_is_on_stays_a_choice(newsroom, as_alice):
    page = as_alice.get("/desk/?queue=all&provider=kestrel&filters=open")
    assert is_checked(page, "provider", "kestrel")
    assert len(shown(page)) == 2


def test_without_articles_there_is_nothing_to_choose(alice):
    assert counted(alice) == {}


def test_the_page_of_the_filters_has_them_without_scripts(newsroom, as_alice):
    page = as_alice.get("/desk/?queue=all&filters=open&state=published")
    assert page.context["facets"].is_whole
    assert is_checked(page, "state", "published")
    assert as_alice.get("/desk/?queue=all").context["facets"] is None


def test_the_fields_come_by_themselves(newsroom, as_alice):
    fields = as_alice.get("/desk/?queue=all", headers=FIELDS)
    assert text(fields).lstrip().startswith('<div class="fields">')
    assert "hx-swap-oob" not in text(fields)


def test_beside_a_search_that_cannot_be_read_they_come_without_it(newsroom, as_alice):
    fields = as_alice.get("/desk/?queue=all&q=scroe:7", headers=FIELDS)
    assert fields.status_code == 200
    assert fields.context["facets"].shown


def test_another_list_brings_its_numbers_where_the_filters_are_open(newsroom, as_alice):
    listed = as_alice.get("/desk/?queue=all&filters=open&type=video", headers=HTMX)
    assert 'id="facets" hx-swap-oob="true"' in text(listed)
    assert listed["HX-Push-Url"] == "/desk/?queue=all&type=video"
    assert 'id="facets"' not in text(as_alice.get("/desk/?queue=all&type=video", headers=HTMX))


def test_of_a_list_at_another_moment_all_is_counted(as_alice):
    article = make_article()
    asof = str(as_alice.get("/desk/?queue=all").context["asof"])
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(days=1))
    page = as_alice.get("/desk/", {"queue": "all", "filters": "open", "asof": asof})
    states = next(one for one in page.context["facets"].shown if one.name == "state")
    assert states.choices[0].count == "1"


@pytest.mark.parametrize("query", ["", "state=published", "state=published&type=article&band=low"])
def test_all_filters_take_one_query_and_each_that_is_on_one(newsroom, alice, query):
    params = QueryDict(query)
    on = len(params)
    for _ in range(5):
        make_article(topics=[make_topic()], provider=make_provider())
    wanted = filters.asked(params, Article.objects.all(), alice)
    asked = queries(lambda: facets_of(params, alice, Article.objects.all(), wanted))
    looked = [sql for sql in asked if sql.endswith(f" LIMIT {paging.COUNT_CAP + 1}")]
    assert sum("ORDER BY" in sql for sql in looked) == 1 + on
    assert sum("articles_topic" in sql and "ORDER BY" not in sql for sql in asked) == 1

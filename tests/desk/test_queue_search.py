"""The search beside the filters: what is found, what is on, and what is said of a bad query."""

import pytest
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Review
from articles.query.language.operators import OPERATORS
from tests.desk.pages import HTMX, shown, text
from tests.factories import make_article, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def ask(client, query, *, part=False, **params):
    headers = {**HTMX, "HX-Target": "results"} if part else {}
    return client.get("/desk/", {"q": query, **params}, headers=headers)


def chips(response):
    return [label for label, _ in response.context["chips"]]


def test_finds_in_the_queue_shown(as_alice):
    make_article(title="Quarry waits", quality=80)
    make_article(title="Quarry decided", review=Review.REVIEWED)
    make_article(title="Pit")
    assert shown(ask(as_alice, "quarry")) == ["Quarry waits"]
    assert len(shown(ask(as_alice, "quarry", queue="all"))) == 2
    assert shown(ask(as_alice, "quarry -is:reviewed", queue="all")) == ["Quarry waits"]


def test_goes_together_with_the_filters(as_alice):
    grid = make_topic(slug="grid", name="Grid")
    make_article(title="Quarry in the grid", topics=[grid])
    make_article(title="Quarry")
    response = ask(as_alice, "quarry score>=70", topic="grid")
    assert shown(response) == ["Quarry in the grid"]
    assert chips(response) == ["quarry", "score>=70", "Topic: Grid"]
    assert response.context["count"] == "1"


def test_a_chip_for_each_part_drops_that_part(as_alice):
    response = ask(as_alice, 'iron quarry score>=30 -is:held (a or b) "x y" z or w')
    assert chips(response) == [
        *("iron quarry", "score>=30", "-is:held", "(a or b)", '"x y"', "z or w"),
    ]
    without = dict(response.context["chips"])["score>=30"]
    kept = "q=iron+quarry+-is%3Aheld+%28a+or+b%29+%22x+y%22+z+or+w"
    assert without == f"/desk/?{kept}"


def test_me_is_who_asks(as_alice, alice):
    make_article(title="hers", review=Review.REVIEWED, decided_by=alice)
    make_article(title="not hers", review=Review.REVIEWED)
    assert shown(ask(as_alice, "by:me", queue="all")) == ["hers"]


def test_where_nothing_is_found_it_says_what_to_drop(as_alice):
    make_article(title="iron", quality=90)
    make_article(title="salt", quality=20)
    page = text(ask(as_alice, "iron score<50 -is:held", queue="all"))
    assert "matches all of these" in page
    assert [way.label for way in ask(as_alice, "iron score<50 -is:held").context["ways_out"]] == [
        *("iron", "score<50")
    ]
    assert ">score&lt;50</a> 1" in page
    assert ask(as_alice, "zinc").context["ways_out"] == []


def test_what_to_drop_may_be_a_filter(as_alice):
    make_article(title="iron", quality=90)
    response = ask(as_alice, "iron", at_most=10)
    (way,) = [way for way in response.context["ways_out"] if "Score" in way.label]
    assert (way.address, way.count) == ("/desk/?q=iron", "1")


BAD = [
    ("topic:none-such", "none-such"),
    ("score>=abc", "abc"),
    ("before:yesteryear", "yesteryear"),
    ("(iron", "("),
    ("scroe>=70", "scroe>=70"),
    ("iron or", "or"),
    ("x" * 501, "x"),
    ("(" * 9, "("),
    ("w " * 31, "w"),
]


@pytest.mark.parametrize(("query", "word"), BAD)
def test_a_bad_query_marks_the_word_and_leaves_the_list(as_alice, query, word):
    make_article(title="here")
    response = ask(as_alice, query, part=True)
    assert response.status_code == 422
    assert response["HX-Retarget"] == "#query-error"
    assert f"<mark>{escape(word)}" in text(response)
    assert "The list below is as it was." in text(response)
    assert "here" not in text(response)
    assert "HX-Push-Url" not in response


@pytest.mark.parametrize(("query", "word"), BAD)
def test_a_bad_query_without_scripts_says_so_above_the_list(as_alice, query, word):
    make_article(title="here")
    response = ask(as_alice, query)
    assert response.status_code == 422
    assert shown(response) == ["here"]
    assert f"<mark>{escape(word)}" in text(response)
    assert f'value="{escape(query)}"' in text(response)
    assert 'aria-invalid="true"' in text(response)


def test_the_likely_word_is_a_link_away(as_alice):
    response = ask(as_alice, "iron scroe>=70", part=True, queue="all")
    assert 'href="/desk/?q=iron+score%3E%3D70&amp;queue=all"' in text(response)
    assert 'data-query="iron score&gt;=70"' in text(response)
    assert 'href="/desk/?q=iron+%22scroe%3E%3D70%22&amp;queue=all"' in text(response)


def test_a_search_that_is_understood_takes_the_message_away(as_alice):
    make_article(title="iron")
    assert '<div id="query-error" role="status" hx-swap-oob="true"></div>' in text(
        ask(as_alice, "iron", part=True)
    )


def test_what_is_typed_is_shown_as_text(as_alice):
    assert "<b>x" not in text(ask(as_alice, 'topic:<b>x</b>"', part=True))


def test_a_search_costs_as_many_queries_for_many_rows(as_alice):
    topic = make_topic(name="Grid")
    counts = set()
    for _ in range(3):
        for _ in range(10):
            make_article(title="iron quarry", topics=[topic])
        counts.add(count_queries(as_alice, "/desk/?q=iron+topic:grid+-has:image"))
    assert len(counts) == 1


PIECES = st.sampled_from(
    [*(f"{name}:" for name in OPERATORS), *"()-,\"<>=:' ", " or ", "9" * 30, "é", "held"]
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(st.lists(PIECES, max_size=10).map("".join))
def test_whatever_is_typed_is_answered(as_alice, query):
    assert ask(as_alice, query, part=True).status_code in (200, 422)


@pytest.mark.parametrize("query", ["x " * 10_000, "a" + "\u0301" * 500, "(" * 5000])
def test_a_search_of_that_length_is_repeated_in_no_link(as_alice, query):
    for _ in range(20):
        make_article()
    response = as_alice.get("/desk/", {"q": query})
    assert response.status_code == 422
    assert len(response.text) < len(as_alice.get("/desk/").text) + 16 * len(query)
    assert f'value="{query}"' in response.text


def test_parameters_that_nobody_means_are_not_repeated(as_alice, article):
    response = as_alice.get("/desk/", {"else": "x" * 501, "topic": "x" * 501, "queue": "all"})
    assert response.status_code == 200
    assert "xxx" not in response.text


def test_a_search_that_cannot_be_read_stays_in_the_links(as_alice, article):
    assert "quarry+%28" in as_alice.get("/desk/", {"q": "quarry ("}).text

from datetime import UTC, datetime

import pytest

from tests.desk.pages import text
from tests.factories import make_article, make_saved_view, make_user
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

URL = "/desk/views/"
COUNTED = {"count": "1,000+", "counted_at": datetime(2026, 11, 20, 9, 12, tzinfo=UTC)}


def test_doors(doors):
    doors(URL, "get")


def test_lists_ones_own_and_what_others_share(as_alice, alice, bob):
    make_saved_view(owner=bob, name="Bob’s", shared=True, query="queue=all&q=storage&topic=energy")
    make_saved_view(owner=bob, name="Bob’s alone")
    make_saved_view(owner=alice, name="Second", position=1)
    make_saved_view(owner=alice, name="First", **COUNTED)
    page = text(as_alice.get(URL))
    assert page.index("First") < page.index("Second") < page.index("Bob’s")
    assert "Bob’s alone" not in page
    assert "1,000+" in page
    assert "Topic: energy" in page
    assert "storage" in page
    assert page.count("/delete/") == 2  # not those of others


def test_says_where_there_is_none(as_alice):
    assert "None yet" in text(as_alice.get(URL))


def test_what_is_typed_is_shown_and_not_run(as_alice, alice):
    make_saved_view(owner=alice, name="<b>Bold</b>", query="queue=all&q=%3Cscript%3E")
    page = text(as_alice.get(URL))
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "<script>" not in page


@pytest.mark.parametrize("url", [URL, "/desk/"])
def test_queries_do_not_grow_with_views(as_alice, alice, url):
    counts = set()
    for _ in range(2):
        for _ in range(10):
            make_saved_view(owner=alice, query="queue=all&q=storage+by:me&topic=energy", **COUNTED)
            make_saved_view(shared=True, query="queue=all&q=storage+by:me", **COUNTED)
        counts.add(count_queries(as_alice, url))
    assert len(counts) == 1


def test_they_stand_beside_the_queue(as_alice, alice, bob):
    view = make_saved_view(owner=alice, name="Storage", **COUNTED)
    make_saved_view(owner=bob, name="Bob’s", shared=True, query="queue=all", count="37")
    page = text(as_alice.get("/desk/"))
    assert f'href="/desk/views/{view.pk}/"' in page
    assert "1,000+" in page
    assert "37" in page
    assert "as of 09:12 UTC" in page


def test_the_one_that_is_shown_is_current(as_alice, alice):
    make_saved_view(owner=alice, query="queue=all&q=storage")
    for address, current in (("q=storage&queue=all&at=1", 1), ("queue=all", 0)):
        page = as_alice.get(f"/desk/?{address}")
        assert page.context["saved"].is_here is bool(current)
        rail = text(page).partition('id="queues"')[2].partition("</nav>")[0]
        assert rail.count('aria-current="page"') == 1


def test_a_count_of_somebody_elses_me_is_not_shown(as_alice, alice):
    bob = make_user("rob")
    mine = {"query": "queue=all&q=by:me", "count": "4321"}
    make_saved_view(owner=bob, shared=True, **mine)
    assert "4321" not in text(as_alice.get("/desk/"))
    make_saved_view(owner=alice, **mine)
    assert "4321" in text(as_alice.get("/desk/"))


def test_a_broken_one_says_so_beside_the_queue(as_alice, alice):
    make_saved_view(owner=alice, problem="No topic is called “power”.")
    assert "not understood any more" in text(as_alice.get("/desk/"))
    assert "No topic is called “power”." in text(as_alice.get(URL))


def test_the_list_offers_to_save_what_it_shows(as_alice):
    make_article(title="Storage")
    page = text(as_alice.get("/desk/?q=storage&queue=all&sort=heat&at=7"))
    assert 'name="query" value="queue=all&amp;q=storage&amp;sort=heat"' in page

"""What seems to belong to an article, on its page and in the queue's pane."""

import pytest

from articles.judgement import indexing
from tests.desk.pages import text, url
from tests.factories import make_link
from tests.judgement.news import QUARRY, near
from tests.queries import count_queries

PAGES = ["article-pane", "article-detail", "suggestion-list"]


@pytest.fixture
def quarry(db):
    return near(QUARRY)


@pytest.mark.parametrize("page", PAGES)
def test_it_is_named_with_why_and_two_answers(as_alice, quarry, page):
    other = near("Iron battery fills the quarry", 3)
    indexing.index_all()
    shown = text(as_alice.get(url(page, quarry)))
    assert "Seem to belong here" in shown
    assert "3 h later: " in shown
    assert f'data-other="{other.pk}"' in shown
    assert url("suggestion-accept", quarry) in shown
    assert url("suggestion-refuse", quarry) in shown


@pytest.mark.parametrize("page", PAGES)
def test_where_nothing_belongs_nothing_is_said(as_alice, quarry, page):
    near("Rain over the coast")
    indexing.index_all()
    assert "Seem to belong here" not in text(as_alice.get(url(page, quarry)))


def test_the_queue_leaves_it_to_a_further_request(as_alice, quarry):
    near("Iron battery fills the quarry", -3)
    indexing.index_all()
    page = text(as_alice.get(f"/desk/?queue=all&at={quarry.pk}"))
    assert f'hx-get="{url("suggestion-list", quarry)}"' in page
    assert f"{url('article-detail', quarry)}#related" in page  # without scripts
    assert "3 h earlier: " not in page
    assert "3 h earlier: " in text(as_alice.get(url("suggestion-list", quarry)))


def test_doors(doors, quarry):
    doors(url("suggestion-list", quarry), "get")


def test_of_what_is_not_there_nothing_is_said(as_alice):
    assert as_alice.get("/desk/articles/999/suggestions/").status_code == 404


def test_a_snapshot_elsewhere_stands_below_what_is_linked(as_alice, quarry):
    make_link(quarry, title="Pit, pond, plant")
    indexing.index_all()
    assert "elsewhere" in text(as_alice.get(url("article-pane", quarry)))


@pytest.mark.parametrize("page", PAGES)
def test_one_query_however_many_there_are(as_alice, quarry, page):
    indexing.index_all()
    as_alice.get(url(page, quarry))
    counts = [count_queries(as_alice, url(page, quarry))]
    for many in (1, 9):
        for n in range(many):
            near(QUARRY, n + many)
        indexing.index_all()
        counts.append(count_queries(as_alice, url(page, quarry)))
    none, one, ten = counts
    assert none == one == ten
    assert ten <= 13

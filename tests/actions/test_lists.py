"""An article's lists, and the articles that links are about."""

import pytest
from django.db import connection

from articles.actions import lists
from articles.actions.lists import Link, Lists, articles_at, join_waiting
from articles.models import RelatedLink
from articles.seeds.values import LinkValue
from tests.factories import make_article, make_link
from tests.queries import queries

pytestmark = pytest.mark.django_db


def value(url, title="A title"):
    return LinkValue(url, url, title, "", "article", "", "elsewhere.example", None, None)


def test_an_article_that_arrives_is_found_by_links_that_waited():
    waiting = make_link(make_article(), canonical_url="https://a.example/1")
    arrived = make_article(canonical_url="https://a.example/1")
    join_waiting({arrived.canonical_url: arrived.pk})
    waiting.refresh_from_db()
    assert waiting.target == arrived


def test_links_find_what_is_here():
    here = make_article(canonical_url="https://a.example/1")
    assert articles_at([here.canonical_url, "https://a.example/2"]) == {here.canonical_url: here.pk}


def test_a_link_never_leads_to_its_own_article():
    article = make_article(canonical_url="https://a.example/1")
    link = make_link(article, canonical_url="https://a.example/1")
    join_waiting({article.canonical_url: article.pk})
    link.refresh_from_db()
    assert link.target is None


def test_links_that_have_a_target_keep_it():
    target = make_article(canonical_url="https://a.example/1")
    link = make_link(make_article(), target=target)
    twin = make_article(canonical_url="https://a.example/1")
    join_waiting({twin.canonical_url: twin.pk})
    link.refresh_from_db()
    assert link.target == target


def test_links_become_what_is_wanted_in_that_order():
    article = make_article()
    first = make_link(article, canonical_url="https://a.example/1", origin="editor")
    make_link(article, canonical_url="https://a.example/2")
    wanted = [value("https://a.example/3"), value("https://a.example/1", "New")]
    lists.write(article, Lists(links=[Link(link, "seed") for link in wanted]))
    new, kept = RelatedLink.objects.filter(article=article)
    assert (new.canonical_url, new.origin) == ("https://a.example/3", "seed")
    assert (kept.pk, kept.title, kept.origin) == (first.pk, "New", "editor")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plan")
def test_waiting_links_are_looked_up_by_their_addresses():
    (asked,) = queries(lambda: join_waiting({"https://paper.example/a": 1}))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
        plan = [step for *_, step in cursor.fetchall()]
    assert "relatedlink_canonical_url" in plan[0]

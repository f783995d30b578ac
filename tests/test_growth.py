"""No page of the desk or of the admin site reads a table that grows with the site."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from articles import paging
from articles.actions import articles as actions
from articles.desk.changes import patch
from articles.figures import queue_parts
from articles.models import Article
from articles.queue import score_bands
from tests.benchmarks.variants import variants
from tests.factories import (
    make_article,
    make_batch,
    make_link,
    make_provider,
    make_topic,
    make_user,
)
from tests.queries import plan, queries

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans"),
]
GROWING = "article|articletopic|articleimage|event|image|importitem|relatedlink|seedfile"
# Along no index, but from row to row.
WHOLE = re.compile(rf"SCAN articles_({GROWING})$")
QUEUE, ARTICLES = reverse("desk:queue"), reverse("admin:articles_article_changelist")
TOPIC = "energy"
MET_SOON = {"admin: relatedlink origin__exact=seed"}  # as most are


@pytest.fixture
def site(db):
    topic = make_topic(slug=TOPIC, threshold=60)
    article = make_article(provider=make_provider(domain="paper7.example"), topics=[topic])
    make_link(article)
    make_batch()


@pytest.fixture
def many(monkeypatch):
    """However few there are, they are taken for many."""
    monkeypatch.setattr(paging, "FEW", -1)


@pytest.fixture
def boss(client):
    client.force_login(make_user("boss", is_staff=True, is_superuser=True))
    return client


def test_no_page_reads_a_whole_table(boss, site):
    found = {
        (page.name, step, sql[:2000])
        for page in variants()
        for sql in queries(lambda page=page: boss.get(page.address))
        if sql.startswith('SELECT "') and " WHERE " in sql
        for step in plan(sql)
        if WHOLE.match(step)
    }
    assert {page for page, *_ in found} - MET_SOON == set(), found


@pytest.mark.usefixtures("site", "many")
def test_the_desk_sorts_none_of_many(boss):
    """A walk along the order meets them."""
    found = {
        (page.name, step, sql[:2000])
        for page in variants()
        if page.address.startswith(QUEUE) and "q=" not in page.address
        for sql in queries(lambda page=page: boss.get(page.address))
        if sql.startswith('SELECT "articles_article"."id", ') and " LIMIT 51" in sql
        for step in plan(sql)
        if "TEMP B-TREE" in step
    }
    assert found == set()


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("queue=rule-folded&sort=heat", "article_folded_by_heat"),
        ("queue=rule-folded", "article_folded_by_date"),
        ("queue=rule-held&sort=quality", "article_held_by_quality"),
        ("queue=decided-held&sort=heat", "article_held_by_heat"),
        ("queue=unscored&sort=heat", "article_unscored_by_heat"),
        ("queue=unscored&sort=quality", "article_unscored_by_quality"),
        ("queue=unscored&sort=imported", "article_by_import"),
        ("queue=borderline&sort=quality", "article_by_quality (score<?)"),
        ("queue=all&state=unset&sort=heat", "article_unset_by_heat"),
        ("queue=all&state=unpublished", "article_by_date"),
        ("queue=all&type=video", "article_video"),
        ("queue=all&at_least=50&at_most=70", "article_by_date"),
        ("queue=all&at_most=5&sort=quality", "article_by_quality (score<?)"),
        ("queue=all&provider=paper7.example", "article_of_provider (provider_id=?)"),
        ("queue=all&provider=paper7.example&sort=heat", "article_by_heat"),
    ],
)
@pytest.mark.usefixtures("site", "many")
def test_many_are_met_along_an_index(boss, query, index):
    (asked,) = [
        sql
        for sql in queries(lambda: boss.get(f"{QUEUE}?{query}"))
        if sql.startswith('SELECT "articles_article"."id", ') and " LIMIT 51" in sql
    ]
    assert plan(asked)[0].endswith(f" INDEX {index}")


@pytest.mark.parametrize(
    "query",
    [
        *("state=unset", "review=rejected", "review=reviewed", "type=video", "conflict=yes"),
        *("readers=no", "by=boss", "decided_since=2026-11-01", "since=2026-11-01&sort=quality"),
        *("at_least=9000", "at_most=5", "state=published&at_most=5", "type=video&conflict=yes"),
        *(f"topic={TOPIC}", "provider=paper7.example&sort=heat", "batch=1"),
    ],
)
@pytest.mark.usefixtures("site")
def test_few_are_collected_and_not_looked_for(boss, query):
    for sql in queries(lambda: boss.get(f"{QUEUE}?queue=all&{query}")):
        if sql.startswith('SELECT "articles_article"."id", ') and " LIMIT 51" in sql:
            assert plan(sql)[0] == "SEARCH articles_article USING INTEGER PRIMARY KEY (rowid=?)"


@pytest.mark.usefixtures("site")
def test_the_admin_site_sorts_keys_only(boss):
    for query in ("", "score=high", "state__exact=unset", f"topic={TOPIC}", "q=quarry"):
        asked = queries(lambda query=query: boss.get(f"{ARTICLES}?{query}"))
        sorted_ = [sql for sql in asked if 'ORDER BY "articles_article"."published_at"' in sql]
        assert all(sql.startswith('SELECT "articles_article"."id" AS "pk" FROM') for sql in sorted_)


@pytest.mark.usefixtures("site")
def test_a_story_below_which_a_link_stands_is_found_by_its_path(boss):
    page = f"{reverse('admin:articles_relatedlink_changelist')}?q=_news/nothing.md"
    (asked, *_) = [sql for sql in queries(lambda: boss.get(page)) if "canonical_url" in sql]
    steps = " ".join(plan(asked))
    assert "relatedlink_canonical_url (canonical_url=?)" in steps
    assert "(article_id=?)" in steps


def test_the_last_change_of_each_article_is_looked_up(alice, site):
    article = Article.objects.get()
    actions.score(article=article, by=alice, version=1, quality=12)
    actions.score(article=article, by=alice, version=2, quality=13)
    asked = queries(lambda: patch._last_events([article.pk]))
    assert "event_of_batch (batch_id=? AND article_id=?)" in " ".join(plan(asked[0])) or (
        "event_of_article (article_id=?)" in " ".join(plan(asked[0]))
    )
    assert patch._last_events([article.pk])[article.pk].after["quality"] == 13


def test_what_was_withdrawn_is_found_by_its_batches(site):
    """Of which few are undone: all that nobody decided on would be looked at."""
    (asked,) = queries(lambda: list(queue_parts.inside("withdrawn").values("pk")))
    assert "INDEX articles_article_batch" in plan(asked)[0]


@pytest.mark.parametrize(
    "found",
    [
        lambda: queue_parts.inside("borderline"),
        lambda: Article.objects.order_by().filter(score_bands.condition("low")),
        lambda: Article.objects.order_by().filter(score_bands.condition("high")),
    ],
)
def test_what_is_in_a_band_is_found_by_margins_and_scores(site, found):
    """One index has the articles below thresholds of topics, one those below the site's."""
    (asked,) = queries(lambda: list(found().values("pk")))
    first, *steps = plan(asked)
    assert first == "MULTI-INDEX OR"
    assert "INDEX article_queue_by_margin (decided=? AND margin>? AND margin<?)" in " ".join(steps)
    assert "INDEX article_queue_by_score (decided=? AND score>? AND score<?)" in " ".join(steps)


@pytest.mark.parametrize("sort", ["", "&sort=heat", "&sort=quality"])
@pytest.mark.parametrize("band", ["border", "low", "high"])
@pytest.mark.usefixtures("site", "many")
def test_a_walk_past_other_bands_reads_no_rows_but_by_date(boss, band, sort):
    """Scores and thresholds stand in the index that it goes along."""
    asked = next(
        sql
        for sql in queries(lambda: boss.get(f"{QUEUE}?queue=all&band={band}{sort}"))
        if sql.startswith('SELECT "articles_article"."id", ') and " LIMIT 51" in sql
    )
    names = {"": "by_date", "&sort=heat": "by_heat", "&sort=quality": "by_quality"}
    assert f"INDEX article_{names[sort]}" in plan(asked)[0]


@pytest.mark.usefixtures("site", "many")
@pytest.mark.parametrize("query", ["", "sort=quality", "type=article", "at_least=50"])
def test_open_filters_walk_as_the_list_does(boss, query):
    asked = [
        sql
        for sql in queries(lambda: boss.get(f"{QUEUE}?queue=all&filters=open&{query}"))
        if sql.startswith("SELECT ") and "of_topic" in sql
    ]
    assert asked
    for sql in asked:
        assert plan(sql)[0].startswith("SCAN articles_article USING INDEX article_by_")
        assert "TEMP B-TREE FOR ORDER BY" not in " ".join(plan(sql))

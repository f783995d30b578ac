"""Pages of the desk show an article's own threshold, and whose it is."""

import re

import pytest
from django.urls import reverse

from articles.models import State
from tests.desk.pages import post, text, url
from tests.factories import make_article, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
QUEUE = reverse("desk:queue")


@pytest.fixture
def article():
    energy = make_topic(name="Energy &amp; light", short_name="Energy", threshold=60)
    return make_article(title="A", quality=57, state=State.UNPUBLISHED, topics=[energy])


def row_of(page, article):
    return page.split(f'id="article-{article.pk}"')[1].split("</li>")[0]


def test_a_row_marks_its_own(as_alice, article):
    other = make_article(quality=57)
    page = text(as_alice.get(f"{QUEUE}?queue=all"))
    row, plain = row_of(page, article), row_of(page, other)
    assert 'href="#track"' in row
    assert 'class="mark-at" x="30%"' in row
    said = re.search(r'aria-describedby="(b\d+)"', row)[1]
    assert f'<span id="{said}" hidden>Energy: 60 and more would publish' in row
    assert "57 &lt; Energy’s 60" in row
    assert 'href="#scale"' in plain
    assert 'aria-describedby="e0"' in plain
    assert "mark-at" not in plain


def test_what_is_pinned_says_so_instead(as_alice, article):
    post(as_alice, "article-unpublish", article)
    row = row_of(text(as_alice.get(f"{QUEUE}?queue=all")), article)
    assert 'aria-describedby="e1"' in row
    assert f'id="b{article.pk}"' not in row


def test_the_articles_page_marks_its_own(as_alice, article):
    page = as_alice.get(url("article-detail", article))
    row = page.context["row"]
    assert (row.threshold, row.threshold_of) == (60, "Energy")
    assert "57 &lt; Energy’s threshold of 60: held by the rule" in text(page)
    assert [button.score for button in row.score_buttons if button.edge] == [60]
    assert row.exact_effect == "60 and more would publish, less or none would hold"


def test_the_list_does_not_ask_more(as_alice):
    address = f"{QUEUE}?queue=all"
    make_article(topics=[make_topic(threshold=60)])
    before = count_queries(as_alice, address)
    for threshold in (10, 20, 30):
        make_article(topics=[make_topic(threshold=threshold)])
    assert count_queries(as_alice, address) == before


def test_the_facet_of_bands_asks_each_threshold(as_alice, article):
    make_article(quality=57)
    facets = as_alice.get(f"{QUEUE}?queue=all&filters=open").context["facets"]
    (band,) = [facet for facet in facets.shown if facet.name == "band"]
    counts = [(one.value, one.count) for one in band.choices]
    assert counts == [("high", "0"), ("border", "2"), ("low", "0"), ("none", "0")]

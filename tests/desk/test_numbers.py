import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.figures import counting
from articles.models import DayFigures, State
from tests.desk.pages import shown, text
from tests.factories import make_article, make_provider, make_topic
from tests.figures.decided import decide

pytestmark = pytest.mark.django_db

URL = reverse("desk:numbers")
DAY = timedelta(days=1)


@pytest.fixture
def newsroom(alice, bob):
    """Ten decisions of this minute, half of them against the machine, and what waits."""
    now = timezone.now()
    source, topic = make_provider(), make_topic()
    for n in range(10):
        fields = {"provider": source, "topics": [topic], "published_at": now - DAY}
        by = alice if n < 4 else bob
        act = "unpublish" if n % 2 else "agree"
        decide(act, by, now, arrived=now - timedelta(hours=2), **fields)
    make_article(published_at=now, quality=95)
    make_article(published_at=now, quality=20, state=State.UNPUBLISHED)
    counting.count(now + timedelta(milliseconds=1))


def cells(table):
    return [(name, cell) for name, row in table.rows for cell in row]


def test_doors(doors):
    doors(URL, "get")


def test_before_anything_is_counted(as_alice):
    page = text(as_alice.get(URL))
    assert "Nothing to show yet." in page
    assert "Not counted yet" in page


def test_an_empty_newsroom(as_alice):
    counting.count(timezone.now())
    page = text(as_alice.get(URL))
    assert "Nobody has decided on anything yet." in page
    assert "Nothing was decided against the machine often enough to tell." in page


@pytest.mark.parametrize("name", ["hours", "waits", "sources", "topics", "intake", "scores"])
def test_every_figure_leads_to_as_many_articles(as_alice, newsroom, name):
    table = as_alice.get(URL).context[name].table
    linked = [(cell.figure, cell.link) for _, cell in cells(table) if cell.link]
    assert linked
    for figure, link in linked:
        assert len(shown(as_alice.get(link))) == int(figure), link
    assert all(cell.figure == "0" for _, cell in cells(table) if not cell.link)


def test_ones_own_come_first_and_are_drawn_strong(as_alice, newsroom):
    context = as_alice.get(URL).context
    assert [name for name, _ in context["hours"].table.rows] == ["You", "Bob"]
    assert (context["hours"].decided, context["hours"].own) == (10, 4)
    (bar,) = [bar for bar in context["hours"].chart.bars if bar.column.whole]
    assert (bar.column.whole, bar.column.part, bar.column.running) == (10, 4, True)


def test_charts_say_what_they_show(as_alice, newsroom):
    page = text(as_alice.get(URL))
    drawn = re.findall(r'role="img" aria-label="([^"]+)"', page)
    assert "Half are decided within 2 h of their arrival." in page
    assert len(drawn) >= 5
    assert all(sentence.endswith(".") for sentence in drawn)
    assert page.count("<summary>The table</summary>") == len(drawn)


def test_the_running_day_is_drawn_as_such(as_alice, newsroom):
    bars = as_alice.get(URL).context["intake"].chart.bars
    assert [bar.column.running for bar in bars] == [False] * 19 + [True]


def test_days_lead_to_each_other(as_alice):
    now = timezone.now()
    for ago in (2, 1, 0):
        counting.count(now - ago * DAY)
    yesterday = as_alice.get(URL, {"day": (now - DAY).date()})
    assert yesterday.context["before"] == (now - 2 * DAY).date()
    assert yesterday.context["after"] == now.date()
    assert "As the day ended." in text(yesterday)
    assert as_alice.get(URL).context["after"] is None
    bars = yesterday.context["intake"].chart.bars
    assert not any(bar.column.running for bar in bars)


@pytest.mark.parametrize("day", ["2020-01-01", "x", "2026-02-30", "²"])
def test_a_day_that_nobody_counted(as_alice, day):
    counting.count(timezone.now())
    assert as_alice.get(URL, {"day": day}).status_code == 404


def test_costs_a_handful_of_queries_and_no_look_at_articles(
    as_alice, newsroom, django_assert_max_num_queries
):
    with django_assert_max_num_queries(7) as captured:
        as_alice.get(URL)
    assert not [one for one in captured.captured_queries if "articles_article" in one["sql"]]
    assert DayFigures.objects.exists()


def test_the_share_that_reaches_the_threshold_asks_each_articles_own(as_alice):
    now = timezone.now()
    topic = make_topic(threshold=62)
    for quality in (61, 62, 69, 75):
        make_article(published_at=now, quality=quality, topics=[topic])
    for quality in (65, 70, 80, 90):
        make_article(published_at=now, quality=quality)
    counting.count(now + timedelta(milliseconds=1))
    said = as_alice.get(URL).context["scores"].finding
    assert said == "75 % of 8 reach their threshold, 70 or a topic’s."

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.desk.sources import figures as view
from articles.figures import counting
from articles.models import DayFigures, Provider, State
from tests.desk.pages import shown, text
from tests.factories import make_article, make_provider
from tests.figures.decided import decide

pytestmark = pytest.mark.django_db

URL = reverse("desk:sources")
DAY = timedelta(days=1)


def send(provider, *ago, **fields):
    for days in ago:
        moment = timezone.now() - days * DAY
        make_article(provider=provider, published_at=moment, **fields)


def names(response):
    return [row.source.name for row in response.context["rows"]]


def counted(client, address=URL):
    counting.count(timezone.now())
    return client.get(address)


def test_doors(doors):
    doors(URL, "get")


def test_those_that_need_a_look_come_first_then_those_that_send_most(as_alice):
    send(make_provider(name="Often"), *range(1, 15))
    send(make_provider(name="Seldom"), 1)
    send(make_provider(name="Silent"), *range(8, 20))
    make_provider(name="Never")
    response = counted(as_alice)
    assert names(response) == ["Silent", "Often", "Seldom", "Never"]
    page = text(response)
    assert "silent 8 days" in page
    assert "usually one a day" in page
    assert "1 silent" in page


def test_each_figure_leads_to_its_articles(as_alice, alice):
    provider = make_provider(name="Halyard")
    send(provider, 1, 2, quality=95)
    send(provider, 3, state=State.UNPUBLISHED)
    send(provider, 60)
    decide("unpublish", alice, timezone.now() - DAY, provider=provider, published_at=timezone.now())
    (row,) = counted(as_alice).context["rows"]
    assert (row.came, row.public, row.decided, row.held) == (4, 2, 1, 1)
    for name, count in (("came", 4), ("public", 2), ("against", 1), ("held", 1), ("every", 5)):
        assert len(shown(as_alice.get(row.links[name]))) == count
    assert "None" not in str(row.links)


def test_says_what_editors_set(as_alice):
    until = timezone.now().date() + 3 * DAY
    make_provider(note="Partner <content>", muted_until=until, muted_by="Ines", at_most=3)
    page = text(counted(as_alice))
    assert "Partner &lt;content&gt;" in page
    assert f"muted until {until.day} {until:%b}" in page
    assert "at most 3" in page
    assert "1 muted" in page


def test_a_mute_that_is_over_is_not_shown(as_alice):
    make_provider(muted_until=timezone.now().date())
    assert "muted" not in text(counted(as_alice))


def test_finds_by_name_and_domain(as_alice):
    make_provider(name="Halyard", domain="halyard.example")
    make_provider(name="Tarn Valley", domain="tarn.example")
    assert names(counted(as_alice, f"{URL}?q=HALY")) == ["Halyard"]
    assert names(as_alice.get(f"{URL}?q=tarn.ex")) == ["Tarn Valley"]
    assert "No source is called “&lt;x&gt;”" in text(as_alice.get(f"{URL}?q=<x>"))


def test_pages_meet(as_alice, monkeypatch):
    monkeypatch.setattr(view, "PAGE_SIZE", 2)
    for n in range(5):
        make_provider(name=f"P{n}")
    counting.count(timezone.now())
    seen, address = [], URL
    while address:
        response = as_alice.get(address)
        seen += names(response)
        after = response.context["page"].after
        address = f"{URL}?after={after}" if after else ""
    assert sorted(seen) == ["P0", "P1", "P2", "P3", "P4"]


def test_says_up_to_when_figures_count(as_alice):
    assert "Not counted yet" in text(as_alice.get(URL))
    assert "No sources yet" in text(as_alice.get(URL))
    until = timezone.now() - timedelta(minutes=2)
    DayFigures.objects.create(day=until.date(), until=until, values={})
    assert f"Until {until:%H:%M} UTC" in text(as_alice.get(URL))
    DayFigures.objects.update(until=until - timedelta(hours=3))
    assert "no background worker has counted" in text(as_alice.get(URL))


def test_takes_as_many_queries_for_20_sources_as_for_2(
    as_alice, django_assert_max_num_queries, monkeypatch
):
    for count in (2, 18):
        for _ in range(count):
            send(make_provider(), 1, 2)
        counting.count(timezone.now())
        with django_assert_max_num_queries(8):
            response = as_alice.get(URL)
    assert len(names(response)) == Provider.objects.count() == 20

"""All that happens by itself, on one page."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles.desk.calendar import planned
from articles.models import Article, Provider
from articles.times import day_of
from tests.desk.pages import text
from tests.factories import make_article, make_feature, make_provider, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

URL = "/desk/calendar/"


def at(days, hour=7):
    """That hour of a day so far ahead."""
    day = day_of(timezone.now()) + timedelta(days=days)
    return datetime.fromisoformat(f"{day}T{hour:02}:00+00:00")


def waiting(by, **fields):
    return make_article(**{"state": "unpublished", "publish_at": at(2), "publish_by": by, **fields})


def kinds(response):
    return [entry.kind for day in response.context["listed"] for entry in day.entries]


def test_doors(doors):
    doors(URL, "get")


def test_names_all_that_is_planned(as_alice, alice):
    waiting(alice, title="Deposits triple")
    make_article(title="Storm warning", hold_at=at(1, 12), hold_by=alice)
    article = make_article(title="Salt cavern", topics=[make_topic(name="Storage")])
    make_feature(article, until=at(3, 12), by=alice)
    make_article(title="Tender day", published_at=at(4, 10))
    make_provider(name="Fathom", muted_until=at(5).date(), muted_by="Alice")
    response = as_alice.get(URL)
    page = text(response)
    assert kinds(response) == ["hold", "publish", "feature", "ahead", "mute"]
    for title in ("Deposits triple", "Storm warning", "Salt cavern", "Tender day", "Fathom"):
        assert page.count(title) >= 2
    assert "5 things are planned." in page
    assert "off the top of <bdi>Storage</bdi>" in page


def test_each_has_its_act_and_comes_back(as_alice, alice):
    article = waiting(alice)
    page = text(as_alice.get(URL))
    for act in ("publish", "publish-at", "cancel-plan"):
        assert f'action="/desk/articles/{article.pk}/{act}/"' in page
    fields = {"version": article.version, "plan": "publish_at", "next": URL}
    response = as_alice.post(f"/desk/articles/{article.pk}/cancel-plan/", fields)
    assert response["Location"] == URL
    assert kinds(as_alice.get(URL)) == []


def test_a_mute_ends_from_here(as_alice):
    provider = make_provider(muted_until=at(5).date())
    fields = {"version": provider.version, "next": URL}
    response = as_alice.post(f"/desk/sources/{provider.pk}/unmute/", fields)
    assert response["Location"] == URL
    assert Provider.objects.get().muted_until is None


def test_what_goes_public_at_once_is_said(as_alice, alice):
    for _ in range(4):
        waiting(alice)
    response = as_alice.get(URL)
    assert f"On {at(2):%A} at 07:00 4 articles go public at once." in text(response)
    assert "07:00 4 go public" in text(response)
    assert "by Alice 4" in text(response)


def test_nothing_is_said_so(as_alice):
    assert "Nothing is planned for these days." in text(as_alice.get(URL))


def test_one_thing_stands_in_its_cell(as_alice, alice):
    waiting(alice, publish_at=at(2, 15))
    response = as_alice.get(URL)
    assert "One thing is planned." in text(response)
    band = response.context["bands"][3]
    assert (band.name, [len(cell) for cell in band.cells]) == ("14–18", [0, 0, 1, 0, 0, 0, 0])


def test_weeks_follow_each_other(as_alice, alice):
    waiting(alice, publish_at=at(9))
    response = as_alice.get(URL)
    assert kinds(response) == []
    assert kinds(as_alice.get(response.context["after"])) == ["publish"]


@pytest.mark.parametrize("day", ["x", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_what_is_no_day_is_today(as_alice, day):
    response = as_alice.get(URL, {"from": day})
    assert response.context["days"][0] == day_of(timezone.now())


def test_a_week_across_the_year(as_alice):
    page = text(as_alice.get(URL, {"from": "2026-12-28"}))
    assert "<h1>28 Dec 2026 to 3 January 2027</h1>" in page


def test_what_has_ended_is_gone(as_alice, alice):
    make_feature(until=timezone.now())
    make_article(published_at=timezone.now())
    make_article(published_at=at(2), state="unpublished")
    assert kinds(as_alice.get(URL)) == []


def test_more_of_a_kind_than_it_shows_costs_no_more(as_alice, alice, monkeypatch):
    monkeypatch.setattr(planned, "MOST", 2)
    for _ in range(3):
        waiting(alice)
    assert len(kinds(as_alice.get(URL))) == 2


def test_queries_do_not_grow_with_what_is_planned(as_alice, alice):
    def fill(count):
        for _ in range(count):
            waiting(alice)
            make_article(hold_at=at(2), hold_by=alice)
            make_feature(until=at(3), by=alice)
        return count_queries(as_alice, URL)

    assert fill(10) == fill(10) <= 9
    assert Article.objects.count() == 60

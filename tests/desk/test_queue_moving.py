"""The queue of what moves now, and how rows and the pane say where a story stands."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.figures import moving
from articles.models import Article, BulkItem, MovingStory
from articles.queue import queues
from tests.desk.pages import post, shown, text, url
from tests.factories import make_provider
from tests.judgement.stories import came, folded, story
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

MOVING = "/desk/?queue=moving"


def move(*stories):
    found = [story(*minutes, title=title) for title, minutes in stories]
    moving.refresh(timezone.now())
    return found


def flat(response):
    return " ".join(text(response).split())


def test_doors(client, as_charlie):
    assert client.get(MOVING).headers["Location"].startswith("/accounts/login/")
    assert as_charlie.get(MOVING).status_code == 403


def test_lists_what_moves_most_first_and_says_since_when(as_alice, alice):
    move(("two came", (10, 20)), ("three came", (10, 20, 30)), ("one came", (10,)))
    page = as_alice.get(MOVING)
    assert shown(page) == ["three came", "two came"]
    assert "2 sources or more within the last hour" in flat(page)
    assert "Most new sources" in flat(page)
    assert queues.counts(alice)["moving"] == "2"


def test_or_in_six_hours(as_alice):
    move(("slow", (100, 200)))
    page = as_alice.get(MOVING)
    assert shown(page) == ["slow"]
    assert "2 sources or more within the last 6 hours" in flat(page)


def test_what_has_stopped_since_it_was_counted_is_gone(as_alice, alice):
    move(("stops", (10, 20)))
    MovingStory.objects.update(until=timezone.now())
    page = as_alice.get(MOVING)
    assert shown(page) == []
    assert "Nothing moves" in flat(page)
    assert queues.counts(alice)["moving"] == "0"


def test_filters_and_search_apply(as_alice):
    move(("quarry", (10, 20)), ("ferry", (10, 20, 30)))
    assert shown(as_alice.get(f"{MOVING}&q=quarry")) == ["quarry"]
    assert shown(as_alice.get(f"{MOVING}&state=unpublished")) == []
    assert "quarry" in text(as_alice.get(f"{MOVING}&filters=open&q=quarry"))


def test_what_is_decided_stays_where_it_is(as_alice):
    first, _ = move(("three came", (10, 20, 30)), ("two came", (10, 20)))
    asof = as_alice.get(MOVING).context["asof"]
    post(as_alice, "article-publish", first)
    page = as_alice.get(MOVING, {"queue": "moving", "asof": str(asof)})
    assert shown(page) == ["three came", "two came"]
    assert list(page.context["acts"]) == [first.pk]
    assert page.context["count"] == "2"


def test_all_of_it_can_be_picked(as_alice):
    move(("two came", (10, 20)))
    picked = {"all": "1", "query": "queue=moving", "what": "publish"}
    as_alice.post(reverse("desk:bulk-propose"), picked)
    assert [item.title for item in BulkItem.objects.all()] == ["two came"]


def test_a_row_says_what_came_this_hour_and_from_whom(as_alice):
    lead = came(300, make_provider(name="Northmoor Gazette"))
    folded(lead, 200, make_provider(name="Halyard"))
    folded(lead, 10, make_provider(name="Ferrule", owner="Apex Press"))
    page = flat(as_alice.get("/desk/?queue=all"))
    said = "3 independent sources: Northmoor Gazette, Halyard and Apex Press"
    assert f'title="Apex Press. {said}"><strong>+1 source this hour</strong>' in page
    assert f"<b>+1 source this hour</b>: Apex Press. {said}." in flat(
        as_alice.get(url("article-pane", lead))
    )


def test_a_row_of_a_story_at_rest_says_how_many(as_alice):
    lead = story(200, 300)
    page = flat(as_alice.get("/desk/?queue=all"))
    assert page.count("3 sources</span>") == 1
    assert "this hour" not in page
    assert "3 independent sources: " in flat(as_alice.get(url("article-pane", lead)))


def test_of_many_sources_some_are_named(as_alice):
    story(*range(100, 112))
    assert "and 5 more" in text(as_alice.get("/desk/?queue=all"))


def test_an_article_by_itself_says_nothing_of_sources(as_alice):
    came(10)
    (row,) = as_alice.get("/desk/?queue=all").context["rows"]
    assert row.sources is None


def test_more_stories_take_no_more_queries(as_alice):
    counts = []
    for _ in range(3):
        move(("a", (10, 20)), ("b", (10, 20, 30)))
        as_alice.get(MOVING)
        counts.append((count_queries(as_alice, MOVING), Article.objects.count()))
    assert len({taken for taken, _ in counts}) == 1

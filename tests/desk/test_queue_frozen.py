"""The list as it was when somebody entered it, over decisions, pages and reloads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import articles as actions
from articles.actions import stories
from articles.actions.teamwork import schedule
from articles.desk.queue import frozen
from articles.desk.queue import listing as view
from articles.history.undo import undo_act
from articles.models import Article, Conflict, Event
from articles.queue import queues
from tests.desk.pages import shown, text
from tests.factories import NOON, make_article
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(view, "PAGE_SIZE", 2)


@pytest.fixture
def stories_of_today():
    return [make_article(title=title, quality=90 + n) for n, title in enumerate("ABCDEF")]


def act(action, which, by, **more):
    row = Article.objects.get(title=which)
    return getattr(actions, action)(article=row.pk, by=by, version=row.version, **more)


def again(client, response, query=""):
    """Reload the page as its address says that it was."""
    asof = response.context["asof"]
    return client.get(f"/desk/?asof={str(asof).replace('+', '%2B')}{query}")


def walk(client, response):
    titles = shown(response)
    while response.context["more"]:
        response = client.get(response.context["more"])
        titles += shown(response)
    return titles


@pytest.mark.parametrize(
    "query", ["", "queue=all", "queue=all&sort=quality", "queue=all&sort=heat"]
)
def test_acting_moves_nothing_on_any_page(as_alice, alice, bob, stories_of_today, query):
    entered = as_alice.get(f"/desk/?{query}")
    order = walk(as_alice, entered)
    act("score", "A", alice, quality=10)
    act("score", "F", bob, quality=199)
    act("reject", "C", alice)
    act("edit", "D", alice, title="D", excerpt="Another", topics=[], images=[])
    assert walk(as_alice, again(as_alice, entered, f"&{query}")) == order
    further = as_alice.get(entered.context["more"])
    assert shown(further) == order[2:4]
    assert shown(as_alice.get(further.context["less"])) == order[:2]


def test_what_was_decided_is_greyed_and_can_be_undone(as_alice, alice, bob, stories_of_today):
    entered = as_alice.get("/desk/")
    done = act("publish", "A", alice)
    act("unpublish", "B", bob)
    page = again(as_alice, entered)
    a, b = (story.pk for story in stories_of_today[:2])
    assert page.context["acts"] == {a: done.act, b: ""}
    assert f'class="row published done" id="article-{a}"' in text(page)
    assert text(page).count(f'name="group" value="{done.act}"') == 1
    assert page.context["counts"]["waiting"] == "4"


@pytest.mark.parametrize(("query", "left"), [("queue=waiting", "5"), ("queue=all", "6")])
def test_a_search_counts_what_is_left_of_it(as_alice, alice, stories_of_today, query, left):
    search = f"{query}&q=score>=90"
    entered = as_alice.get(f"/desk/?{search}")
    assert entered.context["count"] == "6"
    act("publish", "A", alice)
    assert again(as_alice, entered, f"&{search}").context["count"] == left


def test_a_search_keeps_counting_what_is_in_conflict(as_alice, alice, stories_of_today):
    Conflict.objects.create(article=stories_of_today[0], field="title", at=NOON)
    entered = as_alice.get("/desk/?q=score>=90")
    act("publish", "A", alice)
    assert again(as_alice, entered, "&q=score>=90").context["count"] == "6"


def test_a_refresh_drops_it(as_alice, alice, stories_of_today):
    entered = as_alice.get("/desk/")
    act("publish", "A", alice)
    assert shown(as_alice.get(entered.context["top"])) == ["B", "C"]


def test_what_was_undone_is_as_it_was(as_alice, alice, stories_of_today):
    entered = as_alice.get("/desk/?queue=all&sort=quality")
    done = act("score", "F", alice, quality=10)
    undo_act(act=done.act, by=alice)
    page = again(as_alice, entered, "&queue=all&sort=quality")
    assert (shown(page), page.context["acts"]) == (["F", "E"], {})


def test_what_was_edited_alone_is_not_greyed(as_alice, alice, stories_of_today):
    entered = as_alice.get("/desk/")
    act("edit", "A", alice, title="A", excerpt="Another", topics=[], images=[])
    page = again(as_alice, entered)
    assert (shown(page), page.context["acts"]) == (["A", "B"], {})


def test_what_was_only_planned_offers_no_undo(as_alice, alice, stories_of_today):
    row = stories_of_today[0]
    at = timezone.now() + timedelta(minutes=1)
    schedule.publish_at(article=row, by=alice, version=1, at=at)
    entered = as_alice.get("/desk/?queue=all")
    Article.objects.filter(pk=row.pk).update(publish_at=timezone.now())
    schedule.run_due()
    assert again(as_alice, entered, "&queue=all").context["acts"] == {row.pk: ""}


def test_what_was_folded_stays(as_alice, alice, stories_of_today):
    entered = as_alice.get("/desk/")
    row, lead = stories_of_today[:2]
    done = stories.fold(article=row, into=lead, by=alice, version=row.version)
    page = again(as_alice, entered)
    assert (shown(page), page.context["acts"]) == (["A", "B"], {row.pk: done.act})


def test_what_was_elsewhere_does_not_come_in(as_alice, alice, stories_of_today):
    entered = as_alice.get("/desk/?queue=decided")
    act("publish", "A", alice)
    assert shown(again(as_alice, entered, "&queue=decided")) == []


def test_a_settled_conflict_stays_among_the_conflicts(as_alice, alice, stories_of_today):
    row = stories_of_today[0]
    Conflict.objects.create(article=row, field="title", at=NOON)
    entered = as_alice.get("/desk/?queue=conflicts")
    before = {"conflicts": [["title", None]]}
    Event.objects.create(article=row, action="keep", actor=alice, at=timezone.now(), before=before)
    Conflict.objects.all().delete()
    assert shown(again(as_alice, entered, "&queue=conflicts")) == ["A"]


def test_what_came_since_waits_and_is_counted(as_alice, stories_of_today):
    entered = as_alice.get("/desk/")
    make_article(title="new", published_at=NOON + timedelta(hours=1))
    page = again(as_alice, entered)
    assert shown(page) == ["A", "B"]
    asof = {"asof": str(entered.context["asof"])}
    assert as_alice.get("/desk/news/", asof).json() == {"count": "1"}
    assert as_alice.get("/desk/news/", {**asof, "queue": "decided"}).json() == {"count": "0"}
    assert as_alice.get("/desk/news/", {**asof, "at_most": "20"}).json() == {"count": "0"}
    assert shown(as_alice.get("/desk/"))[0] == "new"


def test_doors_of_the_news(doors):
    doors("/desk/news/", "get")


def test_filters_hold_for_what_others_decided(as_alice, alice, bob, stories_of_today):
    entered = as_alice.get("/desk/?at_least=91")
    act("publish", "B", alice)
    act("score", "C", bob, quality=20)
    assert shown(again(as_alice, entered, "&at_least=91")) == ["B", "D"]


@pytest.mark.parametrize("query", ["at_least=91", "q=score>=91", "queue=all&q=-is:held (B or C)"])
def test_what_one_has_decided_oneself_stays_however_it_stands_now(
    as_alice, alice, stories_of_today, query
):
    entered = as_alice.get(f"/desk/?{query}")
    assert shown(entered)[:2] == ["B", "C"]
    act("publish", "B", alice)
    act("score", "C", alice, quality=20)
    page = again(as_alice, entered, f"&{query}")
    assert shown(page)[:2] == ["B", "C"]
    assert len(page.context["acts"]) == 2


def test_without_scripts_the_page_after_a_decision_is_the_same(as_alice, stories_of_today):
    entered = as_alice.get("/desk/")
    row = stories_of_today[0]
    fields = {"version": row.version, "next": entered.context["next"]}
    page = as_alice.post(f"/desk/articles/{row.pk}/publish/", fields, follow=True)
    assert shown(page) == ["A", "B"]
    assert page.context["selected"].article.title == "B"


@pytest.mark.parametrize(
    "written",
    [
        *("", "x", "1~2", "x~1~2", "2026-11-20~1~2~3", "2026-11-20T12:00:00+00:00~1~x"),
        *("{now}~-1~2", f"{{now}}~{10**30}~2", "{yesterday}~1~2", "{tomorrow}~1~2"),
        "0001-01-01T00:00:00+23:59~1~2",
    ],
)
def test_a_moment_that_is_none_is_now(as_alice, written):
    now, day = timezone.now(), timedelta(days=1)
    times = {"now": now, "yesterday": now - day, "tomorrow": now + day}
    asof = written.format(**{name: time.isoformat() for name, time in times.items()})
    make_article(title="here")
    assert frozen.moment(asof) is None
    assert shown(as_alice.get("/desk/", {"asof": asof})) == ["here"]
    assert as_alice.get("/desk/news/", {"asof": asof}).json() == {"count": "0"}


def test_a_moment_is_read_as_it_was_written(stories_of_today, alice):
    moment = frozen.now(queues.glance(alice))
    assert frozen.moment(str(moment)) == moment


def test_takes_as_many_queries_however_much_was_decided(as_alice, alice, stories_of_today):
    entered = as_alice.get("/desk/")
    act("publish", "A", alice)
    one = len(queries(lambda: again(as_alice, entered)))
    for title in "BCDE":
        act("publish", title, alice)
    assert len(queries(lambda: again(as_alice, entered))) == one

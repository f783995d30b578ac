import pytest
from django.urls import reverse

from articles.actions import articles
from articles.history import today
from articles.models import Article, BulkAct, Event
from tests.bulk.many import done
from tests.desk.pages import HTMX, text
from tests.factories import make_article
from tests.queries import count_queries

URL = reverse("desk:act-list")
KEY = "7c0f7d5e-5b1c-4b52-9a35-2f7e51d6c0aa"


def publish(by, count=1):
    for _ in range(count):
        articles.publish(article=make_article(title="A quarry"), by=by, version=1)


def acts(client, address=URL):
    return client.get(address).context["acts"].rows


def test_doors(doors):
    doors(URL, "get")


def test_lists_ones_own_acts_newest_first(as_alice, alice, bob):
    publish(alice)
    publish(bob)
    done(alice, BulkAct.UNPUBLISH)
    assert [act.said for act in acts(as_alice)] == ["held 2 articles", "published “A quarry”"]


def test_each_has_its_undo(as_alice, alice):
    publish(alice, 2)
    newest, oldest = acts(as_alice)
    assert str(newest.group) in text(as_alice.get(URL))
    response = as_alice.post("/desk/undo/", {"group": oldest.group, "next": URL}, follow=True)
    assert "Undone: published “A quarry”" in text(response)
    assert [act.undone for act in acts(as_alice)] == [False, True]
    page = text(as_alice.get(URL))
    assert str(oldest.group) not in page
    assert "undone" in page
    assert Article.objects.filter(decided_at=None).count() == 1


def test_what_could_x_keeps_its_undo(as_alice, alice, bob):
    publish(alice)
    articles.unpublish(article=Article.objects.get(), by=bob, version=2)
    as_alice.post("/desk/undo/last/")
    (act,) = acts(as_alice)
    assert not act.undone
    assert str(act.group) in text(as_alice.get(URL))


def test_the_same_request_twice_undoes_one_act(as_alice, alice):
    publish(alice)
    articles.publish(article=make_article(title="A mill"), by=alice, version=1)
    for _ in range(2):
        answer = as_alice.post("/desk/undo/last/", {"key": KEY}, headers=HTMX)
        assert "Undone: published “A mill”" in text(answer)
    assert [act.undone for act in acts(as_alice)] == [True, False]


def test_the_same_request_twice_goes_no_further_where_the_first_could_do_nothing(
    as_alice, alice, bob
):
    publish(alice)
    mill = articles.publish(article=make_article(title="A mill"), by=alice, version=1).row
    articles.unpublish(article=mill, by=bob, version=2)
    for _ in range(2):
        answer = as_alice.post("/desk/undo/last/", {"key": KEY}, headers=HTMX)
        assert "Not undone, " in text(answer)
        assert ": published “A mill”" in text(answer)
    assert not Event.objects.filter(action="undo").exists()


def test_an_undo_is_no_act_of_its_own_here(as_alice, alice):
    publish(alice)
    as_alice.post("/desk/undo/last/")
    assert [act.said for act in acts(as_alice)] == ["published “A quarry”"]


def test_without_any_it_says_so(as_alice):
    assert "Nothing yet." in text(as_alice.get(URL))


def test_the_desk_leads_there(as_alice, alice):
    publish(alice)
    page = text(as_alice.get("/desk/"))
    assert f'<a href="{URL}"><span>Today, by you</span> <span id="count-acts">1</span></a>' in page


def test_pages_meet(as_alice, alice, monkeypatch):
    monkeypatch.setattr(today, "PAGE_SIZE", 2)
    publish(alice, 5)
    seen, address = [], URL
    while address:
        page = as_alice.get(address).context["acts"]
        seen += [act.group for act in page.rows]
        address = f"{URL}?below={page.below}" if page.below else ""
    newest_first = Event.objects.order_by("-pk").values_list("group", flat=True)
    assert seen == list(newest_first)


@pytest.mark.parametrize("below", ["x", "-1", "9" * 30, "²"])
def test_a_mangled_link_starts_from_the_top(as_alice, alice, below):
    publish(alice)
    assert len(acts(as_alice, f"{URL}?below={below}")) == 1


def test_takes_as_many_queries_for_20_acts_as_for_10(as_alice, alice):
    counts = []
    for _ in range(2):
        publish(alice, 10)
        counts.append(count_queries(as_alice, URL))
    assert counts[0] == counts[1]

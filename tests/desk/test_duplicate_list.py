import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.actions import articles
from articles.actions.judgement import duplicates as actions
from articles.desk.duplicates import pairs
from articles.models import Duplicate
from tests.desk.pages import post, text
from tests.factories import NOON, make_article, make_image, make_link, make_note, make_topic
from tests.judgement.pairs import make_pair
from tests.queries import count_queries

LIST = reverse("desk:duplicate-list")


@pytest.fixture
def early(db):
    return make_article(title="The ferry returns", excerpt="It sails at dawn.", published_at=NOON)


@pytest.fixture
def late(early):
    later = NOON + timedelta(hours=2)
    excerpt = "It sails at <b>noon</b>."
    return make_article(title="The old ferry returns", excerpt=excerpt, published_at=later)


@pytest.fixture
def pair(early, late):
    return make_pair(early, late, reason="the same address")


def shown(response):
    return [pair.key for pair in response.context["pairs"]]


def here(response):
    return response.context["here"]


def test_doors(doors):
    doors(LIST, "get")


def test_two_side_by_side_with_what_differs_marked(as_alice, pair):
    page = text(as_alice.get(LIST))
    assert "The same address" in page
    assert "the right one 2 h later" in page
    assert "The <mark>old</mark> ferry returns" in page
    assert "It sails at <mark>dawn</mark>." in page
    assert "&lt;b&gt;" not in page


def test_the_earlier_one_stands_left(as_alice, early, late):
    make_pair(late, early)
    shown = as_alice.get(LIST).context["pairs"][0]
    assert (shown.left.row.article.pk, shown.right.row.article.pk) == (early.pk, late.pk)


def test_what_hangs_on_each(as_alice, early, late, pair):
    make_link(late)
    make_note(late)
    shown = as_alice.get(LIST).context["pairs"][0]
    assert (shown.left.row.related, shown.left.row.notes) == (0, 0)
    assert (shown.right.row.related, shown.right.row.notes) == (1, 1)


def test_topics_that_only_one_has_are_marked(as_alice):
    both, one = make_topic(name="Sea"), make_topic(name="Ports")
    make_pair(make_article(topics=[both, one]), make_article(topics=[both]))
    page = text(as_alice.get(LIST))
    assert re.search(r"<bdi>Sea</bdi>, <mark dir=\"auto\">Ports</mark>", page)


def test_the_one_on_the_site_is_the_one_to_keep(as_alice, alice, early, late, pair):
    assert not as_alice.get(LIST).context["pairs"][0].keeps_right
    articles.unpublish(article=early, by=alice, version=1)
    shown = as_alice.get(LIST).context["pairs"][0]
    assert shown.keeps_right
    assert shown.left.effect == "takes the story off the site"
    assert shown.right.effect == "stays on the site"
    articles.unpublish(article=late, by=alice, version=1)
    assert as_alice.get(LIST).context["pairs"][0].left.effect == "stays off the site"


def test_the_newest_first_page_by_page(as_alice, monkeypatch):
    monkeypatch.setattr(pairs, "PAGE_SIZE", 1)
    made = [make_pair(make_article(), make_article()) for _ in range(2)]
    first = as_alice.get(LIST)
    assert shown(first) == [made[1].pk]
    since, after = str(first.context["since"]), first.context["page"].after
    assert shown(as_alice.get(LIST, {"since": since, "after": after})) == [made[0].pk]


def test_a_merged_pair_stays_in_its_place_until_the_list_is_entered_anew(
    as_alice, early, late, pair
):
    below = make_pair(make_article(), make_article())
    first = as_alice.get(LIST)
    post(as_alice, "article-merge", late, into=early.pk)
    again = as_alice.get(here(first))
    assert shown(again) == shown(first) == [below.pk, pair.pk]
    settled = again.context["pairs"][1].settled
    assert (settled.said, settled.stays) == ("merged by you", early.pk)
    assert str(settled.act) in text(again)
    assert shown(as_alice.get(LIST)) == [below.pk]


def test_the_undo_opens_it_again(as_alice, early, late, pair):
    first = as_alice.get(LIST)
    post(as_alice, "article-merge", late, into=early.pk)
    act = as_alice.get(here(first)).context["pairs"][0].settled.act
    done = as_alice.post(reverse("desk:undo"), {"group": act, "next": here(first)})
    assert done.headers["Location"] == here(first)
    assert as_alice.get(here(first)).context["pairs"][0].settled is None


def test_what_somebody_else_decided_says_so(as_alice, bob, early, late, pair):
    first = as_alice.get(LIST)
    actions.keep_apart(article=early, by=bob, version=1, other=late)
    settled = as_alice.get(here(first)).context["pairs"][0].settled
    assert (settled.said, settled.act) == ("kept apart by Bob", None)


def test_a_pair_that_another_decision_settles(as_alice, alice, early, pair):
    first = as_alice.get(LIST)
    articles.reject(article=early, by=alice, version=1)
    settled = as_alice.get(here(first)).context["pairs"][0].settled
    assert settled.said == "one of them is merged elsewhere, rejected or withdrawn"
    assert settled.act is None


def test_what_is_found_since_waits(as_alice, pair):
    first = as_alice.get(LIST)
    make_pair(make_article(), make_article())
    assert shown(as_alice.get(here(first))) == [pair.pk]
    assert len(shown(as_alice.get(LIST))) == 2


@pytest.mark.parametrize("since", ["x", "1~2~3", "~", f"2020-01-01T00:00:00+00:00~{10**30}"])
def test_a_mangled_moment_is_now(as_alice, pair, since):
    assert shown(as_alice.get(LIST, {"since": since})) == [pair.pk]


def test_a_moment_of_yesterday_is_now(as_alice, pair):
    Duplicate.objects.update(settled_at=timezone.now() - timedelta(hours=20))
    since = f"{(timezone.now() - timedelta(days=1)).isoformat()}~{pair.pk}"
    assert shown(as_alice.get(LIST, {"since": since})) == []


def test_nothing_seems_to_be_here_twice(as_alice, article):
    page = text(as_alice.get(LIST))
    assert "No two articles here seem to be the same story." in page
    assert "Back to the queue: 1 waiting" in page


def test_all_is_decided(as_alice, early, late, pair):
    post(as_alice, "article-merge", late, into=early.pk)
    assert "you merged 1 and kept 0 apart today" in text(as_alice.get(LIST))


def test_the_queue_says_how_many_wait(as_alice, pair):
    assert '<span id="count-duplicates">1</span>' in text(as_alice.get("/desk/"))


def test_queries_do_not_grow_with_rows(as_alice):
    counts = []
    for _ in range(2):
        for _ in range(3):
            both = [make_article(topics=[make_topic()], images=[make_image()]) for _ in range(2)]
            make_pair(*both)
        counts.append(count_queries(as_alice, LIST))
    assert counts[0] == counts[1] <= 10


def test_nor_with_settled_ones(as_alice, alice):
    made = [[make_article(), make_article()] for _ in range(3)]
    for both in made:
        make_pair(*both)
    address, counts = here(as_alice.get(LIST)), []
    for one, other in made[:2]:
        actions.merge(article=one, into=other, by=alice, version=1)
        counts.append(count_queries(as_alice, address))
    assert counts[0] == counts[1] <= 11

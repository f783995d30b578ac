from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.actions import articles, links, stories
from articles.history import today
from articles.history.undo import undo_act
from articles.models import Article, Event, State
from tests.desk.pages import HTMX, text
from tests.factories import NOON, make_article, make_batch

URL = reverse("desk:undo-last")


def undo_last(client):
    response = client.post(URL, headers=HTMX)
    assert response.status_code == 200
    return text(response)


def act(action, article, by, **fields):
    row = Article.objects.get(pk=article.pk)
    return action(article=row, by=by, version=row.version, **fields).act


def edit(article, by, title, excerpt):
    fields = {"title": title, "excerpt": excerpt, "topics": [], "images": []}
    return act(articles.edit, article, by, **fields)


def test_doors(doors):
    doors(URL)


def test_walks_back_through_ones_own_acts(as_alice, alice):
    one, two = make_article(title="One"), make_article(title="Two", state=State.UNPUBLISHED)
    act(articles.unpublish, one, alice)
    act(articles.score, two, alice, quality=90)
    act(articles.reject, one, alice)
    said = [undo_last(as_alice) for _ in range(4)]
    assert "Undone: rejected “One”" in said[0]
    assert f'id="article-{one.pk}"' in said[0]
    assert "Undone: changed the score of “Two” from 80 to 90, so the rule published it" in said[1]
    assert "Undone: held “One”" in said[2]
    assert "Nothing left to undo today" in said[3]
    for row in Article.objects.all():
        assert row.decided_at is None
    assert Article.objects.get(pk=two.pk).state == State.UNPUBLISHED


def test_nothing_left_leads_to_the_acts_of_today(as_alice):
    page = undo_last(as_alice)
    assert "Nothing left to undo today" in page
    assert reverse("desk:act-list") in page
    assert 'class="row' not in page


def test_without_scripts_it_goes_back_and_says_so(as_alice, alice, article):
    act(articles.publish, article, alice)
    for said in ("Undone: published “A quarry becomes a battery”", "Nothing left to undo today"):
        response = as_alice.post(URL, {"next": "/desk/acts/"}, follow=True)
        assert response.redirect_chain == [("/desk/acts/", 302)]
        assert said in text(response)


def test_others_acts_are_not_ones_own(as_alice, alice, bob):
    article = make_article(title="One")
    act(articles.publish, article, alice)
    act(articles.unpublish, make_article(), bob)
    assert "Undone: published “One”" in undo_last(as_alice)
    assert "Nothing left" in undo_last(as_alice)


def test_an_undo_is_not_undone(as_alice, alice, article):
    undo_act(act=act(articles.publish, article, alice), by=alice)
    assert "Nothing left" in undo_last(as_alice)


def test_what_an_undo_of_an_undo_brought_back_is_undone_again(as_alice, alice, article):
    publish = act(articles.publish, article, alice)
    first = undo_act(act=publish, by=alice)
    second = undo_act(act=first.act, by=alice)
    third = undo_act(act=second.act, by=alice)
    assert "Nothing left" in undo_last(as_alice)
    undo_act(act=third.act, by=alice)
    assert "Undone: published" in undo_last(as_alice)
    assert "Nothing left" in undo_last(as_alice)
    assert Article.objects.get().decided_at is None


def test_what_somebody_changed_since_is_named_and_left_behind(as_alice, alice, bob):
    one, two = make_article(title="One"), make_article(title="Two")
    act(articles.publish, one, alice)
    act(articles.publish, two, alice)
    act(articles.unpublish, two, bob)
    page = undo_last(as_alice)
    why = "the decision has been changed since and stays as it is"
    assert f"Not undone, {why}: published “Two”" in page
    assert Article.objects.get(pk=two.pk).decided_by == bob
    assert "Undone: published “One”" in undo_last(as_alice)


def test_what_can_be_undone_in_part_says_which(as_alice, alice, bob):
    article = make_article(title="A", excerpt="B")
    edit(article, alice, "A2", "B2")
    edit(article, bob, "A3", "B2")
    page = undo_last(as_alice)
    assert "Undone in part: changed the title from A to A2" in page
    assert "“A3”: the title has been changed since and stays as it is" in page
    now = Article.objects.get()
    assert (now.title, now.excerpt) == ("A3", "B")


def test_a_fold_with_its_link_is_one_step(as_alice, alice):
    article, lead = make_article(title="One"), make_article(title="Two")
    act(stories.fold, article, alice, into=lead)
    assert "Undone: folded “One” into the story “Two”" in undo_last(as_alice)
    assert not lead.links.exists()
    assert "Nothing left" in undo_last(as_alice)


def test_every_kind_of_act_can_be_undone(as_alice, alice):
    article = make_article(title="One")
    act(links.add, article, alice, target=make_article(title="Two"))
    edit(article, alice, "New", "")
    act(articles.agree, article, alice)
    act(articles.reopen, article, alice)
    for said in (
        "reopened “New” for review",
        "agreed that “New” stays as it is",
        "changed the title from One to New",
        "linked to “Two”, on “One”",
    ):
        assert f"Undone: {said}" in undo_last(as_alice)


def test_imports_are_left_alone(as_alice, alice, article):
    event = {"article": article, "batch": make_batch(), "action": "import", "actor": alice}
    Event.objects.create(**event, at=timezone.now())
    assert "Nothing left" in undo_last(as_alice)


@pytest.mark.parametrize(
    ("hour", "ago", "is_today"),
    [
        (15, {"hours": 14}, True),
        (15, {"hours": 16}, False),
        (1, {"hours": 11}, True),  # past midnight, the shift goes on
        (1, {"hours": 13}, False),
    ],
)
def test_today_is_the_day_and_the_shift(as_alice, alice, article, monkeypatch, hour, ago, is_today):
    now = NOON.replace(hour=hour)
    monkeypatch.setattr(today.timezone, "now", lambda: now)
    act(articles.publish, article, alice)
    Event.objects.update(at=now - timedelta(**ago))
    assert ("Undone" in undo_last(as_alice)) == is_today


def test_the_count_beside_the_queues_follows(as_alice, alice, article):
    act(articles.publish, article, alice)
    act(articles.unpublish, article, alice)
    assert as_alice.get("/desk/").context["counts"]["acts"] == "2"
    assert '<span id="count-acts" hx-swap-oob="true">1</span>' in undo_last(as_alice)

"""The page of rules: the list, one beside it, what it would do, and what it has done."""

import pytest

from articles.actions.rules import making
from articles.figures import rule_hits
from articles.models import Rule, RuleHit
from articles.times import parse_moment
from tests.desk.pages import HTMX, text
from tests.factories import NOON, make_article, make_topic
from tests.queries import count_queries
from tests.rules import make_rule

pytestmark = pytest.mark.django_db

URL = "/desk/rules/"


@pytest.mark.parametrize("page", ["", "{pk}/", "{pk}/trial/", "{pk}/hits/"])
def test_doors(doors, bob, page):
    doors(URL + page.format(pk=make_rule(bob).pk), "get")


def test_lists_them_in_order_with_what_they_do(as_alice, bob):
    make_rule(bob, name="Ferries wait")
    make_rule(bob, name="<b>Points</b>", act="score", points=-15)
    make_rule(bob, name="Refuse", act="reject", reason="off topic", query="lottery or horoscope")
    page = text(as_alice.get(URL))
    assert page.index("Ferries wait") < page.index("Points") < page.index("Refuse")
    for words in ("score −15", "reject: off topic", "lottery or horoscope", "3, in this order"):
        assert words in page
    assert "<b>Points" not in page
    assert 'role="switch"' not in page  # editors read


def test_says_where_there_is_none(as_alice, as_bob):
    assert "No rules yet" in text(as_alice.get(URL))
    assert "Make the first" in text(as_bob.get(URL))


def test_counts_hits_by_week(as_alice, bob):
    rule = make_rule(bob)
    for day, number in (("2026-11-20", 3), ("2026-11-13", 2), ("2026-08-01", 5)):
        for _ in range(number):
            article = make_article()
            RuleHit.objects.create(rule=rule, article=article, at=parse_moment(day))
    rule_hits.refresh(NOON)
    rule.refresh_from_db()
    assert rule.weeks == [0] * 10 + [2, 3]
    assert rule.month == 5
    assert "by week: 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3" in text(as_alice.get(URL))


def test_one_that_is_off_and_idle_can_be_removed(as_bob, bob):
    rule = make_rule(bob)
    making.switch(rule=rule, by=bob, on=False)
    assert "has done nothing" not in text(as_bob.get(URL))
    rule_hits.refresh(NOON)
    assert "Rule 1 is off and has done nothing for twelve weeks" in text(as_bob.get(URL))


def test_editors_read_a_rule(as_alice, bob):
    rule = make_rule(bob, name="Ferries wait")
    page = text(as_alice.get(f"{URL}{rule.pk}/"))
    assert "<fieldset disabled>" in page
    assert 'form="rule"' not in page


def test_the_dry_run_of_a_rule(as_alice, bob):
    make_article(title="A ferry")
    make_article(title="Another ferry", state="unpublished")
    rule = make_rule(bob)
    part = text(as_alice.get(f"{URL}{rule.pk}/trial/", headers=HTMX))
    assert "would be held" in part
    assert "1 of them are on the site now" in part
    assert "are held already" in part
    assert "A ferry" in part
    assert "Another ferry" not in part
    page = text(as_alice.get(f"{URL}{rule.pk}/trial/?show=already"))
    assert "Another ferry" in page
    assert "<html" in page


def test_a_rule_that_is_not_understood_any_more_says_so(as_alice, bob):
    topic = make_topic(name="Harbours")
    rule = make_rule(bob, query="topic:Harbours")
    topic.delete()
    response = as_alice.get(f"{URL}{rule.pk}/trial/", headers=HTMX)
    assert response.status_code == 422
    assert "<mark>Harbours</mark>" in text(response)


def test_what_it_has_acted_on(as_alice, bob):
    rule = make_rule(bob)
    article = make_article(title="A ferry")
    RuleHit.objects.create(rule=rule, article=article, at=NOON)
    assert "A ferry" in text(as_alice.get(f"{URL}{rule.pk}/hits/"))


def test_one_that_was_removed_says_so(as_bob, bob):
    rule = make_rule(bob)
    making.remove(rule=rule, by=bob)
    page = text(as_bob.get(f"{URL}{rule.pk}/"))
    assert "This rule has been removed" in page
    assert "Bring it back" in page


@pytest.mark.parametrize("page", ["", "trial/", "hits/"])
def test_one_that_never_was(as_bob, page):
    assert as_bob.get(f"{URL}77/{page}").status_code == 404
    assert as_bob.get(f"{URL}{10**30}/{page}").status_code == 404


def test_queries_do_not_grow_with_rules(as_bob, bob):
    counts = set()
    for _ in range(2):
        for _ in range(8):
            make_rule(bob)
        first = Rule.objects.first()
        counts.add((count_queries(as_bob, URL), count_queries(as_bob, f"{URL}{first.pk}/")))
    assert len(counts) == 1
    assert max(max(pair) for pair in counts) <= 12


def test_queries_do_not_grow_with_what_fits(as_bob, bob):
    rule, counts = make_rule(bob), set()
    for number in (7, 30):
        for _ in range(number):
            make_article(title="A ferry", topics=[make_topic()])
        counts.add(count_queries(as_bob, f"{URL}{rule.pk}/trial/?show=acts"))
    assert len(counts) == 1

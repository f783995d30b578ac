"""Making, changing, trying, applying, ordering, switching and removing rules from their page."""

import pytest

from articles.actions.rules import making
from articles.models import Article, BulkJob, Rule
from tests.bulk.many import worked
from tests.desk.pages import HTMX, text
from tests.factories import make_article, make_topic
from tests.rules import make_rule

pytestmark = pytest.mark.django_db

URL = "/desk/rules/"
TYPED = {"name": "Ferries wait", "query": "ferry", "act": "hold"}


@pytest.fixture
def rule(bob):
    return make_rule(bob, name="Ferries wait")


ACTS = ("edit", "switch", "move", "remove", "bring-back")


@pytest.mark.parametrize("act", ["create", "try", *ACTS])
def test_doors(doors, as_alice, rule, act):
    url = f"{URL}{rule.pk}/{act}/" if act in ACTS else f"{URL}{act}/"
    doors(url)
    assert as_alice.post(url, TYPED).status_code == 403


def test_the_new_one_opens_to_admins(as_alice, as_bob):
    assert as_alice.get(f"{URL}new/").status_code == 403
    page = text(as_bob.get(f"{URL}new/?q=ferry"))
    assert ">ferry</textarea>" in page


def test_makes_one(as_bob, bob):
    response = as_bob.post(f"{URL}create/", TYPED)
    rule = Rule.objects.get()
    assert response.headers["Location"] == f"{URL}{rule.pk}/"
    assert (rule.name, rule.query, rule.act, rule.made_by) == ("Ferries wait", "ferry", "hold", bob)
    assert "Saved rule 1, “Ferries wait”" in text(as_bob.get(URL))


def test_makes_one_of_each_kind(as_bob, alice):
    topic = make_topic()
    for fields in (
        {"act": "reject", "reason": "Old"},
        {"act": "score", "points": "-15"},
        {"act": "topic", "topic": topic.pk},
        {"act": "assign", "person": alice.pk},
    ):
        assert as_bob.post(f"{URL}create/", {**TYPED, **fields}).status_code == 302
    assert Rule.objects.count() == 4


def test_a_condition_that_cannot_be_understood_is_marked_and_kept(as_bob):
    typed = {**TYPED, "query": "ferry topic:nowhere", "act": "reject", "reason": "Kept words"}
    response = as_bob.post(f"{URL}create/", typed)
    page = text(response)
    assert response.status_code == 422
    assert "<mark>nowhere</mark>" in page
    assert "No topic is called “nowhere”" in page
    for kept in ('value="Ferries wait"', ">ferry topic:nowhere</textarea>", 'value="Kept words"'):
        assert kept in page
    assert '<option value="reject" selected>' in page
    assert not Rule.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"query": ""},
        {"query": "((("},
        {"query": "a\x07b"},
        {"act": "burn"},
        {"act": "score", "points": "many"},
        {"act": "topic", "topic": "9" * 30},
        {"act": "assign", "person": "x"},
        {"act": "assign", "person": "9" * 5000, "points": "9" * 5000, "version": "9" * 5000},
        {"name": "x" * 5000},
    ],
)
def test_what_makes_no_rule_loses_nothing(as_bob, fields):
    typed = {**TYPED, **fields}
    response = as_bob.post(f"{URL}create/", typed)
    assert response.status_code == 422
    assert 'role="alert"' in text(response)
    assert not Rule.objects.exists()


def test_changes_one(as_bob, rule):
    as_bob.post(f"{URL}{rule.pk}/edit/", {**TYPED, "query": "boat", "version": 1})
    rule.refresh_from_db()
    assert (rule.query, rule.version) == ("boat", 2)


def test_a_change_that_comes_too_late_keeps_what_was_typed(as_bob, bob, rule):
    making.switch(rule=rule, by=bob, on=False)
    typed = {**TYPED, "query": "my own words", "version": 1}
    response = as_bob.post(f"{URL}{rule.pk}/edit/", typed)
    assert response.status_code == 409
    assert "Bob has changed this rule since you opened it" in text(response)
    assert ">my own words</textarea>" in text(response)
    rule.refresh_from_db()
    assert rule.query == "ferry"


@pytest.mark.parametrize("act", ["edit", "switch", "move", "remove"])
def test_one_that_is_gone_says_so(as_bob, bob, rule, act):
    making.remove(rule=rule, by=bob)
    typed = {**TYPED, "version": 1, "to": 1}
    response = as_bob.post(f"{URL}{rule.pk}/{act}/", typed, follow=True)
    assert "This rule has been removed in the meantime." in text(response)
    assert as_bob.post(f"{URL}99/{act}/", typed).status_code == 404


def test_tries_what_is_typed(as_bob, rule):
    make_article(title="A boat")
    typed = {**TYPED, "name": "", "query": "boat", "rule": rule.pk}
    part = text(as_bob.post(f"{URL}try/", typed, headers=HTMX))
    assert "Save, and hold the 1" in part
    assert 'hx-swap-oob="true"' in part
    page = text(as_bob.post(f"{URL}try/", typed))
    assert ">boat</textarea>" in page
    rule.refresh_from_db()
    assert rule.query == "ferry"


def test_trying_nothing_yet(as_bob):
    response = as_bob.post(f"{URL}try/", {**TYPED, "query": " "}, headers=HTMX)
    assert response.status_code == 200
    assert "would be held" not in text(response)
    assert "hx-get" not in text(response)


def test_trying_what_is_not_understood(as_bob):
    response = as_bob.post(f"{URL}try/", {**TYPED, "query": "is:nonsense"}, headers=HTMX)
    assert response.status_code == 422
    assert "<mark>nonsense</mark>" in text(response)
    assert "would be held" not in text(response)


def test_saves_and_applies(as_bob):
    make_article(title="A ferry")
    response = as_bob.post(f"{URL}create/", {**TYPED, "apply": 1})
    job = BulkJob.objects.get()
    assert response.headers["Location"] == f"/desk/bulk/{job.pk}/"
    assert "Applying a rule to" in text(as_bob.get(f"/desk/bulk/{job.pk}/"))
    worked(job)
    assert Article.objects.get().state_by == "desk"
    page = text(as_bob.get(f"/desk/bulk/{job.pk}/"))
    assert "1 changed" in page
    assert "Undo 1" in page
    assert "by rule 1</span><span>, “Ferries wait”" in text(as_bob.get("/desk/?queue=all"))
    article = text(as_bob.get(f"/desk/articles/{Article.objects.get().pk}/"))
    assert "held by rule 1, “Ferries wait”" in article


def test_another_number_than_was_said_applies_nothing(as_bob):
    make_article(title="A ferry")
    make_article(title="A ferry")
    response = as_bob.post(f"{URL}create/", {**TYPED, "apply": 1})
    assert response.status_code == 409
    assert "would change 2 articles now, and not 1" in text(response)
    assert Rule.objects.exists()
    assert not BulkJob.objects.exists()


def test_switches_one(as_bob, rule):
    as_bob.post(f"{URL}{rule.pk}/switch/")
    rule.refresh_from_db()
    assert not rule.is_on
    response = as_bob.post(f"{URL}{rule.pk}/switch/", {"on": "on", "stay": "list"}, follow=True)
    rule.refresh_from_db()
    assert rule.is_on
    assert "Switched “Ferries wait” on" in text(response)


def test_moves_one(as_bob, bob, rule):
    make_rule(bob, name="Other")
    response = as_bob.post(f"{URL}{rule.pk}/move/", {"to": 2}, follow=True)
    assert "Moved “Ferries wait” from 1 to 2" in text(response)
    assert [one.name for one in Rule.objects.here()] == ["Other", "Ferries wait"]
    assert as_bob.post(f"{URL}{rule.pk}/move/", {"to": "x"}).status_code == 404


def test_removes_one_and_brings_it_back(as_bob, rule):
    as_bob.post(f"{URL}{rule.pk}/remove/")
    assert not Rule.objects.here().exists()
    as_bob.post(f"{URL}{rule.pk}/bring-back/")
    assert not Rule.objects.here().get().is_on

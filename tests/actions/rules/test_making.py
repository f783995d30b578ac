import pytest

from articles.actions.errors import Refused, Stale
from articles.actions.rules import making
from articles.actions.rules.making import RuleDraft
from articles.models import Rule
from articles.query.language.errors import QueryError
from tests.factories import make_topic
from tests.rules import make_rule

pytestmark = pytest.mark.django_db

HOLD = {"name": "Ferries", "query": "ferry", "act": "hold"}


def order():
    return list(Rule.objects.here().values_list("name", flat=True))


def test_a_new_rule_stands_behind_the_others_and_acts(bob):
    make_rule(bob, name="First")
    rule = make_rule(bob, name="Second", query="ferry -boat")
    assert (rule.number, rule.is_on, rule.version, rule.made_by) == (2, True, 1, bob)
    assert order() == ["First", "Second"]


def test_only_admins_make_and_change_them(alice, bob):
    rule = make_rule(bob)
    acts = [
        lambda: making.create(by=alice, draft=RuleDraft(**HOLD)),
        lambda: making.edit(rule=rule, by=alice, version=1, draft=RuleDraft(**HOLD)),
        lambda: making.switch(rule=rule, by=alice, on=False),
        lambda: making.move(rule=rule, by=alice, to=1),
        lambda: making.remove(rule=rule, by=alice),
        lambda: making.bring_back(rule=rule, by=alice),
    ]
    for act in acts:
        with pytest.raises(Refused, match="Only admins"):
            act()
    assert Rule.objects.get().version == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "name is empty"),
        ({"name": "x" * 81}, "shorten it to 80"),
        ({"query": " "}, "condition is empty"),
        ({"act": "burn"}, "Choose what is to be done"),
        ({"act": "score"}, "how many points"),
        ({"act": "score", "points": 1001}, "how many points"),
        ({"act": "topic"}, "topic that it files under is gone"),
        ({"act": "assign"}, "may not review"),
        ({"name": "a\0b"}, "cannot be shown"),
    ],
)
def test_what_makes_no_rule(bob, fields, words):
    with pytest.raises(Refused, match=words):
        making.create(by=bob, draft=RuleDraft(**{**HOLD, **fields}))
    assert not Rule.objects.exists()


def test_whoever_may_not_review_is_given_nothing(bob, charlie):
    with pytest.raises(Refused, match="may not review"):
        make_rule(bob, act="assign", person=charlie)


def test_a_condition_that_cannot_be_understood(bob):
    with pytest.raises(QueryError) as error:
        make_rule(bob, query="wind topic:nowhere")
    assert (error.value.word, error.value.start) == ("nowhere", 11)


def test_changing_keeps_only_what_goes_with_the_act(bob):
    topic = make_topic()
    rule = make_rule(bob, act="topic", topic=topic)
    draft = RuleDraft(name="Other", query="boat", act="score", points=-15, topic=topic, reason="x")
    rule = making.edit(rule=rule, by=bob, version=1, draft=draft)
    assert (rule.name, rule.points, rule.topic, rule.reason) == ("Other", -15, None, "")
    assert rule.version == 2


def test_changing_what_somebody_else_has_changed(bob):
    rule = make_rule(bob)
    making.switch(rule=rule, by=bob, on=False)
    with pytest.raises(Stale):
        making.edit(rule=rule, by=bob, version=1, draft=RuleDraft(**HOLD))


def test_the_order(bob):
    rules = [make_rule(bob, name=name) for name in "ABC"]
    making.move(rule=rules[2], by=bob, to=1)
    assert order() == ["C", "A", "B"]
    making.move(rule=rules[2], by=bob, to=50)
    assert order() == ["A", "B", "C"]
    making.remove(rule=rules[0], by=bob)
    assert order() == ["B", "C"]
    assert [rule.number for rule in Rule.objects.here()] == [1, 2]
    making.bring_back(rule=rules[0], by=bob)
    assert order() == ["B", "C", "A"]
    assert not Rule.objects.get(name="A").is_on


def test_a_rule_that_is_gone_is_not_changed(bob):
    rule = make_rule(bob)
    making.remove(rule=rule, by=bob)
    for act in (making.remove, lambda **kw: making.switch(**kw, on=True)):
        with pytest.raises(Refused, match="removed in the meantime"):
            act(rule=rule, by=bob)


def test_there_is_an_end_to_their_number(bob, monkeypatch):
    monkeypatch.setattr(making, "MOST", 1)
    make_rule(bob)
    with pytest.raises(Refused, match="no room"):
        make_rule(bob)

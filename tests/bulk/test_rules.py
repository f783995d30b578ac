"""A rule applied to what is here: what it would do, doing it, and taking it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import articles
from articles.actions.errors import Refused
from articles.actions.rules import making
from articles.actions.rules.applying import tried
from articles.actions.rules.standing import Word
from articles.actions.teamwork import schedule
from articles.bulk import rules, run
from articles.export import changes_by_people
from articles.figures import decisions
from articles.history.sentences import history_of, sentence
from articles.models import Article, ArticleTopic, BulkState, Decision, Event, RuleHit
from tests.bulk.many import now, results, undone, worked
from tests.factories import NOON, make_article, make_batch, make_provider, make_topic
from tests.queries import queries
from tests.rules import make_rule

pytestmark = pytest.mark.django_db

MOST = 20_000


def counts(rule):
    return {word.value: count for word, count in tried(rule, MOST).counts.items()}


def applied(rule, by):
    count = tried(rule, MOST).counts[Word.ACTS]
    return worked(rules.apply(rule=rule, by=by, count=count))


def ferry(**fields):
    return make_article(title="A ferry", **fields)


@pytest.fixture
def here(alice):
    """Four that fit: one that a rule may hold, one held, one that a person decided, one planned."""
    free, held = ferry(topics=[make_topic()]), ferry(state="unpublished")
    articles.agree(article=ferry(), by=alice, version=1)
    schedule.hold_at(article=ferry(), by=alice, version=1, at=timezone.now() + timedelta(days=1))
    make_article()
    return free, held


def test_a_dry_run_counts_and_changes_nothing(here, bob):
    rule = make_rule(bob)
    assert counts(rule) == {"acts": 1, "already": 1, "people": 2}
    assert tried(rule, MOST).shown == 1
    assert not Article.objects.filter(state_by="desk").exists()


def test_applying_does_what_it_said(here, bob):
    rule = make_rule(bob, name="Ferries wait")
    job = applied(rule, bob)
    free = Article.objects.get(pk=here[0].pk)
    assert results(job) == {"done": 1}
    assert (free.state, free.state_by, free.ruled_by, free.version) == (
        *("unpublished", "desk"),
        *(rule, 2),
    )
    assert not ArticleTopic.objects.get().public
    assert sentence(history_of(free)[0]) == "Bob applied rule 1, “Ferries wait”: held it"
    assert counts(rule) == {"already": 2, "people": 2}


def test_one_undo_takes_all_of_it_back(here, bob):
    for _ in range(3):
        ferry()
    job = applied(make_rule(bob), bob)
    back = undone(bob, job)
    assert results(back) == {"done": 4}
    free = Article.objects.get(pk=here[0].pk)
    assert (free.state, free.state_by, free.ruled_by, free.ruled) == (
        *("published", "seed"),
        *(None, None),
    )
    assert ArticleTopic.objects.get().public
    assert not RuleHit.objects.exists()


def test_an_undo_leaves_what_a_person_has_decided_since(alice, bob):
    article = ferry()
    job = applied(make_rule(bob), bob)
    articles.publish(article=article, by=alice, version=2)
    undone(bob, job)
    assert Article.objects.get().state_by == "person"


def test_what_has_changed_since_it_was_seen_is_left_alone(alice, bob):
    article = ferry()
    rule = make_rule(bob)
    job = rules.apply(rule=rule, by=bob, count=1)
    articles.score(article=article, by=alice, version=1, quality=90)
    worked(job)
    assert results(now(job)) == {"changed: changed by Alice": 1}


def test_other_numbers_than_those_seen_are_refused(bob):
    ferry()
    rule = make_rule(bob)
    ferry()
    with pytest.raises(Refused, match="would change 2 articles now, and not 1"):
        rules.apply(rule=rule, by=bob, count=1)


def test_a_rule_changed_meanwhile_is_not_applied(bob):
    ferry()
    rule = make_rule(bob)
    job = rules.apply(rule=rule, by=bob, count=1)
    making.switch(rule=rule, by=bob, on=False)
    worked(job)
    assert now(job).state == BulkState.FAILED
    assert "changed or removed" in now(job).problem


def test_editors_apply_none(alice, bob):
    ferry()
    with pytest.raises(Refused, match="Only admins"):
        rules.apply(rule=make_rule(bob), by=alice, count=1)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"act": "reject", "reason": "Old"}, "rejected it: Old"),
        ({"act": "score", "points": 8}, "added 8 to the score"),
        ({"act": "score", "points": -8}, "took 8 off the score"),
    ],
)
def test_other_acts(bob, fields, named):
    article = ferry()
    job = applied(make_rule(bob, **fields), bob)
    assert sentence(history_of(article)[0]).endswith(named)
    undone(bob, job)
    row = Article.objects.get()
    assert (row.review, row.quality, row.ruled) == ("unreviewed", 80, None)


def test_topics_and_people(alice, bob):
    ferry(topics=[make_topic(name="Sea")])
    topic = applied(make_rule(bob, act="topic", topic=make_topic(name="Harbours")), bob)
    person = applied(make_rule(bob, act="assign", person=alice), bob)
    row = Article.objects.get()
    assert [one.name for one in row.listed_topics] == ["Sea", "Harbours"]
    assert row.assigned_to == alice
    undone(bob, person)
    undone(bob, topic)
    row = Article.objects.get()
    assert [one.name for one in row.listed_topics] == ["Sea"]
    assert row.assigned_to is None


def test_a_rule_before_it_keeps_what_it_has(bob):
    ferry()
    applied(make_rule(bob), bob)
    rule = make_rule(bob, act="reject")
    assert counts(rule) == {"earlier": 1}
    assert tried(rule, MOST).earlier == {1: 1}


def test_a_rule_before_it_takes_it_from_one_behind(bob):
    ferry()
    first, second = make_rule(bob, act="reject"), make_rule(bob)
    applied(second, bob)
    applied(first, bob)
    row = Article.objects.get()
    assert (row.ruled_by, row.review, row.state) == (first, "rejected", "published")


def test_what_has_no_score_gets_none(bob):
    ferry(quality=None)
    assert counts(make_rule(bob, act="score", points=8)) == {"nothing": 1}


def test_points_end_at_nothing(bob):
    ferry(quality=5)
    applied(make_rule(bob, act="score", points=-15), bob)
    assert Article.objects.get().quality == 0


def test_it_is_no_decision_of_a_persons(alice, bob):
    article = ferry(imported_at=NOON)
    applied(make_rule(bob), bob)
    assert not changes_by_people().exists()
    decisions.refresh(NOON - timedelta(days=900))
    assert not Decision.objects.exists()
    articles.publish(article=article, by=alice, version=2)
    decisions.refresh(NOON - timedelta(days=900))
    assert Decision.objects.get().against == "published"


def test_five_thousand(bob, django_assert_max_num_queries):
    """Tried, applied and written in portions: no query for each article."""
    topic, provider, batch = make_topic(), make_provider(), make_batch()
    Article.objects.bulk_create(
        Article(
            **{name: f"{name}-{n}" for name in ("path", "slug", "canonical_url")},
            title=f"Ferry {n}",
            search_words=f"ferry {n}",
            published_at=NOON - timedelta(minutes=n),
            day=NOON.date(),
            quality=80,
            state="published",
            imported_at=NOON,
            provider=provider,
            batch=batch,
        )
        for n in range(5000)
    )
    pinned = Article.objects.order_by("pk")[:10]
    for article in pinned:
        articles.agree(article=article, by=bob, version=1)
    ArticleTopic.objects.bulk_create(
        ArticleTopic(
            article=article,
            topic=topic,
            position=0,
            public=True,
            day=NOON.date(),
            weight=80,
            published_at=article.published_at,
        )
        for article in Article.objects.all()
    )
    rule = make_rule(bob)
    with django_assert_max_num_queries(12):
        assert counts(rule) == {"acts": 4990, "people": 10}
    job = rules.apply(rule=rule, by=bob, count=4990)
    worked(job)
    assert results(now(job)) == {"done": 4990}
    assert Article.objects.filter(ruled_by=rule, state="unpublished").count() == 4990
    assert ArticleTopic.objects.filter(public=True).count() == 10
    assert Event.objects.filter(group=job.act).count() == 4990
    assert RuleHit.objects.count() == 4990


def test_a_portion_asks_as_much_for_many_as_for_few(bob):
    counts = set()
    for number in (5, run.CHUNK):
        for _ in range(number):
            ferry()
        job = rules.apply(rule=make_rule(bob), by=bob, count=number)
        counts.add(len(queries(lambda job=job: worked(job))))
    assert len(counts) == 1

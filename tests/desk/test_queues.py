from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from articles.desk.queue import queues
from articles.models import Article, Conflict, Review, State
from tests.factories import NOON, make_article

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=30)
HELD, REVIEWED = State.UNPUBLISHED, Review.REVIEWED


@pytest.fixture
def newsroom():
    """One article for each thing that can be said of one."""
    lead = make_article(title="lead", quality=100, review=REVIEWED)
    make_article(title="new", quality=120)
    make_article(title="new and held", quality=20, state=HELD)
    make_article(title="near", quality=61, imported_at=LONG_AGO)
    make_article(title="near but reviewed", quality=61, review=REVIEWED)
    make_article(title="unscored", quality=None, state=State.UNSET, imported_at=LONG_AGO)
    make_article(title="unscored but reviewed", quality=None, review=REVIEWED)
    make_article(title="held", quality=20, state=HELD, review=REVIEWED)
    make_article(title="folded", folded_into=lead, state=HELD)
    make_article(title="rejected", quality=90, review=Review.REJECTED)
    make_article(title="old", quality=90, imported_at=LONG_AGO)
    make_article(title="old and held", quality=20, state=HELD, imported_at=LONG_AGO)
    make_article(title="old and folded by the seed", quality=90, heat=-1, imported_at=LONG_AGO)
    make_article(title="changed", quality=90, review=REVIEWED, changed_at=NOON)
    disputed = make_article(title="disputed", quality=90, review=REVIEWED, changed_at=NOON)
    for field in ("excerpt", "title"):
        Conflict.objects.create(article=disputed, field=field, at=NOON)


WAITING = {
    "review": {"new", "new and held"},
    "borderline": {"near"},
    "unscored": {"unscored"},
    "conflicts": {"disputed"},
    "changed": {"changed"},
}
DECIDED = {
    "decided-published": {"lead", "near but reviewed", "unscored but reviewed"},
    "decided-held": {"held"},
    "decided-rejected": {"rejected"},
    "decided-folded": {"folded"},
}
BY_RULE = {
    "rule-published": {"old"},
    "rule-held": {"old and held"},
    "rule-folded": {"old and folded by the seed"},
}
WHOLE = {
    "waiting": set().union(*WAITING.values()),
    "decided": set().union(*DECIDED.values()),
    "rule": set().union(*BY_RULE.values()),
}
ALL = {**WAITING, **DECIDED, **BY_RULE, **WHOLE, "all": set().union(*WHOLE.values())}


def titles(name):
    found = queues.named(name).narrow(Article.objects.all())
    return sorted(article.title for article in found)


@pytest.mark.parametrize(("few", "name"), [*product((1000, 0), ALL)])
def test_holds_what_its_name_says(newsroom, alice, monkeypatch, few, name):
    monkeypatch.setattr(queues, "FEW", few)
    assert titles(name) == sorted(ALL[name])
    assert queues.counts(alice)[name] == str(len(ALL[name]))


def make_every_kind():
    """An article for every combination of what a queue looks at; returns how many."""
    lead = make_article()
    kinds = product(
        (State.PUBLISHED, HELD, State.UNSET),
        (None, 0, 59, 60, 70, 80, 81, 189),
        ({}, {"heat": -1}, {"folded_into": lead}),
        ({}, {"review": REVIEWED}, {"review": Review.REJECTED}),
        ({}, {"imported_at": LONG_AGO}),
        ({}, {"changed_at": NOON}),
        (False, True),
    )
    disputed = []
    for state, quality, fold, decision, age, change, in_conflict in kinds:
        row = Article.objects.get(pk=lead.pk)
        fields = {"state": state, "quality": quality, **fold, **decision, **age, **change}
        if decision:
            fields |= {"state_by": "person", "decided_at": NOON}
        row.pk = None
        mark = Article.objects.count()
        row.path, row.slug = f"_news/{mark}.md", f"kind-{mark}"
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(force_insert=True)
        disputed += [row.pk] if in_conflict else []
    Conflict.objects.bulk_create(Conflict(article_id=pk, field="title", at=NOON) for pk in disputed)
    return Article.objects.count()


def test_every_article_is_in_one_of_them_and_they_add_up(alice, monkeypatch):
    count = make_every_kind()
    monkeypatch.setattr(queues, "COUNT_CAP", count)
    numbers = {name: int(text.replace(",", "")) for name, text in queues.counts(alice).items()}
    assert sum(numbers[group.whole.name] for group in queues.GROUPS) == numbers["all"] == count
    for group in queues.GROUPS:
        assert sum(numbers[queue.name] for queue in group.queues) == numbers[group.whole.name]
    for few in (0, count):  # walked along an order, and collected
        monkeypatch.setattr(queues, "FEW", few)
        found = [
            pk
            for part in queues.PARTS
            for pk in queues.named(part).narrow(Article.objects.all()).values_list("pk", flat=True)
        ]
        assert sorted(found) == sorted(Article.objects.values_list("pk", flat=True))


def test_what_came_within_the_last_days_waits(alice, settings):
    make_article(title="of a year ago", quality=90, published_at=NOON - timedelta(days=365))
    for days in (1, 2, 4):
        moment = timezone.now() - timedelta(days=days)
        make_article(title=f"{days} days", quality=90, imported_at=moment)
    assert titles("waiting") == ["1 days", "2 days", "of a year ago"]
    settings.WAITING_DAYS = 5
    assert titles("rule") == []
    settings.WAITING_DAYS = 0
    assert titles("waiting") == []


def test_borderline_follows_the_threshold(settings):
    settings.QUALITY_THRESHOLD = 5
    for quality in (None, 0, 15, 16):
        make_article(title=str(quality), quality=quality, imported_at=LONG_AGO)
    assert titles("borderline") == ["0", "15"]
    assert titles("unscored") == ["None"]
    assert titles("rule") == ["16"]


def test_an_unknown_name_is_all_that_waits():
    assert queues.named("no such queue").name == "waiting"


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1000, "1,000"), (1001, "1,000+")])
def test_counts_are_capped(count, words):
    assert queues.count_text(count) == words


def test_an_empty_newsroom_has_nothing_waiting(alice):
    assert set(queues.counts(alice).values()) == {"0"}


def test_no_more_is_counted_than_is_shown(newsroom, alice, monkeypatch):
    monkeypatch.setattr(queues, "COUNT_CAP", 1)
    counts = queues.counts(alice)
    assert (counts["review"], counts["borderline"], counts["waiting"]) == ("1+", "1", "1+")


def test_all_counts_are_one_query(newsroom, alice, django_assert_num_queries):
    with django_assert_num_queries(1):
        queues.counts(alice)

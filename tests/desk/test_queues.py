from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from articles import paging
from articles.figures.queue_parts import part, part_of
from articles.models import BEING_UNDONE, Article, Conflict, Event, Review, State
from articles.queue import queues
from tests.factories import NOON, make_article, make_batch, make_item, make_provider, make_topic

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
    muted = make_provider(muted_until=timezone.now().date() + timedelta(days=1))
    make_article(title="muted", quality=120, provider=muted)
    make_article(title="muted and near", quality=61, provider=muted, imported_at=LONG_AGO)
    make_article(title="muted and old", quality=90, provider=muted, imported_at=LONG_AGO)
    decided = {"provider": muted, "quality": 90, "review": REVIEWED}
    make_article(title="muted and changed", changed_at=NOON, **decided)
    unsettled = make_article(title="muted and disputed", **decided)
    Conflict.objects.create(article=unsettled, field="title", at=NOON)
    make_article(title="muted but reviewed", **decided)
    undone = make_batch(state="undone")
    for title, fields in {
        "withdrawn": {"state_by": "import"},
        "withdrawn and held by its seed": {"quality": 20},
        "withdrawn and near": {"quality": 61, "imported_at": LONG_AGO},
        "withdrawn and folded": {"heat": -1},
        "withdrawn and muted": {"provider": muted},
    }.items():
        arrived(undone, title=title, state=HELD, **fields)
    arrived(undone, title="left by the undo, as it is public")
    left = arrived(undone, title="left by the undo", state=HELD)
    make_item(batch=undone, article=left, left_as_is="It has been changed since.")
    arrived(undone, title="withdrawn, then rejected", state=HELD, review=Review.REJECTED)
    asked = arrived(undone, title="withdrawn and disputed", state=HELD)
    Conflict.objects.create(article=asked, field="title", at=NOON)
    again = arrived(undone, title="withdrawn and imported again", state=HELD)
    Article.objects.filter(pk=again.pk).update(batch=make_batch(state="done"))
    make_article(title="only changed by the undone import", quality=120, state=HELD, batch=undone)
    arrived(make_batch(state="done"), title="of an import that holds", state=HELD)
    heard = make_provider(muted_until=timezone.now().date())
    make_article(title="no longer muted", quality=120, provider=heard)


def arrived(batch, **fields):
    """An article that came with the batch."""
    article = make_article(batch=batch, quality=fields.pop("quality", 120), **fields)
    Event.objects.create(at=NOON, action="import", article=article, batch=batch)
    return article


WAITING = {
    "review": {
        *("new", "new and held", "no longer muted", "left by the undo, as it is public"),
        *("left by the undo", "withdrawn and imported again"),
        *("only changed by the undone import", "of an import that holds"),
    },
    "borderline": {"near"},
    "unscored": {"unscored"},
    "conflicts": {"disputed", "withdrawn and disputed"},
    "changed": {"changed"},
}
DECIDED = {
    "decided-published": {
        *("lead", "near but reviewed", "unscored but reviewed", "muted but reviewed"),
    },
    "decided-held": {"held"},
    "decided-rejected": {"rejected", "withdrawn, then rejected"},
    "decided-folded": {"folded"},
}
BY_RULE = {
    "rule-published": {"old"},
    "rule-held": {"old and held"},
    "rule-folded": {"old and folded by the seed"},
    "muted": {
        *("muted", "muted and near", "muted and old", "muted and changed", "muted and disputed"),
    },
    "withdrawn": {
        *("withdrawn", "withdrawn and held by its seed", "withdrawn and near"),
        *("withdrawn and folded", "withdrawn and muted"),
    },
}
WHOLE = {
    "waiting": set().union(*WAITING.values()),
    "decided": set().union(*DECIDED.values()),
    "rule": set().union(*BY_RULE.values()),
}
ALL = {**WAITING, **DECIDED, **BY_RULE, **WHOLE, "all": set().union(*WHOLE.values())}


def titles(name):
    found = queues.named(name).articles()
    return sorted(article.title for article in found)


@pytest.mark.parametrize(("few", "name"), [*product((1000, 0), ALL)])
def test_holds_what_its_name_says(newsroom, alice, monkeypatch, few, name):
    monkeypatch.setattr(paging, "FEW", few)
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
        ({}, {"provider": make_provider(muted_until=timezone.now().date() + timedelta(days=1))}),
    )
    disputed = []
    for state, quality, fold, decision, age, change, in_conflict, mute in kinds:
        row = Article.objects.get(pk=lead.pk)
        fields = {"state": state, "quality": quality, **fold, **decision, **age, **change, **mute}
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
        monkeypatch.setattr(paging, "FEW", few)
        found = [
            pk
            for part in queues.PARTS
            for pk in queues.named(part).articles().values_list("pk", flat=True)
        ]
        assert sorted(found) == sorted(Article.objects.values_list("pk", flat=True))


@pytest.mark.usefixtures("newsroom")
def test_what_no_row_says_any_more_was_in_the_same_part(alice):
    make_every_kind()
    rows = Article.objects.annotate(part=part()).select_related("provider", "batch")
    disputed = set(Conflict.objects.values_list("article", flat=True))
    withdrawn = set(Event.objects.withdrawals().values_list("article", flat=True))
    today = timezone.now().date()
    for row in rows:
        until = row.provider.muted_until
        said = {
            "in_conflict": row.pk in disputed,
            "is_muted": until is not None and until > today,
            "went": row.pk in withdrawn and row.batch.state in BEING_UNDONE,
        }
        assert part_of(row, **said) == row.part, row.title


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
    for quality in (None, 0, 20, 21):
        make_article(title=str(quality), quality=quality, imported_at=LONG_AGO)
    assert titles("borderline") == ["0", "20"]
    assert titles("unscored") == ["None"]
    assert titles("rule") == ["21"]


@pytest.mark.parametrize("few", [0, 1000])
def test_borderline_follows_the_topics_threshold(monkeypatch, few):
    monkeypatch.setattr(paging, "FEW", few)
    topic = make_topic(threshold=40)
    for quality in (None, 24, 25, 55, 56, 70):
        fields = {"topics": [topic], "quality": quality, "imported_at": LONG_AGO}
        row = make_article(title=str(quality), **fields)
        assert part_of(row, in_conflict=False, is_muted=False) == (
            Article.objects.annotate(part=part()).get(pk=row.pk).part
        )
    make_article(title="the site's", quality=70, imported_at=LONG_AGO)
    assert titles("borderline") == ["25", "55", "the site's"]
    assert titles("unscored") == ["None"]
    assert titles("rule") == ["24", "56", "70"]


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

"""Every term finds what it says, in any company."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles import paging, search
from articles.models import Article, Conflict, Review, State, StateBy
from articles.query.compile import HAS, IS, articles_of
from articles.query.compile import found as compiled
from articles.query.language import operators
from articles.query.language.errors import QueryError
from tests.factories import (
    NOON,
    make_article,
    make_batch,
    make_image,
    make_item,
    make_link,
    make_provider,
    make_topic,
    make_user,
)
from tests.queries import queries

pytestmark = pytest.mark.django_db


def found(text, by=None, now=NOON):
    articles = articles_of(text, Article.objects.all(), by=by, now=now)
    return {article.title for article in articles}


def error(text):
    with pytest.raises(QueryError) as caught:
        found(text)
    return caught.value


@pytest.fixture(params=[0, 1000], ids=["many", "few"])
def few(request, monkeypatch):
    """As if all hits were too many to collect, and as if they were not."""
    monkeypatch.setattr(search, "FEW", request.param)
    monkeypatch.setattr(paging, "FEW", request.param)


@pytest.fixture
def stories(few):
    storage, grid = make_topic(name="Storage"), make_topic(name="Grid")
    make_provider(name="Whoever brings the rest")
    mail = make_provider(name="Halyard Mail", domain="halyard.example")
    make_article(title="Iron quarry", topics=[storage], quality=82, heat=120)
    make_article(title="Iron pit", topics=[grid], quality=40, provider=mail)
    make_article(title="Salt quarry", topics=[storage, grid], quality=None, heat=None)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("", {"Iron quarry", "Iron pit", "Salt quarry"}),
        ("quarry", {"Iron quarry", "Salt quarry"}),
        ("iron qua", {"Iron quarry"}),
        ("qua iron", set()),
        ('"iron qua"', set()),
        ('"iron quarry"', {"Iron quarry"}),
        ('"quarry iron"', set()),
        ("on", set()),
        ("-quarry", {"Iron pit"}),
        ("iron -qua", {"Iron quarry", "Iron pit"}),
        ("iron -quarry", {"Iron pit"}),
        ("-(iron quarry)", {"Iron pit", "Salt quarry"}),
        ("salt or pit", {"Salt quarry", "Iron pit"}),
        ("iron quarry or pit", {"Iron quarry", "Iron pit"}),
        ("(salt quarry) or pit", {"Salt quarry", "Iron pit"}),
        ("salt or score:82", {"Salt quarry", "Iron quarry"}),
        ("!!!", set()),
        ("iron & pit", {"Iron pit"}),
        ("pit or !!!", {"Iron pit"}),
        ("!!! -pit", {"Iron quarry", "Salt quarry"}),
        ("note:pit", set()),
        ("topic:storage", {"Iron quarry", "Salt quarry"}),
        ("-topic:storage", {"Iron pit"}),
        ("topic:storage topic:grid", {"Salt quarry"}),
        ("topic:storage,grid iron", {"Iron quarry", "Iron pit"}),
        ("topic:storage or topic:grid -salt", {"Iron quarry", "Iron pit"}),
        ("provider:halyard.example", {"Iron pit"}),
        ("provider:www.halyard.example", {"Iron pit"}),
        ('provider:"halyard mail"', {"Iron pit"}),
        ("-provider:Halyard quarry", {"Iron quarry", "Salt quarry"}),
        ("score>=40", {"Iron quarry", "Iron pit"}),
        ("score>40", {"Iron quarry"}),
        ("score:40,82", {"Iron quarry", "Iron pit"}),
        ("score<82", {"Iron pit"}),
        ("score<=82", {"Iron quarry", "Iron pit"}),
        ("-score<=82", {"Salt quarry"}),
        ("heat>=100", {"Iron quarry"}),
        ("-heat>=100", {"Iron pit", "Salt quarry"}),
        ("heat:120", {"Iron quarry"}),
        ("is:unscored", {"Salt quarry"}),
        ("is:unscored or heat:120", {"Salt quarry", "Iron quarry"}),
    ],
)
def test_finds(stories, text, titles):
    assert found(text) == titles


@pytest.mark.parametrize("query", ["topic:Energy", "topic:energy-all", "topic:power", "topic:old"])
def test_topic_by_any_of_its_names_with_its_descendants(few, query):
    energy = make_topic(slug="energy-all", name="Energy", aliases=["Power"])
    energy.old_slugs.create(slug="old")
    make_article(title="below", topics=[make_topic(parent=energy)])
    make_article(title="elsewhere", topics=[make_topic()])
    assert found(query) == {"below"}


def test_a_topic_with_blanks_in_its_name():
    make_article(title="learned", topics=[make_topic(name="Machine learning")])
    assert found('topic:"machine learning"') == {"learned"}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("is:published", "published"),
        ("state:held", "held"),
        ("is:held", "held"),
        ("state:rejected", "rejected"),
        ("is:folded", "folded"),
        ("is:reviewed", "rejected"),
        ("is:pinned", "rejected"),
        ("is:borderline", "held"),
        ("is:changed", "published"),
        ("is:conflict", "folded"),
        ("is:muted", "held"),
    ],
)
def test_how_it_stands(query, title):
    until = timezone.now().date() + timedelta(days=9)
    make_article(title="published", quality=180, changed_at=NOON)
    muted = make_provider(muted_until=until)
    make_article(title="held", quality=75, state=State.UNPUBLISHED, provider=muted)
    make_article(title="rejected", quality=180, review=Review.REJECTED)
    folded = make_article(title="folded", quality=180, heat=-1)
    Conflict.objects.create(article=folded, field="title", at=NOON)
    assert found(query) == {title}
    assert found(f"-{query}") == {"published", "held", "rejected", "folded"} - {title}


@pytest.mark.parametrize("what", ["image", "related", "video", "topic", "excerpt"])
def test_what_it_comes_with(few, what):
    has = make_article(title="has", images=[make_image()], type="video", topics=[make_topic()])
    make_link(has)
    make_article(title="has not", excerpt="")
    assert found(f"has:{what}") == {"has"}
    assert found(f"-has:{what}") == {"has not"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("after:2026-11-20", {"noon"}),
        ("before:2026-11-20", {"midnight"}),
        ("after:today", {"noon"}),
        ("after:yesterday before:today", {"midnight"}),
        ("after:1h", {"noon"}),
        ("before:12h", {"midnight"}),
        ("after:9999-12-31", set()),
        ("before:0001", set()),
    ],
)
def test_days(query, titles):
    make_article(title="noon", published_at=NOON)
    make_article(title="midnight", published_at=NOON - timedelta(hours=12, seconds=1))
    assert found(query) == titles


@pytest.mark.parametrize("query", ["by:alice", "by:Alice", "by:me", 'by:"Alice Winter"'])
def test_by_whom(query):
    alice = make_user("alice", last_name="Winter")
    person = {"decided_at": NOON, "state_by": StateBy.PERSON}
    make_article(title="hers", decided_by=alice, **person)
    make_article(title="his", decided_by=make_user("bob"), **person)
    make_article(title="nobody's")
    assert found(query, by=alice) == {"hers"}
    assert found(f"-{query}", by=alice) == {"his", "nobody's"}


def test_of_an_import(few):
    article = make_article(title="brought", batch=make_batch())
    make_item(batch=article.batch, article=article)
    make_item(batch=article.batch, path="_data/topics/grid.md", kind="topic")
    make_article(title="not", batch=make_batch())
    assert found(f"batch:{article.batch_id}") == {"brought"}
    assert found(f"-batch:{article.batch_id}") == {"not"}


@pytest.mark.parametrize(
    ("text", "word", "likely"),
    [
        ("quarry topic:Storrage", "Storrage", "Storage"),
        ("topic:Grid,zebra", "zebra", ""),
        ("topic:machine", "machine", '"Machine learning"'),
        ("-provider:Halyrad", "Halyrad", "Halyard"),
        ("by:alcie", "alcie", "alice"),
        ("by:me", "me", "me"),
        ("batch:12345", "12345", ""),
    ],
)
def test_an_unknown_name_is_pointed_at(alice, text, word, likely):
    for name in ("Storage", "Grid", "Machine learning"):
        make_topic(name=name)
    make_provider(name="Halyard")
    wrong = error(text)
    assert (wrong.word, wrong.likely) == (word, likely)


def test_every_word_of_is_and_has_means_something():
    assert operators.IS.keys() == IS.keys()
    assert operators.HAS.keys() == HAS.keys()


def test_it_keeps_within_the_articles_given():
    make_article(title="quarry one", state=State.UNPUBLISHED)
    make_article(title="quarry two")
    assert articles_of("quarry", Article.objects.public()).get().title == "quarry two"


def test_the_number_of_queries_does_not_grow():
    def ask():
        return queries(lambda: found("quarry topic:storage provider:paper has:image -salt"))

    topic, paper = make_topic(name="Storage"), make_provider(name="Paper")
    counts = set()
    for _ in range(3):
        for _ in range(10):
            make_article(title="quarry", topics=[topic], provider=paper, images=[make_image()])
        counts.add(len(ask()))
    assert len(counts) == 1


PIECES = st.sampled_from(
    [
        *(f"{name}:" for name in operators.OPERATORS),
        *("score>=", "heat<", "-", "(", ")", " ", " or ", '"', ",", "%", "_", "\\", "\0", "'"),
        *("70", "7d", "held", "image", "iron", "é", "电池", "電", "storage", "me", "\udc80"),
    ]
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.lists(PIECES, max_size=12).map("".join))
@example("电池 or iron -电")
@example("provider:\udc80")
@example("by:%")
def test_whatever_is_typed_is_answered_or_refused(text):
    try:
        answer = found(text)
    except QueryError as error:
        answer = error.message
    assert answer is not None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans its counts itself")
def test_very_many_are_counted_among_some(monkeypatch):
    monkeypatch.setattr(search, "FEW", 2)
    for number in range(5):
        make_article(title="quarry", quality=number)
    many = compiled("quarry score>=1", Article.objects.all())
    assert (many.articles.count(), many.counted.count(), many.more) == (4, 2, True)
    few = compiled("quarry or pit score>=1", Article.objects.all())
    assert (few.counted.count(), few.more) == (4, False)

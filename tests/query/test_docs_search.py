"""Every example for editors finds something, and not everything."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from articles.models import Article, Conflict, Review, State
from articles.query.compile import articles_of
from articles.query.language import operators
from articles.query.language.parser import DEEPEST, MOST
from articles.query.language.tokens import LONGEST
from tests.factories import (
    make_article,
    make_batch,
    make_image,
    make_item,
    make_link,
    make_provider,
    make_topic,
    make_user,
)

GUIDE = (Path(__file__).parents[2] / "docs" / "search.md").read_text()
EXAMPLES = re.findall(r"^\| `([^`]+)` \|", GUIDE, re.MULTILINE)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bram():
    """A small newsroom that has something for every example."""
    bram = make_user("bram")
    storage, grid = make_topic(name="Storage"), make_topic(name="Grid")
    learning = make_topic(name="Machine learning")
    kestrel = make_provider(name="Kestrel Wire", domain="kestrel.example")
    halyard = make_provider(name="Halyard", muted_until=timezone.now().date() + timedelta(days=2))
    first, second = make_batch(pk=1), make_batch()
    quarry = make_article(
        title="Disused quarry becomes the largest iron battery in Zürich",
        topics=[storage],
        images=[make_image()],
        type="video",
        provider=kestrel,
        quality=131,
        heat=140,
        published_at=NOON,
        batch=first,
    )
    make_link(quarry)
    make_item(batch=first, article=quarry)
    Conflict.objects.create(article=quarry, field="title", at=NOON)
    make_article(
        title="Partner content: salt or sand in a battery",
        topics=[grid, learning],
        provider=halyard,
        state=State.UNPUBLISHED,
        quality=70,
        published_at=NOON - timedelta(days=60),
        batch=second,
    )
    make_article(
        title="A museum",
        excerpt="",
        quality=None,
        review=Review.REJECTED,
        decided_by=bram,
        changed_at=NOON,
        batch=second,
        provider=kestrel,
    )
    make_article(title="Folded", heat=-1, batch=second, provider=kestrel)
    return bram


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_finds_something_and_not_everything(bram, example):
    found = articles_of(example, Article.objects.all(), by=bram, now=NOON).count()
    assert 0 < found < Article.objects.count()


@pytest.mark.parametrize("name", operators.OPERATORS)
def test_every_operator_has_its_example(name):
    assert any(example.startswith(name) for example in EXAMPLES)


@pytest.mark.parametrize(
    "term",
    [
        *(f"is:{name}" for name in operators.IS if name not in operators.STATES),
        *(f"has:{name}" for name in operators.HAS),
        *operators.STATES,
    ],
)
def test_every_value_is_named(term):
    assert f"`{term}`" in GUIDE


def test_the_limits_are_those_of_the_search():
    limits = f"at most {LONGEST} characters, {MOST} words and terms, and brackets {DEEPEST} deep"
    assert limits in GUIDE

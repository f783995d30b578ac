import pytest

from articles.desk.queue import queues
from articles.models import Article, Conflict, Review, State
from tests.factories import NOON, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def newsroom():
    """One article for each thing that can be said of one."""
    lead = make_article(title="lead", quality=100, review=Review.REVIEWED)
    make_article(title="new", quality=120)
    make_article(title="near", quality=61)
    make_article(title="near but reviewed", quality=61, review=Review.REVIEWED)
    make_article(title="unscored", quality=None, state=State.UNSET)
    make_article(title="held", quality=20, state=State.UNPUBLISHED, review=Review.REVIEWED)
    make_article(title="folded", heat=-1, folded_into=lead, state=State.UNPUBLISHED)
    make_article(title="rejected", quality=90, review=Review.REJECTED)
    disputed = make_article(title="disputed", quality=90, review=Review.REVIEWED)
    for field in ("excerpt", "title"):
        Conflict.objects.create(article=disputed, field=field, at=NOON)


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("review", {"new", "near", "unscored", "folded"}),
        ("borderline", {"near", "folded"}),
        ("unscored", {"unscored"}),
        ("conflicts", {"disputed"}),
        ("published", {"lead", "new", "near", "near but reviewed", "unscored", "disputed"}),
        ("held", {"held"}),
        ("folded", {"folded"}),
        ("rejected", {"rejected"}),
    ],
)
def test_holds_what_its_name_says(newsroom, name, titles):
    found = queues.named(name).narrow(Article.objects.all())
    assert {article.title for article in found} == titles
    assert queues.counts()[name] == str(len(titles))


def test_an_unknown_name_is_what_needs_review():
    assert queues.named("no such queue").name == "review"


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1000, "1,000"), (1001, "1,000+")])
def test_counts_are_capped(count, words):
    assert queues.count_text(count) == words


def test_an_empty_newsroom_has_nothing_waiting():
    assert set(queues.counts().values()) == {"0"}


def test_no_more_is_counted_than_is_shown(newsroom, monkeypatch):
    monkeypatch.setattr(queues, "COUNT_CAP", 2)
    assert queues.counts() == {
        "review": "2+",
        "borderline": "2",
        "unscored": "1",
        "conflicts": "1",
        "published": "2+",
        "held": "1",
        "folded": "1",
        "rejected": "1",
    }


def test_all_counts_are_one_query(newsroom, django_assert_num_queries):
    with django_assert_num_queries(1):
        queues.counts()

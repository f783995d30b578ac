import pytest
from django.http import QueryDict

from articles.models import Review
from articles.queue.saved import Broken, cleaned, found_by, in_words, is_personal
from tests.factories import NOON, make_article, make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", "queue=waiting"),
        ("queue=nowhere", "queue=waiting"),
        ("queue=all&sort=newest&after=x&at=7&filters=open&topic=", "queue=all"),
        (
            "sort=heat&topic=energy&q=+storage+&queue=all",
            "queue=all&q=storage&topic=energy&sort=heat",
        ),
        ("sort=nothing&other=1", "queue=waiting"),
        ("q=a%00b", "queue=waiting&q=ab"),
    ],
)
def test_keeps_what_says_which_articles(asked, kept):
    assert cleaned(QueryDict(asked)) == kept
    assert cleaned(QueryDict(kept)) == kept


def test_finds_what_queue_search_and_filters_let_through(alice):
    topic = make_topic(slug="energy")
    make_article(title="Storage elsewhere")
    make_article(title="Something else", topics=[topic])
    wanted = make_article(title="Storage here", topics=[topic])
    make_article(title="Storage rejected", topics=[topic], review=Review.REJECTED)
    found = found_by("queue=waiting&q=storage&topic=energy", alice)
    assert [article.pk for article in found.articles] == [wanted.pk]


def test_me_is_who_asks(alice, bob):
    article = make_article(review=Review.REVIEWED, decided_by=alice, decided_at=NOON)
    assert list(found_by("queue=all&q=by:me", alice).articles) == [article]
    assert list(found_by("queue=all&q=by:me", bob).articles) == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("queue=all&q=topic:power", "No topic is called “power”."),
        ("queue=all&topic=power", "“power” is none of what there is now under “Topic”."),
        ("queue=all&at_least=much", "“much” is none of what there is now under “Score from”."),
        ("queue=all&q=topic:", "topic"),
    ],
)
def test_says_what_is_not_understood_any_more(alice, query, says):
    with pytest.raises(Broken, match=says.replace(".", r"\.")):
        found_by(query, alice)


def test_what_it_asks_in_words():
    assert in_words("queue=all&q=storage&topic=energy&sort=heat") == [
        *("All articles", "storage", "Topic: energy")
    ]
    assert in_words("") == ["Waiting"]


@pytest.mark.parametrize(
    ("query", "personal"),
    [
        ("queue=all&q=by:me", True),
        ("queue=all&q=storage+-(by:bob,Me+or+has:video)", True),
        ("queue=all&q=by:bob", False),
        ("queue=all&q=me+topic:me", False),
        ("queue=all", False),
        ("queue=all&q=by:", False),
    ],
)
def test_whether_everybody_finds_something_else(query, personal):
    assert is_personal(query) == personal

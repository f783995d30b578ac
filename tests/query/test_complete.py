import pytest

from articles.models import StateBy
from articles.query.complete import MOST, completions
from tests.factories import NOON, make_article, make_batch, make_provider, make_topic, make_user
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def named():
    make_topic(name="Machine learning", parent=make_topic(name="Science"))
    make_topic(name="Grid")
    paper = make_provider(name="Halyard Mail", domain="halyard.example")
    editor = make_user("bram", last_name="Oak")
    make_user("nobody")
    decided = {"decided_by": editor, "decided_at": NOON, "state_by": StateBy.PERSON}
    make_article(provider=paper, batch=make_batch(source="the morning's"), **decided)


def texts(text):
    return [one.text for one in completions(text)]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("pro", ["provider:"]),
        ("iron SC", ["iron score>="]),
        ("-to", ["-topic:"]),
        ("(he", ["(heat>="]),
        ("b", ["before:", "by:", "batch:"]),
        ("topic:mach", ['topic:"Machine learning" ']),
        ("iron topic:grid,LEARN", ['iron topic:grid,"Machine learning" ']),
        ('topic:"machine l', ['topic:"Machine learning" ']),
        ("-topic:g", ["-topic:Grid ", '-topic:"Machine learning" ']),
        ("provider:halyard.ex", ['provider:"Halyard Mail" ']),
        ("by:m", ["by:me ", "by:bram "]),
        ("by:oak", ["by:bram "]),
        ("is:un", ["is:unscored "]),
        ("state:he", ["state:held "]),
        ("has:i", ["has:image "]),
        ("after:to", ["after:today "]),
        ("score:7", []),
        ("topic:zebra", []),
        ("note:x", []),
        ("iron-pro", []),
        ('"a phrase with pro', []),
        ("zebra", []),
        ("topic:%", []),
    ],
)
def test_goes_on_with(typed, completed):
    assert texts(typed) == completed


def test_imports_are_named_by_their_source():
    offered = completions("batch:")
    assert [one.help for one in offered] == ["the morning's"]


def test_nothing_typed_offers_all_operators():
    assert "topic:" in texts("")
    assert texts("iron ")[0] == "iron topic:"


def test_only_so_many_are_offered_for_as_many_queries():
    def ask():
        return len(queries(lambda: texts("topic:grid")))

    before = ask()
    for number in range(20):
        make_topic(name=f"Grid {number}")
    assert ask() == before
    assert len(texts("topic:grid")) == MOST

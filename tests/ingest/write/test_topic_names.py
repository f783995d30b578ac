"""Which topic a seed means: the one with that name, whatever address the name makes."""

import pytest

from articles.actions import topics as actions
from articles.models import Article, Event, Topic, TopicRedirect
from tests.factories import make_topic
from tests.ingest.batches import bring_in, counted, errors, numbered, topic, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(tmp_path):
    """Import articles with these topics each, and topic files."""

    def again(*listed, **files):
        named = {f"_data/topics/{name}.yaml": data for name, data in files.items()}
        seeds = {f"_news/{n}.md": numbered(n, topics=names) for n, names in enumerate(listed)}
        return bring_in(write(tmp_path / "site", {**named, **seeds}))

    return again


def filed():
    """Topics by slug, with the articles that list them."""
    return {
        slug: list(Article.objects.filter(article_topics__topic__slug=slug).values_list("path"))
        for slug in Topic.objects.order_by("pk").values_list("slug", flat=True)
    }


def names():
    return dict(Topic.objects.values_list("slug", "name"))


def test_names_that_differ_in_symbols_are_apart(again):
    again(("C",), ("C++", "C#"), (".NET",), ("NET",))
    assert filed() == {
        "c": [("_news/0.md",)],
        "c-plus-plus": [("_news/1.md",)],
        "c-sharp": [("_news/1.md",)],
        "dot-net": [("_news/2.md",)],
        "net": [("_news/3.md",)],
    }


def test_names_of_one_symbol_each_are_apart(again):
    again(("🎻",), ("🥁",))
    assert names() == {"violin": "🎻", "drum-with-drumsticks": "🥁"}


def test_names_that_make_one_address_get_one_each(again):
    again(("Cafe",), ("Café",), ("Cafe!",))
    assert names() == {"cafe": "Cafe", "cafe-2": "Café", "cafe-3": "Cafe!"}


@pytest.mark.parametrize("other", ["Cafe\u0301", "CAFÉ", "café"])
def test_one_name_in_another_form_or_case(again, other):
    again(("Café",), (other,), (other, "Café"))
    assert names() == {"cafe": "Café"}
    assert len(filed()["cafe"]) == 3


def test_a_composed_name_is_kept(again):
    again(("Cafe\u0301",))
    assert Topic.objects.get().name == "Café"


def test_a_name_that_is_too_long_once_it_is_composed(again):
    report = again(("\u0958" * 51,), ("\u0958" * 50,), long=topic("long", "\u0958" * 51))
    assert "1 to 100 characters" in errors(report)["_news/0.md"]
    assert "shorten it to 100" in errors(report)["_data/topics/long.yaml"]
    assert len(Topic.objects.get().name) == 100


def test_a_file_leaves_topics_with_other_names_alone(again):
    again(("J",), ("J++",))
    again(**{"01-jpp": topic("jpp", "J++"), "02-jsharp": topic("jsharp", '"J#"')})
    assert names() == {"j": "J", "jpp": "J++", "jsharp": "J#"}
    assert TopicRedirect.objects.get().slug == "j-plus-plus"


def test_a_file_that_wants_the_address_of_another_name(again):
    again(("J",))
    report = again(**{"01-j": topic("j", "J++")})
    assert errors(report)["_data/topics/01-j.yaml"].startswith('the topic "J" has the _id "j"')
    assert names() == {"j": "J"}


@pytest.mark.parametrize("slug", ["page", "feed", "index"])
def test_a_file_with_an_address_of_the_site(again, slug):
    report = again(**{"01-x": topic(slug, "Pages")})
    assert "an address of the site's own" in errors(report)["_data/topics/01-x.yaml"]
    again(("Page",))
    assert names() == {"page-2": "Page"}


def test_a_new_name_leaves_an_alias(again):
    again(("Ferries",), ferries=topic("ferries", "Ferries"))
    again(ferries=topic("boats", "Boats"))
    again(("Ferries",), ("Ferries", "Boats"))
    assert names() == {"boats": "Boats"}
    assert len(filed()["boats"]) == 2


def test_a_file_with_the_former_name_of_another(again):
    again(ferries=topic("ferries", "Ferries"))
    again(ferries=topic("boats", "Boats"))
    report = again(other=topic("ferries", "Ferries"))
    message = '"Ferries" means the topic of _data/topics/ferries.yaml'
    assert message in errors(report)["_data/topics/other.yaml"]


def test_a_file_renamed_to_the_alias_of_another(again):
    make_topic(name="Boats", slug="boats", aliases=["Ferries"])
    again(tugs=topic("tugs", "Tugs"))
    report = again(tugs=topic("tugs", "Ferries"))
    message = '"Ferries" is an alias of the topic "Boats"'
    assert message in errors(report)["_data/topics/tugs.yaml"]


def test_an_address_that_leads_on_joins_two_names(again):
    TopicRedirect.objects.create(slug="c-plus-plus", topic=make_topic(name="C", slug="c"))
    again(("C++",), ("C#",))
    assert names() == {"c": "C", "c-sharp": "C#"}


def test_what_only_articles_name_waits(again):
    again(("Ferries",), harbours=topic("harbours", "Harbours", "Transport"))
    waiting = dict(Topic.objects.values_list("name", "accepted"))
    assert waiting == {"Ferries": False, "Harbours": True, "Transport": True}


@pytest.mark.parametrize(
    "data", [topic("ferries", "Ferries"), topic("tugs", "Tugs", "Ferries")], ids=["own", "below"]
)
def test_a_file_accepts_it(again, data):
    again(("Ferries",))
    report = again(file=data)
    ferries = Topic.objects.get(name="Ferries")
    assert ferries.accepted
    event = ferries.events.first()
    assert (event.batch, event.after["accepted"]) == (report.batch, True)


def test_a_file_that_came_before_accepts_nothing_anew(again, bob):
    again(ferries=topic("ferries", "Ferries"))
    ferries = Topic.objects.get()
    actions.change(topic=ferries, by=bob, version=1, action="edit", to={"accepted": False})
    report = again(ferries=topic("ferries", "Ferries", description="Boats."))
    assert counted(report) == {"content": 1}
    assert not Topic.objects.get().accepted
    assert Event.objects.filter(batch=report.batch).count() == 1

"""Making, renaming and moving topics."""

import pytest

from articles.actions import topics
from articles.actions.catalog import Catalog
from articles.actions.errors import Refused, Stale
from articles.history.sentences import sentence
from articles.history.undo import undo_act
from articles.models import ArticleTopic, Event, Topic, TopicRedirect
from tests.factories import make_article, make_topic
from tests.history.acts import edit_topic

pytestmark = pytest.mark.django_db


def edited(topic, by, **fields):
    return edit_topic(topic, by, **fields).row


def chain(length):
    topic = None
    for _ in range(length):
        topic = make_topic(parent=topic)
    return topic


def test_create(bob):
    parent = make_topic(name="Energy")
    done = topics.create(by=bob, name=" Grid & cables ", parent=parent, keywords=["hvdc", " "]).row
    assert (done.slug, done.name, done.parent) == ("grid-and-cables", "Grid & cables", parent)
    assert done.keywords == ["hvdc"]
    event = Event.objects.get()
    assert (event.action, event.topic, event.after["parent"]) == ("create", done, "Energy")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        *[
            ({"name": blank}, "name is empty")
            for blank in ("", "\u3164", "\u2800", "\u115f", "\ufe0f")
        ],
        ({"name": "x" * 101}, "shorten it to 100"),
        ({"name": "ÉNERGIE"}, "already"),
        ({"name": "New", "slug": "energie"}, "belongs to another topic"),
        ({"name": "New", "slug": "old"}, "belongs to another topic"),
        ({"name": "New", "slug": "Page"}, "“page” is one of the site's own"),
        ({"name": "e\u0301nergie"}, "already"),
        ({"name": "\u0958" * 51}, "shorten it to 100"),
        ({"name": "POWER"}, "an alias of the topic “énergie”"),
        ({"name": "New", "aliases": ["Power"]}, "an alias of the topic “énergie”"),
        ({"name": "New", "aliases": ["Énergie"]}, "already"),
        ({"name": "New", "order": -1}, "order lies between"),
        ({"name": "New", "description": "a\x00"}, "cannot be shown"),
    ],
)
def test_what_cannot_be_created(bob, fields, message):
    taken = make_topic(name="énergie", slug="energie", aliases=["Power"])
    TopicRedirect.objects.create(slug="old", topic=taken)
    with pytest.raises(Refused, match=message):
        topics.create(by=bob, **fields)
    assert Topic.objects.get() == taken


def test_edit(bob):
    topic = make_topic(name="Old", slug="old")
    done = edited(topic, bob, name="New", description="What it is.", order=3)
    assert (done.name, done.slug, done.order, done.version) == ("New", "old", 3, 2)
    before = {"name": "Old", "aliases": [], "description": "", "order": 1000}
    assert Event.objects.get().before == before
    assert Catalog().topics.find("old") == done


def test_nothing_new(bob):
    assert edited(make_topic(), bob).version == 1
    assert not Event.objects.exists()


def test_names_that_differ_in_symbols(bob):
    make_topic(name="D#", slug="dsharp")
    slugs = [topics.create(by=bob, name=name).row.slug for name in ("D", "D++", "D!", "🎲", "Feed")]
    assert slugs == ["d", "d-plus-plus", "d-2", "game-die", "feed-2"]


def test_only_the_case_of_a_name(bob):
    done = edited(make_topic(name="ai"), bob, name="AI")
    assert (done.name, done.aliases) == ("AI", [])


def test_aliases(bob):
    topic = make_topic(name="Boats", aliases=["Ferries"])
    done = edited(topic, bob, name="Ferries", aliases=["Ships", "ships", "Tugs"])
    assert done.aliases == ["ships", "Tugs", "Boats"]
    assert edited(done, bob, aliases=["Tugs"]).aliases == ["Tugs"]


def test_an_address_that_nobody_typed_stays(bob):
    topic = make_topic(slug="page")
    assert edited(topic, bob, name="New", slug="page").slug == "page"


def test_accept(bob):
    waiting = [make_topic(accepted=False) for _ in range(2)]
    assert topics.accept(topics=[*waiting, make_topic()], by=bob) == 2
    assert not Topic.objects.filter(accepted=False).exists()
    events = Event.objects.all()
    assert {event.topic for event in events} == set(waiting)
    assert {sentence(event) for event in events} == {"Bob accepted it into the navigation"}
    undo_act(act=events[0].group, by=bob)
    assert Topic.objects.filter(accepted=False).count() == 2


def test_out_of_the_navigation_again(bob):
    topic = make_topic()
    assert not edited(topic, bob, accepted=False).accepted
    said = "Bob changed the place in the navigation from yes to no"
    assert sentence(Event.objects.get()) == said


def test_a_new_slug_leaves_a_redirect(bob):
    done = edited(make_topic(slug="old"), bob, slug="New One")
    assert done.slug == "new-one"
    assert TopicRedirect.objects.get().slug == "old"


def test_back_to_the_old_slug(bob):
    topic = edited(make_topic(slug="old"), bob, slug="new")
    done = edited(topic, bob, slug="old")
    assert done.slug == "old"
    assert TopicRedirect.objects.get().slug == "new"


def test_moving_files_its_articles_anew(bob):
    old, new = make_topic(name="Old"), make_topic(name="New")
    topic = make_topic(name="Moved", parent=old)
    make_article(topics=[make_topic(name="Below", parent=topic)])
    edited(topic, bob, parent=new)
    names = ArticleTopic.objects.values_list("topic__name", flat=True)
    assert set(names) == {"Below", "Moved", "New"}


def test_not_below_itself(bob):
    top = make_topic(name="Top")
    below = make_topic(parent=make_topic(parent=top))
    for parent in (top, below):
        with pytest.raises(Refused, match="part of itself"):
            edited(top, bob, parent=parent)


def test_not_too_deep(bob):
    root = chain(topics.MAX_DEPTH - 1)
    assert edited(make_topic(), bob, parent=root).parent == root
    tall = make_topic()
    make_topic(parent=tall)
    with pytest.raises(Refused, match="at most 5 levels"):
        edited(tall, bob, parent=root)


def test_stale(bob):
    topic = make_topic(version=2)
    with pytest.raises(Stale) as stale:
        edited(topic, bob, version=1, name="New")
    assert stale.value.row == topic

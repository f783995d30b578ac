"""What an import writes of an article that is here, and what the history says of it."""

import pytest

from articles.actions import articles, conflicts, links
from articles.history.undo import undo_events
from articles.models import Article, Conflict, Event, RelatedLink
from tests.factories import NOON, make_article, make_topic
from tests.ingest.batches import PATH, bring_in, counted, picture, related, seed, topic, write
from tests.ingest.one_article import edit, the_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(tmp_path):
    """Import the same path again with other content."""

    def again(data, **more):
        return bring_in(write(tmp_path, {PATH: data, **more}))

    return again


def test_a_topic_that_was_only_above_may_be_listed_later(again):
    tree = {"_data/topics/01-ferries.yaml": topic("ferries", "Ferries", "Transport")}
    again(seed(topics=("Ferries",)), **tree)
    report = again(seed(topics=("Ferries", "Transport")))
    assert counted(report) == {"content": 1, "unchanged": 1}
    assert [row.name for row in the_article().listed_topics] == ["Ferries", "Transport"]


def test_links_that_stay_are_the_same_rows(again):
    again(seed(related=(related("one"), related("two"))))
    before = dict(the_article().links.values_list("title", "pk"))
    again(seed(related=(related("two", excerpt="Rewritten."), related("three"))))
    first, second = the_article().links.all()
    assert (first.pk, first.excerpt, first.position) == (before["More on two"], "Rewritten.", 0)
    assert (second.title, second.position) == ("More on three", 1)


def test_the_history_knows_whose_a_link_was(again, alice):
    again(seed(related=(related("one"),)))
    links.add(article=the_article(), by=alice, version=1, target=make_article(title="Ours"))
    again(seed(related=(related("one"), related("two"))))
    after = the_article().events.first().after["links"]
    assert [(link["title"], link["origin"]) for link in after] == [
        ("More on one", "seed"),
        ("More on two", "seed"),
        ("Ours", "editor"),
    ]


def test_imports_and_editors_tell_of_links_alike(again, alice):
    again(seed(related=(related("one"),)))
    again(seed(related=(related("one"), related("two"))))
    told = the_article().events.first().after["links"]
    article = the_article()
    links.move(article=article, by=alice, version=2, link=article.links.first(), to=1)
    assert the_article().events.first().before["links"] == told


def test_what_older_imports_called_related_can_be_undone(again, alice):
    again(seed(related=(related("one"),)))
    again(seed(related=(related("two"),)))
    event = Event.objects.filter(article=the_article()).first()
    Event.objects.filter(pk=event.pk).update(
        before={"related": event.before["links"]}, after={"related": event.after["links"]}
    )
    undone = undo_events(events=Event.objects.filter(pk=event.pk), by=alice, act=event.group)
    assert (undone.done, undone.skipped) == (1, [])
    assert RelatedLink.objects.get(article=the_article()).title == "More on one"


def test_a_conflict_that_stays_open_is_the_same_row(again, alice):
    again(seed())
    edit(alice, title="A", excerpt="B")
    again(seed(title="Theirs"))
    first = Conflict.objects.get()
    again(seed(title="Theirs", excerpt="Theirs, too."))
    assert {row.field for row in Conflict.objects.all()} == {"excerpt", "title"}
    assert Conflict.objects.get(field="title") == first
    second = Conflict.objects.get(field="excerpt")
    conflicts.keep_ours(conflict=second, by=alice, version=the_article().version)
    assert Conflict.objects.get() == first


def test_what_was_rejected_does_not_count_as_public(again):
    again(seed())
    decided = {"state_by": "person", "decided_at": NOON}
    Article.objects.update(review="rejected", first_published_at=None, **decided)
    again(seed(title="New"))
    assert (the_article().title, the_article().first_published_at) == ("New", None)


NEWS = [
    {"title": "New"},
    {"excerpt": "New."},
    {"images": (picture("new"),)},
    {"topics": ("New",)},
    {"related": (related("new"),)},
    {"web_url": "https://harbour.example/ferry?page=2"},
]


@pytest.mark.parametrize("news", NEWS)
def test_what_readers_see_otherwise_since_a_decision_is_known(again, alice, news):
    again(seed())
    articles.publish(article=the_article(), by=alice, version=1)
    again(seed(**news))
    article = the_article()
    assert article.changed_at == article.imported_at
    again(seed(**{**news, "heat": 3}))
    done = articles.agree(article=the_article(), by=alice, version=article.version).row
    assert done.changed_at is None


@pytest.mark.parametrize(
    "news", [{"heat": 3}, {"secured": "bmV3"}, {"amp_url": "https://a.example/"}]
)
def test_what_readers_do_not_see_is_no_change_since_a_decision(again, alice, news):
    again(seed())
    articles.publish(article=the_article(), by=alice, version=1)
    again(seed(**news))
    assert the_article().changed_at is None


@pytest.mark.parametrize("news", NEWS)
def test_before_a_decision_nothing_is_a_change_since(again, news):
    again(seed())
    again(seed(**news))
    assert the_article().changed_at is None


def test_undone_it_has_not_changed_since(again, alice):
    again(seed())
    articles.publish(article=the_article(), by=alice, version=1)
    again(seed(title="New"))
    events = Event.objects.filter(pk=the_article().events.first().pk)
    undone = undo_events(events=events, by=alice, act=events.get().group)
    article = the_article()
    assert (article.title, article.changed_at) == ("A quiet ferry", None)
    assert undone.skipped == []


def test_undone_after_another_decision_that_stands(again, alice):
    again(seed(published=False))
    again(seed(published=False, title="New"))
    event = the_article().events.first()
    articles.agree(article=the_article(), by=alice, version=the_article().version)
    undo_events(events=Event.objects.filter(pk=event.pk), by=alice, act=event.group)
    article = the_article()
    assert (article.title, article.state, article.is_pinned) == (
        "A quiet ferry",
        "unpublished",
        True,
    )


def test_a_new_address_is_found_by_links_that_waited(again):
    waiting = make_article()
    url = "https://harbour.example/ferry-again"
    RelatedLink.objects.create(
        article=waiting, position=0, canonical_url=url, url=url, title="A ferry"
    )
    again(seed())
    again(seed(web_url=url))
    assert waiting.links.get().target == the_article()


def test_topics_are_told_by_name(again):
    again(seed(topics=("Transport",)))
    make_topic(name="Shipping")
    again(seed(topics=("SHIPPING", "Brand new")))
    event = the_article().events.first()
    assert (event.before, event.after) == (
        {"topics": ["Transport"]},
        {"topics": ["Shipping", "Brand new"]},
    )

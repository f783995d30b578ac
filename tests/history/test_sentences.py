"""Events in words."""

import pytest

from articles.actions import articles, conflicts, links, stories, topics
from articles.history.sentences import deed, history_of, sentence
from articles.history.undo import undo_act
from articles.models import Conflict, Event
from tests.factories import (
    NOON,
    make_article,
    make_batch,
    make_image,
    make_link,
    make_topic,
)
from tests.history.acts import edit, edit_topic, last_event, last_sentence

pytestmark = pytest.mark.django_db


def test_events_newest_first(alice):
    article = make_article()
    articles.publish(article=article, by=alice, version=1)
    articles.reject(article=article, by=alice, version=2)
    articles.publish(article=make_article(), by=alice, version=1)
    assert [event.action for event in history_of(article)] == ["reject", "publish"]


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (articles.publish, "Alice published it"),
        (articles.unpublish, "Alice held it"),
        (articles.reject, "Alice rejected it"),
        (articles.agree, "Alice agreed that it stays as it is"),
        (articles.reopen, "Alice reopened it for review"),
    ],
)
def test_decisions_in_words(alice, action, words):
    action(article=make_article(decided_by=alice, decided_at=NOON), by=alice, version=1)
    assert last_sentence() == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (62, 80, "Alice changed the score from 62 to 80"),
        (62, 69, "Alice changed the score from 62 to 69, so the rule held it"),
        (None, 0, "Alice changed the score from none to 0, so the rule held it"),
        (80, None, "Alice changed the score from 80 to none, so the rule held it"),
        (80, 80, "Alice confirmed the score"),
        (20, 20, "Alice confirmed the score, so the rule held it"),
    ],
)
def test_scores_in_words(alice, before, after, words):
    articles.score(article=make_article(quality=before), by=alice, version=1, quality=after)
    assert last_sentence() == words


def test_edits_in_words(alice):
    one, two = make_topic(name="Grid"), make_topic(name="Policy")
    images = [make_image(), make_image()]
    article = make_article(title="It&#8217;s old", topics=[one], images=images)
    edit(article, alice, title="It is new", topics=[two, one], images=images[::-1])
    assert last_sentence() == (
        "Alice changed the title from “It’s old” to “It is new”, "
        "the topics from Grid to Policy, Grid and the pictures"
    )


def test_long_texts_are_clipped(alice):
    edit(make_article(), alice, excerpt="many words " * 100)
    assert len(last_sentence()) < 200


def test_links_in_words(alice):
    article = make_article()
    link = make_link(article, title="Coverage")
    links.add(article=article, by=alice, version=1, target=make_article(title="Other"))
    assert last_sentence() == "Alice linked to “Other”"
    links.move(article=article, by=alice, version=2, link=link, to=1)
    assert last_sentence() == "Alice put the related stories in another order"
    links.remove(article=article, by=alice, version=3, link=link)
    assert last_sentence() == "Alice removed the link to “Coverage”"


def test_stories_in_words(alice):
    article, lead = make_article(), make_article()
    make_link(lead, target=article)
    stories.fold(article=article, into=lead, by=alice, version=1)
    assert last_sentence() == f"Alice folded it into the story “{lead}”"
    stories.unfold(article=article, by=alice, version=2)
    assert last_sentence() == "Alice made it a story of its own"


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (conflicts.keep_ours, "Alice kept our title against the seed's"),
        (conflicts.take_theirs, "Alice took the seed's title"),
    ],
)
def test_conflicts_in_words(alice, action, words):
    conflict = Conflict.objects.create(
        article=make_article(), field="title", theirs="Theirs", at=NOON
    )
    action(conflict=conflict, by=alice, version=1)
    assert last_sentence() == words


@pytest.mark.parametrize(
    ("field", "theirs", "words"),
    [
        ("quality", 12, "Alice took the seed's score, so the rule held it"),
        ("state", "unpublished", "Alice took the seed's state"),
    ],
)
def test_a_conflict_over_a_decision_in_words(alice, field, theirs, words):
    conflict = Conflict.objects.create(article=make_article(), field=field, theirs=theirs, at=NOON)
    conflicts.take_theirs(conflict=conflict, by=alice, version=1)
    assert last_sentence() == words


@pytest.mark.parametrize(
    ("action", "fields", "words"),
    [
        (articles.publish, {}, "published “A quarry”"),
        (articles.agree, {}, "agreed that “A quarry” stays as it is"),
        (articles.reopen, {}, "reopened “A quarry” for review"),
        (
            articles.score,
            {"quality": 20},
            "changed the score of “A quarry” from 80 to 20, so the rule held it",
        ),
    ],
)
def test_a_deed_names_the_article(alice, action, fields, words):
    action(article=make_article(title="A quarry"), by=alice, version=1, **fields)
    assert deed(last_event()) == words
    assert last_sentence().startswith("Alice ")


def test_a_deed_that_says_what_else_it_was_about(alice):
    article = make_article(title="A quarry")
    links.add(article=article, by=alice, version=1, target=make_article(title="Other"))
    assert deed(last_event()) == "linked to “Other”, on “A quarry”"


def test_a_deed_on_many_articles(alice):
    articles.unpublish(article=make_article(), by=alice, version=1)
    assert deed(last_event(), articles=1200) == "held 1,200 articles"


def test_imports_in_words():
    batch, article = make_batch(), make_article()
    fields = {"article": article, "batch": batch, "action": "import", "at": NOON}
    assert sentence(Event(**fields)) == f"Imported from batch {batch.pk}"
    changed = Event(**fields, before={"title": "A b", "related": []}, after={"title": "C d"})
    words = f"The import of batch {batch.pk} changed the title from “A b” to “C d”"
    assert sentence(changed) == words


def test_an_event_of_nobody():
    event = Event(article=make_article(), action="publish", at=NOON)
    assert sentence(event) == "Somebody published it"


def test_undo_in_words(alice):
    articles.unpublish(article=make_article(), by=alice, version=1)
    undo_act(act=last_event().group, by=alice)
    assert last_sentence() == "Alice undid a change: the state from held to published"


def test_topics_in_words(bob):
    topics.create(by=bob, name="Grid")
    assert last_sentence() == "Bob created it"
    topic = last_event().topic
    edit_topic(topic, bob, parent=make_topic(name="Energy"), order=2)
    assert last_sentence() == (
        "Bob changed the place in the list from 1000 to 2 and the parent from none to Energy"
    )

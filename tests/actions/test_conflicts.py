"""The seed and an editor disagree about a field."""

import pytest

from articles.actions import conflicts
from articles.actions.errors import Refused, Stale
from articles.history.undo import undo_act
from articles.models import Conflict, Event
from tests.factories import NOON, make_article, make_image, make_topic

pytestmark = pytest.mark.django_db


def make_conflict(article, field, theirs):
    return Conflict.objects.create(article=article, field=field, base=None, theirs=theirs, at=NOON)


def test_ours_stays(alice):
    conflict = make_conflict(make_article(title="Ours"), "title", "Theirs")
    done = conflicts.keep_ours(conflict=conflict, by=alice, version=1).row
    assert (done.title, done.version) == ("Ours", 2)
    assert not Conflict.objects.exists()
    event = Event.objects.get()
    assert ([one["field"] for one in event.before["conflicts"]], event.after) == (
        ["title"],
        {"conflicts": []},
    )


@pytest.mark.parametrize("action", [conflicts.keep_ours, conflicts.take_theirs])
def test_undo_asks_again(alice, action):
    article = make_article(title="Ours")
    action(conflict=make_conflict(article, "title", "Theirs"), by=alice, version=1)
    undo_act(act=Event.objects.get().group, by=alice)
    article.refresh_from_db()
    assert article.title == "Ours"
    assert Conflict.objects.get().theirs == "Theirs"


def test_theirs_comes(alice):
    conflict = make_conflict(make_article(title="Ours"), "title", "Theirs")
    done = conflicts.take_theirs(conflict=conflict, by=alice, version=1).row
    assert (done.title, done.version, done.decided_by) == ("Theirs", 2, None)
    assert not Conflict.objects.exists()
    assert Event.objects.get().before["title"] == "Ours"


@pytest.mark.parametrize(("field", "theirs"), [("state", "unpublished"), ("quality", None)])
def test_taking_a_decision_is_a_decision(alice, field, theirs):
    conflict = make_conflict(make_article(), field, theirs)
    done = conflicts.take_theirs(conflict=conflict, by=alice, version=1).row
    assert getattr(done, field) == theirs
    assert done.decided_by == alice


def test_their_topics(alice):
    make_topic(name="Storage")
    article = make_article(topics=[make_topic()])
    conflict = make_conflict(article, "topics", ["STORAGE"])
    done = conflicts.take_theirs(conflict=conflict, by=alice, version=1).row
    assert [topic.name for topic in done.listed_topics] == ["Storage"]


def test_their_pictures(alice):
    image = make_image()
    conflict = make_conflict(make_article(images=[make_image()]), "images", [image.url])
    assert conflicts.take_theirs(conflict=conflict, by=alice, version=1).row.lead_image == image


def test_theirs_names_a_topic_that_is_gone(alice):
    conflict = make_conflict(make_article(), "topics", ["Nowhere"])
    with pytest.raises(Refused, match="no topic “Nowhere”"):
        conflicts.take_theirs(conflict=conflict, by=alice, version=1)
    assert Conflict.objects.exists()


def test_theirs_is_what_we_say_already(alice):
    conflict = make_conflict(make_article(title="Same"), "title", "Same")
    assert conflicts.take_theirs(conflict=conflict, by=alice, version=1).row.version == 2
    assert not Conflict.objects.exists()


@pytest.mark.parametrize("action", [conflicts.keep_ours, conflicts.take_theirs])
def test_stale(alice, action):
    conflict = make_conflict(make_article(version=2), "title", "Theirs")
    with pytest.raises(Stale):
        action(conflict=conflict, by=alice, version=1)
    assert Conflict.objects.exists()


@pytest.mark.parametrize("action", [conflicts.keep_ours, conflicts.take_theirs])
def test_somebody_settled_it_before(alice, action):
    conflict = make_conflict(make_article(), "title", "Theirs")
    conflicts.keep_ours(conflict=Conflict.objects.get(), by=alice, version=1)
    with pytest.raises(Stale):
        action(conflict=conflict, by=alice, version=2)

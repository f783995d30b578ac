"""Who is to see to an article."""

import pytest

from articles.actions import articles
from articles.actions.errors import Refused, Stale
from articles.actions.teamwork.assignment import assign
from articles.history.undo import undo_act
from articles.models import Article, Event
from tests.factories import make_article
from tests.history.acts import last_event, last_sentence

pytestmark = pytest.mark.django_db


def given(by, to):
    return assign(article=make_article(), by=by, version=1, to=to).row


def test_it_is_somebodys(alice, bob):
    row = given(alice, bob)
    assert (row.assigned_to, row.review) == (bob, "unreviewed")
    assert last_sentence() == "Alice assigned it to Bob"


def test_it_is_taken_off_again(alice, bob):
    row = given(alice, bob)
    assert assign(article=row, by=bob, version=2, to=None).row.assigned_to is None
    assert last_sentence() == "Bob took it off Bob"


def test_the_same_again_is_nothing(alice, bob):
    row = given(alice, bob)
    bob.first_name = "Robert"
    bob.save()
    assert assign(article=row, by=alice, version=2, to=bob).act is None


@pytest.mark.parametrize("who", ["charlie", "dave"])
def test_only_who_reviews_can_be_asked(alice, who, request):
    with pytest.raises(Refused, match="may not review"):
        given(alice, request.getfixturevalue(who))


def test_a_stale_version_changes_nothing(alice, bob):
    with pytest.raises(Stale):
        assign(article=make_article(version=2), by=alice, version=1, to=bob)


@pytest.mark.parametrize("action", [articles.publish, articles.unpublish, articles.reject])
def test_a_decision_releases_it_in_one_line(alice, bob, action):
    row = given(alice, bob)
    assert action(article=row, by=bob, version=2).row.assigned_to is None
    assert Event.objects.count() == 2
    assert "assign" not in last_sentence()


def test_so_does_a_score_and_not_an_edit(alice, bob):
    row = given(alice, bob)
    done = articles.edit(
        article=row, by=bob, version=2, title="New", excerpt="", topics=[], images=[]
    )
    assert done.row.assigned_to == bob
    assert articles.score(article=row, by=bob, version=3, quality=9).row.assigned_to is None


def test_undo_of_a_decision_assigns_it_again(alice, bob):
    row = given(alice, bob)
    articles.publish(article=row, by=bob, version=2)
    undo_act(act=last_event().group, by=bob)
    assert Article.objects.get().assigned_to == bob


def test_undo_of_an_assignment(alice, bob):
    given(alice, bob)
    undo_act(act=last_event().group, by=alice)
    assert Article.objects.get().assigned_to is None
    assert last_sentence() == "Alice undid a change: the assignment"


def test_an_account_that_is_gone_leaves_nobody(alice, bob):
    row = given(alice, bob)
    articles.publish(article=row, by=alice, version=2)
    act = last_event().group
    bob.delete()
    undo_act(act=act, by=alice)
    assert Article.objects.get().assigned_to is None

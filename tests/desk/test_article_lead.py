import pytest

from articles.actions import stories
from articles.history.undo import undo_act
from articles.models import Article, Event
from tests.desk.pages import post, stale, text, url
from tests.factories import make_article


@pytest.fixture
def lead(db):
    return make_article(title="The story")


@pytest.fixture
def member(lead, alice):
    row = make_article(title="A member")
    return stories.fold(article=row, into=lead, by=alice, version=1).row


def test_doors(doors, member):
    doors(url("article-lead", member))


def test_it_leads_from_then_on(as_alice, member, lead):
    response = post(as_alice, "article-lead", member)
    assert Article.objects.get(pk=lead.pk).folded_into == member
    assert "Made the lead of its story: “A member”" in text(as_alice.get(response["Location"]))


def test_the_answer_brings_the_rows_of_all_that_changed(as_alice, member, lead):
    page = text(post(as_alice, "article-lead", member, htmx=True))
    assert page.index(f'id="article-{member.pk}"') < page.index(f'id="article-{lead.pk}"')


def test_the_undo_brings_them_too(as_alice, alice, member, lead):
    post(as_alice, "article-lead", member)
    act = Event.objects.filter(action="lead").get().group
    response = as_alice.post("/desk/undo/", {"group": act}, headers={"HX-Request": "true"})
    assert f'id="article-{lead.pk}"' in text(response)
    assert Article.objects.get(pk=member.pk).folded_into == lead


def test_a_story_of_its_own_is_refused_in_words(as_alice, lead):
    response = post(as_alice, "article-lead", lead)
    assert response.status_code == 422
    assert "“The story” is a story of its own: nothing else leads it." in text(response)


def test_a_stale_version_changes_nothing(as_alice, member, lead):
    assert stale(as_alice, "article-lead", member).status_code == 409
    assert Article.objects.get(pk=lead.pk).folded_into is None


def test_its_page_offers_it(as_alice, member, lead):
    assert "Make this the lead" in text(as_alice.get(url("article-detail", member)))
    assert "Make this the lead" not in text(as_alice.get(url("article-detail", lead)))


def test_what_is_undone_in_part_is_said(alice, member, lead):
    act = stories.lead(article=member, by=alice, version=2).act
    stories.unfold(article=lead, by=alice, version=Article.objects.get(pk=lead.pk).version)
    assert undo_act(act=act, by=alice).done

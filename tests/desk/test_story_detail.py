import pytest

from articles.actions import stories
from articles.history.undo import undo_act
from articles.models import Article, Event, State
from tests.desk.pages import post, text, url
from tests.desk.stories import make_like, make_story
from tests.factories import make_article
from tests.judgement.news import near
from tests.queries import count_queries


@pytest.fixture
def story(db):
    return make_story()


def page(client, lead):
    return client.get(url("story-detail", lead))


def members(response):
    return [(one.row.article.title, one.by) for one in response.context["members"]]


def test_doors(doors, story):
    doors(url("story-detail", story[0]), "get")


def test_its_articles_by_time_and_who_put_them_there(as_alice, alice, story):
    lead, edited, by_seed = story
    other = near("Other", -1)
    stories.fold(article=other, into=lead, by=alice, version=1)
    assert members(page(as_alice, lead)) == [
        ("Other", "Alice"),
        (lead.title, ""),
        (edited.title, ""),  # no history tells
        (by_seed.title, "the seed"),
    ]


def test_who_chose_the_lead(as_alice, alice, story):
    stories.lead(article=story[1], by=alice, version=1)
    stories.fold(article=story[2], into=story[1], by=alice, version=story[2].version + 1)
    response = page(as_alice, story[1])
    assert dict(members(response)) == dict.fromkeys([one.title for one in story], "Alice")
    undo_act(act=Event.objects.filter(action="lead").get().group, by=alice)
    assert dict(members(page(as_alice, story[0])))[story[0].title] == ""


def test_what_it_says_of_it(as_alice, story):
    said = text(page(as_alice, story[0]))
    assert "3 articles from 1 source." in said
    assert "Story since 20 November 2026, 12:00 UTC" in said
    assert "new members until 30 November" in said
    assert "3 articles on a time line, from 20 November 2026, 12:00 UTC to " in said


def test_each_article_with_how_it_stands(as_alice, story):
    Article.objects.filter(pk=story[1].pk).update(state=State.UNPUBLISHED, quality=12)
    said = text(page(as_alice, story[0]))
    assert '<span class="status">Held</span>' in said
    assert '<span class="status">Published</span>' in said
    assert "<b>12</b>" in said


def test_what_seems_to_belong_stands_beside_with_reasons(as_alice, story):
    other = make_like()
    said = text(page(as_alice, story[0]))
    assert "1 more seems to belong here" in said
    assert f"Join “{other.title}”" in said
    assert "3 h later: " in said
    assert "Join all" not in said
    make_like(hours=4)
    assert "Join all 2" in text(page(as_alice, story[0]))


def test_the_address_of_a_member_leads_to_its_lead(as_alice, story):
    for member in story[1:]:
        response = page(as_alice, member)
        assert response["Location"] == url("story-detail", story[0])


def test_what_is_folded_into_nothing_here_has_its_own_page(as_alice):
    orphan = make_article(heat=-1)
    assert page(as_alice, orphan)["Location"] == url("article-detail", orphan)


def test_an_article_alone_can_begin_one(as_alice):
    lead, other = near("Iron battery in a quarry"), make_like()
    said = text(page(as_alice, lead))
    assert "nothing else is part of this story" in said
    assert f"Join “{other.title}”" in said
    assert "Split off" not in said


def test_what_is_not_there(as_alice):
    assert as_alice.get("/desk/stories/999/").status_code == 404


def test_more_suggestions_ask_no_more(as_alice, story):
    counts = []
    for n in (1, 4):
        for _ in range(n):
            make_like()
        counts.append(count_queries(as_alice, url("story-detail", story[0])))
    assert counts[0] == counts[1]


def test_the_page_of_an_article_names_its_story(as_alice, story):
    lead, *others = story
    address = url("story-detail", lead)
    for name in ("article-detail", "article-pane"):
        said = text(as_alice.get(url(name, lead)))
        assert f'<a href="{address}">3 articles from 1 source</a>' in " ".join(said.split())
        for member in others:
            said = text(as_alice.get(url(name, member)))
            assert "Part of the story" in said
            assert f'href="{address}"' in said
    alone = text(as_alice.get(url("article-pane", make_article())))
    assert "story-of" not in alone


def test_members_are_listed_and_marked_on_the_desk(as_alice, story):
    """Also where one looks for words or for a source."""
    for query in ("queue=all", "queue=all&q=quarry", "queue=all&provider=paper", "q=is:folded"):
        rows = as_alice.get(f"/desk/?{query}&queue=all").context["rows"]
        marked = {row.article.pk for row in rows if row.label == "Folded"}
        assert marked == {member.pk for member in story[1:]}, query


def test_an_article_alone_is_offered_the_story_that_it_seems_to_belong_to(as_alice, story):
    other = make_like()
    for name in ("article-detail", "article-pane"):
        said = text(as_alice.get(url(name, other)))
        assert "Seems to be part of the story" in said
        assert f'href="{url("story-detail", story[0])}"' in said
    page_of = text(as_alice.get(url("article-detail", other)))
    assert f"Join the story “{story[0].title}”" in page_of
    post(as_alice, "article-reject", other)
    assert "Seems to be part" not in text(as_alice.get(url("article-detail", other)))


def test_what_does_not_belong_to_the_story_is_not_offered_it_again(as_alice, story):
    other = make_like()
    post(as_alice, "suggestion-refuse", other, other=story[0].pk)
    assert "Seems to be part" not in text(as_alice.get(url("article-detail", other)))

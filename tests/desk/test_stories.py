from django.urls import reverse

from articles.desk.stories import listing
from tests.desk.pages import text
from tests.desk.stories import make_story
from tests.factories import make_article, make_link, make_provider
from tests.judgement.news import near
from tests.queries import count_queries

STORIES = "/desk/stories/"


def listed(response):
    return [(row.lead.title, row.articles, row.sources) for row in response.context["page"].rows]


def test_doors(doors):
    doors(reverse("desk:stories"), "get")


def test_stories_with_the_newest_member_first(as_alice):
    old, new = near("Old lead", 30), near("New lead")
    near("A member", 5, folded_into=old, provider=make_provider())
    make_link(new, target=near("Another", 6, heat=-1))
    make_article()
    response = as_alice.get(STORIES)
    assert listed(response) == [("New lead", 2, 1), ("Old lead", 2, 2)]
    story = response.context["page"].rows[1]
    assert story.first < story.last == old.published_at


def test_pages_go_on_from_the_last(as_alice, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    for n in range(3):
        near(f"Member {n}", n, folded_into=near(f"Lead {n}"))
    first = as_alice.get(STORIES)
    assert listed(first) == [("Lead 2", 2, 1), ("Lead 1", 2, 1)]
    second = as_alice.get(STORIES, {"after": first.context["page"].after})
    assert listed(second) == [("Lead 0", 2, 1)]
    assert "From the top" in text(second)


def test_a_mangled_place_starts_from_the_top(as_alice, db):
    make_story()
    assert len(listed(as_alice.get(STORIES, {"after": "x~y"}))) == 1


def test_without_stories_it_says_how_to_begin_one(as_alice):
    assert "No stories yet" in text(as_alice.get(STORIES))


def test_it_asks_no_more_for_more_stories(as_alice):
    counts = []
    for _ in range(2):
        for n in range(4):
            near("A member", n, folded_into=near("A lead"))
        counts.append(count_queries(as_alice, STORIES))
    assert counts[0] == counts[1] <= 12


def test_the_rail_and_the_bar_lead_there(as_alice):
    page = text(as_alice.get("/desk/"))
    assert page.count(f'href="{STORIES}"') == 3  # the rail, the bar, and the places of keys

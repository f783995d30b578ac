"""A story on the desk: what belongs to it joins or is refused, articles leave, split off and lead,
and stories are merged; by keys and buttons, each undone by one key."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from articles.judgement import indexing
from articles.models import Article, Refusal
from tests.browser.desk import all_saved
from tests.factories import make_article, make_link, make_provider
from tests.judgement.news import QUARRY, near

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(transactional_db):
    """A lead, a member by an editor and one by the seed, by time."""
    lead = near(QUARRY, provider=make_provider(name="Kestrel Wire"))
    edited = near("Iron battery fills the quarry", 1, folded_into=lead)
    by_seed = near("The old quarry and its iron battery", 2, heat=-1)
    for member in (edited, by_seed):
        make_link(lead, target=member)
    return lead, edited, by_seed


@pytest.fixture
def others(story):
    """What seems to belong to it."""
    made = [near(f"Quarry becomes iron battery {n}", n) for n in (3, 4, 5)]
    indexing.index_all()
    return made


@pytest.fixture
def opened(page, live_server, story):
    page.goto(f"{live_server.url}/desk/stories/{story[0].pk}/")
    page.wait_for_load_state("networkidle")
    return page


def now(article):
    return Article.objects.get(pk=article.pk)


def leads(*those):
    return [now(article).folded_into for article in those]


def lines(page, count):
    expect(page.locator("[data-member]")).to_have_count(count)


def first_of(page):
    key = page.locator(".belong li").first.get_attribute("data-other")
    return Article.objects.get(pk=key)


def back(page):
    all_saved(page)
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("Undone: ")
    all_saved(page)


def test_y_joins_the_first_and_z_takes_it_back(others, opened, story):
    expect(opened.locator(".belong li")).to_have_count(3)
    first = first_of(opened)
    opened.keyboard.press("y")
    lines(opened, 4)
    assert leads(first) == [story[0]]
    expect(opened.locator(".toast")).to_contain_text(f"Joined “{first.title}” to the story")
    back(opened)
    lines(opened, 3)
    assert leads(first) == [None]


def test_n_refuses_the_first_and_z_takes_it_back(others, opened, story):
    first = first_of(opened)
    opened.keyboard.press("n")
    expect(opened.locator(".belong li")).to_have_count(2)
    assert list(Refusal.objects.values_list("one", "other")) == [(story[0].pk, first.pk)]
    back(opened)
    expect(opened.locator(".belong li")).to_have_count(3)
    assert not Refusal.objects.exists()


def test_all_join_at_once_and_one_undo_takes_all_back(others, opened, story):
    opened.get_by_role("button", name="Join all 3").click()
    lines(opened, 6)
    assert leads(*others) == [story[0]] * 3
    back(opened)
    lines(opened, 3)
    assert leads(*others) == [None] * 3


def test_j_and_k_move_and_m_makes_it_the_lead(opened, story, live_server):
    lead, edited, by_seed = story
    opened.keyboard.press("j")
    current = opened.locator("[data-member][aria-current]")
    expect(current).to_be_focused()
    expect(current.locator("h3")).to_have_text(edited.title)
    opened.keyboard.press("k")
    opened.keyboard.press("m")
    expect(opened.locator(".toast")).to_contain_text("leads this story already")
    opened.keyboard.press("j")
    opened.keyboard.press("m")
    expect(opened.locator("h1")).to_have_text(edited.title)
    assert leads(lead, edited, by_seed) == [edited, None, edited]
    back(opened)
    expect(opened.locator("h1")).to_have_text(lead.title)
    assert leads(lead, edited, by_seed) == [None, lead, None]


def test_who_does_not_belong_leaves(opened, story):
    opened.get_by_role("button", name=f"Not this story: “{story[1].title}”", exact=False).click()
    lines(opened, 2)
    assert (leads(story[1]), Refusal.objects.count()) == ([None], 1)
    back(opened)
    lines(opened, 3)
    assert (leads(story[1]), Refusal.objects.count()) == ([story[0]], 0)


def test_those_picked_split_off(opened, story):
    lead, edited, by_seed = story
    opened.keyboard.press("j")
    opened.keyboard.press("x")
    opened.get_by_label(f"Pick “{by_seed.title}”").check()
    opened.get_by_role("button", name="Split off those picked").click()
    lines(opened, 1)
    assert leads(edited, by_seed) == [None, edited]
    back(opened)
    lines(opened, 3)
    assert leads(edited, by_seed) == [lead, None]


def test_without_any_picked_it_says_what_to_do(opened, forgiven):
    forgiven.append("422")
    opened.get_by_role("button", name="Split off those picked").click()
    expect(opened.locator(".toast")).to_contain_text("Nothing is picked")


def test_what_is_picked_stays_so_while_others_join(others, opened, story):
    opened.get_by_label(f"Pick “{story[1].title}”").click()
    opened.keyboard.press("y")
    lines(opened, 4)
    expect(opened.get_by_label(f"Pick “{story[1].title}”")).to_be_checked()


def test_another_story_is_found_and_merged(opened, story):
    other = make_article(title="Ferry leaves")
    its = make_article(folded_into=other)
    opened.keyboard.press("f")
    expect(opened.locator("#find")).to_be_focused()
    opened.keyboard.type("ferry")
    opened.get_by_role("button", name="Merge “Ferry leaves” into this story").click()
    lines(opened, 5)
    assert leads(other, its) == [story[0]] * 2
    opened.get_by_role("heading", name="Time line").click()
    back(opened)
    lines(opened, 3)
    assert leads(other, its) == [None, other]


def test_without_scripts(plain_page, live_server, others, story, forgiven):
    forgiven.append("422")
    plain_page.goto(f"{live_server.url}/desk/stories/{story[1].pk}/")
    expect(plain_page.locator("h1")).to_have_text(story[0].title)
    plain_page.get_by_role("button", name="Join all 3").click()
    lines(plain_page, 6)
    plain_page.get_by_role("button", name="Undo").click()
    plain_page.goto(f"{live_server.url}/desk/stories/{story[0].pk}/")
    lines(plain_page, 3)
    plain_page.get_by_role("button", name="Split off those picked").click()
    expect(plain_page.get_by_role("alert")).to_contain_text("Nothing is picked")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(open_page, alice, live_server, others, story, width, scheme):
    page = open_page(alice, viewport={"width": width, "height": 900}, color_scheme=scheme)
    for address in ("", f"{story[0].pk}/"):
        page.goto(f"{live_server.url}/desk/stories/{address}")
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("axe.run().then(({ violations }) => violations.map((v) => v.id))")
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

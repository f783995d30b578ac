"""The list over several pages: it goes on by one row a key, and loads one page at a time."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import ROWS, acts, all_saved, at, current, open_queue, row
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = 4
# At once: an answer may put another element in the row's place.
FREE = """() => document.querySelector("#rows > [aria-current]").getBoundingClientRect().bottom
  <= document.querySelector(".foot").getBoundingClientRect().top"""


@pytest.fixture
def stories(transactional_db, monkeypatch):
    """Three pages and a half of stories, the newest first."""
    monkeypatch.setattr("articles.desk.queue.listing.PAGE_SIZE", PAGE)
    return [make_article(title=f"Story {number:02}") for number in range(1, 3 * PAGE + 3)]


@pytest.fixture
def queue(page, live_server, stories):
    open_queue(page, live_server)
    return page


@pytest.fixture
def asked(queue):
    """The further pages that are asked for."""
    found = []
    queue.on("request", lambda request: "after=" in request.url and found.append(request.url))
    return found


def test_j_goes_on_by_one_row_over_three_pages(queue, stories):
    for story in stories[1:]:
        queue.keyboard.press("j")
        at(queue, story.title)
    queue.keyboard.press("j")  # nothing comes after the last
    at(queue, stories[-1].title)
    expect(queue.locator(ROWS)).to_have_count(len(stories))


def test_each_page_is_asked_for_once(queue, stories, asked):
    for _ in stories:
        queue.keyboard.press("j")
    at(queue, stories[-1].title)
    lists = [url for url in asked if "/pane/" not in url]
    assert len(lists) == len(set(lists)) == 3


def test_the_button_loads_one_page_and_moves_nobody(queue, stories):
    queue.locator("#more a").click()
    expect(queue.locator(ROWS)).to_have_count(2 * PAGE)
    expect(current(queue).locator("h2")).to_have_text("Story 01")
    queue.locator("#more a").click()
    expect(queue.locator(ROWS)).to_have_count(3 * PAGE)
    expect(current(queue).locator("h2")).to_have_text("Story 01")
    queue.wait_for_load_state("networkidle")
    expect(queue.locator("#more a")).to_be_visible()


def test_a_held_j_does_not_run_on(queue, stories):
    for _ in range(PAGE - 1):
        queue.keyboard.press("j")
    with queue.expect_response("**/desk/?*after=*"):
        for _ in range(40):
            queue.keyboard.down("j")
        queue.keyboard.up("j")
    queue.wait_for_load_state("networkidle")
    assert queue.locator(ROWS).count() <= 4 * PAGE
    queue.keyboard.press("k")
    assert acts() == []


def test_a_decision_at_the_end_of_a_page_goes_on_to_the_next(queue, stories):
    for _ in range(PAGE - 1):
        queue.keyboard.press("j")
    for key in ("p", "u", "#"):
        queue.keyboard.press(key)
    at(queue, stories[PAGE + 2].title)
    all_saved(queue)
    assert acts() == [("Story 04", "publish"), ("Story 05", "unpublish"), ("Story 06", "reject")]


def test_a_page_that_does_not_come_is_said_and_no_row_decided_on_twice(queue, stories, forgiven):
    forgiven += ["ERR_FAILED", "Failed to load"]
    queue.route("**/desk/?*after=*", lambda route: route.abort())
    for _ in range(PAGE - 1):
        queue.keyboard.press("j")
    for key in ("p", "u"):
        queue.keyboard.press(key)
    expect(queue.locator(".toast")).to_contain_text("The further page of the list did not come")
    all_saved(queue)
    assert acts() == [("Story 04", "publish")]
    queue.unroute("**/desk/?*after=*")
    queue.keyboard.press("u")
    at(queue, "Story 06")
    all_saved(queue)
    assert acts() == [("Story 04", "publish"), ("Story 05", "unpublish")]


def test_the_current_row_rests_in_the_upper_third(queue, stories):
    for story in stories[1:]:
        queue.keyboard.press("j")
        at(queue, story.title)
    for _ in range(3):
        box = current(queue).bounding_box()
        assert box["y"] + box["height"] <= 900 / 3 + 40
        queue.keyboard.press("k")


def test_a_message_covers_no_row(queue, stories):
    for story in stories:
        expect(current(queue)).to_contain_text(story.title)
        assert queue.evaluate(FREE)
        queue.keyboard.press("p")
    all_saved(queue)


def test_coming_back_from_an_article_keeps_filters_and_place(queue, stories, live_server):
    open_queue(queue, live_server, "?queue=all&q=Story")
    for _ in range(PAGE + 1):
        queue.keyboard.press("j")
    at(queue, "Story 06")
    queue.keyboard.press("o")
    queue.wait_for_url("**/desk/articles/*/")
    queue.keyboard.press("Escape")
    queue.wait_for_url("**/desk/?*")
    at(queue, "Story 06")
    assert "queue=all" in queue.url
    assert "q=Story" in queue.url
    queue.keyboard.press("j")
    at(queue, "Story 07")


def test_coming_back_from_one_decided_there_goes_on_below_it(queue, stories):
    for _ in range(PAGE + 1):
        queue.keyboard.press("j")
    at(queue, "Story 06")
    queue.keyboard.press("o")
    queue.wait_for_url("**/desk/articles/*/")
    queue.keyboard.press("p")
    expect(queue.locator(".toast")).to_contain_text("Published")
    queue.keyboard.press("Escape")
    queue.wait_for_url("**/desk/?*")
    at(queue, "Story 07")
    expect(row(queue, stories[5])).to_contain_class("done")


@pytest.fixture
def third_page(queue, stories, live_server):
    """The list as it comes anew on the third page: with nothing above it."""
    for _ in range(2 * PAGE + 1):
        queue.keyboard.press("j")
    at(queue, "Story 10")
    queue.reload()
    at(queue, "Story 10")
    return queue


def test_k_goes_on_above_where_the_list_came_in_the_middle(third_page, stories):
    for story in reversed(stories[: 2 * PAGE + 1]):
        third_page.keyboard.press("k")
        at(third_page, story.title)
    third_page.keyboard.press("k")  # nothing comes before the first
    at(third_page, "Story 01")
    titles = third_page.locator(f"{ROWS} h2").all_text_contents()
    assert titles == [story.title for story in stories]


def test_what_comes_in_above_moves_nothing(third_page, stories):
    place = current(third_page).bounding_box()
    third_page.wait_for_load_state("networkidle")
    expect(row(third_page, stories[PAGE])).to_be_attached()
    assert current(third_page).bounding_box() == place
    at(third_page, "Story 10")


def test_each_page_above_is_asked_for_once(third_page, stories, asked):
    for _ in range(2 * PAGE + 1):
        third_page.keyboard.press("k")
    at(third_page, "Story 01")
    above = [url for url in asked if "/pane/" not in url and "at=" not in url]
    assert len(above) == len(set(above)) <= 1  # the first page has no cursor


def test_the_place_above_is_come_back_to(third_page, stories):
    for _ in range(PAGE + 1):
        third_page.keyboard.press("k")
    at(third_page, "Story 05")
    third_page.reload()
    at(third_page, "Story 05")
    third_page.keyboard.press("k")
    at(third_page, "Story 04")


def test_a_page_above_that_does_not_come_is_said(third_page, stories, forgiven):
    forgiven += ["ERR_FAILED", "Failed to load"]
    third_page.wait_for_load_state("networkidle")
    third_page.route("**/desk/?*", lambda route: route.abort())
    third_page.route("**/desk/", lambda route: route.abort())
    for _ in range(PAGE + 1):
        third_page.keyboard.press("k")
    at(third_page, "Story 05")
    third_page.keyboard.press("k")
    expect(third_page.locator(".toast")).to_contain_text(
        "The further page of the list did not come"
    )
    third_page.unroute("**/desk/?*")
    third_page.unroute("**/desk/")
    third_page.keyboard.press("k")
    at(third_page, "Story 04")


def test_without_scripts_a_link_leads_up(plain_page, live_server, stories):
    open_queue(plain_page, live_server)
    for _ in range(2):
        plain_page.locator("#more a").click()
    expect(plain_page.locator(f"{ROWS} h2").first).to_have_text("Story 09")
    plain_page.locator("#less a").click()
    expect(plain_page.locator(f"{ROWS} h2").first).to_have_text("Story 05")
    plain_page.locator("#less a").click()
    expect(plain_page.locator(f"{ROWS} h2").first).to_have_text("Story 01")
    expect(plain_page.locator("#less")).to_have_count(0)


def test_heading_and_sidebar_count_alike(queue, stories):
    heading = queue.locator(".tools .count span").first
    expect(heading).to_have_text("14")
    expect(queue.locator("#count-waiting")).to_have_text("14")
    queue.keyboard.press("p")
    expect(queue.locator("#count-waiting")).to_have_text("13")
    expect(heading).to_have_text("13")
    queue.get_by_placeholder("Search in").fill("Story 03")
    expect(heading).to_have_text("1")
    expect(queue.locator("#count-waiting")).to_have_text("13")
    queue.get_by_placeholder("Search in").fill("")
    expect(heading).to_have_text("13")

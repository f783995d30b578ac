"""The search box by keyboard: what it offers, what it takes, what it says of a bad query."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import open_queue
from tests.factories import make_article, make_topic


@pytest.fixture
def box(page, live_server):
    learning = make_topic(name="Machine learning")
    make_article(title="Story one", topics=[learning], quality=90)
    make_article(title="Story two", quality=20)
    open_queue(page, live_server)
    page.keyboard.press("/")
    return page.locator("#q")


@pytest.fixture
def bad(forgiven):
    forgiven.append("422")


def options(page):
    return page.locator("#completions [role=option] b")


def titles(page):
    return page.locator("#rows > .row h2")


def test_operators_and_values_are_taken_by_tab(page, box, bad):
    page.keyboard.type("-to")
    expect(options(page)).to_have_text(["topic:"])
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(box).to_have_value("-topic:")
    expect(options(page)).to_have_text(["Machine learning"])
    page.keyboard.type("mach")
    page.keyboard.press("Tab")
    expect(box).to_have_value('-topic:"Machine learning" ')
    expect(titles(page)).to_have_text(["Story two"])
    expect(box).to_be_focused()


def test_arrows_choose_and_enter_takes_what_was_chosen(page, box, bad):
    page.keyboard.type("state:")
    expect(options(page)).to_have_text(["published", "held", "rejected", "folded"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#completion-2")).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "completion-2")
    page.keyboard.press("Enter")
    expect(box).to_have_value("state:held ")


def test_an_option_is_taken_by_a_click(page, box, bad):
    page.keyboard.type("sc")
    options(page).first.click()
    expect(box).to_have_value("score>=")
    expect(box).to_be_focused()


def test_enter_searches_and_closes(page, box):
    page.keyboard.type("score>=70 st")
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_hidden()
    expect(box).to_have_value("score>=70 st")
    expect(titles(page)).to_have_text(["Story one"])


def test_esc_leaves_the_box_without_loss(page, box):
    page.keyboard.type("story")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(box).not_to_be_focused()
    expect(box).to_have_value("story")


def test_tab_goes_on_where_nothing_is_begun(page, box):
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()
    expect(page.locator("#panel")).to_be_hidden()


def test_a_bad_word_is_marked_and_mended_by_tab(page, box, bad):
    page.keyboard.type("story scroe>=70 ")
    wrong = page.locator("#query-error")
    expect(wrong.locator("mark")).to_have_text("scroe>=70")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(titles(page)).to_have_text(["Story one", "Story two"])
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(box).to_have_value("story score>=70 ")
    expect(titles(page)).to_have_text(["Story one"])
    expect(wrong).to_be_empty()
    expect(box).to_have_attribute("aria-invalid", "false")


def test_nothing_is_said_of_a_word_before_it_is_finished(page, box, bad):
    with page.expect_response(lambda answer: answer.status == 422):
        page.keyboard.type("topic:zebra")
    expect(page.locator("#query-error")).to_be_empty()
    page.keyboard.press("Escape")
    expect(page.locator("#query-error mark")).to_have_text("zebra")
    expect(titles(page)).to_have_text(["Story one", "Story two"])


def test_a_word_that_is_not_gone_on_with_counts_as_finished(page, box, bad):
    page.keyboard.type("topic:zebra")
    expect(page.locator("#query-error mark")).to_have_text("zebra")
    expect(box).to_be_focused()


def test_a_second_esc_gives_up_what_was_not_understood(page, box, bad):
    page.keyboard.type("story")
    page.wait_for_url("**q=story*")
    page.keyboard.type(" provider: ")
    expect(page.locator("#query-error p").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box).to_have_value("story")
    expect(page.locator("#query-error")).to_be_empty()
    expect(titles(page)).to_have_text(["Story one", "Story two"])


def test_without_scripts_the_box_searches(plain_page, live_server, bad):
    make_article(title="Story one")
    make_article(title="Other")
    plain_page.goto(f"{live_server.url}/desk/")
    plain_page.locator("#q").fill("story -other")
    plain_page.locator("#q").press("Enter")
    expect(titles(plain_page)).to_have_text(["Story one"])
    plain_page.locator("#q").fill("story provder:x")
    plain_page.locator("#q").press("Enter")
    expect(plain_page.locator("#query-error mark")).to_have_text("provder:x")
    plain_page.get_by_role("link", name="“provder:x”").click()
    expect(plain_page.locator("#q")).to_have_value('story "provder:x"')


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_the_list_gets_the_keys_back(page, box, key):
    page.keyboard.type("two")
    page.keyboard.press(key)
    expect(titles(page)).to_have_text(["Story two"])
    expect(page.locator("#rows > [aria-current]")).to_be_focused()


def test_enter_in_what_is_not_understood_stays_in_the_box(page, box, bad):
    page.keyboard.type("score:x ")
    page.keyboard.press("Enter")
    expect(page.locator("#query-error p").first).to_be_visible()
    expect(box).to_be_focused()


def test_what_is_understood_takes_no_room(page, box):
    assert page.locator("#query-error").bounding_box()["height"] == 0

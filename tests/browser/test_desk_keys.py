"""Keys as keyboards of all kinds send them."""

import pytest
from playwright.sync_api import expect

from articles.actions import articles as actions
from articles.models import Article
from tests.browser.desk import acts, all_saved, at, current, key, open_queue, slow
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stories(transactional_db):
    return [make_article(title=f"Story {name}") for name in ("one", "two", "three")]


@pytest.fixture
def queue(page, live_server, stories):
    open_queue(page, live_server)
    return page


@pytest.mark.parametrize(
    ("sent", "code", "more", "act"),
    [
        ("P", "KeyP", {}, "publish"),  # Caps Lock
        ("з", "KeyP", {}, "publish"),  # a Russian keyboard
        ("З", "KeyP", {}, "publish"),  # the same with Caps Lock
        ("г", "KeyU", {}, "unpublish"),
        ("π", "KeyP", {}, "publish"),  # a Greek one
        ("פ", "KeyP", {}, "publish"),  # a Hebrew one
        ("№", "Digit3", {"shiftKey": True}, "reject"),
        ("#", "Digit3", {"shiftKey": True}, "reject"),
        ("#", "Digit3", {"ctrlKey": True, "altKey": True, "modifierAltGraph": True}, "reject"),
        ("p", "KeyR", {}, "publish"),  # another Latin layout: what is printed on the key counts
        ("7", "Numpad7", {}, "score"),
        ("٧", "Digit7", {}, "score"),
    ],
)
def test_decides(queue, sent, code, more, act):
    assert key(queue, sent, code, **more)
    all_saved(queue)
    assert acts() == [("Story one", act)]


def test_escape_in_a_row_s_score_forgets_what_was_typed(queue):
    before = current(queue).get_attribute("id")
    queue.keyboard.press("q")
    queue.keyboard.type("8")
    queue.keyboard.press("Escape")
    expect(queue.locator(f"#{before}")).to_be_focused()
    queue.keyboard.press("q")
    queue.keyboard.type("77")
    queue.keyboard.press("Enter")
    expect(queue.locator(".toast")).to_contain_text("Scored 77")


@pytest.mark.parametrize(
    ("sent", "code", "more"),
    [
        ("P", "KeyP", {"shiftKey": True}),
        ("p", "KeyP", {"shiftKey": True}),  # Shift while Caps Lock is on
        ("З", "KeyP", {"shiftKey": True}),
        ("p", "KeyP", {"ctrlKey": True}),
        ("p", "KeyP", {"metaKey": True}),
        ("p", "KeyP", {"altKey": True}),
        ("þ", "KeyP", {"modifierAltGraph": True}),
        ("p", "KeyP", {"isComposing": True}),
        ("Process", "KeyP", {"keyCode": 229}),
        ("p", "KeyP", {"repeat": True}),
        ("7", "Digit7", {"repeat": True}),
        ("z", "KeyZ", {"repeat": True}),
        ("Dead", "KeyP", {}),
        ("Unidentified", "KeyP", {}),
        ("End", "Numpad1", {}),  # without Num Lock
        ("é", "Digit2", {}),
        ("§", "Digit3", {"shiftKey": True}),
        ("toString", "", {}),
    ],
)
def test_decides_nothing(queue, sent, code, more):
    key(queue, sent, code, **more)
    queue.keyboard.press("j")
    at(queue, "Story two")
    queue.wait_for_load_state("networkidle")
    expect(queue.locator("#sent")).to_be_empty()
    assert acts() == []


def test_moves_while_it_is_held(queue):
    key(queue, "j", "KeyJ")
    key(queue, "о", "KeyJ", repeat=True)
    at(queue, "Story three")


@pytest.mark.parametrize("element", ["<div contenteditable>", "<select>", "<textarea>", "<input>"])
def test_whoever_types_decides_nothing(queue, element):
    queue.evaluate(
        """html => {
            const place = document.createElement("div");
            place.innerHTML = html;
            document.querySelector("#main").append(place);
            place.firstChild.focus();
        }""",
        element,
    )
    assert not key(queue, "p", "KeyP")
    expect(queue.locator("#sent")).to_be_empty()


def test_esc_in_a_search_without_hits_gives_keys_and_list_back(queue):
    queue.keyboard.press("/")
    queue.keyboard.type("nowhere")
    expect(queue.locator(".empty")).to_be_visible()
    queue.keyboard.press("Escape")
    expect(queue.locator("#rows > .row")).to_have_count(3)
    queue.keyboard.press("j")
    at(queue, "Story two")
    queue.keyboard.press("p")
    all_saved(queue)
    assert acts() == [("Story two", "publish")]


@pytest.fixture
def search_from_two(queue):
    """A search without hits, begun on the second story."""
    queue.keyboard.press("j")
    queue.keyboard.press("/")
    queue.keyboard.type("nowhere")
    expect(queue.locator(".empty")).to_be_visible()
    return queue


def test_esc_in_a_search_without_hits_leads_back_to_where_one_was(search_from_two):
    search_from_two.keyboard.press("Escape")
    at(search_from_two, "Story two")
    expect(search_from_two.locator("#pane h2")).to_have_text("Story two")


def test_esc_beside_its_empty_list_does_so_too(search_from_two):
    search_from_two.locator("#results").evaluate(
        "element => { element.tabIndex = -1; element.focus() }"
    )
    search_from_two.keyboard.press("Escape")
    at(search_from_two, "Story two")


def test_a_search_that_is_emptied_by_hand_does_so_too_and_goes_on_typing(search_from_two):
    search_from_two.locator("#q").fill("")
    current = search_from_two.locator("#rows > [aria-current] h2")
    expect(current).to_have_text("Story two")
    expect(search_from_two.locator("#q")).to_be_focused()


def test_one_who_has_been_decided_on_meanwhile_leaves_the_place_to_the_next(search_from_two, alice):
    actions.publish(article=Article.objects.get(title="Story two"), by=alice, version=1)
    search_from_two.keyboard.press("Escape")
    at(search_from_two, "Story three")


def test_another_list_begins_at_its_top(search_from_two):
    search_from_two.locator("summary", has_text="Filters").click()
    search_from_two.locator("[name=at_least]").fill("1")
    search_from_two.keyboard.press("Enter")
    expect(search_from_two.locator(".chip")).to_have_count(2)
    search_from_two.locator("#q").fill("")
    expect(search_from_two.locator("#rows > [aria-current] h2")).to_have_text("Story one")


def test_esc_beside_an_empty_list_drops_the_filters(queue, live_server):
    open_queue(queue, live_server, "?queue=waiting&q=nowhere&at=7")
    expect(queue.locator(".empty")).to_be_visible()
    queue.keyboard.press("j")
    queue.keyboard.press("p")
    queue.keyboard.press("Escape")
    expect(queue.locator("#rows > .row")).to_have_count(3)
    assert acts() == []


@pytest.mark.parametrize(("key", "verb"), [("p", "Publish"), ("4", "Score 40:"), ("a", "Agree to")])
def test_the_same_again_is_no_act(queue, key, verb, forgiven):
    forgiven += ["Failed to load resource", "ERR_"]
    for _ in range(2):
        queue.keyboard.press("j")
    queue.context.set_offline(True)
    queue.keyboard.type(f"{key}k{key}k{key}")
    said = f"Already decided, and on its way: {verb} “Story three”"
    expect(queue.locator(".toast")).to_have_text(f"{said} That was the last; z undoes.")
    expect(queue.locator("#sent")).to_have_text("1 waiting")
    queue.context.set_offline(False)
    all_saved(queue)
    queue.keyboard.type(f"k{key}")
    expect(queue.locator(".toast")).to_contain_text("Already ")
    all_saved(queue)
    assert len(acts()) == 1


def test_another_decision_in_between_makes_it_one_again(queue):
    for _ in range(2):
        queue.keyboard.press("j")
    slow(queue)
    queue.keyboard.type("pkukp")
    all_saved(queue)
    assert [act for _, act in acts()] == ["publish", "unpublish", "publish"]


def test_o_stays_where_no_page_would_come(queue, forgiven):
    forgiven += ["Failed to load resource", "ERR_"]
    queue.context.set_offline(True)
    for way in (
        lambda: queue.keyboard.press("o"),
        lambda: queue.get_by_role("link", name="All articles").click(),
    ):
        way()
        expect(queue.locator(".toast")).to_contain_text("Offline: you stay on this page.")
        queue.keyboard.press("Escape")
        expect(queue.locator(".toast")).to_have_count(0)
    queue.context.set_offline(False)
    queue.keyboard.press("o")
    queue.wait_for_url("**/desk/articles/*/")
    queue.context.set_offline(True)
    queue.keyboard.press("Escape")
    expect(queue.locator(".toast")).to_contain_text("Offline: you stay on this page.")


def test_keys_are_silent_while_a_menu_is_open_and_esc_closes_it(queue):
    queue.set_viewport_size({"width": 1024, "height": 768})
    queue.get_by_role("button", name="Menu").click()
    pages = queue.get_by_role("navigation", name="Newsroom")
    expect(pages).to_be_visible()
    queue.keyboard.press("p")
    queue.keyboard.press("Escape")
    expect(pages).to_be_hidden()
    expect(queue.locator("#sent")).to_be_empty()
    assert acts() == []


@pytest.mark.parametrize("where", ["queue", "article"])
def test_an_empty_score_says_before_what_it_does(queue, stories, live_server, where):
    if where == "article":
        queue.goto(f"{live_server.url}/desk/articles/{stories[0].pk}/")
    queue.keyboard.press("q")
    queue.keyboard.press("Backspace")
    queue.keyboard.press("Enter")
    expect(queue.locator(".toast")).to_contain_text("Empty takes the score 80 off")
    assert acts() == []
    queue.keyboard.press("Enter")
    expect(queue.locator(".toast")).to_contain_text("Took the score off")

"""Keys as keyboards of all kinds send them."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import acts, all_saved, at, key, open_queue
from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


def test_esc_beside_an_empty_list_drops_the_filters(queue, live_server):
    open_queue(queue, live_server, "?queue=waiting&q=nowhere&at=7")
    expect(queue.locator(".empty")).to_be_visible()
    queue.keyboard.press("j")
    queue.keyboard.press("p")
    queue.keyboard.press("Escape")
    expect(queue.locator("#rows > .row")).to_have_count(3)
    assert acts() == []

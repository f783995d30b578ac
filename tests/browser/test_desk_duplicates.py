"""Pairs of one story: keys merge them, keep them apart, and take that back."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, Duplicate
from tests.browser.desk import acts, all_saved, hold, slow
from tests.factories import make_article
from tests.judgement.pairs import make_pair

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("one", "two", "three")


@pytest.fixture
def pairs(transactional_db):
    """Three pairs, the last one of them first in the list; the right of each is the elder row."""
    made = []
    for name in NAMES:
        right, left = make_article(title=f"Copy {name}"), make_article(title=f"Story {name}")
        made.append(make_pair(left, right))
    return made


@pytest.fixture
def opened(page, live_server, pairs):
    page.goto(f"{live_server.url}/desk/duplicates/")
    at(page, "Story three")
    return page


def at(page, title):
    current = page.locator(".pair[aria-current]")
    expect(current).to_have_count(1)
    expect(current).to_have_attribute("data-title", title)
    expect(current).to_be_focused()
    expect(page.locator(".all li[aria-current]")).to_contain_text(title)


def merged():
    rows = Article.objects.exclude(merged_into=None).order_by("pk")
    return [(row.title, row.merged_into.title) for row in rows]


def line(page, title):
    return page.locator(".all li", has_text=title)


def test_w_keeps_the_right_one_and_z_takes_it_back(opened):
    opened.keyboard.press("w")
    at(opened, "Story two")
    expect(opened.locator(".toast")).to_contain_text("Merged “Story three”")
    assert merged() == [("Story three", "Copy three")]
    expect(line(opened, "Story three")).to_contain_text("Merged by you")
    opened.keyboard.press("z")
    expect(opened.locator(".toast")).to_contain_text("Undone: merged “Story three”")
    expect(line(opened, "Story three")).not_to_contain_text("Merged by you")
    assert merged() == []
    at(opened, "Story two")


def test_y_keeps_the_left_one(opened):
    opened.keyboard.press("y")
    expect(opened.locator(".toast")).to_contain_text("Merged “Copy three”")
    assert merged() == [("Copy three", "Story three")]


def test_n_keeps_them_apart_for_good(opened, live_server):
    opened.keyboard.press("n")
    at(opened, "Story two")
    expect(opened.locator(".toast")).to_contain_text("Kept apart")
    expect(line(opened, "Story three")).to_contain_text("Kept apart by you")
    opened.keyboard.press("r")
    expect(opened.locator(".pair")).to_have_count(2)
    at(opened, "Story two")
    assert Duplicate.objects.open().count() == 2


def test_j_and_k_move_and_stop_at_the_ends(opened):
    opened.keyboard.press("k")
    at(opened, "Story three")
    for title in ("Story two", "Story one", "Story one"):
        opened.keyboard.press("j")
        at(opened, title)
    opened.keyboard.press("k")
    at(opened, "Story two")


def test_every_key_stands_on_a_button(opened):
    for name in ("left one", "right one", "Not the same", "Later"):
        expect(
            opened.locator(".pair[aria-current] .acts :visible", has_text=name).first
        ).to_be_visible()
    opened.locator(".pair[aria-current] a", has_text="Later").click()
    at(opened, "Story two")
    opened.locator(".pair[aria-current] a", has_text="Back").click()
    at(opened, "Story three")
    opened.locator(".all a", has_text="Story one").click()
    at(opened, "Story one")
    opened.get_by_role("button", name="Not the same").click()
    expect(line(opened, "Story one")).to_contain_text("Kept apart by you")


def test_keys_typed_fast_decide_on_one_pair_after_the_other(opened):
    slow(opened)
    for key in "wny":
        opened.keyboard.press(key)
    all_saved(opened)
    assert acts() == [("Story three", "merge"), ("Story two", "refuse"), ("Copy one", "merge")]
    expect(opened.locator(".all .done")).to_have_count(3)
    expect(opened.locator(".pair .acts form")).to_have_count(0)


def test_z_takes_back_what_is_not_sent_yet(opened):
    slow(opened, 600)
    opened.keyboard.press("w")
    opened.keyboard.press("w")
    at(opened, "Story one")
    opened.keyboard.press("z")
    at(opened, "Story two")
    all_saved(opened)
    assert merged() == [("Story three", "Copy three")]
    opened.keyboard.press("w")
    all_saved(opened)
    assert len(merged()) == 2


def test_a_held_key_decides_on_one(opened):
    hold(opened, "w")
    all_saved(opened)
    assert len(merged()) == 1


def test_a_decided_pair_takes_no_key(opened):
    opened.keyboard.press("w")
    expect(line(opened, "Story three")).to_contain_text("Merged by you")
    opened.keyboard.press("k")
    at(opened, "Story three")
    opened.keyboard.press("n")
    opened.keyboard.press("y")
    assert [act for _, act in acts()] == ["merge"]
    opened.locator(".pair[aria-current]").get_by_role("button", name="Undo").click()
    expect(line(opened, "Story three")).not_to_contain_text("Merged by you")
    at(opened, "Story three")


def test_what_is_refused_stays_open_and_says_why(opened, forgiven):
    forgiven += ["409", "422"]
    Article.objects.filter(title="Story three").update(version=7)
    opened.keyboard.press("w")
    expect(opened.locator(".toast")).to_contain_text("changed since")
    version = opened.locator(
        "[data-title='Story three'] form:has([data-act=keep-right]) [name=version]"
    )
    expect(version).to_have_value("7")
    opened.keyboard.press("k")
    opened.keyboard.press("w")
    expect(line(opened, "Story three")).to_contain_text("Merged by you")


def test_a_reload_leaves_decided_pairs_in_their_place(opened):
    opened.keyboard.press("w")
    expect(line(opened, "Story three")).to_contain_text("Merged by you")
    opened.reload()
    at(opened, "Story two")
    expect(line(opened, "Story three")).to_contain_text("Merged by you")


def test_without_scripts(plain_page, live_server, pairs):
    plain_page.goto(f"{live_server.url}/desk/duplicates/")
    expect(plain_page.locator(".pair:visible")).to_have_count(3)
    plain_page.get_by_role("button", name="keep the right one").first.click()
    expect(plain_page.locator(".toast")).to_contain_text("Merged “Story three”")
    expect(line(plain_page, "Story three")).to_contain_text("Merged by you")
    plain_page.locator(".all").get_by_role("button", name="Undo").click()
    expect(plain_page.locator(".toast")).to_contain_text("Undone")
    expect(plain_page.locator(".all .done")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_nothing_is_wider_than_the_screen(open_page, alice, live_server, pairs, width):
    Article.objects.filter(title="Story three").update(excerpt="Long" * 90, title="Word" * 60)
    page = open_page(alice, viewport={"width": width, "height": 844})
    page.goto(f"{live_server.url}/desk/duplicates/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_two_stand_below_each_other(open_page, alice, live_server, pairs):
    page = open_page(alice, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(f"{live_server.url}/desk/duplicates/")
    left, right = (page.locator(".pair[aria-current] .one").nth(n).bounding_box() for n in (0, 1))
    assert right["y"] >= left["y"] + left["height"]
    page.get_by_role("button", name="keep the right one").tap()
    expect(page.locator(".toast")).to_contain_text("Merged “Story three”")
    expect(page.locator(".pair[aria-current]")).to_have_attribute("data-title", "Story two")

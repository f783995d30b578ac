"""Keys that came later, keys of one's own, and two of them one after the other."""

import pytest
from playwright.sync_api import expect

from articles.accounts import desk_settings
from articles.models import Article
from tests.browser.desk import acts, all_saved, at, current, key, open_queue
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stories(transactional_db):
    return [make_article(title=f"Story {name}") for name in ("one", "two", "three")]


@pytest.fixture
def queue(page, live_server, stories):
    open_queue(page, live_server)
    return page


def test_scores_go_five_up_and_down_on_the_spot(queue, stories):
    for pressed in "..,":
        queue.keyboard.press(pressed)
    all_saved(queue)
    expect(current(queue).locator("h2")).to_have_text("Story one")
    assert Article.objects.get(pk=stories[0].pk).quality == 85
    assert [act for _, act in acts()] == ["score"] * 3


def test_q_types_an_exact_score(queue, stories):
    queue.keyboard.press("q")
    queue.keyboard.type("77")
    queue.keyboard.press("Enter")
    all_saved(queue)
    assert Article.objects.get(pk=stories[0].pk).quality == 77


@pytest.mark.parametrize(("pressed", "focused"), [("e", "id_title")])
def test_leads_to_its_place_on_the_articles_page(queue, stories, pressed, focused):
    queue.keyboard.press(pressed)
    queue.wait_for_url(f"**/desk/articles/{stories[0].pk}/#{focused}")
    expect(queue.locator(f"#{focused}")).to_be_focused()


def test_g_and_a_second_key_lead_to_another_list(queue):
    queue.keyboard.press("g")
    queue.keyboard.press("p")
    queue.wait_for_url("**/desk/?queue=decided-published")
    assert acts() == []


def test_enter_opens_the_row_that_has_the_focus(queue, stories):
    queue.keyboard.press("j")
    expect(current(queue)).to_be_focused()
    queue.keyboard.press("Enter")
    queue.wait_for_url(f"**/desk/articles/{stories[1].pk}/")


def test_delete_rejects_where_no_other_key_does(queue):
    queue.keyboard.press("Delete")
    all_saved(queue)
    assert acts() == [("Story one", "reject")]


@pytest.mark.parametrize(("sent", "code"), [(";", "Comma"), (":", "Period")])
def test_a_key_counts_by_its_place_where_it_writes_something_else(queue, sent, code):
    assert key(queue, sent, code)
    all_saved(queue)
    assert acts() == [("Story one", "score")]


def test_keys_of_ones_own_do_it_and_stand_on_the_buttons(page, live_server, stories, alice):
    desk_settings.set_keys(by=alice, keys={"publish": "w", "down": "p"}, are_off=False)
    open_queue(page, live_server)
    expect(page.locator(".dock [data-act=publish]")).to_contain_text("w")
    page.keyboard.press("p")
    at(page, "Story two")
    page.keyboard.press("w")
    all_saved(page)
    assert acts() == [("Story two", "publish")]
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text(
        "w publish", use_inner_text=False
    )

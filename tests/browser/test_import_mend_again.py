"""A mend that mends nothing."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.imports.staged import previewed

pytestmark = pytest.mark.django_db(transaction=True)
BROKEN = "---\ntype: article\ntitle: Ferry: again\n---\n"
STILL = BROKEN.replace("again", "and again")


def test_says_what_is_wrong_now_and_keeps_what_was_typed(open_page, bob, live_server, forgiven):
    forgiven.append("422")
    batch = previewed(bob, {"_news/ferry.md": BROKEN.encode()})
    page = open_page(bob)
    page.goto(live_server.url + reverse("desk:import-detail", args=[batch.pk]))
    page.locator(".item summary").click()
    box = page.get_by_label("The file")
    box.evaluate("box => { box.style.height = '200px' }")  # as somebody does who pulls at it
    box.fill(STILL)
    with page.expect_response("**/mend/"):
        box.press("Control+Enter")
    expect(page.locator(".item code")).to_contain_text("title: Ferry: and again")
    expect(box).to_be_focused()
    expect(box).to_have_value(STILL)
    page.get_by_role("link", name="Start again from the file as it came").click()
    expect(box).to_have_value(BROKEN)
    expect(box).to_be_focused()
    expect(page.locator(".item code")).not_to_contain_text("and again")


def test_what_was_tried_in_vain_is_not_lost_by_mistake(open_page, bob, live_server, forgiven):
    forgiven.append("422")
    batch = previewed(bob, {"_news/ferry.md": BROKEN.encode()})
    page = open_page(bob)
    page.goto(live_server.url + reverse("desk:import-detail", args=[batch.pk]))
    page.locator(".item summary").click()
    box = page.get_by_label("The file")
    box.fill(STILL)
    with page.expect_response("**/mend/"):
        box.press("Control+Enter")
    expect(page.get_by_role("link", name="Start again")).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]

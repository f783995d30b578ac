"""Broken files of an import, mended by key and all at once."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.imports.staged import previewed
from tests.ingest.batches import numbered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("first", "second", "third")


@pytest.fixture
def preview(open_page, bob, live_server):
    """The page of an import of which three files are broken in their third line."""
    files = {
        f"_news/{n}-{name}.md": f"---\ntype: article\ntitle: Ferry {name}: again\n---\n".encode()
        for n, name in enumerate(NAMES)
    }
    batch = previewed(bob, files | {"_news/good.md": numbered("good")})
    page = open_page(bob)
    page.goto(live_server.url + reverse("desk:import-detail", args=[batch.pk]))
    return page


def test_one_after_the_other(preview):
    items = preview.locator(".item")
    items.nth(0).locator("summary").click()
    for number, name in enumerate(NAMES):
        box = items.nth(number).get_by_label("The file")
        expect(box).to_be_focused()
        before = box.evaluate("box => box.value.slice(0, box.selectionStart)").split("\n")
        assert (len(before), before[-1]) == (3, f"title: Ferry {name}")
        box.fill(numbered(name).decode())
        box.press("Control+Enter")
        expect(items.nth(number)).to_contain_text("Mended")
        left = len(NAMES) - 1 - number
        expect(preview.locator("#tab-error")).to_have_text([f"Errors {left}"] if left else [])
    expect(preview.locator("#outlook")).to_contain_text("4 new articles")
    expect(items.nth(2).locator("summary")).to_be_focused()

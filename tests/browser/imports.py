"""Imports as an admin's fingers meet them."""

from playwright.sync_api import expect

from articles.imports.jobs import TASKS
from articles.models import ImportBatch


def work():
    """Does what is queued."""
    batch = ImportBatch.objects.latest("pk")
    TASKS[batch.state].call(batch.pk)


def send(page, files):
    page.get_by_label("Seeds, a site’s folder").set_input_files(files)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/desk/imports/*/")


def import_all(page):
    """Start the import that the page shows, and see it through."""
    page.get_by_role("button", name="Import all").click()
    expect(status(page)).to_have_text("Importing")
    work()
    expect(status(page)).to_have_text("Imported")


def status(page):
    return page.locator(".batch-head .status")


def settled(page):
    """Wait until new rows listen to being opened."""
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-added")).to_have_count(0)

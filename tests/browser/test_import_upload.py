"""Sending files to the import page: by mouse, in sight, and stopped half-way."""

import re

import pytest
from playwright.sync_api import expect

from articles.imports.jobs import TASKS
from articles.models import Article, BatchState, ImportBatch
from tests.browser.imports import send, work
from tests.ingest.batches import numbered

pytestmark = pytest.mark.django_db(transaction=True)
ANY_IMPORT = "**/desk/imports/*/"


@pytest.fixture
def site(tmp_path):
    """A folder with folders in it, a hidden one among them."""
    folder = tmp_path / "site"
    for name in ("_news/a.md", "_news/deep/b.md", ".git/c.md", "_news/.hidden.md"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(numbered(len(name)))
    return folder


@pytest.fixture
def many(tmp_path):
    """More files than one request takes, all of one size."""
    paths = [tmp_path / f"{number}.md" for number in range(250)]
    for number, path in enumerate(paths):
        path.write_bytes(numbered(1000 + number))
    return paths


def received(page):
    """The files that the worker finds in what the page has sent."""
    page.wait_for_url(ANY_IMPORT)
    batch = ImportBatch.objects.get()
    TASKS[batch.state].call(batch.pk)
    return sorted(batch.items.values_list("path", flat=True))


def drag(page, kind, paths, below=0):
    """What the mouse does with these files over the middle of the form, or so many pixels below."""
    box = page.locator("#send").bounding_box()
    page.context.new_cdp_session(page).send(
        "Input.dispatchDragEvent",
        {
            "type": kind,
            "x": box["x"] + box["width"] / 2,
            "y": box["y"] + box["height"] / 2 + below,
            "data": {"items": [], "files": [*map(str, paths)], "dragOperationsMask": 1},
        },
    )


def drop(page, *paths):
    for kind in ("dragEnter", "dragOver", "drop"):
        drag(page, kind, paths)


def test_files_are_dropped(imports, many):
    drop(imports, *many[:3])
    assert received(imports) == ["0.md", "1.md", "2.md"]
    expect(imports.get_by_role("heading", level=1)).to_have_text("0.md and 2 more")


def test_a_folder_is_dropped(imports, site):
    drop(imports, site)
    assert received(imports) == ["_news/a.md", "_news/deep/b.md"]
    expect(imports.get_by_role("heading", level=1)).to_have_text("site")


def test_files_and_a_folder_are_dropped_together(imports, site, many):
    drop(imports, site / "_news", many[7])
    assert received(imports) == ["7.md", "_news/a.md", "_news/deep/b.md"]


def test_a_folder_of_more_entries_than_a_browser_lists_at_once(imports, tmp_path):
    folder = tmp_path / "large"
    folder.mkdir()
    for number in range(130):  # Chromium lists a hundred at a time
        (folder / f"{number}.md").write_bytes(numbered(number))
    drop(imports, folder)
    assert len(received(imports)) == 130


def test_a_folder_is_chosen(imports, site):
    imports.locator("#folder").set_input_files(site)
    assert received(imports) == ["_news/a.md", "_news/deep/b.md"]


def test_the_form_says_that_it_takes_what_is_dragged(imports, many):
    form = imports.locator("#send")
    expect(form).not_to_have_class(re.compile("over"))
    drag(imports, "dragEnter", many[:1])
    drag(imports, "dragOver", many[:1])
    expect(form).to_have_class(re.compile("over"))
    drag(imports, "dragOver", many[:1], below=200)
    expect(form).not_to_have_class(re.compile("over"))
    assert not ImportBatch.objects.exists()


def test_an_empty_folder(imports, tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    drop(imports, folder)
    expect(imports.get_by_role("alert")).to_have_text("There is no file in it to import.")


def choose(page, paths):
    page.get_by_label("Seeds, a site’s folder").set_input_files(paths)
    page.get_by_role("button", name="Read it").click()


def test_progress_is_seen_and_the_upload_can_be_stopped(imports, many):
    """The second of three requests hangs: the stop comes in the middle."""
    imports.route("**/files/", lambda route: None)
    with imports.expect_request("**/files/"):
        choose(imports, many)
    expect(imports.locator("#sent-said")).to_contain_text("40 % of 250 files, 79 kB")
    expect(imports.get_by_role("progressbar", name="Upload")).to_have_js_property("value", 0.4)
    expect(imports.locator(".pickers")).to_be_hidden()
    with imports.expect_response("**/cancel/"):
        imports.get_by_role("button", name="Stop").click()
    expect(imports.get_by_role("alert")).to_have_text("Stopped. Nothing was imported.")
    expect(imports.locator(".sending")).to_be_hidden()
    assert ImportBatch.objects.get().state == BatchState.CANCELLED
    assert not Article.objects.exists()


def test_one_large_file_is_stopped_on_its_way(imports, tmp_path, many):
    """A slow line: some of the only request is sent, and what comes after the stop is welcome."""
    large = tmp_path / "large.zip"
    large.write_bytes(b"x" * 4_000_000)
    devtools = imports.context.new_cdp_session(imports)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", slow)
    choose(imports, large)
    expect(imports.locator("#sent-said")).to_have_text(
        re.compile(r"^[1-9]\d? % of 1 file, 4.0 MB$")
    )
    imports.get_by_role("button", name="Stop").click()
    expect(imports.get_by_role("alert")).to_have_text("Stopped. Nothing was imported.")
    assert not ImportBatch.objects.exists()

    devtools.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    choose(imports, many[:2])
    assert received(imports) == ["0.md", "1.md"]


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_it_fits_the_screen(width, open_page, bob, live_server, settings, tmp_path):
    folder = tmp_path / ("a-rather-long-name-" * 6)
    folder.mkdir()
    settings.IMPORT_DIRS = [str(folder)]
    page = open_page(bob, viewport={"width": width, "height": 844})
    page.goto(f"{live_server.url}/desk/imports/")
    expect(page.get_by_label("Or from this server")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_folder_keeps_its_paths(imports, files):
    imports.locator("#folder").set_input_files(files[0].parent.parent)
    imports.wait_for_url("**/desk/imports/*/")
    expect(imports.get_by_role("heading", level=1)).to_have_text("site")
    work()
    imports.get_by_role("link", name="New 2").click()
    expect(imports.locator(".item").first).to_contain_text("_news/2026-11-19-ferry.md")


def test_many_files_go_in_parts(imports, many):
    sent = []
    imports.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    send(imports, many)
    assert len(sent) == 3
    assert ImportBatch.objects.get().state == BatchState.READING


def test_too_much_is_said_before_it_is_sent(imports, tmp_path):
    imports.locator("#send").evaluate("form => { form.dataset.megabytes = '0.001' }")
    large = tmp_path / "large.md"
    large.write_text("x" * 2000)
    imports.get_by_label("Seeds, a site’s folder").set_input_files(large)
    imports.get_by_role("button", name="Read it").click()
    expect(imports.get_by_role("alert")).to_contain_text("cannot be sent at once")
    assert not ImportBatch.objects.exists()


def test_the_keys_of_the_desk_lead_on(imports):
    imports.keyboard.press("?")
    expect(imports.get_by_role("dialog", name="Keys")).to_be_visible()
    imports.keyboard.press("Escape")
    imports.keyboard.press("g")
    imports.keyboard.press("r")
    imports.wait_for_url("**/desk/?queue=review")

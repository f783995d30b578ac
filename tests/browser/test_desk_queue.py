import pytest
from playwright.sync_api import expect

from articles.actions import articles as actions
from articles.models import Article, Review
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(transactional_db):
    topic = make_topic(name="Storage", slug="storage")
    return [make_article(title=f"Story {name}", topics=[topic]) for name in ("one", "two", "three")]


@pytest.fixture
def queue(page, live_server, waiting):
    page.goto(f"{live_server.url}/desk/")
    page.wait_for_load_state("networkidle")
    return page


def current(page):
    return page.locator("#rows > [aria-current]")


def row(page, article):
    return page.locator(f"#article-{article.pk}")


def at(page, title):
    """The article is current, focused and in the pane."""
    expect(current(page)).to_contain_text(title)
    expect(page.locator("#pane h2")).to_have_text(title)


def test_keys_move(queue):
    at(queue, "Story one")
    queue.keyboard.press("j")
    at(queue, "Story two")
    expect(current(queue)).to_be_focused()
    queue.keyboard.press("k")
    at(queue, "Story one")


@pytest.mark.parametrize(
    ("key", "said", "fields"),
    [
        ("p", "Published", {"state": "published", "review": "reviewed"}),
        ("u", "Held", {"state": "unpublished", "review": "reviewed"}),
        ("#", "Rejected", {"review": "rejected"}),
        ("4", "Scored 40", {"quality": 40}),
        ("0", "Scored 100", {"quality": 100}),
    ],
)
def test_keys_decide_and_the_next_article_comes_up(queue, waiting, key, said, fields):
    queue.keyboard.press(key)
    expect(queue.get_by_role("status").filter(has_text=said)).to_contain_text("“Story one”")
    at(queue, "Story two")
    expect(current(queue)).to_be_focused()
    article = Article.objects.get(pk=waiting[0].pk)
    assert {name: getattr(article, name) for name in fields} == fields
    expect(queue.locator("#count-waiting")).to_have_text("2")


@pytest.fixture
def beyond(waiting):
    """Articles further down than those whose texts are fetched ahead."""
    topic = waiting[0].listed_topics
    return [make_article(title=f"Story {name}", topics=topic) for name in ("four", "five")]


def go_to(page, article):
    row(page, article).locator(".thumb").click()


def test_the_pane_shows_at_once_what_the_row_knows_and_decides_on_it(beyond, queue, waiting):
    held = []
    queue.route("**/pane/", lambda route: held.append(route))
    go_to(queue, beyond[0])
    expect(queue.locator("#pane h2")).to_have_text("Story four")
    expect(queue.locator(".dock .now")).to_have_text("Published by rule, 80 ≥ 70")
    expect(queue.locator("#pane .topics")).to_have_count(0)
    queue.locator(".dock").get_by_role("button", name="Hold", exact=True).click()
    expect(row(queue, beyond[0])).to_contain_text("Held by Alice, just now")
    expect(queue.locator("#pane h2")).to_have_text("Story five")
    assert Article.objects.get(pk=waiting[0].pk).version == 1


def test_moving_on_to_the_next_two_asks_for_nothing(beyond, queue, waiting):
    asked = []
    queue.on("request", lambda request: asked.append(request.url))
    queue.route("**/pane/", lambda route: None)
    for title in ("Story two", "Story three"):
        queue.keyboard.press("j")
        at(queue, title)
        expect(queue.locator("#pane .topics")).to_have_text("Storage")
    assert not any(f"/articles/{article.pk}/" in url for article in waiting for url in asked)


def test_a_decision_is_one_request(beyond, queue, waiting):
    asked = []
    queue.on("request", lambda request: asked.append(request))
    queue.keyboard.press("p")
    expect(queue.locator("#count-waiting")).to_have_text("4")
    queue.wait_for_load_state("networkidle")
    asked = [request for request in asked if "/static/" not in request.url]
    assert [request.method for request in asked if "/pane/" not in request.url] == ["POST"]
    ahead = [request.url for request in asked if "/pane/" in request.url]
    assert [url.split("/")[-3] for url in ahead] == [str(beyond[0].pk)]


def test_a_text_that_was_decided_on_comes_anew(queue, waiting):
    queue.keyboard.press("p")
    expect(row(queue, waiting[0])).to_contain_text("Published by Alice")
    queue.keyboard.press("k")
    expect(queue.locator(".dock .now")).to_contain_text("published by Alice, just now")


def test_offline_the_dock_goes_on(beyond, queue, waiting, forgiven):
    forgiven += ["Failed to load resource", "ERR_"]
    queue.context.set_offline(True)
    for name in ("Hold", "Reject"):
        queue.locator(".dock").get_by_role("button", name=name, exact=True).click()
    expect(row(queue, waiting[1])).to_contain_text("Not sent offline, kept")
    at(queue, "Story three")
    expect(queue.locator("#pane .topics")).to_have_text("Storage")
    queue.keyboard.press("j")
    expect(queue.locator("#pane")).to_contain_text("The rest of it did not come")
    queue.context.set_offline(False)
    expect(row(queue, waiting[1])).to_contain_text("Rejected by Alice, just now")
    expect(queue.locator("#pane .topics")).to_have_text("Storage")


def test_the_pane_comes_when_the_network_is_back(beyond, queue, forgiven):
    forgiven += ["Failed to load resource", "ERR_"]
    queue.context.set_offline(True)
    go_to(queue, beyond[0])
    expect(queue.locator("#pane")).to_contain_text("The rest of it did not come")
    queue.context.set_offline(False)
    at(queue, "Story four")
    expect(queue.locator("#pane .topics")).to_have_text("Storage")


def test_the_pane_decides_too(queue, waiting):
    queue.locator("#pane").get_by_role("button", name="Hold", exact=True).click()
    at(queue, "Story two")
    expect(row(queue, waiting[0])).to_contain_text("Held by Alice, just now")


def test_a_score_can_be_typed_into_the_row(queue, waiting):
    field = row(queue, waiting[1]).get_by_label("Score of")
    field.fill("33")
    field.press("Enter")
    expect(row(queue, waiting[1])).to_contain_text("Held by rule, 33 < 70, scored by Alice")
    assert Article.objects.get(pk=waiting[1].pk).quality == 33


def test_a_score_that_is_none_stays_in_the_row_to_be_mended(queue, waiting):
    field = row(queue, waiting[1]).get_by_label("Score of")
    field.fill("8o")
    field.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("8o")
    assert Article.objects.get(pk=waiting[1].pk).version == 1


def test_o_opens_the_article_page(queue, waiting):
    queue.keyboard.press("o")
    queue.wait_for_url(f"**/desk/articles/{waiting[0].pk}/")


def test_keys_type_inside_the_search_box(queue, waiting):
    queue.keyboard.press("/")
    search = queue.get_by_placeholder("Search in")
    expect(search).to_be_focused()
    queue.keyboard.type("jpu1?#")
    expect(search).to_have_value("jpu1?#")
    queue.keyboard.press("Escape")
    expect(search).not_to_be_focused()
    queue.wait_for_load_state("networkidle")
    assert not Article.objects.exclude(review=Review.UNREVIEWED).exists()


def test_keys_with_modifiers_are_the_browsers(queue):
    queue.keyboard.press("Control+j")
    queue.keyboard.press("Alt+p")
    at(queue, "Story one")
    assert not Article.objects.exclude(review=Review.UNREVIEWED).exists()


def test_help_opens_and_closes(queue):
    queue.keyboard.press("?")
    dialog = queue.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    queue.keyboard.press("j")
    queue.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    at(queue, "Story one")


def test_space_closes_help_and_a_button_opens_it_with_keys_off(queue):
    dialog = queue.get_by_role("dialog", name="Keys")
    for opened in ("?", "Enter"):
        queue.keyboard.press(opened)
        expect(dialog.get_by_role("button", name="Close")).to_be_focused()
        queue.keyboard.press("Space")
        expect(dialog).to_be_hidden()
        queue.get_by_role("button", name="all keys").click()
        queue.get_by_label("Keys are on").uncheck()
        queue.keyboard.press("Escape")
        queue.get_by_role("button", name="all keys").focus()


def test_keys_can_be_switched_off_and_stay_off(queue):
    queue.get_by_role("button", name="all keys").click()
    queue.get_by_label("Keys are on").uncheck()
    queue.get_by_role("button", name="Close").click()
    expect(queue.get_by_text("Keys are off.")).to_be_visible()
    queue.reload()
    queue.keyboard.press("j")
    queue.keyboard.press("p")
    queue.wait_for_load_state("networkidle")
    at(queue, "Story one")
    assert not Article.objects.exclude(review=Review.UNREVIEWED).exists()


def test_a_stale_decision_says_who_was_first(queue, waiting, bob, forgiven):
    forgiven.append("409")
    actions.reject(article=waiting[0].pk, by=bob, version=1)
    queue.keyboard.press("p")
    expect(queue.locator(".toast")).to_contain_text("Bob rejected it")
    expect(row(queue, waiting[0])).to_contain_text("Rejected by Bob, just now")
    at(queue, "Story two")
    queue.keyboard.press("k")
    queue.keyboard.press("p")
    expect(row(queue, waiting[0])).to_contain_text("Published by Alice, just now")


def test_typing_filters_the_list_and_the_address(queue):
    queue.get_by_placeholder("Search in").fill("three")
    expect(queue.locator("#rows > .row")).to_have_count(1)
    at(queue, "Story three")
    assert "q=three" in queue.url
    queue.locator(".chip").click()
    expect(queue.locator("#rows > .row")).to_have_count(3)


def test_going_back_shows_the_whole_page(queue):
    queue.get_by_placeholder("Search in").fill("three")
    expect(queue.locator("#rows > .row")).to_have_count(1)
    queue.go_back()
    expect(queue.locator("#rows > .row")).to_have_count(3)
    expect(queue.get_by_role("banner")).to_be_visible()


def test_the_list_goes_on_below(page, live_server, monkeypatch, waiting):
    monkeypatch.setattr("articles.desk.queue.listing.PAGE_SIZE", 2)
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    at(page, "Story three")
    expect(page.locator("#rows > .row")).to_have_count(3)


@pytest.fixture
def phone(open_page, alice, live_server, waiting):
    page = open_page(alice, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"{live_server.url}/desk/")
    page.wait_for_load_state("networkidle")
    return page


def test_on_a_phone_the_title_opens_the_page(phone, waiting):
    expect(phone.locator("#pane .read")).to_be_hidden()
    phone.get_by_role("link", name="Story two").tap()
    phone.wait_for_url(f"**/desk/articles/{waiting[1].pk}/")


def test_on_a_phone_a_tap_makes_a_row_current_and_the_dock_decides_on_it(phone, waiting):
    row(phone, waiting[1]).locator(".thumb").tap()
    expect(current(phone)).to_contain_text("Story two")
    dock = phone.locator(".dock")
    dock.get_by_role("button", name="Hold").tap()
    expect(row(phone, waiting[1])).to_contain_text("Held by Alice, just now")
    expect(current(phone)).to_contain_text("Story three")


def test_on_a_phone_the_scores_come_up_when_asked_for(phone, waiting):
    ten = phone.get_by_role("button", name="Score 10:")
    expect(ten).to_be_hidden()
    phone.locator(".dock").get_by_role("button", name="Score", exact=True).tap()
    ten.tap()
    expect(row(phone, waiting[0])).to_contain_text("Held by rule, 10 < 70")
    expect(ten).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1024])
def test_narrow_the_other_queues_come_out_of_the_heading(open_page, alice, live_server, width):
    page = open_page(alice, viewport={"width": width, "height": 700}, java_script_enabled=False)
    page.goto(f"{live_server.url}/desk/")
    queues = page.get_by_role("navigation", name="Queues")
    expect(queues).to_be_hidden()
    page.get_by_role("button", name="Other queues").click()
    queues.get_by_role("link", name="All articles").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("All articles")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Newsroom").get_by_role("link", name="Site").click()
    page.wait_for_url(live_server.url + "/")


@pytest.mark.parametrize("width", [320, 390, 768, 1100, 1440])
def test_nothing_is_wider_than_the_screen(open_page, alice, live_server, width):
    make_article(title="W" * 180, topics=[make_topic(name="T" * 100)])
    page = open_page(alice, viewport={"width": width, "height": 800})
    for path in ("/desk/", f"/desk/articles/{Article.objects.get().pk}/"):
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_queue_works(plain_page, live_server, waiting):
    page = plain_page
    page.goto(f"{live_server.url}/desk/")
    at(page, "Story one")
    page.locator("#pane").get_by_role("button", name="Publish", exact=True).click()
    at(page, "Story two")
    expect(page.locator(".toast")).to_contain_text("Published “Story one”")
    expect(row(page, waiting[0]).get_by_role("button", name="Undo")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#rows > .row")).to_have_count(3)
    row(page, waiting[1]).locator(".thumb").click()
    page.locator("#pane").get_by_role("button", name="Reject").click()
    at(page, "Story three")
    field = row(page, waiting[0]).get_by_label("Score of")
    field.fill("12")
    field.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Scored 12")
    page.locator("summary", has_text="Filters").click()
    page.locator("#fields").get_by_label("Storage").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#rows > .row")).to_have_count(1)
    assert "topic=storage" in page.url

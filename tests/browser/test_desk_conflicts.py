import pytest
from playwright.sync_api import expect

from articles.models import Article, Conflict
from tests.browser.desk import Faults, acts, all_saved, hold, lost, slow
from tests.factories import NOON, make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def articles(transactional_db):
    made = [make_article(title=f"Story {name}") for name in ("one", "two", "three")]
    for article in made:
        Conflict.objects.create(article=article, field="title", base="B", theirs="Theirs", at=NOON)
    return made


@pytest.fixture
def twice(articles):
    """The second article has another field in conflict."""
    Conflict.objects.create(
        article=articles[1], field="excerpt", base="B", theirs="Theirs too", at=NOON
    )
    return articles[1]


def at(page, title, field="Title"):
    current = page.locator(".sides[aria-current]")
    expect(current).to_have_attribute("aria-label", f"{field} of “{title}”")
    expect(current).to_be_focused()


def titles():
    return list(Article.objects.order_by("pk").values_list("title", flat=True))


def test_keys_move_and_settle(page, live_server, articles):
    page.goto(f"{live_server.url}/desk/conflicts/")
    at(page, "Story three")
    page.keyboard.press("j")
    at(page, "Story two")
    page.keyboard.press("2")
    expect(page.locator(".toast")).to_contain_text("Took the seed's version of “Theirs”")
    at(page, "Story one")
    page.keyboard.press("k")
    page.keyboard.press("1")
    expect(page.locator(".toast")).to_contain_text("Kept our version of “Story three”")
    assert titles() == ["Story one", "Theirs", "Story three"]
    assert Conflict.objects.get().article == articles[0]


def test_keys_move_from_field_to_field(page, live_server, twice):
    page.goto(f"{live_server.url}/desk/conflicts/")
    at(page, "Story three")
    page.keyboard.press("k")  # there is none before the first
    at(page, "Story three")
    page.keyboard.press("j")
    at(page, "Story two", "Excerpt")
    page.keyboard.press("j")
    at(page, "Story two")
    page.keyboard.press("j")
    at(page, "Story one")
    page.keyboard.press("j")  # nor one after the last
    at(page, "Story one")
    page.keyboard.press("k")
    at(page, "Story two")


@pytest.mark.parametrize(
    ("key", "said", "title", "excerpt"),
    [
        ("3", "Kept our version of “Story two”", "Story two", "Ours"),
        ("4", "Took the seed's version of “Theirs”", "Theirs", "Theirs too"),
    ],
)
def test_keys_settle_a_whole_article(page, live_server, twice, key, said, title, excerpt):
    Article.objects.filter(pk=twice.pk).update(excerpt="Ours")
    page.goto(f"{live_server.url}/desk/conflicts/")
    page.keyboard.press("3")  # an article with one conflict has no such button
    at(page, "Story three")
    page.keyboard.press("j")
    page.keyboard.press(key)
    expect(page.locator(".toast")).to_contain_text(said)
    at(page, "Story one")
    assert Conflict.objects.filter(article=twice).count() == 0
    assert Conflict.objects.count() == 2
    assert Article.objects.values_list("title", "excerpt").get(pk=twice.pk) == (title, excerpt)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone")
    assert Conflict.objects.filter(article=twice).count() == 2


def test_keys_typed_fast_settle_field_after_field(page, live_server, twice):
    page.goto(f"{live_server.url}/desk/conflicts/")
    slow(page)
    for key in ("1", "2", "2", "1"):
        page.keyboard.press(key)
    all_saved(page)
    expect(page.locator("main")).to_contain_text("No conflict is open.")
    assert [act for _, act in acts()] == ["keep-ours", "take-theirs", "take-theirs", "keep-ours"]
    assert Conflict.objects.count() == 0


def test_a_lost_answer_is_asked_for_again(page, live_server, articles, forgiven):
    forgiven += ["Failed to load resource"]
    page.goto(f"{live_server.url}/desk/conflicts/")
    Faults(page).add(lost)
    page.keyboard.press("2")
    all_saved(page)
    expect(page.locator(".toast")).to_contain_text("Took the seed's version")
    assert [act for _, act in acts()] == ["take-theirs"]


@pytest.mark.parametrize("key", ["1", "2"])
def test_a_held_key_settles_one(page, live_server, articles, key):
    page.goto(f"{live_server.url}/desk/conflicts/")
    hold(page, key)
    all_saved(page)
    assert Conflict.objects.count() == 2


def test_keys_can_be_switched_off(page, live_server, articles):
    page.goto(f"{live_server.url}/desk/conflicts/")
    page.keyboard.press("?")
    page.get_by_label("Keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("Keys are off.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Keys are off.")).to_be_visible()
    at(page, "Story three")
    for key in ("j", "1", "2", "3", "4", "z", "?", "/"):
        page.keyboard.press(key)
    at(page, "Story three")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert Conflict.objects.count() == 3

    page.get_by_role("button", name="all keys").click()
    page.get_by_label("Keys are on").check()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("Keys are off.")).to_be_hidden()
    page.keyboard.press("j")
    at(page, "Story two")


def test_keys_with_modifiers_are_the_browsers(page, live_server, articles):
    page.goto(f"{live_server.url}/desk/conflicts/")
    page.keyboard.press("Alt+2")
    page.keyboard.press("Control+2")
    page.keyboard.press("j")
    at(page, "Story two")
    assert Conflict.objects.count() == 3


def test_without_scripts(plain_page, live_server, articles):
    plain_page.goto(f"{live_server.url}/desk/conflicts/")
    plain_page.get_by_role("button", name="Take the seed’s").first.click()
    expect(plain_page.locator(".toast")).to_contain_text("Took the seed's version")
    expect(plain_page.locator(".sides")).to_have_count(2)


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("path", ["/desk/conflicts/", "/desk/changes/"])
def test_nothing_is_wider_than_the_screen(open_page, alice, live_server, articles, path, width):
    page = open_page(alice, viewport={"width": width, "height": 800})
    page.goto(live_server.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

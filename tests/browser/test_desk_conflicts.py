import pytest
from playwright.sync_api import expect

from articles.models import Article, Conflict
from tests.factories import NOON, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def articles(transactional_db):
    made = [make_article(title=f"Story {name}") for name in ("one", "two", "three")]
    for article in made:
        Conflict.objects.create(article=article, field="title", base="B", theirs="Theirs", at=NOON)
    return made


def at(page, title):
    expect(page.locator(".sides[aria-current]")).to_have_attribute(
        "aria-label", f"Title of “{title}”"
    )


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
    assert list(Article.objects.order_by("pk").values_list("title", flat=True)) == [
        "Story one",
        "Theirs",
        "Story three",
    ]
    assert Conflict.objects.get().article == articles[0]


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

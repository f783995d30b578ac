import pytest
from playwright.sync_api import expect

from articles.actions import articles as actions
from articles.models import Article
from tests.browser.conftest import session_of
from tests.browser.desk import Faults, acts, all_saved, lost, open_queue, slow
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(transactional_db):
    make_topic(name="Storage")
    return make_article(title="A quarry becomes a battery", excerpt="Water.")


@pytest.fixture
def other(transactional_db):
    return make_article(title="Villagers and the plant")


@pytest.fixture
def address(live_server, article):
    return f"{live_server.url}/desk/articles/{article.pk}/"


def fresh(article):
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize(
    ("key", "said"), [("p", "Published"), ("u", "Held"), ("#", "Rejected"), ("3", "Scored 30")]
)
def test_keys_decide(page, address, key, said):
    page.goto(address)
    page.keyboard.press(key)
    expect(page.locator(".toast")).to_contain_text(f"{said}")
    expect(page.get_by_role("heading", level=1)).to_have_text("A quarry becomes a battery")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".toast")).to_contain_text("Undone")


def test_keys_type_inside_the_fields(page, address, article):
    page.goto(address)
    page.get_by_label("Title").first.press("p")
    page.get_by_label("Excerpt").press("#")
    assert fresh(article).version == 1


def test_escape_leads_back_to_the_queue(page, address):
    page.goto(address)
    page.keyboard.press("Escape")
    page.wait_for_url("**/desk/")


@pytest.mark.parametrize(("key", "place"), [("e", "id_title"), ("q", "exact")])
def test_escape_in_a_field_gives_the_keys_back(page, address, article, key, place):
    page.goto(address)
    page.keyboard.press(key)
    expect(page.locator(f"#{place}")).to_be_focused()
    page.keyboard.type("8")
    page.keyboard.press("Escape")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("3")
    expect(page.locator(".toast")).to_contain_text("Scored 30")


@pytest.mark.parametrize("place", ["id_title", "find"])
def test_whoever_came_for_a_field_goes_back_by_one_escape(page, live_server, article, other, place):
    """Which it is follows from the key by which the queue opened the page."""
    open_queue(page, live_server, "?queue=all&q=state:published")
    page.keyboard.press("j")
    page.goto(f"{live_server.url}/desk/articles/{other.pk}/#{place}")
    expect(page.locator(f"#{place}")).to_be_focused()
    page.keyboard.press("Escape")
    page.wait_for_url("**/desk/?queue=all&q=state*")


def test_leaving_with_unsaved_text_asks_first(page, address):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(address)
    page.get_by_label("Excerpt").fill("Typed with care.")
    page.get_by_role("link", name="Queue").click()
    expect(page.get_by_label("Excerpt")).to_have_value("Typed with care.")
    assert asked == ["beforeunload"]


def test_keys_typed_fast_go_on_from_each_other(page, address, article):
    page.goto(address)
    slow(page)
    for key in ("p", "u", "4"):
        page.keyboard.press(key)
    expect(page.locator(".now")).to_contain_text("Scoring 40…")
    all_saved(page)
    expect(page.locator(".now")).to_contain_text("by Alice, just now")
    assert [act for _, act in acts()] == ["publish", "unpublish", "score"]
    assert fresh(article).quality == 40


def test_what_is_typed_stays_while_keys_decide(page, address, article):
    page.goto(address)
    page.locator("#id_title").fill("A better headline")
    page.get_by_role("button", name="Hold", exact=True).click()
    expect(page.locator("#history")).to_contain_text("Alice")
    expect(page.locator("#id_title")).to_have_value("A better headline")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A better headline")
    assert [act for _, act in acts()] == ["unpublish", "edit"]


def test_a_lost_answer_is_asked_for_again(page, address, article, forgiven):
    forgiven += ["Failed to load resource"]
    page.goto(address)
    faults = Faults(page)
    faults.add(lost)
    page.locator("#id_title").fill("A better headline")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#held")).to_contain_text(
        "Not known whether “A quarry becomes a battery” was saved."
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("A better headline")
    assert [act for _, act in acts()] == ["edit"]


def test_signing_in_keeps_what_was_typed_and_saves_it(
    page, live_server, address, article, alice, forgiven
):
    forgiven += ["403"]
    alice.set_password("quarries-become-batteries")
    alice.save()
    page.context.add_cookies([session_of(alice, live_server.url)])
    page.goto(address)
    page.context.clear_cookies()
    page.locator("#id_excerpt").fill("Typed with care.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text("Save “A quarry becomes a battery”")
    page.get_by_label("Password of").fill("quarries-become-batteries")
    page.keyboard.press("Enter")
    all_saved(page)
    assert fresh(article).excerpt == "Typed with care."


def test_a_stale_decision_shows_the_article_as_it_is(page, address, article, bob, forgiven):
    forgiven += ["409"]
    page.goto(address)
    actions.reject(article=article, by=bob, version=1)
    page.keyboard.press("p")
    expect(page.locator(".toast")).to_contain_text("Bob rejected it")
    expect(page.locator(".now")).to_contain_text("rejected by Bob")
    page.keyboard.press("p")
    expect(page.locator(".now")).to_contain_text("published by Alice")


def test_candidates_come_up_while_typing(page, address, article, other):
    page.goto(address)
    page.get_by_label("Find coverage here").press_sequentially("villag")
    page.get_by_role("button", name="Link “Villagers and the plant”").click()
    expect(page.locator(".toast")).to_contain_text("Linked coverage to")
    assert article.links.get().target == other


def test_without_scripts_everything_works(plain_page, address, article, other):
    page = plain_page
    page.goto(address)
    page.locator("#id_title").fill("A better headline")
    page.get_by_label("Topic 1").select_option("Storage")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A better headline")
    assert [topic.name for topic in fresh(article).listed_topics] == ["Storage"]

    page.get_by_label("Find coverage here").fill("villagers")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Link “Villagers and the plant”").click()
    page.get_by_label("Address").fill("https://elsewhere.example/a")
    page.locator("#id_link_title").fill("Far away")
    page.get_by_role("button", name="Link it").click()
    page.get_by_role("button", name="Up: “Far away”").click()
    assert [link.title for link in article.links.all()] == ["Far away", "Villagers and the plant"]
    page.get_by_role("button", name="Remove: “Far away”").click()
    assert article.links.get().target == other

    page.get_by_label("Find coverage here").fill("villagers")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Fold this article into").click()
    page.get_by_role("button", name="Unfold").click()
    assert fresh(article).folded_into is None

    page.get_by_label("Exact score").fill("77")
    page.get_by_role("button", name="Set").click()
    assert fresh(article).quality == 77
    page.locator("#history").get_by_role("button", name="Undo").first.click()
    assert fresh(article).quality == 80

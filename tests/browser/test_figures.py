"""Sources and numbers: read with everything open, on a phone, and after a refusal."""

from datetime import timedelta

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone

from articles.figures import counting
from articles.models import Provider, State
from tests.factories import make_article, make_provider, make_topic
from tests.figures.decided import decide

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"viewport": {"width": 390, "height": 844}}
LOOKS = {"light": {}, "dark": {"color_scheme": "dark"}, "phone": PHONE}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def newsroom(alice, bob):
    """A source that fell silent, one with a long name and a note, and decisions on its stories."""
    now = timezone.now()
    silent = make_provider(name="Silent")
    for days in range(8, 20):
        make_article(provider=silent, published_at=now - timedelta(days=days))
    name = "The Longwindedly Named Advertiser of Upper Tarn Valley and Environs"
    loud = make_provider(
        name=name,
        domain=f"{'long' * 12}.example",
        note="A note without a blank: " + "x" * 80,
        muted_until=now.date() + timedelta(days=3),
        muted_by="Ines",
        at_most=3,
    )
    topic = make_topic(name="A topic with a rather long name, as some have")
    for n in range(12):
        fields = {"provider": loud, "topics": [topic], "published_at": now, "quality": 15 * n}
        by, at = (alice, bob)[n % 2], now - timedelta(hours=n)
        if n % 3:
            decide("unpublish", by, at, arrived=at - timedelta(minutes=3**n), **fields)
        else:
            decide("publish", by, at, arrived=at, **{**fields, "state": State.UNPUBLISHED})
    counting.count(now + timedelta(milliseconds=1))


def paths():
    return ["/desk/sources/", "/desk/numbers/", f"/desk/sources/{Provider.objects.last().pk}/"]


def faults(page):
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run()")["violations"]
    return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.parametrize("look", LOOKS)
def test_open_tables_are_read_by_all(open_page, alice, live_server, newsroom, look):
    page = open_page(alice, bypass_csp=True, **LOOKS[look])
    lines = []
    for path in paths():
        page.goto(live_server.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        lines += faults(page)
        assert not page.evaluate(WIDER), path
    assert not lines, "\n".join(lines)


def test_without_javascript_a_refused_form_keeps_what_was_typed(
    open_page, alice, live_server, newsroom, forgiven
):
    forgiven.append("422")
    page = open_page(alice, bypass_csp=True, java_script_enabled=False)
    page.goto(f"{live_server.url}/desk/sources/{Provider.objects.first().pk}/")
    page.get_by_label("At most in a list").fill("99")
    page.get_by_role("button", name="Limit").click()
    assert page.get_by_label("At most in a list").input_value() == "99"
    assert page.get_by_text("Write a number from 1 to 30").is_visible()


def test_a_refused_form_is_read_by_all(open_page, alice, live_server, newsroom, forgiven):
    forgiven.append("422")
    page = open_page(alice, bypass_csp=True)
    page.goto(f"{live_server.url}/desk/sources/{Provider.objects.first().pk}/")
    page.get_by_label("Mute until").fill("2020-01-01")
    page.get_by_role("button", name="Mute").click()
    assert page.get_by_text("1 January 2020 is not ahead").is_visible()
    assert page.get_by_label("Mute until").input_value() == "2020-01-01"
    assert faults(page) == []


def test_a_mute_is_undone_from_the_foot(page, live_server, newsroom):
    silent = Provider.objects.first()
    page.goto(f"{live_server.url}/desk/sources/{silent.pk}/")
    page.get_by_label("Mute until").fill(str(timezone.now().date() + timedelta(days=9)))
    page.get_by_role("button", name="Mute").click()
    page.locator("#toasts").get_by_text("Muted “Silent”").wait_for()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    page.locator("#toasts").get_by_text("Undone: muted “Silent”").wait_for()
    silent.refresh_from_db()
    assert not silent.is_muted

"""Setting a new site up, from the address in the terminal to the import; axe finds nothing."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth.models import User

from articles.permissions import ADMINS
from articles.site import choices, setup_token
from tests.browser.test_accessibility import LOOKS
from tests.factories import PASSWORD, make_group

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(live_server):
    make_group(ADMINS)
    return f"{live_server.url}/setup/?token={setup_token.make()}"


def fill(page, **changes):
    form = {"username": "mara", "password1": PASSWORD, "password2": PASSWORD, "name": "The Herald"}
    for name, value in (form | {"threshold": "55"} | changes).items():
        page.fill(f"[name={name}]", value)
    with page.expect_navigation():
        page.click("main button")


@pytest.mark.parametrize("javascript", [True, False])
def test_it_leads_to_the_import(open_page, address, live_server, javascript):
    """In one go, by what browsers say of where a form comes from as well."""
    page = open_page(java_script_enabled=javascript)
    page.goto(f"{live_server.url}/desk/")
    assert "not set up yet" in page.inner_text("h1")
    page.goto(address)
    assert page.url == f"{live_server.url}/setup/"
    fill(page)
    assert page.url == f"{live_server.url}/desk/imports/"
    assert "you are its first admin" in page.inner_text("#toasts")
    assert User.objects.get().username == "mara"
    assert (choices.site_name(), choices.threshold()) == ("The Herald", 55)


@pytest.mark.parametrize("changed", ["", "x"])
def test_no_request_tells_where_it_came_from(open_page, address, forgiven, changed):
    forgiven.append("403")
    page, sent = open_page(), []
    page.on("request", lambda request: sent.append(request))
    page.goto(address + changed)
    with page.expect_navigation():
        page.click(".account-bar .word")
    referrers = [request.all_headers().get("referer", "") for request in sent[1:]]
    assert any(referrers)
    assert [referrer for referrer in referrers if address in referrer] == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(open_page, address, live_server, forgiven, settings, look):
    forgiven += ["403", "404", "422"]
    context, options = LOOKS[look]
    page = open_page(bypass_csp=True, **context)
    found = []

    def look_at():
        page.evaluate(AXE_SCRIPT)
        result = page.evaluate("options => axe.run(options)", options)
        found.extend((page.url, violation["id"]) for violation in result["violations"])

    for path in ("/setup/", "/setup/?token=x"):
        page.goto(live_server.url + path)
        look_at()
    page.goto(address)
    look_at()
    fill(page, password2="another", name="H" * 80)
    look_at()
    settings.SITE_NAME = "The Gazette"
    page.goto(f"{live_server.url}/setup/")
    look_at()
    User.objects.create_user("alice")
    page.goto(f"{live_server.url}/setup/")
    look_at()
    assert found == []

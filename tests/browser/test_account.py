"""Passkeys, in a Chromium with an authenticator that always says yes."""

import pytest

from tests.factories import PASSWORD

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def url(live_server):
    return f"{live_server.url}/accounts"


@pytest.fixture
def visitor(open_page):
    """A page of nobody yet, with an authenticator at hand."""
    page = open_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def sign_in(page, url):
    page.goto(f"{url}/login/")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", PASSWORD)
    page.click("text=Sign in >> visible=true >> nth=-2")


def sign_out(page, url):
    page.goto(f"{url}/logout/")
    page.click("main button")
    page.wait_for_url("**/")


def add_key(page, url):
    page.goto(f"{url}/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)  # once more: this changes how the account is kept
    page.click("text=Go on")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")


def test_a_passkey_opens_the_account(visitor, url, alice):
    sign_in(visitor, url)
    visitor.wait_for_url("**/desk/")
    add_key(visitor, url)
    sign_out(visitor, url)
    visitor.goto(f"{url}/login/")
    visitor.click("#passkey_login")
    visitor.wait_for_url("**/desk/")


def test_a_key_is_the_second_factor(visitor, url, alice):
    sign_in(visitor, url)
    visitor.wait_for_url("**/desk/")
    add_key(visitor, url)
    sign_out(visitor, url)
    sign_in(visitor, url)
    visitor.wait_for_url("**/2fa/authenticate/")
    visitor.click("#mfa_webauthn_authenticate")
    visitor.wait_for_url("**/desk/")


def test_a_key_that_does_not_work_is_said_beside_the_button(visitor, url, db):
    visitor.goto(f"{url}/login/")
    visitor.click("#passkey_login")
    visitor.wait_for_selector("#key-trouble:has-text('Try again')")

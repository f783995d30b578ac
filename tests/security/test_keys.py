"""What is sent in place of a key's answer leads to no fault of the site."""

import json
import time

import pytest

ADD, LOGIN = "/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/login/"
REAUTHENTICATE = "/accounts/2fa/webauthn/reauthenticate/"
PARTS = {"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"}


def answered(**parts):
    response = {**PARTS, "attestationObject": "AA", **parts}
    return json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": response})


ANSWERS = [
    "[" * 100_000,
    "[" * 5000 + "]" * 5000,
    "[" * 50 + "]" * 50,
    '{"id":[' + "9" * 5000 + "]}",
    *("[]", "1", '"x"', "{}", "NaN", '{"id": 1}', '{"id": "\\ud800"}', "not JSON"),
    '{"id": "x", "rawId": "é", "response": {}}',
    '{"id": "AA", "rawId": "AA", "type": "x", "response": []}',
    *(answered(), answered(clientDataJSON="e30"), answered(clientDataJSON=5)),
    answered(attestationObject="oA", clientDataJSON="e30"),
    answered(attestationObject="gg", clientDataJSON="eyJ0eXBlIjoxfQ"),
]


@pytest.fixture
def known(as_alice):
    """She has just said who she is."""
    session = as_alice.session
    method = {"method": "password", "at": time.time(), "username": "alice"}
    session["account_authentication_methods"] = [method]
    session.save()
    return as_alice


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ANSWERS)
def test_nobody_signs_in_with_it(client, answer):
    response = client.post(LOGIN, {"credential": answer})
    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/login/")


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("address", [ADD, REAUTHENTICATE])
def test_nor_adds_it(known, address, answer):
    known.get(address)
    assert known.post(address, {"credential": answer}).status_code in (200, 302)

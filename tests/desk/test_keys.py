import json

import pytest

from articles.accounts import desk_settings
from articles.desk.keys.bindings import BINDINGS, DEFAULTS, clashes
from tests.desk.pages import text

pytestmark = pytest.mark.django_db


def test_doors(client, as_alice, as_charlie):
    assert as_alice.put("/desk/keys/").status_code == 405
    assert client.get("/desk/keys/")["Location"].startswith("/accounts/login/")
    assert as_charlie.get("/desk/keys/").status_code == 403


def test_doors_of_the_switch(doors):
    doors("/desk/keys/switch/")


def test_no_two_have_the_same_key_to_begin_with():
    assert clashes(DEFAULTS) == {}
    for page in {page for binding in BINDINGS for page in binding.pages}:
        here = [binding for binding in BINDINGS if page in binding.pages]
        taken = [key for binding in here for key in (binding.key, binding.second) if key]
        assert len(set(taken)) == len(taken)


def test_what_never_meets_may_share_a_key():
    assert clashes({**DEFAULTS, "earlier": "f", "fold": "h", "pane": "w"}) == {}
    assert clashes({**DEFAULTS, "earlier": "z"}).keys() == {"earlier"}


def test_keys_of_ones_own_are_kept_and_shown(as_alice, as_bob, alice):
    assert 'name="publish" value="p"' in text(as_alice.get("/desk/keys/"))
    response = as_alice.post("/desk/keys/", {"publish": "w", "hold": "p", "agree": "", "on": "on"})
    assert response["Location"] == "/desk/keys/"
    kept = desk_settings.of(type(alice).objects.get(pk=alice.pk))
    assert (kept.keys, kept.keys_off) == ({"publish": "w", "hold": "p"}, False)
    assert 'name="publish" value="w"' in text(as_alice.get("/desk/keys/"))
    page = text(as_alice.get("/desk/"))
    assert '"publish": ["w"]' in page
    assert "<dt><kbd>w</kbd> </dt><dd>publish</dd>" in page
    assert '"publish": ["p"]' in text(as_bob.get("/desk/"))


def test_a_key_given_twice_is_refused_in_words(as_alice, alice):
    response = as_alice.post("/desk/keys/", {"publish": "z", "on": "on"})
    assert response.status_code == 422
    page = text(response)
    assert "“z” is already the key for: publish. Give one of them another." in page
    assert 'name="publish" value="z"' in page
    assert desk_settings.of(type(alice).objects.get(pk=alice.pk)).keys == {}


@pytest.mark.parametrize("key", ["7", " ", "é", "з", "\x1b"])
def test_what_is_no_key_is_refused(as_alice, key):
    response = as_alice.post("/desk/keys/", {"publish": key, "on": "on"})
    assert response.status_code == 422
    assert "Give one Latin letter or sign" in text(response)


def test_more_than_one_key_is_refused(as_alice):
    assert as_alice.post("/desk/keys/", {"publish": "pp", "on": "on"}).status_code == 422


def test_all_keys_can_be_off(as_alice, alice):
    as_alice.post("/desk/keys/", {"publish": "w", "on": "on"})
    assert as_alice.post("/desk/keys/switch/").status_code == 204
    assert 'id="keys-on" >' in text(as_alice.get("/desk/"))
    kept = desk_settings.of(type(alice).objects.get(pk=alice.pk))
    assert (kept.keys, kept.keys_off) == ({"publish": "w"}, True)
    as_alice.post("/desk/keys/switch/", {"on": "on"})
    assert 'id="keys-on" checked>' in text(as_alice.get("/desk/"))


def test_a_binding_of_long_ago_is_passed_over(as_alice, alice):
    desk_settings.set_keys(by=alice, keys={"gone": "w"}, are_off=False)
    assert "gone" not in text(as_alice.get("/desk/"))


@pytest.mark.parametrize(
    ("page", "there", "missing"),
    [
        ("/desk/", {"the next page", "publish"}, set()),
        ("/desk/calendar/", {"the week after", "this help"}, {"publish", "the next page"}),
        ("/desk/conflicts/", {"next", "this help"}, {"publish", "the next page"}),
    ],
)
def test_a_page_lists_what_it_has(as_alice, page, there, missing):
    shown = text(as_alice.get(page))
    assert all(f"<dd>{says}</dd>" in shown for says in there)
    assert not any(f"<dd>{says}</dd>" in shown for says in missing)


def test_the_help_leads_to_pages_that_one_may_see(as_alice, as_bob):
    assert 'href="/desk/?queue=review" data-go="r"' in text(as_alice.get("/desk/"))
    assert 'data-go="i"' not in text(as_alice.get("/desk/"))
    assert 'href="/desk/imports/" data-go="i"' in text(as_bob.get("/desk/"))


def test_no_two_places_have_the_same_key(as_bob):
    keys = [part[0] for part in text(as_bob.get("/desk/")).split('data-go="')[1:]]
    assert len(set(keys)) == len(keys) == 14


def test_scripts_can_read_them(as_alice):
    page = text(as_alice.get("/desk/"))
    written = page.split("data-keys='")[1].split("'")[0].replace("&#39;", "'")
    assert json.loads(written)["reject"] == ["#", "Delete"]

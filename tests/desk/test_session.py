from django.test import Client


def test_doors(doors):
    doors("/desk/session/", method="get")


def test_says_who_is_signed_in_and_what_forms_must_send(as_alice, alice, article):
    answer = as_alice.get("/desk/session/")
    assert (answer.json()["user"], answer.json()["name"]) == (alice.pk, "Alice")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    token = strict.get("/desk/session/").json()["token"]
    fields = {"version": article.version, "csrfmiddlewaretoken": token}
    assert strict.post(f"/desk/articles/{article.pk}/publish/", fields).status_code == 302


def test_no_cache_keeps_it(as_alice):
    assert "no-store" in as_alice.get("/desk/session/")["Cache-Control"]


def test_a_page_that_asks_without_a_session_is_told_where_to_sign_in(client):
    answer = client.get("/desk/session/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/accounts/login/")

import pytest

from articles.models import DeskSettings
from tests.desk.pages import HTMX, text

pytestmark = pytest.mark.django_db


def test_doors(doors):
    doors("/desk/density/")


@pytest.mark.parametrize("density", ["comfortable", "compact", "headlines"])
def test_is_kept_with_the_account(as_alice, as_bob, alice, density):
    response = as_alice.post("/desk/density/", {"density": density}, headers=HTMX)
    assert response.status_code == 204
    assert alice.desk_settings.density == density
    assert f'<body class="desk queue {density}">' in text(as_alice.get("/desk/"))
    assert '<body class="desk queue ">' in text(as_bob.get("/desk/"))


def test_without_scripts_it_leads_back_to_the_list(as_alice):
    fields = {"density": "compact", "next": "/desk/?queue=all"}
    assert as_alice.post("/desk/density/", fields)["Location"] == "/desk/?queue=all"
    fields["next"] = "https://elsewhere.example/"
    assert as_alice.post("/desk/density/", fields)["Location"] == "/desk/"


def test_the_pane_can_be_hidden_and_comes_back(as_alice):
    fields = {"density": "headlines", "hides_pane": "on"}
    as_alice.post("/desk/density/", fields)
    assert '<body class="desk queue headlines no-pane">' in text(as_alice.get("/desk/"))
    as_alice.post("/desk/density/", {**fields, "hides_pane": ""})
    assert "no-pane" not in text(as_alice.get("/desk/"))


@pytest.mark.parametrize("density", ["", "tiny", "Compact"])
def test_refuses_others_and_says_which_there_are(as_alice, density):
    response = as_alice.post("/desk/density/", {"density": density})
    assert response.status_code == 422
    assert "Send one of comfortable, compact, headlines." in text(response)
    assert not DeskSettings.objects.exists()

"""Whose a provider is, in the admin site."""

import pytest

from articles.models import Event, Provider
from tests.admin.pages import address, errors_of, form_of
from tests.factories import make_provider

pytestmark = pytest.mark.django_db

LIST = address(Provider, "changelist")


def listed(client, **params):
    return sorted(row.name for row in client.get(LIST, params).context["cl"].result_list)


def send(client, row, **fields):
    page = address(Provider, "change", row.pk)
    return client.post(page, {**form_of(client.get(page)), **fields})


def test_the_owner_is_edited(as_bob):
    halyard = make_provider(owner="Apex")
    send(as_bob, halyard, owner="  Northmoor   Media ")
    halyard.refresh_from_db()
    assert halyard.owner == "Northmoor Media"
    assert Event.objects.get().after == {"owner": "Northmoor Media"}
    send(as_bob, halyard, owner="")
    halyard.refresh_from_db()
    assert halyard.owner == ""


def test_too_long_an_owner(as_bob):
    assert "100 characters" in errors_of(send(as_bob, make_provider(), owner="x" * 101))


def test_other_owners_are_offered(as_bob):
    make_provider(owner="Northmoor <Media>")
    page = as_bob.get(address(Provider, "change", make_provider().pk)).text
    assert 'list="owner-offered"' in page
    assert '<option value="Northmoor &lt;Media&gt;"></option>' in page


def test_the_list_is_filtered_by_owner_in_any_spelling(as_bob):
    for name, owner in (("A", "Éclat"), ("B", "ÉCLAT"), ("C", "Apex"), ("D", "")):
        make_provider(name=name, owner=owner)
    assert listed(as_bob, owner="éclat") == ["A", "B"]
    assert listed(as_bob, owner="-") == ["D"]
    assert listed(as_bob, owner="nobody") == []
    assert listed(as_bob) == ["A", "B", "C", "D"]


def test_the_list_is_searched_by_owner(as_bob):
    make_provider(name="A", owner="Apex Press")
    make_provider(name="B")
    assert listed(as_bob, q="apex") == ["A"]

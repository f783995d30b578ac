"""Every admin page opens for those who manage the site, and for nobody else."""

import pytest
from django.contrib import admin
from django.urls import reverse

from articles.models import Article
from tests.admin.pages import MAKERS, address
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

MODELS = pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)


def pages(model):
    row = MAKERS[model]()
    return [address(model, "changelist"), address(model, "change", row.pk)]


def test_every_model_that_bob_sees_is_tested_here(rf, bob):
    request = rf.get("/")
    request.user = bob
    shown = [
        model
        for model, page in admin.site._registry.items()
        if page.has_view_permission(request) and type(page).__module__.startswith("articles")
    ]
    assert set(shown) == set(MAKERS)


@MODELS
def test_lists_and_pages_open(as_bob, model):
    for page in pages(model):
        assert as_bob.get(page).status_code == 200


@MODELS
@pytest.mark.parametrize("person", ["as_alice", "as_charlie"])
def test_not_for_others(request, person, model):
    client = request.getfixturevalue(person)
    for page in pages(model):
        response = client.get(page, follow=True)
        assert response.status_code == 403


@MODELS
def test_strangers_are_sent_to_sign_in(client, model):
    for page in pages(model):
        response = client.get(page)
        assert response.status_code == 302
        assert "/login/" in response["Location"]


@MODELS
def test_nothing_is_deleted(as_bob, model):
    row = MAKERS[model]()
    page = address(model, "delete", row.pk)
    assert as_bob.get(page).status_code == 403
    assert as_bob.post(page, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    as_bob.post(address(model, "changelist"), chosen)
    assert model.objects.filter(pk=row.pk).exists()


@MODELS
def test_the_number_of_queries_does_not_grow(as_bob, model):
    page, counts = address(model, "changelist"), []
    names = iter(range(1000))
    for number in (2, 20):
        while model.objects.count() < number:
            _another(model, next(names))
        counts.append(count_queries(as_bob, page))
    assert counts[0] == counts[1]


@MODELS
@pytest.mark.parametrize("words", ["x", "a b", '"', "*", "https://paper.example/x", "é" * 500])
def test_search_takes_whatever_is_typed(as_bob, model, words):
    MAKERS[model]()
    assert as_bob.get(address(model, "changelist"), {"q": words}).status_code == 200


def test_the_front_of_the_admin_site(as_bob):
    response = as_bob.get(reverse("admin:index"))
    assert response.status_code == 200
    assert "Articles" in response.content.decode()


def test_a_page_of_nothing(as_bob):
    response = as_bob.get(address(Article, "change", 999))
    assert response.status_code == 302
    assert as_bob.get(address(Article, "history", 999)).status_code == 302


def _another(model, number):
    return MAKERS[model]() if number == 0 else _copy(model, number)


def _copy(model, number):
    """Another row by the same maker, under names of its own."""
    row = model.objects.order_by("-pk").first()
    row.pk = None
    names = ("path", "slug", "url", "field", "name", "username", "canonical_url")
    unique = {name: f"{name}-{number}" for name in names} | {"domain": f"d{number}.example"}
    fields = {field.name for field in model._meta.concrete_fields}
    for name, value in unique.items():
        if name in fields:
            setattr(row, name, value)
    row.save(force_insert=True)
    return row

import pytest
from django.template.loader import render_to_string

from tests.public.pages import text


@pytest.mark.django_db
def test_not_found_offers_a_way_on(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert 'href="/topics/"' in text(response)
    assert not response.cookies


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_bad_days_need_nothing_at_all(name):
    page = render_to_string(name)
    assert 'href="/"' in page
    assert "<h1>" in page

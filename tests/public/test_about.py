import pytest

from tests.public.pages import text


@pytest.mark.django_db
def test_names_the_threshold_in_force(client, settings):
    settings.QUALITY_THRESHOLD = 42
    assert "A story that reaches 42" in text(client.get("/about/"))

import pytest

from tests.factories import make_topic
from tests.public.pages import text


@pytest.mark.django_db
def test_names_the_threshold_in_force(client, settings):
    settings.QUALITY_THRESHOLD = 42
    assert "A story that reaches 42" in text(client.get("/about/"))


@pytest.mark.django_db
def test_says_that_topics_can_have_another(client):
    said = "or what its topic asks for instead"
    assert said not in text(client.get("/about/"))
    make_topic(threshold=60)
    assert said in text(client.get("/about/"))

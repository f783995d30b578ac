import pytest
from django.urls import reverse

from tests.desk.pages import text
from tests.factories import make_topic

pytestmark = pytest.mark.django_db
URL = reverse("desk:search-completions")


def test_doors(doors):
    doors(URL, "get")


def test_offers_what_may_follow(as_alice):
    make_topic(name="Machine <learning>")
    page = text(as_alice.get(URL, {"upto": "topic:mach"}))
    assert 'role="option"' in page
    assert 'data-text="topic:&#34;Machine &lt;learning&gt;&#34; "' in page
    assert "data-begun" in page


def test_offers_operators_where_nothing_is_begun(as_alice):
    page = text(as_alice.get(URL))
    assert '<b dir="auto">topic:</b>' in page
    assert "data-begun" not in page


@pytest.mark.parametrize("upto", ["zebra", '"', "topic:" * 200, "((((", "by:%_\\"])
def test_whatever_is_typed_is_answered(as_alice, upto):
    assert as_alice.get(URL, {"upto": upto}).status_code == 200

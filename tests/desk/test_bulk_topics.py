from tests.desk.pages import text
from tests.factories import make_topic

PAGE = "/desk/bulk/topics/"


def test_doors(doors, db):
    doors(PAGE, "get")


def test_names_all_topics(as_alice):
    make_topic(name="Energy")
    make_topic(name="“Rail” & road")
    page = text(as_alice.get(PAGE))
    assert '<option value="Energy"></option>' in page
    assert '<option value="“Rail” &amp; road"></option>' in page

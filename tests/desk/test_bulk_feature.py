"""Putting what was picked on top of a topic, from the form below the list to the result."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from articles.models import BulkJob, Feature
from tests.desk.bulk import done, propose, proposed, url
from tests.desk.pages import text
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_article(topics=[make_topic(name="Energy")])


def soon():
    return f"{timezone.now() + timedelta(hours=3):%Y-%m-%d %H:%M}"


def words(response):
    return " ".join(text(response).split())


def test_the_page_says_where_and_until_when(as_alice, story):
    job = proposed(as_alice, story, what="feature", topic="energy", until=soon())
    page = words(as_alice.get(url("bulk-detail", job)))
    assert "1 article goes on top of “Energy”" in page
    assert "Put on top of “Energy” until" in page


def test_the_result_says_it(as_alice, story):
    job = done(as_alice, story, what="feature", topic="Energy", until=soon())
    assert Feature.objects.count() == 1
    assert "1 put on top" in words(as_alice.get(url("bulk-detail", job)))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"until": "2031-01-01 07:00"}, "Choose the topic that they are to be on top of."),
        ({"topic": "Energy"}, "Write until when they are to be on top."),
        ({"topic": "Energy", "until": "soon"}, "“soon” is no time"),
        ({"topic": "Energy", "until": "2020-01-01 07:00"}, "has passed"),
        ({"topic": "Nothing", "until": "2031-01-01 07:00"}, "There is no topic “Nothing”"),
    ],
)
def test_what_is_missing_is_said(as_alice, story, fields, said):
    response = propose(as_alice, story, what="feature", **fields)
    assert said in str(list(get_messages(response.wsgi_request))[0])
    assert not BulkJob.objects.exists()

"""The front of the admin site, and what all its pages have in common."""

import re

import pytest
from django.urls import reverse

from articles.actions import articles as actions
from articles.models import Article, Conflict, Event, Topic
from tests.admin.pages import MAKERS, address
from tests.factories import NOON, make_article, make_batch, make_topic

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")


def test_imports_and_what_people_did(as_bob, alice):
    batch = make_batch(source="autumn.zip", counts={"new": 7})
    article = make_article(title="A story", batch=batch)
    Event.objects.create(article=make_article(title="Quiet"), action="import", at=NOON)
    actions.publish(article=article, by=alice, version=1)
    page = as_bob.get(INDEX).text
    assert "autumn.zip" in page
    assert "7 new" in page
    assert "Alice published it" in page
    assert "Quiet" not in page


def test_an_empty_site(as_bob):
    page = as_bob.get(INDEX).text
    assert "Nothing has been imported yet" in page
    assert f'<a href="{reverse("desk:imports")}">Import seeds on the desk</a>' in page
    assert "conflicts" not in page


def test_new_topics_are_counted(as_bob):
    assert "Accept new topics" not in as_bob.get(INDEX).text
    make_topic(accepted=False)
    page = as_bob.get(INDEX).text
    assert f'href="{address(Topic, "changelist")}?accepted__exact=0"' in page
    assert "1 waits, named by articles only" in page


def test_conflicts_are_counted(as_bob):
    Conflict.objects.create(article=make_article(), field="title", at=NOON)
    assert "Settle conflicts" in as_bob.get(INDEX).text


@pytest.mark.parametrize("name", ["admin:index", "admin:articles_topic_changelist"])
def test_ways_out(as_bob, name):
    page = as_bob.get(reverse(name)).text
    for way in ("desk:queue", "public:front", "account_index", "account_logout"):
        assert f'"{reverse(way)}"' in page


def test_the_part_one_is_in_is_marked(as_bob):
    topics = address(Topic, "changelist")
    assert f'<a href="{topics}" aria-current="page">Topics</a>' in as_bob.get(topics).text
    page = as_bob.get(address(Topic, "change", make_topic().pk)).text
    assert f'<a href="{topics}" aria-current="true">Topics</a>' in page


def test_every_list_has_its_name(as_bob):
    assert "<h1>Articles</h1>" in as_bob.get(address(Article, "changelist")).text


def test_times_are_of_24_hours(as_bob):
    make_article(published_at=NOON.replace(hour=16, minute=42))
    page = as_bob.get(address(Article, "changelist")).text
    assert "20 Nov 2026, 16:42" in page


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_no_inline_styles_or_scripts(as_bob, model):
    row = MAKERS[model]()
    for page in (address(model, "changelist"), address(model, "change", row.pk)):
        html = as_bob.get(page).text
        assert not re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=\"", html)

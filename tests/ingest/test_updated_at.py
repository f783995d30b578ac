"""When the words of an imported story last changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from tests.ingest.batches import PATH, WHEN, bring_in, seed, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def again(tmp_path):
    def again(**fields):
        bring_in(write(tmp_path, {PATH: seed(**fields)}))
        return Article.objects.get().updated_at

    return again


def test_a_new_story_is_as_old_as_it_says(again):
    assert again() == WHEN


def test_never_in_the_future(again):
    assert again(published_at=timezone.now() + timedelta(days=2)) <= timezone.now()


@pytest.mark.parametrize(
    "words",
    [
        {"title": "A loud ferry"},
        {"excerpt": "It crossed in ten."},
        {"web_url": "https://harbour.example/ferry?page=2"},
    ],
)
def test_words_move_it(again, words):
    again()
    before = timezone.now()
    assert again(**words) >= before


@pytest.mark.parametrize(
    "others",
    [
        {"heat": 900, "quality": 12},
        {"published": False},
        {"topics": ("Transport", "Harbour")},
        {"published_at": WHEN - timedelta(hours=5)},
        {"secured": "bmV3"},
        {"title": "A quiet&nbsp;ferry"},
    ],
)
def test_all_else_leaves_it(again, others):
    again()
    assert again(**others) == WHEN
    assert Article.objects.get().batch_id

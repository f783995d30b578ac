"""Articles with scores that can be learned: a picture is worth 20 points, one source 10 more."""

from datetime import timedelta

from articles.judgement.scores import learning, suggesting
from articles.models import Image
from tests.factories import NOON, make_article, make_provider

WITH_PICTURE, WITHOUT = 70, 50


def make_picture(width=1200):
    url = f"https://pictures.example/{Image.objects.count()}.jpg"
    return Image.objects.create(url=url, width=width, height=600)


def make_scored(number=30):
    """So many articles of one known provider, every other one with a picture."""
    logo = make_picture(50)
    provider = make_provider(domain="paper.example", name="The Paper", logo=logo)
    for n in range(number):
        make_article(
            title=f"Story {n}",
            provider=provider,
            quality=WITH_PICTURE if n % 2 else WITHOUT,
            images=[make_picture()] if n % 2 else [],
            published_at=NOON - timedelta(hours=n),
        )
    return provider


def learned(number=30):
    """The provider of what was learned from."""
    provider = make_scored(number)
    suggesting._model.cache_clear()  # the next test's first model has the same key
    assert learning.learn()
    return provider

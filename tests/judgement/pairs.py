"""Pairs of articles that seem to be the same story."""

from articles.judgement import indexing
from articles.models import Duplicate
from tests.factories import NOON


def make_pair(one, other, **fields):
    """As if the rule had found them, because their titles are the same."""
    first, second = sorted((one, other), key=lambda article: article.pk)
    defaults = {"reason": "the same title", "rule": "a test", "found_at": NOON}
    return Duplicate.objects.create(one=first, other=second, **{**defaults, **fields})


def open_pairs():
    indexing.index_all()
    return set(Duplicate.objects.open().values_list("one", "other"))

import pytest

from articles.judgement import indexing, related
from articles.models import *
from tests.factories import *

pytestmark = pytest.mark.django_db


def test_x():
    a = make_article(
        title="Rembrandt’s Night Watch leaves the Rijksmuseum",
        excerpt="Conservators want two years for it.",
    )
    b = make_article(
        title="Rijksmuseum sends the Night Watch away", excerpt="The painting by Rembrandt travels."
    )
    c = make_article(title="Rain over the coast", excerpt="It will be wet.")
    indexing.note([a.pk, b.pk, c.pk])
    indexing.index_all()
    print(list(Indexed.objects.values()), Posting.objects.count(), KnownWord.objects.count())
    print(related.suggested(a))
    assert [s.article for s in related.suggested(a)] == [b.pk]
    indexing.note([a.pk])
    indexing.index_all()
    assert [s.article for s in related.suggested(a)] == [b.pk]

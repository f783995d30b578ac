from dataclasses import fields

from articles.seeds.document import Picture, ProviderRef
from articles.seeds.parse import parse_article
from articles.seeds.values import (
    EDITABLE,
    FOLLOWING,
    METRICS,
    PictureValue,
    SeedValues,
    seed_values,
)
from tests.ingest.batches import document, picture, related
from tests.seeds.samples import ARTICLE, VIDEO


def test_every_field_is_merged_somehow():
    names = {field.name for field in fields(SeedValues) if field.compare}
    assert names == {*EDITABLE, *FOLLOWING, *METRICS}


def test_texts_are_verbatim():
    values = seed_values(parse_article(VIDEO.encode()))
    assert values.excerpt == "A walk through\r\nthe hall &#8217; all of it"


def test_addresses_are_used_without_stray_blanks():
    values = seed_values(document(amp_url="https://harbour.example/amp "))
    assert values.amp_url == "https://harbour.example/amp"


def test_missing_is_neither_false_nor_zero():
    values = seed_values(document(quality=None, published=None))
    assert (values.quality, values.state) == (None, "unset")


def test_providers_are_known_by_domain():
    named = ProviderRef(name="Harbour", domain="WWW.Harbour.example")
    assert seed_values(document(provider=named)).provider == ("harbour.example", "Harbour")


def test_a_picture_listed_twice_counts_once():
    twice = (picture("a"), Picture(url="https://cdn.example/a.jpg ", title="Ferry"))
    values = seed_values(document(images=twice))
    assert values.images == (PictureValue("https://cdn.example/a.jpg", None, None, "Ferry"),)


def test_related_stories_are_known_by_their_canonical_address():
    (link,) = seed_values(parse_article(ARTICLE.encode())).related
    assert link.canonical_url == "https://fjord.example/ferries"
    assert (link.provider_name, link.quality) == ("Fjord Daily", 40)


def test_a_related_story_without_provider_has_the_domain_of_its_address():
    (link,) = seed_values(document(related=(related("a", provider=None),))).related
    assert (link.provider_name, link.provider_domain) == ("", "fjord.example")


def test_a_related_story_listed_twice_counts_once():
    again = related("a", web_url="http://www.fjord.example/a/#top", title="Again")
    values = seed_values(document(related=(related("a"), again)))
    assert [link.title for link in values.related] == ["More on a"]

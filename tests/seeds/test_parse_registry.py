"""Topic and provider files."""

import pytest

from articles.seeds.errors import SeedError
from articles.seeds.parse import parse_provider, parse_topic
from tests.seeds.samples import PROVIDER, TOPIC


def test_topic_values():
    topic = parse_topic(TOPIC.encode())
    assert (topic.id, topic.name, topic.short_name, topic.parent) == (
        "ferries",
        "Ferries",
        "Boats",
        "Transport",
    )
    assert topic.description == "How people cross water."
    assert topic.keywords == ("ferry",)
    assert topic.hashtags == ("#ferries",)
    assert topic.images == ("https://site.example/assets/images/topics/ferries.jpg",)
    assert topic.services == {"news": "https://site.example/api/news/ferries/"}
    assert topic.lines["name"] == 3
    assert topic.notes == ()


@pytest.mark.parametrize("tail", ["---", "---\n", "---\r\n"])
def test_an_empty_second_document_is_fine(tail):
    assert parse_topic((TOPIC + tail).encode()) == parse_topic(TOPIC.encode())


def test_a_topic_may_stand_between_delimiters():
    assert parse_topic(f"---\n{TOPIC}---\n".encode()).id == "ferries"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TOPIC + "---\n" + TOPIC, "second document"),
        (TOPIC.replace("_id: ferries\n", ""), "_id is missing"),
        (TOPIC.replace("_id: ferries", "_id: a/../b"), "slug"),
        (TOPIC.replace("name: Ferries\n", ""), "name is missing"),
        (TOPIC.replace("https://site.example/assets", "javascript:x//", 1), "images"),
        (TOPIC.replace("services:", "services: x\nothers:"), "services is plain text"),
        ("x" * 70_000, "longer than 65536"),
        ("[" * 50_000, "nesting deeper"),
        ("- a\n", "is a list"),
    ],
)
def test_topics_that_are_refused(text, words):
    with pytest.raises(SeedError, match=words):
        parse_topic(text.encode())


def test_provider_values():
    provider = parse_provider(PROVIDER.encode())
    assert provider.name == "The Harbour & Coast"
    assert provider.key == provider.domain == "harbour.example"
    assert provider.description == "News from the quay."
    assert provider.images[0].url == "/assets/images/organizations/harbour.example-50x50.jpg"
    assert parse_provider(PROVIDER.encode().rstrip()) == provider


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PROVIDER.replace("domain: harbour.example\n", ""), "domain is missing"),
        (PROVIDER.replace("domain: harbour.example", "domain: harbour"), "domain is"),
        (PROVIDER.replace("/assets/images", "/etc"), "url is"),
        (PROVIDER.removesuffix("---\n"), "never closed"),
    ],
)
def test_providers_that_are_refused(text, words):
    with pytest.raises(SeedError, match=words):
        parse_provider(text.encode())

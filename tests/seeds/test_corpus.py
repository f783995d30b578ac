"""Real files from outside the repository (NEWSDESK_EXTRA_SEEDS)."""

from articles.seeds.emit import emit
from articles.seeds.parse import parse_article, parse_provider, parse_topic
from articles.seeds.patch import patch
from tests.seeds.samples import extra_files


def test_articles_are_reproduced_byte_for_byte():
    different = []
    for path in extra_files("_news"):
        data = path.read_bytes()
        document = parse_article(data)
        if emit(document) != data or patch(data, document, {}) != data:
            different.append(path.name)
    assert different == []


def test_a_changed_title_changes_one_line():
    for path in extra_files("_news"):
        data = path.read_bytes()
        patched = patch(data, parse_article(data), {"title": "Another title"})
        before, after = data.splitlines(keepends=True), patched.splitlines(keepends=True)
        assert [number for number, line in enumerate(before) if line != after[number]] == [2]


def test_articles_have_an_address_for_identity():
    for path in extra_files("_news"):
        document = parse_article(path.read_bytes())
        assert document.canonical_url.startswith("https://")
        assert document.provider.key
        assert {note.key for note in document.notes} <= {"excerpt"}  # that say nothing


def test_topics_can_be_read():
    for path in extra_files("topics"):
        if path.suffix == ".yaml":
            assert parse_topic(path.read_bytes()).name


def test_providers_can_be_read():
    for path in extra_files("organizations"):
        if path.suffix == ".md":
            assert parse_provider(path.read_bytes()).name

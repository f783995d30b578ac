"""What a good seed says."""

import pickle
from datetime import UTC, datetime, timedelta

import pytest

from articles.seeds.document import Picture, ProviderRef
from articles.seeds.errors import Note, SeedError
from articles.seeds.parse import parse_article
from articles.seeds.patch import patch
from articles.seeds.values import seed_values
from tests.seeds.samples import ARTICLE, PLAIN_URLS, VIDEO, article, titled


def test_article_values():
    document = parse_article(ARTICLE.encode())
    assert document.category == "news"
    assert document.title == "Harbour pilots test a quiet ferry"
    assert document.published_at == datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
    assert (document.quality, document.heat, document.published) == (81, 91, True)
    assert document.provider.name == "The Harbour & Coast"
    assert document.provider.images[0].width == 50
    assert document.topics == ("Transport", "Shipping")
    assert document.images == (
        Picture(
            url="https://cdn.harbour.example/ferry.jpg", width=1200, height=800, is_cached=True
        ),
    )
    assert document.secured == "c2VhbGVk;a2V5"
    assert document.notes == ()


def test_related_values():
    (story,) = parse_article(ARTICLE.encode()).related
    assert story.excerpt == 'A second operator "follows" suit.'
    assert story.provider == ProviderRef(name="Fjord Daily", domain="fjord.example")
    assert story.canonical_url == "https://fjord.example/ferries"
    assert story.cdn_amp_url == "https://fjord-example.cdn.example/ferries"
    assert story.quality == 40
    assert len(story.images) == 1


def test_text_is_verbatim():
    assert parse_article(VIDEO.encode()).excerpt == "A walk through\r\nthe hall &#8217; all of it"


def test_missing_is_none():
    document = parse_article(PLAIN_URLS.encode())
    assert document.quality is document.heat is document.published is None
    assert document.original_url is document.featured_content is None
    assert document.images[0].is_cached is None


def test_empty_numbers_flags_and_lists_count_as_missing():
    document = parse_article(article("quality: 81\nheat: 91\npublished: true", "quality:\nheat:"))
    assert document.quality is document.heat is document.published is None


def test_url_prefers_the_web_address_without_stray_blanks():
    document = parse_article(
        article('webUrl: "https://www.harbour.example/ferry"', 'webUrl: " http://a.example/b/ "')
    )
    assert document.web_url == " http://a.example/b/ "
    assert document.url == "http://a.example/b/"
    assert document.canonical_url == "https://a.example/b"


def test_a_video_has_its_original_address_only():
    assert parse_article(VIDEO.encode()).url == "https://video.example/watch?v=abcdefghijk"


def test_provider_domain_is_verbatim_and_has_a_key():
    provider = parse_article(
        article("domain: harbour.example", "domain: WWW.Harbour.Example")
    ).provider
    assert provider.domain == "WWW.Harbour.Example"
    assert provider.key == "harbour.example"


def test_a_provider_without_a_name_goes_by_its_domain():
    document = parse_article(article("  name: The Harbour & Coast\n", ""))
    assert document.provider.name == "harbour.example"


def test_missing_excerpt_and_topics_are_empty():
    data = article('excerpt: "The vessel crossed in eleven minutes."\n', "")
    data = data.replace(b"topics:\n  - Transport\n  - Shipping\n", b"")
    document = parse_article(data)
    assert document.excerpt == ""
    assert document.topics == ()


def test_lines_name_keys():
    lines = parse_article(ARTICLE.encode()).lines
    assert lines["category"] == 2
    assert lines["provider"] == 13
    assert lines["related"] == 31


@pytest.mark.parametrize(
    "value", ["NO", "Off", "2026", "12:30", "0777", "~", "null", "C# and C++", "a#b"]
)
def test_a_plain_title_is_that_text(value):
    document = parse_article(titled(value))
    assert document.title == value
    assert document.notes == ()


def test_block_and_folded_text():
    assert parse_article(titled("|\n  one\n  two")).title == "one\ntwo\n"
    assert parse_article(titled(">-\n  one\n  two")).title == "one two"


def test_unknown_keys_are_kept_as_text():
    document = parse_article(
        article("type: article", "type: article\nmood: 07\nteam: {a: [yes, {b: ''}]}")
    )
    assert document.extra == {"mood": "07", "team": {"a": ["yes", {"b": ""}]}}


def test_unknown_keys_of_parts_are_kept():
    document = parse_article(
        article("  domain: harbour.example", "  domain: harbour.example\n  city: Bergen")
    )
    assert document.provider.extra == {"city": "Bergen"}


@pytest.mark.parametrize("start", ["\ufeff", ""])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_bom_and_line_ends_make_no_difference(start, newline):
    document = parse_article((start + ARTICLE.replace("\n", newline)).encode())
    assert document.title == parse_article(ARTICLE.encode()).title
    assert document.lines == parse_article(ARTICLE.encode()).lines
    assert (document.style.bom, document.style.newline) == (bool(start), newline)


def test_body_text_is_kept():
    assert parse_article(ARTICLE.encode() + b"Some words.\n").style.tail == "\n\nSome words.\n"


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("2026-11-19T08:30:00+02:00", 2),
        ("2026-11-19 08:30:00 -0530", -5.5),
        ("2026-11-19t08:30z", 0),
        ('"2026-11-19T08:30:00.000Z"', 0),
    ],
)
def test_times_with_a_zone_become_utc(written, hours):
    document = parse_article(article("2026-11-19T08:30:00Z", written))
    assert document.published_at == datetime(2026, 11, 19, 8, 30, tzinfo=UTC) - timedelta(
        hours=hours
    )
    assert document.notes == ()


def test_a_time_without_zone_is_utc_and_noted():
    document = parse_article(article("2026-11-19T08:30:00Z", "2026-11-19T08:30:00"))
    assert document.published_at == datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
    assert document.notes == (Note(5, "publishedDateTime", "no time zone: taken for UTC"),)


def test_one_topic_as_text_is_noted():
    document = parse_article(article("topics:\n  - Transport\n  - Shipping", "topics: Transport"))
    assert document.topics == ("Transport",)
    assert [(note.line, note.key) for note in document.notes] == [(21, "topics")]


def test_a_topic_listed_twice_is_noted():
    document = parse_article(article("  - Shipping", "  - Transport"))
    assert document.topics == ("Transport", "Transport")
    assert "listed twice" in document.notes[0].message


@pytest.mark.parametrize("value", ["a\u200bb", "\u202eab", "a\u2066b", "a\u00adb", "a\u2060b"])
def test_invisible_characters_stay_with_a_note(value):
    document = parse_article(titled(value))
    assert document.title == value
    assert [(note.line, note.key) for note in document.notes] == [(3, "title")]


@pytest.mark.parametrize(
    "value", ["C++\u200f ו\u200eכו", "\U0001f3f4\U000e0067\U000e0062\U000e007f", "می\u200cخواهم"]
)
def test_marks_that_writing_needs_are_nothing_to_note(value):
    document = parse_article(titled(value))
    assert (document.title, document.notes) == (value, ())


MOMENTS = {
    "2026-11-19T08:30:00.1234567Z": (8, 30, 0, 123456),
    "2026-11-19T08:30:00.123456789Z": (8, 30, 0, 123456),
    "2026-11-19T08:30:00.0000000+00:00": (8, 30, 0, 0),
    "2026-11-19T08:30:00,5Z": (8, 30, 0, 500000),
    "2026-11-19T09:30:00+01": (8, 30, 0, 0),
    "2026-11-19T03:00:00-0530": (8, 30, 0, 0),
    "2026-11-19 09:30 +01:00": (8, 30, 0, 0),
    "2026-11-18T24:00:00Z": (0, 0, 0, 0),
    "2026-11-18T24:00-08": (8, 0, 0, 0),
    "2026-11-18T23:59:60Z": (0, 0, 0, 0),
    "2026-11-19T08:59:60+09:00": (0, 0, 0, 0),
}


@pytest.mark.parametrize("written", MOMENTS)
def test_times_as_others_write_them(written):
    moment = datetime(2026, 11, 19, *MOMENTS[written], tzinfo=UTC)
    document = parse_article(article("2026-11-19T08:30:00Z", written))
    assert (document.published_at, document.notes) == (moment, ())


BODIES = [
    "First part.\n\n---\n\nSecond part.\n",
    "Heading\n---\n\nText.\n",
    "---\n---\n",
    "---\n\nNote: a rule, and words like title: or type: in a line\n\n---\n\ntype: of boat\n",
    "One\r\n---\r\nTwo\r\n",
]


@pytest.mark.parametrize("body", BODIES)
def test_a_line_of_dashes_in_the_body_is_markdown(body):
    data = f"{ARTICLE}{body}".encode()
    document = parse_article(data)
    assert document.title == parse_article(ARTICLE.encode()).title
    assert document.style.tail.endswith(body)
    assert patch(data, document, {"quality": 3}).endswith(body.encode())


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ('"\\uD83D\\uDE00 smile"', "😀 smile"),
        ('"\\\\uD83D\\uDE00 \\ud83d\\ude01"', None),
        ('"\\\\\\uD83D\\uDE00"', "\\😀"),
        ("'\\uD83D\\uDE00'", "\\uD83D\\uDE00"),
        ('"a\\uD83C\\uDFF4\\uDB40\\uDC67\\uDB40\\uDC7F"', "a\U0001f3f4\U000e0067\U000e007f"),
    ],
)
def test_both_halves_of_a_character_are_joined(value, title):
    if title is None:
        with pytest.raises(SeedError):
            parse_article(titled(value))
    else:
        assert parse_article(titled(value)).title == title


def test_a_blank_in_a_picture_s_address_is_kept_and_encoded_where_it_is_used():
    data = article(
        "https://cdn.harbour.example/ferry.jpg", "https://cdn.harbour.example/my ferry.jpg"
    )
    document = parse_article(data)
    assert document.images[0].url == "https://cdn.harbour.example/my ferry.jpg"
    assert document.images[0].address == "https://cdn.harbour.example/my%20ferry.jpg"
    assert seed_values(document).images[0].url == document.images[0].address


def test_text_lost_to_a_comment_is_noted():
    document = parse_article(titled("Ferry # 12 sails"))
    assert document.title == "Ferry"
    assert [(note.line, note.key) for note in document.notes] == [(3, "title")]


def test_a_comment_after_a_number_or_quotes_is_just_that():
    document = parse_article(article("quality: 81", "quality: 81 # fine"))
    assert document.notes == parse_article(titled('"Ferry" # fine')).notes == ()


def test_separators_do_not_shift_lines():
    document = parse_article(titled('"one\u2028two\x85three"'))
    assert document.title == "one two three"
    assert document.lines["excerpt"] == 4


def test_site_relative_pictures_are_fine():
    document = parse_article(
        article("https://cdn.harbour.example/ferry.jpg", "/assets/images/ferry.jpg")
    )
    assert document.images[0].url == "/assets/images/ferry.jpg"


def test_documents_and_errors_survive_pickling():
    document = parse_article(ARTICLE.encode())
    assert pickle.loads(pickle.dumps(document)) == document
    error = pickle.loads(pickle.dumps(SeedError("wrong", 3, 4)))
    assert str(error) == "3:4: wrong"
    assert (error.message, error.line, error.column) == ("wrong", 3, 4)


def test_an_error_without_a_place_is_its_message():
    assert str(SeedError("wrong")) == "wrong"
    assert str(SeedError("wrong", 3)) == "3: wrong"


@pytest.mark.parametrize(("value", "published"), [("True", True), ("FALSE", False), ("", None)])
def test_published_in_any_case(value, published):
    document = parse_article(article("published: true", f"published: {value}"))
    assert document.published is published

"""What is wrong is said in the words of the file's own kind, with a remedy that mends it."""

import pytest

from articles.seeds.errors import SeedError
from articles.seeds.parse import parse_article, parse_provider, parse_topic

SEED = """---
title: "Ebb"
publishedDateTime: 2026-11-19T08:30:00Z
webUrl: "https://tide.example/ebb"
provider:
  name: Tide
  domain: tide.example
---

"""


def refusal(parse, text):
    with pytest.raises(SeedError) as raised:
        parse(text.encode())
    return raised.value


@pytest.mark.parametrize("key", ['title: "Ebb"', "webUrl: ", "  name: Tide"])
@pytest.mark.parametrize("value", ['"Flood"', "Flood", "[Flood]", "'Flood'"])
def test_a_blank_is_missing_behind_a_colon(key, value):
    name = key.strip().partition(":")[0]
    lines = SEED.split("\n")
    number = next(n for n, line in enumerate(lines) if line.startswith(key))
    lines[number] = f"{key.partition(':')[0]}:{value}"
    error = refusal(parse_article, "\n".join(lines))
    assert (error.line, error.message) == (
        number + 1,
        f'a blank is missing behind "{name}:" (write one)',
    )


@pytest.mark.parametrize("value", ['"Ebb: a film"', "Ebb: a film"])
def test_also_where_another_colon_follows(value):
    error = refusal(parse_article, SEED.replace('title: "Ebb"', f"title:{value}"))
    assert (error.line, 'behind "title:"' in error.message) == (2, True)


def test_an_address_lacks_no_blank():
    error = refusal(parse_article, SEED.replace("provider:", "https://tide.example/\nprovider:"))
    assert "blank" not in error.message


@pytest.mark.parametrize(
    "time", ["1900-01-01T00:30:00+01:00", "1899-12-31", "2200-01-01T00:00:00Z"]
)
def test_a_time_outside_the_years(time):
    time = time if "T" in time else f"{time}T12:00:00Z"
    error = refusal(parse_article, SEED.replace("2026-11-19T08:30:00Z", time))
    assert error.message == f'publishedDateTime is "{time}" (write a time in UTC from 1900 to 2199)'


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:00:00-02:00"])
def test_a_time_outside_all_years(time):
    error = refusal(parse_article, SEED.replace("2026-11-19T08:30:00Z", time))
    assert "from 1900 to 2199" in error.message


def test_a_day_that_there_is_not():
    error = refusal(parse_article, SEED.replace("2026-11-19", "2026-11-31"))
    assert "a real date and time" in error.message


@pytest.mark.parametrize(
    ("slug", "better"),
    [
        ("..", "full-stop-full-stop"),
        ("👍", "thumbs-up-sign"),
        ("C++", "c-plus-plus"),
        ("A b", "a-b"),
    ],
)
def test_an_id_like_the_address_that_the_name_would_make(slug, better):
    error = refusal(parse_topic, f'taxonomy: topic\n_id: "{slug}"\nname: Tides\n')
    assert error.message == f'_id is "{slug}" (write a slug such as {better})'


@pytest.mark.parametrize("text", ["", "\n \n", "# nothing\n", "Tides\n", "- Tides\n"])
def test_a_topic_file_has_no_front_matter(text):
    assert "front matter" not in refusal(parse_topic, text).message


def test_other_files_have():
    for parse in (parse_article, parse_provider):
        assert "front matter" in refusal(parse, "").message

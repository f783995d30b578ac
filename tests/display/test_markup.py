import pytest

from articles.display import markup

DIGEST = "ab" * 16


@pytest.mark.parametrize("url", ["https://a.example/x", " HTTP://a.example/ "])
def test_web_addresses_become_links(url):
    assert markup.web(url) == url.strip()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//a.example", "", None]
)
def test_other_addresses_do_not(url):
    assert markup.web(url) == ""


@pytest.mark.parametrize(
    ("words", "attribute"),
    [
        ("A quarry", ""),
        ("1,000", ""),
        ("", ""),
        ("GPT の電池", ' lang="ja"'),
        ("海上风电场", ' lang="zh"'),
        ("Το δίκτυο", ' lang="el"'),
        ("بطارية حرارية", ' lang="ar"'),
    ],
)
def test_languages_that_a_script_gives_away(words, attribute):
    assert markup.lang(words) == attribute


def test_a_ready_picture_is_an_image_with_its_size():
    html = markup.picture(DIGEST, "paper.example", "story", alt='A "van"')
    assert f'src="/pictures/{DIGEST}/story.webp"' in html
    assert 'width="368" height="246" loading="lazy"' in html
    assert 'alt="A &quot;van&quot;"' in html


def test_the_first_picture_is_loaded_at_once():
    html = markup.picture(DIGEST, "paper.example", "wide", eager=True)
    assert 'loading="eager"' in html
    assert 'alt=""' in html


def test_what_has_no_picture_is_drawn():
    html = markup.picture("", "paper.example", "story")
    assert html.startswith("<svg")
    assert "style=" not in html


def test_a_size_that_does_not_exist_is_a_mistake():
    with pytest.raises(KeyError):
        markup.picture(DIGEST, "paper.example", "huge")


def test_a_mark_is_the_logo_or_else_the_initial():
    assert f"/pictures/{DIGEST}/logo.webp" in markup.mark("paper.example", "P", DIGEST)
    assert ">P</text>" in markup.mark("paper.example", "P", "")


@pytest.mark.parametrize(
    ("name", "initial"),
    [("“quoted”", "Q"), ("The Ledger", "L"), ("", "P"), ("<b>", "B"), ("能源报", "能"), ("ß", "S")],
)
def test_the_initial_is_a_letter(name, initial):
    assert markup.initial("paper.example", name) == initial

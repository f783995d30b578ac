import pytest

from articles.models import Image, ImageState, Provider, RelatedLink
from articles.templatetags import newsdesk

READY = Image(state=ImageState.READY, digest="ab" * 16)
PAPER = Provider(domain="paper.example", name="Paper")


@pytest.mark.parametrize("url", ["https://a.example/x", " HTTP://a.example/ "])
def test_web_addresses_become_links(url):
    assert newsdesk.web(url) == url.strip()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//a.example", "", None]
)
def test_other_addresses_do_not(url):
    assert newsdesk.web(url) == ""


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
    assert newsdesk.lang(words) == attribute


def test_a_ready_picture_is_an_image_with_its_size():
    html = newsdesk.picture(READY, PAPER, "story", alt='A "van"')
    assert f'src="/pictures/{READY.digest}/story.webp"' in html
    assert 'width="368" height="246" loading="lazy"' in html
    assert 'alt="A &quot;van&quot;"' in html


def test_the_first_picture_is_loaded_at_once():
    html = newsdesk.picture(READY, PAPER, "wide", eager=True)
    assert 'loading="eager"' in html
    assert 'alt=""' in html


@pytest.mark.parametrize(
    "image", [None, *(Image(state=s) for s in ("remote", "pending", "broken"))]
)
def test_what_is_not_ready_is_drawn(image):
    html = newsdesk.picture(image, PAPER, "story")
    assert html.startswith("<svg")
    assert "style=" not in html


def test_a_size_that_does_not_exist_is_a_mistake():
    with pytest.raises(KeyError):
        newsdesk.picture(READY, PAPER, "huge")


def test_a_mark_is_the_logo_or_else_the_initial():
    assert f"/pictures/{READY.digest}/logo.webp" in newsdesk.mark(Provider(name="P", logo=READY))
    assert ">P</text>" in newsdesk.mark(PAPER)


@pytest.mark.parametrize(
    ("name", "initial"),
    [("“quoted”", "Q"), ("The Ledger", "L"), ("", "P"), ("<b>", "B"), ("能源报", "能"), ("ß", "S")],
)
def test_the_initial_is_a_letter(name, initial):
    assert f">{initial}</text>" in newsdesk.mark(Provider(domain="paper.example", name=name))


def test_the_source_of_a_link_elsewhere():
    link = RelatedLink(provider_domain="volt.example", provider_name="Volt")
    assert (newsdesk.source(link).domain, newsdesk.source(link).name) == ("volt.example", "Volt")

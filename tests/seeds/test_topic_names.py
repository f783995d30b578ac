"""Names of topics, and the addresses that they make."""

import pytest

from articles.seeds.topic_names import address_key, name_key, topic_name, topic_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Wind power", "wind-power"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("c#", "c-sharp"),
        (".NET", "dot-net"),
        ("ASP.NET", "asp-net"),
        ("#weekend", "hash-weekend"),
        ("R&D", "r-and-d"),
        ("@ home", "at-home"),
        ("9 %", "9-percent"),
        ("Ørsted’s", "orsteds"),
        ("Новый зал", "новый-зал"),
        ("🎮", "video-game"),
        ("👩\u200d💻", "woman-personal-computer"),
        ("👍🏽", "thumbs-up-sign"),
        ("🇳🇴", "flag-no"),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "flag-gbsct"),
        ("...", "full-stop-full-stop-full-stop"),
        ("a" + "\u0336" * 60, "a"),
        ("й" + "\u0336" * 60, "й\u0336"),
        ("\u0336" * 3, "topic"),
        ("ß" * 60, "s" * 100),
    ],
)
def test_a_name_makes_a_slug(name, slug):
    assert topic_slug(name) == slug


@pytest.mark.parametrize("name", ["🀄" * 90, "⟷" * 50, "/", "\\", "%2e%2e", "-", "\ue000", " "])
def test_every_name_makes_one(name):
    slug = topic_slug(name)
    assert 0 < len(slug) <= 100
    assert slug.replace("-", "").isalnum()


def test_a_slug_is_its_own_address():
    for name in ("Новый зал", "CAFÉ", "½ Preis", "한국어", "हिन्दी", "ﬁn", "Ⅻ"):
        assert address_key(topic_slug(name)) == topic_slug(name)


def test_names_are_composed_and_compared_without_case():
    assert topic_name("e\u0301  te\u0301") == "é té"
    assert name_key("E\u0301T\u00c9") == name_key("été")
    assert name_key("Maße") != name_key("Masse")
    assert name_key("C") != name_key("C+")


@pytest.mark.parametrize(
    "name",
    [
        *("Tides\u200e", "Tides\ufe00", "Tides\u3164", "\u2800Tides", "Ti\u034fdes", "Ti\u200fdes"),
        *("Tides\U000e0101", "Tides\ufff3", "Ti\u200ddes", "Tides\U0001bca1"),
    ],
)
def test_names_that_look_the_same_are_one(name):
    assert (name_key(name), topic_slug(name)) == ("tides", "tides")


def test_joiners_count_where_writing_needs_them():
    assert name_key("При\u200dлив") == name_key("Прилив")
    assert topic_slug("При\u200dлив") == "прилив"
    assert name_key("می\u200cشود") != name_key("میشود")

"""What is typed finds what is meant; the index follows every way of writing."""

from types import SimpleNamespace

import pytest
from django.db import connection

from articles import search
from articles.migrations._search import with_search
from articles.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(
        title="Sodium-ion cells reach the grid",
        excerpt="A café in Zürich runs on GPT-5 batteries. It&#8217;s the&nbsp;first.",
        provider_name="The Daily Volt",
    )


def found(text):
    return set(search.matching(Article.objects.all(), text))


@pytest.mark.parametrize(
    "text",
    [
        "sodium",
        "SODIUM",
        "grid sodium",
        "sodium-ion",
        "sodium-ion cel",
        "sodium zurich volt",
        "Zürich",
        "zurich",
        "cafe",
        "CAFÉ",
        "gpt-5",
        "gpt 5",
        "GPT",
        "it's the first",
        "it’s",
        "sod",
        "grid so",
        "gpt-5 bat",
        "daily volt",
        '"ion cells reach"',
        "“reach the grid”",
        '"it s the first"',
        '"reach the" volt',
        '"reach the grid',
        "grid!",
        "  grid  ",
        "^grid",
    ],
)
def test_found(article, text):
    assert found(text) == {article}


@pytest.mark.parametrize(
    "text",
    [
        "lithium",
        "sodium lithium",
        "sod grid",
        "odium",
        "ion-sodium",
        '"grid the reach"',
        '"sod"',
        "sodium OR lithium",
        "NOT lithium",
        "title:sodium",
        "sodium NEAR/2 zurich",
        "8217",
        "nbsp",
    ],
)
def test_not_found(article, text):
    assert found(text) == set()


def test_nothing_typed_changes_nothing(article):
    everything = Article.objects.all()
    assert search.matching(everything, "") is everything
    assert search.matching(everything, " \t\n") is everything


@pytest.mark.parametrize(
    "text", ["!!!", '"', '""', '" "', "*", "-", "\0", "( ) :", "%_", "'", "…", "\u0301"]
)
def test_nothing_but_punctuation_finds_nothing(article, text):
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "sodium\0",
        'sodium"',
        "sodium*",
        "sodium' OR 1=1 --",
        "sodium) OR (title:",
        "sodium & | ! <-> :*",
        "{title excerpt} : sodium",
        "sodium \\",
        "%s %(x)s {}",
        "\udc80 sodium",
        "\u202esodium",
        "word " * 2000,
        "x" * 20_000,
        '"' * 2000,
        "é" * 300,
        "नमस्ते दुनिया",
        "עברית مرحبا",
        "😀 sodium",
        "ﷺ ½ ² Ⅷ",
        "\u0301",
        "a\u0301",
        "'a' 'b",
    ],
)
def test_whatever_is_typed_is_safe(article, text):
    assert found(text) <= {article}


def test_only_so_much_is_read():
    assert len(search.parse("word " * 2000)) == search.MOST
    assert sum(len(term.words) for term in search.parse("x" * 20_000)) == search.LONGEST


@pytest.mark.parametrize("char", ["'", '"', "\\", "\0", "*", ":", "(", "&", "%"])
def test_terms_hold_no_sign(char):
    terms = search.parse(f'a{char}b "c{char}d" {char} e{char}')
    assert all(char not in term.words for term in terms)


def test_only_the_last_word_may_be_unfinished():
    assert [term.prefix for term in search.parse('one "two" thr')] == [False, False, True]
    assert [term.prefix for term in search.parse('one "two"')] == [False, False]
    assert [term.prefix for term in search.parse("o")] == [False]


@pytest.mark.parametrize("text", ["电池", "钠离子", "电池 日报", "钠离子电池进入电网", "GPT电池"])
def test_chinese_is_found_inside_a_run(text):
    chinese = make_article(
        title="钠离子电池进入电网", excerpt="GPT电池，首次。", provider_name="中国日报网"
    )
    make_article(title="风力发电")
    assert found(text) == {chinese}


def test_chinese_and_other_words_are_both_needed(article):
    both = make_article(title="钠离子 Sodium")
    assert found("钠 sodium") == {both}


@pytest.mark.parametrize("text", ["Привет", "привет", "ПРИВЕТ", "прив", "йод"])
def test_cyrillic(text):
    russian = make_article(title="Привет, йод")
    assert found(text) == {russian}


def test_the_queryset_stays_as_narrow_as_it_was(article):
    make_article(title="Sodium too", state="unpublished")
    assert list(search.matching(Article.objects.public(), "sodium")) == [article]


def test_it_can_be_filtered_ordered_and_counted_further(article):
    newer = make_article(title="Sodium too", quality=10)
    matching = search.matching(Article.objects.all(), "sodium")
    assert list(matching.order_by("quality")) == [newer, article]
    assert matching.exclude(pk=newer.pk).count() == 1
    assert Article.objects.filter(pk__in=matching.values("pk")[:5]).count() == 2


def test_many_words_cost_one_query(article, django_assert_num_queries):
    with django_assert_num_queries(1):
        found("sodium ion cells 电池 grid")


def test_saving_keeps_the_index(article):
    article.title = "Lithium returns"
    article.save()
    assert found("lithium") == {article}
    assert found("sodium") == set()


@pytest.mark.parametrize("field", ["title", "excerpt", "provider_name"])
def test_updates_keep_the_index(article, field):
    Article.objects.update(**{field: "Lithium"})
    assert found("lithium") == {article}


def test_other_updates_leave_it_alone(article):
    Article.objects.update(quality=1, title=article.title)
    assert found("sodium") == {article}


def test_deleting_keeps_the_index(article):
    article.delete()
    assert found("sodium") == set()
    assert make_article(title="Lithium") in found("lithium")


def test_a_rebuilt_table_gets_its_triggers_back(article):
    """SQLite drops them with the table, which nearly every migration of articles rebuilds."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in ("add", "remove", "change"):
                cursor.execute(f"DROP TRIGGER articles_search_{name}")
    *_, last = with_search()
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        last.code(None, editor)
    assert found("sodium") == {article}
    assert make_article(title="Lithium") in found("lithium")


def test_bulk_inserts_and_upserts_keep_the_index(article):
    fields = {
        name: getattr(article, name)
        for name in ("day", "published_at", "imported_at", "provider", "batch", "canonical_url")
    }
    rows = [
        Article(path=article.path, slug=article.slug, title="Changed", **fields),
        Article(path="_news/new.md", slug="new", title="Arrived", **fields),
    ]
    Article.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["path"], update_fields=["title"]
    )
    assert {each.title for each in found("changed")} == {"Changed"}
    assert {each.title for each in found("arrived")} == {"Arrived"}
    assert found("sodium") == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the index of SQLite")
def test_the_index_is_sound_after_many_changes(article):
    for title in ("Caf&eacute; &amp; bar", "&#8217;", "x" * 500, "钠离子"):
        Article.objects.update(title=title, excerpt=title)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_search WHERE articles_search MATCH 'sodium'")
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO articles_search (articles_search) VALUES ('integrity-check')")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such function")
@pytest.mark.parametrize(
    "text", ["Sodium-ion &amp; more", "a/b_c \\ [d]~{e}|f", "GPT-5's &#8217;x&nbsp;", "", "a & b;"]
)
def test_ascii_words_are_those_of_any_text(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_words(%s), articles_words(%s)", [text, f"{text} é"])
        plain, accented = cursor.fetchone()
    assert f"{plain} e" == accented

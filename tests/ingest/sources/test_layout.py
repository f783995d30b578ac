import pytest

from articles.ingest.sources.layout import (
    Layout,
    Place,
    identity,
    is_litter,
    place_by_content,
    prefix,
)
from articles.seeds.kinds import FileKind

CHECKOUT = [
    "_news/a.md",
    "_archive/_news/old.md",
    "_data/topics/01-ai.yaml",
    "_data/organizations/paper.example.md",
    "assets/images/a.png",
]
KINDS = [FileKind.ARTICLE, FileKind.ARTICLE, FileKind.TOPIC, FileKind.PROVIDER, FileKind.PICTURE]


def placed(names):
    layout = Layout.of(names)
    return [layout.place_of(name) for name in names]


def test_a_checkout_at_the_top():
    places = placed(CHECKOUT)
    assert [place.kind for place in places] == KINDS
    assert [place.path for place in places] == CHECKOUT


def test_a_checkout_in_a_folder_has_the_same_paths():
    places = placed([f"site-main/{name}" for name in CHECKOUT])
    assert [place.kind for place in places] == KINDS
    assert [place.path for place in places] == CHECKOUT


def test_checkouts_side_by_side_keep_their_folders():
    names = [f"{site}/{name}" for site in ("ai", "power") for name in CHECKOUT]
    places = placed(names)
    assert [place.kind for place in places] == KINDS * 2
    assert [place.path for place in places] == names
    assert {place.root for place in places} == {"ai/", "power/"}


def test_a_checkout_below_another_is_one_of_its_own():
    places = placed(["_news/a.md", "sub/_news/b.md"])
    assert [(place.kind, place.root) for place in places] == [
        (FileKind.ARTICLE, ""),
        (FileKind.ARTICLE, "sub/"),
    ]


def test_a_flat_heap_is_articles_and_topics():
    places = placed(["a.md", "deep/b.txt", "01-ai.yaml", "README.md", "c.png"])
    assert [place.kind for place in places] == [
        FileKind.ARTICLE,
        FileKind.ARTICLE,
        FileKind.TOPIC,
        FileKind.ARTICLE,  # until its content is known
        FileKind.IGNORED,
    ]


@pytest.mark.parametrize(
    "name",
    ["_newsletters/a.md", "_learning/a.md", "_people/a.md", "_communities/a.yml", "api/a.md"],
)
@pytest.mark.parametrize("beside", [[], ["_news/a.md"]])
def test_what_else_a_site_holds_is_ignored(name, beside):
    assert placed([*beside, name])[-1].kind == FileKind.IGNORED


@pytest.mark.parametrize(
    "name",
    [
        ".git/_news/a.md",
        "_news/.hidden.md",
        "__MACOSX/site/_news/._a.md",
        "site/_news/a.html",
        "_news",
    ],
)
def test_what_systems_leave_in_archives_is_ignored(name):
    places = placed(["site/_news/a.md", name])
    assert places[0].path == "_news/a.md"
    assert places[1].kind == FileKind.IGNORED


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        (("srv", "site", "_news", "a.md"), "_news/a.md"),
        (("srv", "site", "_archive", "_news", "a.md"), "_archive/_news/a.md"),
        (("srv", "_archive", "site", "_news", "a.md"), "_news/a.md"),
        (("_news", "site", "_data", "topics", "01-a.yaml"), "_data/topics/01-a.yaml"),
        (("srv", "a.md"), "a.md"),
    ],
)
def test_a_single_file_is_known_as_in_its_site(parts, path):
    assert identity(parts) == path


@pytest.mark.parametrize(
    ("folder", "start"),
    [
        (("srv", "site"), ""),
        (("srv", "site", "_news"), "_news/"),
        (("srv", "site", "_archive"), "_archive/"),
        (("srv", "site", "_data", "topics"), "_data/topics/"),
        (("srv", "_data", "site"), ""),
    ],
)
def test_a_folder_of_a_site_given_alone(folder, start):
    assert prefix(folder) == start


def test_outside_of_a_site_the_content_of_a_yaml_file_decides():
    topic, article = (
        b"taxonomy: topic\n_id: ai\n",
        b'---\ntitle: "A"\nwebUrl: "https://a.example"\n---\n',
    )
    heap, site = Place(FileKind.TOPIC, "a.yaml"), Place(FileKind.TOPIC, "_data/topics/a.yaml")
    assert [place_by_content(heap, data).kind for data in (topic, article)] == [
        FileKind.TOPIC,
        FileKind.ARTICLE,
    ]
    assert place_by_content(site, article) == site


PAPERS = [
    "README.md",
    "readme.zh-CN.md",
    "INDEX.md",
    "LICENSE-MIT.txt",
    "CODE_OF_CONDUCT.md",
    "_config.yml",
]


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("folder", ["", "_news/"])
def test_papers_are_no_seeds_unless_they_say_so(name, folder):
    place = Place(FileKind.ARTICLE, folder + name)
    assert place_by_content(place, b"# Read me\n\ntitle: no").kind == FileKind.IGNORED
    assert place_by_content(place, b"---\nwebUrl: https://a.example\n---\n") == place


@pytest.mark.parametrize("name", ["2026-11-20-readme.md", "readmes-and-more.md", "todos.md"])
def test_other_names_are_left_to_the_reader(name):
    place = Place(FileKind.ARTICLE, name)
    assert place_by_content(place, b"Words.") == place


@pytest.mark.parametrize(
    ("name", "litter"),
    [
        *[(name, True) for name in ("Icon\r", "a/Icon\ufffd", "._a.md", "Thumbs.db", "a.md~")],
        *[(name, True) for name in ("_news/a.md.swp", "#a.md#", "~$a.docx", "yarn.lock")],
        *[(name, False) for name in ("a.md", "../Icon", "icons.md", "lock", "a\rb.md")],
    ],
)
def test_what_systems_and_editors_leave_behind(name, litter):
    assert is_litter(name) == litter

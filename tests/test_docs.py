"""What the documents name is there: files, modules, functions, links, layers and pictures."""

import re
from importlib import import_module
from pathlib import Path

from tests.test_architecture import LAYERS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    ROOT / "tests" / "benchmarks" / "README.md",
]
OURS = ("articles", "newsdesk", "templates", "static", "tests", "docs", "fixtures", ".ci")
PATH = re.compile(rf"(?:{'|'.join(map(re.escape, OURS))})/[\w./-]*")
NAME = re.compile(r"(?:articles|newsdesk|tests)(?:\.\w+)+")


def quoted(document):
    """What stands in backticks in the text, and in blocks of code as it is."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", document.read_text(), flags=re.S))


def is_there(name):
    """Whether `articles.export.changes_of` or `newsdesk.settings` can be imported."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, None) or vars(found).get(part)
        return found is not None
    return False


def names(pattern):
    for document in DOCUMENTS:
        for words in quoted(document):
            match = pattern.match(words)
            if match:
                yield document.relative_to(ROOT), match[0]


def test_every_path_is_there():
    assert [f"{file}: {path}" for file, path in names(PATH) if not (ROOT / path).exists()] == []


def test_every_module_and_function_is_there():
    assert [f"{file}: {name}" for file, name in names(NAME) if not is_there(name)] == []


def test_nothing_is_left_of_a_merge():
    left = re.compile(r"^(<{7}|>{7}) ", re.M)
    assert [str(file) for file in DOCUMENTS if left.search(file.read_text())] == []


def test_every_link_leads_somewhere():
    links = [
        (document, link)
        for document in DOCUMENTS
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
    ]
    assert [
        f"{document.relative_to(ROOT)}: {link}"
        for document, link in links
        if not (document.parent / link).exists()
    ] == []


def test_every_layer_is_explained():
    table = (ROOT / "docs" / "architecture.md").read_text()
    assert [name for layer in LAYERS for name in layer if f"`{name}`" not in table] == []


def test_every_picture_is_shown():
    text = "".join(document.read_text() for document in DOCUMENTS)
    pictures = (ROOT / "docs" / "screenshots").iterdir()
    assert [path.name for path in pictures if f"screenshots/{path.name}" not in text] == []

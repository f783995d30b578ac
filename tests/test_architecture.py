"""The code's shape, read from its syntax trees: what may import what, and how long things get."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 300
LONGEST_TEST_MODULE = 350
LONGEST_FUNCTION = 60
MOST_MODULES = 15  # in a folder

# From the ground up. A module may import its own layer and those below. A name stands for a module
# or for a folder with all that is in it, and the longest name that fits a module is its layer.
LAYERS = [
    ["text", "weburls", "times", "paging", "leases", "task_queue", "site", "outgoing"],
    ["seeds"],
    ["query.language"],
    ["judgement.words", "judgement.weights", "judgement.naming"],
    ["judgement.duplicates.addresses", "judgement.duplicates.titles"],
    ["judgement.duplicates.rule"],
    ["models"],
    ["wording", "http"],
    ["search", "images", "permissions", "rows"],
    ["query"],
    ["judgement"],
    ["actions"],
    ["history", "accounts"],
    ["ingest.sources"],
    ["ingest.changed", "ingest.report", "ingest.recorder", "ingest.batch_counts"],
    ["ingest.plan"],
    ["ingest.write"],
    ["ingest.engine"],
    ["imports", "bulk", "export", "backup", "figures"],
    ["queue"],
    ["tasks"],
    ["display.addresses", "display.drawing"],
    ["display.markup", "display.prepared"],
    ["display.cards"],
    ["display.tags", "display.feeds"],
    ["public", "desk", "setup", "admin", "admin_site", "management", "apps"],
]
# Not even each other.
FACES = [{"public"}, {"desk"}, {"setup"}, {"admin", "admin_site", "apps"}, {"management"}]
# What columns follow from, in a migration too by the rule of the day: texts in, a text out.
IN_MIGRATIONS = {"articles.search.words_of", "articles.weburls.canonical"}
PURE = (
    *("text", "weburls", "times", "seeds", "query.language"),
    *("judgement.words", "judgement.weights", "judgement.naming"),
    *("judgement.duplicates.addresses", "judgement.duplicates.titles"),
    "judgement.duplicates.rule",
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def sources(*folders):
    return [path for path in python_files(*folders) if "migrations" not in path.parts]


def python_files(*folders):
    return [
        path.relative_to(ROOT)
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]


ROOMS = ("newsdesk", "articles")
OURS = sources(*ROOMS)
LETTERS = {re._constants.LITERAL, re._constants.NOT_LITERAL, re._constants.IN, re._constants.ANY}
ARTICLES = [path for path in sources("articles") if path != Path("articles/__init__.py")]


@cache
def tree(path):
    return ast.parse((ROOT / path).read_text(), str(path))


def imported(path):
    """(module, line) of everything that the file imports, names of packages' members included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(path.parent.parts[: len(path.parent.parts) - node.level + 1])
            base = f"{package}.{node.module or ''}".strip(".") if node.level else node.module
            for alias in node.names:
                yield (f"{base}.{alias.name}", node.lineno)


def module(path):
    """`articles/seeds/parse.py` -> `articles.seeds.parse`."""
    names = path.with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def layer(name):
    """`articles.ingest.plan.diff` -> `ingest.plan`; "" for what is not ours or has no layer."""
    start, *names = name.split(".")
    if start != "articles":
        return ""
    fitting = (".".join(names[:length]) for length in range(len(names), 0, -1))
    return next((part for part in fitting if part in RANK), "")


def is_folder_of_layers(path):
    """Whether it only holds folders that each have a layer, as `articles/ingest/__init__.py`."""
    inside = module(path).removeprefix("articles.")
    return any(name.startswith(f"{inside}.") for name in RANK)


def face(name):
    return next((face for face in FACES if name in face), None)


def reaches_up(path, name):
    here, there = layer(module(path)), layer(name)
    if not there or here == there:
        return False
    if face(here) and face(there):
        return face(here) is not face(there)
    return RANK[there] > RANK[here]


def functions(path):
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def length(path):
    return len((ROOT / path).read_text().splitlines())


def test_every_module_has_its_layer():
    without = [str(path) for path in ARTICLES if not layer(module(path))]
    assert [path for path in without if not is_folder_of_layers(Path(path))] == []


def test_every_layer_is_there():
    modules = {module(path).removeprefix("articles.") for path in ARTICLES}
    assert RANK.keys() - modules == set()


def test_imports_point_down():
    assert [
        f"{path}:{line} {name}"
        for path in ARTICLES
        for name, line in imported(path)
        if reaches_up(path, name)
    ] == []


def test_nothing_knows_the_wiring():
    assert [
        f"{path}:{line} {name}"
        for path in ARTICLES
        for name, line in imported(path)
        if name.split(".")[0] == "newsdesk"
    ] == []


def test_migrations_need_nothing_of_the_app():
    """They run on databases of years to come, with whatever the code is by then."""
    assert [
        f"{path}:{line} {name}"
        for path in python_files("articles/migrations")
        for name, line in imported(path)
        if name.startswith(("articles.", "newsdesk."))
        and not name.startswith("articles.migrations.")
        and name not in IN_MIGRATIONS
    ] == []


def test_what_is_pure_knows_no_django():
    """Nor does it import anything of ours that might."""
    assert [
        f"{path}:{line} {name}"
        for path in ARTICLES
        if layer(module(path)) in PURE
        for name, line in imported(path)
        if name.startswith("django") or (layer(name) and layer(name) not in PURE)
    ] == []


def test_imports_stand_at_the_top():
    assert [
        f"{path}:{node.lineno}"
        for path in OURS
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ] == []


def test_modules_stay_short():
    long = [path for path in OURS if length(path) > LONGEST_MODULE]
    long += [path for path in sources("tests") if length(path) > LONGEST_TEST_MODULE]
    assert [f"{path} {length(path)}" for path in long] == []


def test_folders_stay_small():
    """Else the folder does not say what is in it."""
    folders = {path.parent for path in OURS}
    named = {folder: [p for p in OURS if p.parent == folder] for folder in folders}
    counts = {
        str(folder): len([path for path in paths if path.name != "__init__.py"])
        for folder, paths in named.items()
    }
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES} == {}


def test_functions_stay_short():
    assert [
        f"{path}:{node.lineno} {node.name}"
        for path in OURS
        for node in functions(path)
        if node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ] == []


def test_groups_in_patterns_may_give_back():
    """Python before 3.11.5 loses its place in those that may not: `(…)*+`, `(…)?+`, `(…)++`."""
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] in ROOMS]
    patterns = {
        value.pattern: value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    }
    assert len(patterns) > 50
    assert [text for text, one in patterns.items() if keeps_a_group(parsed(text, one.flags))] == []


@pytest.mark.parametrize(
    ("pattern", "keeps"), [("(a)?+", True), ("x(?:ab|b)*+", True), ("[a-z]*+(a)?", False)]
)
def test_the_rule_of_groups(pattern, keeps):
    assert keeps_a_group(parsed(pattern, 0)) == keeps


def parsed(pattern, flags):
    return re._parser.parse(pattern, flags)


def keeps_a_group(part):
    """Whether something longer than one letter is repeated and never given back."""
    if isinstance(part, re._parser.SubPattern):
        return any(map(keeps_a_group, part.data))
    if not isinstance(part, tuple | list):
        return False
    if part and part[0] is re._constants.POSSESSIVE_REPEAT:
        inner = part[1][2]
        return len(inner) != 1 or inner[0][0] not in LETTERS
    return any(map(keeps_a_group, part))


@pytest.mark.parametrize(
    ("path", "name", "wrong"),
    [
        ("articles/text.py", "articles.models.Article", True),
        ("articles/models/article.py", "articles.text.display_text", False),
        ("articles/public/views.py", "articles.desk.queue.rows", True),
        ("articles/management/commands/run.py", "articles.desk.queue.rows", True),
        ("articles/admin/articles.py", "articles.admin_site.NewsdeskAdminSite", False),
        ("articles/actions/articles.py", "articles.ingest.write.apply", True),
        ("articles/actions/articles.py", "articles.seeds.parse.parse_article", False),
        ("articles/seeds/parse.py", "articles.models.Article", True),
        ("articles/imports/actions.py", "articles.imports.jobs", False),
        ("articles/ingest/engine.py", "articles.imports.actions.undo", True),
        ("articles/ingest/plan/classify.py", "articles.ingest.write.apply.apply", True),
        ("articles/ingest/write/apply.py", "articles.ingest.plan.classify.Change", False),
        ("articles/ingest/write/apply.py", "articles.actions.topic_index.reindex", False),
        ("articles/imports/undo.py", "articles.history.undo.undo_events", False),
        ("articles/tasks.py", "django_tasks.task", False),
    ],
)
def test_the_rule_itself(path, name, wrong):
    assert reaches_up(Path(path), name) == wrong

"""The code's shape, read from its syntax trees: what may import what, and how long things get."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 350
LONGEST_FUNCTION = 60

# The seeds' format knows neither Django nor the database, so it lies below both.
FORMAT = {
    *("seeds.document", "seeds.errors", "seeds.events", "seeds.plain", "seeds.schema"),
    *("seeds.parse", "seeds.emit", "seeds.values", "seeds.merge"),
}
# Acts that run the engine lie above it.
RUNNING = {"actions.imports"}

# From the ground up. A module may import its own layer and those below; faces not even each other.
LAYERS = [
    ["text", "weburls", "paging", "drawing", "leases", *FORMAT],
    ["models"],
    ["search", "related", "images", "permissions", "rows"],
    ["actions"],
    ["history"],  # undoing is an act itself
    ["seeds"],
    [*RUNNING],
    ["tasks"],
    ["templatetags"],
    ["public", "desk", "admin", "admin_site", "management", "apps"],
]
FACES = [{"public"}, {"desk"}, {"admin", "admin_site", "apps"}, {"management"}]
PURE = {"text", "weburls", *FORMAT}
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}


def sources(*folders):
    return [
        path.relative_to(ROOT)
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


OURS = sources("newsdesk", "articles")


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


def part(module):
    """`articles.seeds.plan.plan` -> `seeds`; "" for what is not ours."""
    names = module.split(".")
    if names[0] != "articles" or len(names) == 1:
        return ""
    pair = ".".join(names[1:3])
    return pair if pair in FORMAT | RUNNING else names[1]


def part_of(path):
    return part(".".join(path.with_suffix("").parts))


def face(name):
    return next((face for face in FACES if name in face), None)


def reaches_up(path, module):
    here, there = part_of(path), part(module)
    if not there or here == there or here == "__init__":
        return False
    if face(here) and face(there):
        return face(here) is not face(there)
    return RANK[there] > RANK[here]


@pytest.mark.parametrize("path", sources("articles"), ids=str)
def test_every_part_has_its_layer(path):
    assert part_of(path) in {*RANK, "__init__"}, "name its layer in LAYERS"


@pytest.mark.parametrize("path", sources("articles"), ids=str)
def test_imports_point_down(path):
    wrong = [f"{path}:{line} {name}" for name, line in imported(path) if reaches_up(path, name)]
    assert wrong == []


@pytest.mark.parametrize("path", sources("articles"), ids=str)
def test_nothing_knows_the_wiring(path):
    assert [name for name, _ in imported(path) if name.split(".")[0] == "newsdesk"] == []


@pytest.mark.parametrize("name", sorted(PURE))
def test_the_format_knows_no_django(name):
    """Nor does it import anything of ours that might."""
    names = [name for name, _ in imported(Path("articles", *name.split(".")).with_suffix(".py"))]
    assert [name for name in names if name.startswith("django")] == []
    assert {part(name) for name in names} <= {"", *PURE}


@pytest.mark.parametrize("path", OURS, ids=str)
def test_imports_stand_at_the_top(path):
    late = [
        f"{path}:{node.lineno}"
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert late == []


@pytest.mark.parametrize("path", [*OURS, *sources("tests")], ids=str)
def test_modules_stay_short(path):
    assert len((ROOT / path).read_text().splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", OURS, ids=str)
def test_functions_stay_short(path):
    long = [
        f"{path}:{node.lineno} {node.name}"
        for node in functions(path)
        if node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def functions(path):
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@pytest.mark.parametrize(
    ("path", "module", "wrong"),
    [
        ("articles/text.py", "articles.models.Article", True),
        ("articles/models/article.py", "articles.text.shown", False),
        ("articles/public/views.py", "articles.desk.rows", True),
        ("articles/management/commands/run.py", "articles.desk.rows", True),
        ("articles/admin.py", "articles.admin_site.NewsdeskAdminSite", False),
        ("articles/actions/articles.py", "articles.seeds.apply", True),
        ("articles/actions/articles.py", "articles.seeds.parse.parse_article", False),
        ("articles/actions/imports.py", "articles.seeds.jobs", False),
        ("articles/seeds/jobs.py", "articles.actions.imports.undo", True),
        ("articles/seeds/apply.py", "articles.actions.filing", False),
        ("articles/tasks.py", "django_tasks.task", False),
    ],
)
def test_the_rule_itself(path, module, wrong):
    assert reaches_up(Path(path), module) == wrong

"""What `make run` and `make test` install: pinned, with hashes, and no more than is needed."""

import runpy
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]


@pytest.fixture
def needed(monkeypatch):
    monkeypatch.chdir(ROOT)
    return runpy.run_path(".ci/requirements.py")["needed"]


def names(entries):
    return {entry.partition("==")[0] for entry in entries}


def test_everything_is_pinned_with_its_hashes(needed):
    without = [
        entry for entry in needed(EXTRAS) if "==" not in entry or "--hash=sha256:" not in entry
    ]
    assert without == []


def test_running_needs_what_its_dependencies_need_and_nothing_else(needed):
    found = names(needed([]))
    assert {"django", "sqlparse", "pillow", "fido2", "cryptography", "cffi"} <= found
    assert not found & {"pytest", "mypy", "psycopg", "redis", "playwright", "django-import-export"}


def test_an_extra_brings_its_own(needed):
    assert {"psycopg", "psycopg-binary", "redis"} <= names(needed(["scale"]))


def test_no_pin_is_left_that_nothing_needs(needed):
    pins = runpy.run_path(".ci/requirements.py")["entries"](Path("constraints.txt").read_text())
    assert names(needed(EXTRAS)) == pins.keys()


def test_a_dependency_without_a_pin_is_named(needed, tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["Nothing_There>=1"]\n[project.optional-dependencies]\n'
    )
    (tmp_path / "constraints.txt").write_text(
        "django==5.2 \\\n    --hash=sha256:00\n    # via nobody\n"
    )
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="does not name nothing-there: run `make constraints`"):
        needed([])


def test_a_dependency_with_a_version_for_each_python_brings_all(needed):
    [entry] = [entry for entry in needed(["dev"]) if entry.startswith("numpy==")]
    assert "python_full_version < '3.12'" in entry
    assert "python_full_version >= '3.12'" in entry

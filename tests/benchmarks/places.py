"""Folders that benchmarks work in, below `var/bench`, and processes that work in them.

Seeds and filled sites are made once and kept until what makes them changes; `rm -r var/bench` is
always safe.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from tests.benchmarks.generate import generate
from tests.benchmarks.report import say

ROOT = Path(__file__).resolve().parent.parent.parent
BENCH = ROOT / "var" / "bench"
MULTIPLIED = 10_000  # articles that a larger site has many times over
OURS = ("DATABASE_URL", "CACHE_URL", "DEBUG", "NEWSDESK_HTTPS", "SECRET_KEY", "ALLOWED_HOSTS")
# Processes find the code compiled, as in every installation.
UNUSUAL = ("PYTHONDONTWRITEBYTECODE",)


class Time(NamedTuple):
    """Seconds of the work alone, of its process with its start, and of all processors for it.

    The last hardly changes while others use the machine as well.
    """

    work: float
    process: float
    processors: float


def seeds(count: int) -> Path:
    """A checkout of `count` seeds."""
    return _kept(BENCH / f"seeds-{count}-{_mark(_generator())}", lambda at: generate(at, count))


def site(count: int) -> Path:
    """The data folder of a site with `count` articles, as its importer made it; 0 for none."""
    mark = _mark(_generator() + _schema())
    return _kept(BENCH / f"site-{count}-{mark}", lambda at: _fill(at, count))


def dressed(count: int) -> Path:
    """The data folder of a site with `count` articles and all that happens to some of them; more
    than 10,000 are a multiple of that."""
    makers = [Path(__file__).with_name(f"{name}.py") for name in ("multiplied", "dressed")]
    mark = _mark(_generator() + _schema() + makers)
    return _kept(BENCH / f"dressed-{count}-{mark}", lambda at: dress(at, count))


def copy_of(site: Path, name: str) -> Path:
    """A copy of a site to work on; the last of this name is gone."""
    scratch = BENCH / name
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(site, scratch)
    return scratch


def scratch(name: str) -> Path:
    """An empty folder to work in; what was there is gone."""
    folder = BENCH / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def timed(module: str, seeds: Path, data: Path, *, django: bool = True, **environment: str) -> Time:
    """Run `work` of one of our modules in a fresh process."""
    started, used = perf_counter(), _processors()
    said = _work(module, seeds, data, django=django, **environment)
    return Time(float(said.split()[-1]), perf_counter() - started, _processors() - used)


def shown(module: str, seeds: Path, data: Path, *, profile: bool) -> None:
    """Run the same and show what it says, with a profile if wanted."""
    options = ["--profile"] if profile else []
    say(_work(module, seeds, data, *options).rpartition("\n")[0])


def said(module: str, data: Path, **environment: str) -> str:
    """Run the same in a data folder and return what it says."""
    return _work(module, data, data, **environment).rpartition("\n")[0]


def _processors() -> float:
    """Seconds that processors gave to processes we started and their own."""
    times = os.times()
    return times.children_user + times.children_system


def _work(
    module: str, seeds: Path, data: Path, *options: str, django: bool = True, **environment: str
) -> str:
    settings = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"} if django else {}
    work = ["-m", "tests.benchmarks.timed", module, str(seeds), *options]
    return run(work, data, **settings, **environment).strip()


def prepare(data: Path, **environment: str) -> None:
    """Bring tables and static files up to date."""
    run(["manage.py", "prepare"], data, **environment)


def _fill(data: Path, count: int, **environment: str) -> None:
    prepare(data, **environment)
    if count:
        timed("command", seeds(count), data, **environment)


def dress(data: Path, count: int, **environment: str) -> None:
    small = min(count, MULTIPLIED)
    _fill(data, small, **environment)
    timed("multiplied", data, data, TIMES=str(count // small), **environment)
    timed("dressed", data, data, **environment)


def _kept(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder, made if it is not there; half-made ones never take its name."""
    if not folder.exists():
        draft = folder.with_name(f"{folder.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        make(draft)
        draft.rename(folder)
    return folder


def run(arguments: list[str], data: Path, **environment: str) -> str:
    """What this Python prints, with its data in `data` and none of the machine's own settings."""
    process = started(arguments, data, **environment)
    said, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return said


def started(arguments: list[str], data: Path, **environment: str) -> subprocess.Popen[str]:
    """The same process, still running."""
    own = {name: value for name, value in os.environ.items() if name not in OURS + UNUSUAL}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**own, "NEWSDESK_DATA_DIR": str(data), **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def _generator() -> list[Path]:
    return [Path(__file__).with_name("generate.py")]


def _schema() -> list[Path]:
    return sorted((ROOT / "articles" / "migrations").glob("0*.py"))


def _mark(files: list[Path]) -> str:
    """Another one when any of the files changes."""
    return blake2b(b"".join(file.read_bytes() for file in files), digest_size=4).hexdigest()

"""The benchmarks' seeds: always the same, of real size, and each of them good."""

from pathlib import Path

import pytest

from articles.seeds.parse import parse_article, parse_topic
from tests.benchmarks.generate import TOPICS, generate

COUNT = 200


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("seeds") / "one"
    generate(made, COUNT)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_same_number_gives_the_same_batch(folder, tmp_path):
    generate(tmp_path / "two", COUNT)
    assert contents(folder) == contents(tmp_path / "two")


def test_every_seed_parses(folder):
    seeds = [parse_article(path.read_bytes()) for path in (folder / "_news").iterdir()]
    assert len(seeds) == COUNT
    assert all(seed.notes == () and not seed.extra for seed in seeds)
    assert {topic for seed in seeds for topic in seed.topics} == set(TOPICS)


def test_every_topic_parses(folder):
    files = sorted((folder / "_data" / "topics").iterdir())
    assert [parse_topic(path.read_bytes()).name for path in files] == TOPICS


def test_seeds_are_of_real_size(folder):
    sizes = [path.stat().st_size for path in (folder / "_news").iterdir()]
    assert 2500 < sum(sizes) / COUNT < 3500

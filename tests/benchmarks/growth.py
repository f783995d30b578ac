"""What pages cost on a large site beside what they cost on a small one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import places, postgres
from tests.benchmarks.report import say, table

AT_MOST = 1.5  # times what the page costs on the small site
OF_PLAIN = 3  # times what the page without its filter costs
HEADER = ("page", "ms", "ms", "ratio", "x unfiltered", "work", "work", "ratio")


class Page(NamedTuple):
    """`work` is the database's own: steps of SQLite's machine, blocks that PostgreSQL read."""

    name: str
    address: str
    plain: str
    milliseconds: float
    work: int


Pages = dict[str, Page]


def run(small: int, large: int) -> None:
    """Print the pages that grow or cost much beside themselves without a filter, on both
    databases."""
    _say("SQLite", small, large, *(_pages(places.dressed(n)) for n in (small, large)))
    if postgres.URL:
        with postgres.dressed(small, large) as (data, urls):
            _say("PostgreSQL", small, large, *(_pages(data, DATABASE_URL=url) for url in urls))


def _pages(data: Path, **environment: str) -> Pages:
    found = json.loads(places.said("variant_costs", data, **environment))
    return {page.name: page for page in (Page(*row) for row in found)}


def _say(database: str, small: int, large: int, before: Pages, now: Pages) -> None:
    rows = [(page, before[name], _times_plain(page, now)) for name, page in now.items()]
    grown = [row for row in rows if _ratio(*row[:2]) > AT_MOST or row[2] > OF_PLAIN]
    say(f"\n{database}, {small:,} and {large:,} articles: {len(grown)} of {len(rows)} pages:\n")
    table(HEADER, [_row(*row) for row in sorted(grown, key=lambda row: -_ratio(*row[:2]))])


def _row(page: Page, before: Page, times_plain: float) -> tuple[str, ...]:
    return (
        page.name,
        *(f"{one.milliseconds:.1f}" for one in (before, page)),
        *(f"{_ratio(page, before):.2f}", f"{times_plain:.1f}"),
        *(f"{one.work:,}" for one in (before, page)),
        f"{page.work / max(before.work, 1):.1f}",
    )


def _ratio(page: Page, before: Page) -> float:
    return page.milliseconds / before.milliseconds


def _times_plain(page: Page, pages: Pages) -> float:
    plain = [one for one in pages.values() if one.address == page.plain]
    return page.milliseconds / plain[0].milliseconds if plain else 1

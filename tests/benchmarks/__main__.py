"""Measures imports and pages: `make bench`, or `python -m tests.benchmarks --help`."""

from argparse import ArgumentParser

from tests.benchmarks import growth, imports, keys, places
from tests.benchmarks.report import say

IMPORTED, SHOWN = 10_000, 100_000  # articles


def main() -> None:
    parser = ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--import", action="store_true", help="imports only", dest="imports")
    parser.add_argument("--pages", action="store_true", help="pages only")
    parser.add_argument("--keys", action="store_true", help="decisions in Chromium only")
    parser.add_argument("--profile", action="store_true", help="profile them instead")
    parser.add_argument("--count", type=int, help=f"articles (default {IMPORTED}; pages: {SHOWN})")
    parser.add_argument(
        "--growth",
        type=int,
        nargs=2,
        metavar="ARTICLES",
        help="all pages of the desk and the admin site, on a small site and on a large one, only",
    )
    options = parser.parse_args()
    if options.growth:
        growth.run(*options.growth)
        return
    if options.keys:
        keys.run()
        return
    both = options.imports == options.pages
    if both or options.imports:
        measure = imports.profile if options.profile else imports.run
        measure(options.count or IMPORTED)
    if both or options.pages:
        pages(options.count or SHOWN, profile=options.profile)


def pages(count: int, *, profile: bool) -> None:
    """Print the times of pages, of a site that is filled once and kept."""
    say(f"A site with {count:,} articles; making one takes a while, once.")
    site = places.site(count)
    places.prepare(site)
    places.shown("pages", site, site, profile=profile)


if __name__ == "__main__":
    main()

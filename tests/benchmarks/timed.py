"""Does one piece of work in a process of its own and says how many seconds it took.

Usage: python -m tests.benchmarks.timed [--profile] MODULE FOLDER, where MODULE is a neighbour of
this one with a function `work(folder)`. The last line printed is the seconds of `work` alone. The
importer's own processes load this file again, so it imports next to nothing.
"""

import cProfile
import os
import pstats
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter

import django

MOST = 35  # lines of a profile


def main(module: str, folder: str, *, profile: bool) -> None:
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        django.setup()
    work = import_module(f"tests.benchmarks.{module}").work
    profiler = cProfile.Profile()
    started = perf_counter()
    if profile:
        profiler.runcall(work, Path(folder))
        pstats.Stats(profiler).sort_stats("tottime").print_stats(MOST)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(MOST)
    else:
        work(Path(folder))
    sys.stdout.write(f"\n{perf_counter() - started:.4f}\n")


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--profile"]
    main(*arguments, profile="--profile" in sys.argv)

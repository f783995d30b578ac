"""Prints what running Newsdesk needs out of constraints.txt, and what the extras named as arguments
need: exact versions with the hashes of their files, for `pip install -r`.

`# via` in constraints.txt says who needs what, so that pip's own resolver is not asked again.
"""

import re
import sys
import tomllib
from pathlib import Path


def names_in(text: str) -> list[str]:
    """Return the words, as indexes spell names: `Django_x>=5.2` -> `django-x`, `5.2`."""
    return [re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"\w[\w.-]*", text)]


def entries(text: str) -> dict[str, tuple[str, set[str]]]:
    """Return each distribution's lines as they stand, and who needs it. One has several versions
    where no version is for every Python."""
    found: dict[str, tuple[str, set[str]]] = {}
    for entry in re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]:
        lines, _, via = entry.partition("    # via")
        name = names_in(lines)[0]
        before, needed_by = found.get(name, ("", set()))
        found[name] = (f"{before}\n{lines}".strip(), needed_by | set(names_in(via)))
    return found


def needed(extras: list[str]) -> list[str]:
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    optional = project["optional-dependencies"]
    direct = [*project["dependencies"], *(name for extra in extras for name in optional[extra])]
    pinned = entries(Path("constraints.txt").read_text())
    names = {names_in(name)[0] for name in direct}
    if missing := names - pinned.keys():
        sys.exit(
            f"constraints.txt does not name {', '.join(sorted(missing))}: run `make constraints`."
        )
    while more := {name for name, (_, via) in pinned.items() if via & names} - names:
        names |= more
    return [pinned[name][0] for name in sorted(names)]


if __name__ == "__main__":
    sys.stdout.write("\n".join(needed(sys.argv[1:])) + "\n")

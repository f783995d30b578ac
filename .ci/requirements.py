"""Prints what pyproject.toml depends on, extras included, for `pip install -r`."""

import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
extras = project["optional-dependencies"].values()
names = [*project["dependencies"], *(name for extra in extras for name in extra)]
sys.stdout.write("\n".join(names) + "\n")

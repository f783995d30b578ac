"""Has a picture decoded in the sandbox, and says how it went."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from articles.images import store

DEADLINE = 15.0  # seconds of wall-clock time for one picture
ROOT = Path(__file__).resolve().parent.parent.parent
# Nothing else of the environment (the secret key!) reaches a process that may be taken over.
PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
MISSING = "The file is missing; import it again."
# Somebody ended the child from outside: that says nothing about the picture.
FROM_OUTSIDE = {-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP}


@dataclass(frozen=True)
class Decoded:
    """`ok` with the upright picture's size in pixels, or what is wrong with the picture."""

    ok: bool
    width: int = 0
    height: int = 0
    problem: str = ""


class SandboxError(Exception):
    """The decoder itself could not work (disk full, interrupted): try again later."""


def decode(digest: str, deadline: float = DEADLINE) -> Decoded:
    """Write all renditions of the original `digest`.

    A bad picture is a result, never an exception; `SandboxError` means that no fault was found with
    the picture, but no rendition made either.
    """
    source = store.original(digest)
    if not source.exists():
        return Decoded(False, problem=MISSING)
    try:
        child = _run([str(source), str(store.renditions(digest))], deadline)
    except subprocess.TimeoutExpired:
        return Decoded(False, problem=f"The picture takes longer than {deadline:.0f} s to decode.")
    return _result(child)


def _run(arguments: list[str], deadline: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (our own module, no shell)
        [sys.executable, "-m", "articles.images.sandbox", *arguments],
        cwd=ROOT,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=deadline,
        check=False,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is for the worker, which ends after this picture
    )


def _result(child: subprocess.CompletedProcess[str]) -> Decoded:
    if child.returncode == 0 and child.stdout:
        return Decoded(**json.loads(child.stdout))
    if child.returncode >= 0 or child.returncode in FROM_OUTSIDE:
        raise SandboxError(f"exit {child.returncode}: {child.stderr[-500:].strip()}")
    name = signal.Signals(-child.returncode).name
    return Decoded(False, problem=f"The picture makes the decoder crash or run on ({name}).")

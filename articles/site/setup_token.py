"""The token in the address at which a new site is set up: 256 random bits, printed once.

Only its digest is kept, in the data folder, so that all processes know it and nobody can read it
there. The one made last counts.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path

from django.conf import settings

from articles.site import files

FILE = "setup-token"
BYTES = 32


def make() -> str:
    token = secrets.token_urlsafe(BYTES)
    files.write(_path(), digest_of(token).encode())
    return token


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def fits(digest: str) -> bool:
    try:
        kept = _path().read_bytes()
    except FileNotFoundError:
        return False
    return hmac.compare_digest(kept, digest.encode())


def exists() -> bool:
    return _path().exists()


def forget() -> None:
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.DATA_DIR) / FILE

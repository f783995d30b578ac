"""Web addresses: which are safe to link to, and when two mean the same page."""

import re
from functools import lru_cache
from urllib.parse import unquote

MAX_LENGTH = 2000

# An ASCII address without anything to look at twice: nearly all of them.
_ORDINARY = re.compile(
    r"https?://((?:[A-Za-z0-9_][A-Za-z0-9_-]*\.)+[A-Za-z][A-Za-z0-9-]*)"
    r"(?:[/?#][!#-&(-;=?-\[\]^_a-~]*)?"
)
_ADDRESS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"(?:[a-z0-9_][a-z0-9_-]{0,62}\.)+[a-z][a-z0-9-]{0,62}")
_AUTHORITY = re.compile(r"([^:@\[\]]*)(?::(\d{0,5}))?")
_TRACKING = frozenset(
    {"fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "igshid"}
    | {"mc_cid", "mc_eid", "ocid", "cmpid"}
)
# Quotes and angle brackets could end an attribute; browsers encode them as well.
_BREAKOUT = str.maketrans({c: f"%{ord(c):02X}" for c in "\"'<>`"})


@lru_cache(maxsize=1000)  # an address is checked, compared and stored
def clean(url: str) -> str:
    """Return the http(s) address without stray blanks, quotes and angle brackets encoded.

    Raises ValueError, with a reason for people, for anything that is not a plain web address:
    other schemes, credentials, hosts that are no domain name, blanks, control, direction or
    zero-width characters, more than 2,000 characters.
    """
    url = url.strip(" \t\r\n")
    if len(url) < MAX_LENGTH:
        ordinary = _ORDINARY.fullmatch(url)
        if ordinary and len(ordinary[1]) < 64:
            return url
    return _clean_unusual(url)


def _clean_unusual(url: str) -> str:
    if not url.isprintable() or " " in url or "\\" in url:
        raise ValueError("a web address may not hold blanks, backslashes or invisible characters")
    match = _ADDRESS.fullmatch(url)
    if match is None:
        raise ValueError("a web address must begin with http:// or https://")
    host, _ = _split_authority(match[2])
    growth = len(normal_domain(host)) - len(host)
    encoded = url.translate(_BREAKOUT)
    if len(encoded) + max(growth, 0) >= MAX_LENGTH:
        raise ValueError(f"a web address may not be longer than {MAX_LENGTH} characters")
    return encoded


def _split_authority(authority: str) -> tuple[str, str]:
    """Return host and port ("" for none or a default one)."""
    if "@" in authority:
        raise ValueError("a web address may not hold a user name or password")
    match = _AUTHORITY.fullmatch(authority)
    if match is None or not match[1]:
        raise ValueError("a web address needs a host such as example.com")
    port = int(match[2] or 443)
    if not 0 < port < 65536:
        raise ValueError("a web address may only use a port from 1 to 65535")
    return match[1], "" if port in {80, 443} else str(port)


@lru_cache(maxsize=10_000)  # the same few sites come by again and again
def normal_domain(text: str) -> str:
    """Return a domain for identity: lower case, ASCII (IDNA), without www. or a final dot.

    Raises ValueError when text is no domain name with at least one dot.
    """
    host = text.strip().lower().removesuffix(".")
    if not host.isascii():
        host = _idna(host)
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise ValueError("a domain must look like example.com")
    while host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    return host


def _idna(host: str) -> str:
    if len(host) > 253:
        raise ValueError("a domain may not be longer than 253 characters")
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError("a domain must look like example.com") from None


def is_domain(text: str) -> bool:
    try:
        return bool(normal_domain(text))
    except ValueError:
        return False


def canonical(url: str) -> str:
    """Return the address by which two links are known to be the same page.

    https, lower-case host without www., no default port, fragment, tracking parameters or final
    slash. Works on any address that clean() accepts; raises ValueError for others.
    """
    match = _ADDRESS.fullmatch(clean(url))
    if match is None:
        raise ValueError("a web address must begin with http:// or https://")
    host, port = _split_authority(match[2])
    pairs = (match[4] or "")[1:].split("&")
    query = "&".join(pair for pair in pairs if pair and not _is_tracking(pair))
    address = f"https://{normal_domain(host)}{port and ':' + port}{match[3].rstrip('/')}"
    return f"{address}?{query}" if query else address


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name.startswith("utm_") or name in _TRACKING


def domain(url: str) -> str:
    match = _ADDRESS.fullmatch(clean(url))
    return normal_domain(_split_authority(match[2])[0]) if match else ""


def asset_path(url: str) -> str | None:
    """Return the place of a picture inside a batch, such as assets/images/a.png, or None.

    Understands /assets/…, assets/… and absolute addresses with /assets/images/ in their path.
    """
    path = _site_path(url.strip())
    try:
        path = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return None
    segments = path.split("/")
    if segments[0] != "assets" or len(segments) < 2 or not path.isprintable() or "\\" in path:
        return None
    return None if {"", ".", ".."} & set(segments) else path


def _site_path(url: str) -> str:
    match = _ADDRESS.fullmatch(url)
    if match:
        _, marker, name = match[3].partition("/assets/images/")
        return f"assets/images/{name}" if marker else ""
    return re.split(r"[?#]", url, maxsplit=1)[0].removeprefix("/")

"""Web addresses: which are safe to link to, and when two mean the same page."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote

import idna

MAX_LENGTH = 2000

# An ASCII address without anything to look at twice: nearly all of them.
_ORDINARY = re.compile(
    r"https?://((?:[A-Za-z0-9_][A-Za-z0-9_-]*\.)+[A-Za-z][A-Za-z0-9-]*)"
    r"(?:[/?#][!#-&(-;=?-Z_a-z~]*)?"
)
_ADDRESS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"(?:[a-z0-9_][a-z0-9_-]{0,62}\.)+[a-z][a-z0-9-]{0,62}")
_AUTHORITY = re.compile(r"([^:@\[\]]*)(?::([0-9]{0,5}))?")
_TAIL = re.compile(r"([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)

# Parameters that say how a reader came to a page, never which page it is, by whoever adds them.
# Most are among those that Firefox (privacy.query_stripping.strip_list) and Brave drop as well;
# utm_* are Google Analytics'. One is added only where its makers say what it is for.
_TRACKING = frozenset(
    {"gclid", "gclsrc", "dclid", "gbraid", "wbraid", "srsltid"}  # Google Ads, Google Shopping
    | {"fbclid", "igshid", "igsh"}  # Facebook, Instagram
    | {"msclkid", "yclid", "twclid", "ttclid"}  # Microsoft Ads, Yandex, X, TikTok
    | {"mc_cid", "mc_eid", "_hsenc", "_hsmi", "mkt_tok"}  # Mailchimp, HubSpot, Marketo
    | {"__hssc", "__hstc", "__hsfp", "hsctatracking"}  # HubSpot
    | {"vero_id", "vero_conv", "oly_enc_id", "oly_anon_id", "wickedid"}  # Vero, Omeda, Wicked
)
# Elsewhere they name a page: these sites use them for campaigns (their share links say so).
_TRACKING_AT = {
    "ocid": ("microsoft.com", "msn.com", "azure.com", "bing.com"),
    "cmpid": ("bloomberg.com", "foxnews.com", "foxbusiness.com"),
}
# In a fragment: AT Internet's and Echobox's marks, feeds of German papers, a place in a recording.
_MARKS = frozenset({"xtor", "echobox", "ref", "t"})
_ROUTE = ("/", "!")  # of a one-page site
# Other fragments that tell stories apart: entries of live blogs, change logs and the like, which
# hold a number or begin with a word for an entry.
_ENTRY = re.compile(
    r".*[0-9=]|(?:block|card|entry|event|item|live|liveblog|news|post|story|update)[-_:].",
    re.IGNORECASE | re.DOTALL,
)
# Left by WordPress ("Read more"), by Facebook's sign-in and by AddThis.
_NO_ENTRY = re.compile(r"more-[0-9]+|_=_|\.[\w-]+(?:\.\w+)?", re.ASCII)

_ESCAPES = re.compile("(?:%[0-9A-Fa-f]{2})+")
_ESCAPE = re.compile("(%[0-9A-F]{2})")
_AMPERSAND = re.compile("&(?:(?:amp|#0*38|#x0*26);)+", re.IGNORECASE)  # HTML's, once or twice
# No address may hold these as they are (RFC 3986, 2): they can only mean their encoded forms.
_ENCODED = str.maketrans({c: f"%{ord(c):02X}" for c in "[]{}|^"})
_NORMAL = re.compile(r"[!$'()*+,\-./0-9:;=?@A-Z_a-z~]*")  # nothing to decode
_VIDEO = re.compile(
    r"(?:youtu\.be/|(?:m\.|music\.)?youtube(?:-nocookie)?\.com/"
    r"(?:(?:shorts|embed|live|v|e)/|watch\?(?:[^#]*&)?v=))"
    r"(?!videoseries|live_stream)([A-Za-z0-9_-]{11})(?:[/?&#].*)?",
    re.DOTALL,
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
    if len(url) <= MAX_LENGTH:
        encoded = url.translate(_BREAKOUT)
        if max(len(encoded), len(_canonical(encoded))) <= MAX_LENGTH:
            return encoded
    raise ValueError(f"a web address may not be longer than {MAX_LENGTH} characters")


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
    host = text.strip().lower()
    if not host.isascii():
        host = _idna(host)
    host = host.removesuffix(".")
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise ValueError("a domain must look like example.com")
    while host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    return host


def _idna(host: str) -> str:
    if len(host) > 253:
        raise ValueError("a domain may not be longer than 253 characters")
    try:
        # As browsers do (UTS 46, non-transitional): ß stays itself, and emoji are allowed.
        labels = idna.uts46_remap(host, std3_rules=False).split(".")
        return ".".join(map(_label, labels))
    except UnicodeError:
        raise ValueError("a domain must look like example.com") from None


def _label(label: str) -> str:
    if label.isascii():
        return label
    idna.check_initial_combiner(label)
    idna.check_bidi(label)
    return f"xn--{label.encode('punycode').decode('ascii')}"


def is_domain(text: str) -> bool:
    try:
        return bool(normal_domain(text))
    except ValueError:
        return False


def canonical(url: str) -> str:
    """Return the address by which two links are known to be the same page.

    Equal are what RFC 3986 and the URL standard call so (encoding, dots, default ports, case of the
    host), NFC, http and https, with and without www. and a final slash, and the addresses of one
    video. Parameters known to be tracking and fragments that only name a place on the page are
    dropped. Works on any address that clean() accepts; raises ValueError for others.
    """
    return _canonical(clean(url))


def _canonical(url: str) -> str:
    match = _ADDRESS.fullmatch(url)
    if match is None:
        raise ValueError("a web address must begin with http:// or https://")
    host, port = _split_authority(match[2])
    host = normal_domain(host)
    site = f"{host}:{port}" if port else host
    address = site + _normal_tail(url[match.start(3) :], host)
    video = _VIDEO.fullmatch(address)
    return f"https://youtube.com/watch?v={video[1]}" if video else f"https://{address}"


def _normal_tail(tail: str, host: str) -> str:
    """Return path, query and fragment as far as they tell pages apart."""
    if not _NORMAL.fullmatch(tail):
        tail = _AMPERSAND.sub("&", _decoded(tail.translate(_ENCODED)))
    parts = _TAIL.fullmatch(tail)
    assert parts is not None
    path = _without_dots(parts[1]) if "/." in parts[1] else parts[1]
    return path.rstrip("/") + _query(parts[2] or "", host) + _fragment(parts[3] or "", host)


def _decoded(tail: str) -> str:
    """Decode what needs no encoding, and compose letters and accents (NFC)."""
    pieces = _ESCAPE.split(_ESCAPES.sub(_decode, tail))
    # Each for itself: an accent after an escape would become part of its last letter.
    return "".join(p if _ESCAPE.fullmatch(p) else unicodedata.normalize("NFC", p) for p in pieces)


def _decode(escapes: re.Match[str]) -> str:
    text = bytes.fromhex(escapes[0].replace("%", "")).decode("utf-8", "surrogateescape")
    return "".join(
        c if _needs_no_encoding(c) else quote(c, "", None, "surrogateescape") for c in text
    )


def _needs_no_encoding(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in "-._~"
    return character.isprintable()


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[max(len(kept) - 1, 1) :]  # never above the top
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)


def _query(query: str, host: str) -> str:
    pairs = [pair for pair in query.split("&") if pair and not _is_tracking(pair, host)]
    return f"?{'&'.join(pairs)}" if pairs else ""


def _is_tracking(pair: str, host: str) -> bool:
    name = pair.partition("=")[0].lower()
    sites = _TRACKING_AT.get(name, ())
    here = any(host == site or host.endswith(f".{site}") for site in sites)
    return here or name.startswith("utm_") or name in _TRACKING


def _fragment(fragment: str, host: str) -> str:
    """Return with its # a fragment that names a story, "" for one that names a place on the page.

    Where it is not known which, other titles at the same address are shown to a person.
    """
    part = fragment.partition(":~:")[0]  # what follows is a text to scroll to
    if not part.startswith(_ROUTE):
        pairs = [pair for pair in part.split("&") if pair and not _is_tracking(pair, host)]
        part = "&".join(p for p in pairs if p.partition("=")[0].lower() not in _MARKS)
    if part.startswith(_ROUTE):
        route, _, query = part.partition("?")
        part = route[0] + route[1:].rstrip("/") + _query(query, host)
        return "" if part in _ROUTE else f"#{part}"
    names_entry = _ENTRY.match(part) and not _NO_ENTRY.fullmatch(part)
    return f"#{part}" if names_entry else ""


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

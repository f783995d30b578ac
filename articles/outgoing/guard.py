"""Which addresses of the net the site may connect to: public ones, so that nobody makes it knock at
its own doors or those of its neighbours."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from articles.text import clip

LONGEST = 2000
LONGEST_HOST = 253
PLAIN = re.compile(r"[!-\[\]-~]+")  # neither blanks nor backslashes
PORTS = {"http": 80, "https": 443}
# Of IPv6 only this is given out for the net as a whole.
GLOBAL_UNICAST = ip_network("2000::/3")
# IANA's registries of special purposes, and what leads to another address, which may be an inner
# one. Listed in full, as what Python calls global differs from version to version.
SPECIAL = [
    ip_network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24"),
        *("192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "2001::/23",  # Teredo, ORCHID and others
        *("2001:db8::/32", "3fff::/20", "2620:4f:8000::/48"),
        *("2002::/16", "3ffe::/16"),  # 6to4, and 6bone, which is no more
    )
]
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")  # as a last part: 127.1, 2130706433, 0x7f.1


class Forbidden(ValueError):  # noqa: N818  (it reads as what happened, like Refused)
    """The site does not connect there; the message says why."""


@dataclass(frozen=True)
class Target:
    """Where a request goes: `address` is what the host's name meant when it was checked."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def target_of(url: str, *, inner: bool = False) -> Target:
    """Return where the address leads; with `inner` also to inner networks and to other ports.

    Raises Forbidden, also where only one of several addresses of a host is not public, and OSError
    where there is no such host.
    """
    scheme, host, port, path = _parts(url)
    if not inner and port != PORTS[scheme]:
        raise Forbidden(f"Port {port} is not that of {scheme}: leave it out.")
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(address[0]) for *_, address in found]
    if not inner and not all(map(is_public, addresses)):
        raise Forbidden(f"{host} is not on the public net.")
    return Target(scheme, host, port, path, addresses[0])


def check(url: str, *, inner: bool = False) -> None:
    """Raise Forbidden where the address itself says that nobody may connect; ask no name server."""
    _, host, port, _ = _parts(url)
    if not inner and port not in PORTS.values():
        raise Forbidden(f"Port {port} is neither 80 nor 443: leave it out.")
    if not inner and _is_inner_by_name(host):
        raise Forbidden(f"{host} is not on the public net.")


def is_public(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:  # such as a scope: fe80::1%eth0
        return False
    return address.is_global and _is_given_out(address)


def _is_given_out(address: IPv4Address | IPv6Address) -> bool:
    if address.version == 6 and address not in GLOBAL_UNICAST:
        return False
    return not any(address in net for net in SPECIAL)


def _parts(url: str) -> tuple[str, str, int, str]:
    if len(url) > LONGEST:
        raise Forbidden(f"An address has at most {LONGEST:,} characters; this has {len(url):,}.")
    if not PLAIN.fullmatch(url):
        raise Forbidden("Write an address of the web, without blanks and in ASCII.")
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError as error:
        raise Forbidden(f"This is no address of the web: {error}.") from None
    if scheme not in PORTS or not host:
        raise Forbidden("Write an address that begins with https:// or http://.")
    if "@" in parts.netloc:
        raise Forbidden("Leave name and password out of the address.")
    if port == 0:
        raise Forbidden("There is no port 0: leave it out.")
    _check_host(host, in_brackets="[" in parts.netloc)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    return scheme, host, PORTS[scheme] if port is None else port, path


def _check_host(host: str, *, in_brackets: bool) -> None:
    """Raise Forbidden where no host can have that name."""
    if _is_address(host):
        return
    *_, last = labels = host.removesuffix(".").split(".")
    if in_brackets or NUMBER.fullmatch(last):
        raise Forbidden(f"{clip(host, 80)} is no address of a host: write all of its parts.")
    if len(host) > LONGEST_HOST or not all(map(LABEL.fullmatch, labels)):
        raise Forbidden(f"{clip(host, 80)} is no name of a host: look for what is wrong in it.")


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def _is_inner_by_name(host: str) -> bool:
    if _is_address(host):
        return not is_public(host)
    name = host.removesuffix(".")
    return "." not in name or name.endswith((".localhost", ".local", ".internal"))

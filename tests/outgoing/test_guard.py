import socket

import pytest

from articles.outgoing import guard
from articles.outgoing.guard import Forbidden, Target, check, is_public, target_of


@pytest.fixture
def named(monkeypatch):
    """What names mean: no name server is asked."""

    def mean(*addresses):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]
        monkeypatch.setattr(guard.socket, "getaddrinfo", lambda *args, **kwargs: found)

    return mean


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "198.18.0.1", "192.0.0.1", "192.0.2.1", "203.0.113.1"),
        *("224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("fec0::1", "5f00::1", "::ffff:0:127.0.0.1", "192.88.99.1", "192.0.0.8", "192.0.0.9"),
        *("192.31.196.1", "192.52.193.1", "192.175.48.1", "100::1", "100:0:0:1::1", "3fff::1"),
        *("3ffe::1", "2001:1::1", "2001:20::1", "2001:4:112::1", "2620:4f:8000::1", "4000::1"),
        *("e000::1", "1::1", "0.1.2.3", "198.51.100.7"),
        *("64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "localhost", ""),
    ],
)
def test_what_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2001:4860::1"])
def test_what_is_public(address):
    assert is_public(address)


def test_keeps_the_address_that_was_checked(named):
    named("93.184.216.34")
    target = target_of("https://paper.example/hook?a=1#part")
    assert target == Target("https", "paper.example", 443, "/hook?a=1", "93.184.216.34")
    assert target_of("http://paper.example").path == "/"


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::1"]])
def test_one_inner_address_is_enough(named, addresses):
    named(*addresses)
    with pytest.raises(Forbidden, match="not on the public net"):
        target_of("https://paper.example/")


@pytest.mark.parametrize("host", ["0x7f.1", "2130706433", "0177.0.0.1", "127.1"])
def test_other_spellings_of_this_machine(host):
    for inner in (False, True):
        with pytest.raises(Forbidden, match="write all of its parts"):
            check(f"http://{host}/", inner=inner)


@pytest.mark.parametrize(
    "url",
    [
        *("", "paper.example", "ftp://paper.example/", "file:///etc/passwd", "//paper.example/"),
        *("javascript:alert(1)", "https://", "https://a b/", "https://a\\@b/", "https://a/\n"),
        *("https://me@paper.example/", "https://me:word@paper.example/", "https://@paper.example/"),
        *("https://paper.example:99999/", "https://paper.example:x/", "https://[::1", "https://é/"),
        *("https://paper.example:8080/", "http://paper.example:22/", f"https://a/{'x' * 2000}"),
    ],
)
def test_addresses_that_are_refused_as_they_are_written(url):
    with pytest.raises(Forbidden):
        check(url)
    with pytest.raises(Forbidden):
        target_of(url)


@pytest.mark.parametrize(
    "url", ["http://localhost/", "http://127.0.0.1/", "http://[::1]/", "http://db.internal/"]
)
def test_inner_ones_by_name(url):
    with pytest.raises(Forbidden, match="not on the public net"):
        check(url)
    check(url, inner=True)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"http://{'a' * 64}.example/", "is no name of a host"),
        (f"http://{'a.' * 130}example/", "is no name of a host"),
        *(
            (f"http://{host}/", "is no name of a host")
            for host in ("..", ".", "a..b", "-a.b", "a%b")
        ),
        ("http://[v1.x]/", "v1.x is no address of a host"),
        ("http://127.0.0.1:0/", "There is no port 0"),
        (f"https://paper.example/{'x' * 20_000}", "at most 2,000 characters; this has 20,022"),
    ],
)
@pytest.mark.parametrize("inner", [False, True])
def test_what_can_never_work(url, words, inner):
    with pytest.raises(Forbidden, match=words):
        check(url, inner=inner)


@pytest.mark.parametrize("host", ["printer", "printer.", "db.internal."])
def test_a_name_without_a_domain_is_an_inner_one(host):
    with pytest.raises(Forbidden, match="not on the public net"):
        check(f"http://{host}/")
    check(f"http://{host}/", inner=True)


def test_where_a_setting_lets_it(named):
    named("127.0.0.1")
    assert target_of("http://localhost:9000/", inner=True).port == 9000


def test_a_public_one():
    check("https://paper.example/hook")
    check("https://xn--caf-dma.my_host.example./hook")
    check("https://[2606:4700::1111]/")

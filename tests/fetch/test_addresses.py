from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.addresses import host_of, is_public, parse
from monitor.fetch.faults import Fault, Kind


@contextmanager
def suppress_fault(kind: Kind) -> Iterator[None]:
    try:
        yield
    except Fault as fault:
        if fault.kind != kind:
            raise


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://example.org", "https://example.org"),
        ("  https://example.org/a b?c=ä#d\n", "https://example.org/a%20b?c=%C3%A4#d"),
        ("HTTPS://EXAMPLE.ORG/Terms", "https://example.org/Terms"),
        ("https://example.org./terms", "https://example.org/terms"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://xn--i-7iq.example/", "https://xn--i-7iq.example/"),  # a heart, which newer IDNA does not know
        ("http://8.8.8.8:8080/", "http://8.8.8.8:8080/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("https://example.org/?path=C:\\terms", "https://example.org/?path=C:\\terms"),
    ],
)
def test_an_address_is_read_in_one_way(address: str, url: str) -> None:
    assert str(parse(address)) == url


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org/terms",
        "//example.org/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "source:file:///etc/passwd",
        "https:///terms",
        "https://user@example.org/",
        "https://example.org:pass@127.0.0.1/",
        "https://example.org\\@127.0.0.1/",
        "https:\\\\example.org/",
        "https://example.org/\\terms",
        "https://example.org\x00.test/",
        "https://exa\nmple.org/",
        "https://example.org:0/",
        "https://example.org:65536/",
        "https://example.org:99999999/",
        "https://example.org:port/",
        "https://a..b/",
        "https://.example.org/",
        "https://-%41.example.org/",
        "https://exa mple.org/",
        f"https://{'a' * 64}.org/",
        f"https://{'a.' * 127}org/",
        "http://127.1/",
        "http://0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://0X7F.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.01/",
        "http://1.2.3.4.5/",
        "http://example.0x/",
        "http://256.256.256.256/",
        "http://①②⑦.0.0.1/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1/",
        "http://[127.0.0.1]/",
        "http://[v1.fe80]/",
        f"https://example.org/{'a' * 70_000}",
    ],
)
def test_an_address_that_could_be_read_in_two_ways_is_not_fetched(address: str) -> None:
    with pytest.raises(Fault) as caught:
        parse(address)
    assert caught.value.kind == Kind.BAD_ADDRESS


def test_full_stops_of_other_scripts_hide_no_number() -> None:
    assert not is_public(host_of(parse("http://127。0。0。1/")))


@given(st.text() | st.text(alphabet="htps:/\\@[]%.0123456789abcdefx#?- \t").map("http://".__add__))
def test_any_text_is_an_address_or_a_fault(text: str) -> None:
    with suppress_fault(Kind.BAD_ADDRESS):
        url = parse(text)
        assert url.scheme in {"http", "https"}
        assert parse(str(url)) == url


@given(st.text() | st.text(alphabet="htps:/\\@[]%.0123456789abcdefx#?- \t"))
def test_any_relative_address_is_an_address_or_a_fault(text: str) -> None:
    with suppress_fault(Kind.BAD_ADDRESS):
        assert parse(text, httpx.URL("https://example.org/terms")).scheme in {"http", "https"}


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.254",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.254",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",  # IPv4-compatible
        "::ffff:127.0.0.1",
        "::ffff:100.64.0.1",
        "::ffff:0:127.0.0.1",  # IPv4-translated
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:0:808:808::f5ff:fffe",  # Teredo, the client is 10.0.0.1
        "2001:db8::1",
        "2002:7f00:1::1",  # 6to4
        "2002:808:808::1",
        "2002:a00:1::",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "2606:4700::1111%eth0",
        "no address",
        "127.1",
    ],
)
def test_all_other_addresses_are_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="127.0.0.0/8"))
def test_a_private_address_is_private_in_every_wrapping(ip: object) -> None:
    number = int(ip)  # type: ignore[call-overload]  # hypothesis says no more than object
    high, low = divmod(number, 1 << 16)
    wrapped = [f"::ffff:{ip}", f"::{ip}", f"64:ff9b::{ip}", f"2002:{high:x}:{low:x}::1", f"2001:0:{high:x}:{low:x}::1"]
    assert not any(map(is_public, [str(ip), *wrapped]))

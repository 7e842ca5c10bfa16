from __future__ import annotations

import asyncio
import socket

import pytest

from dateline.errors import Reject, Usage
from dateline.scrape.address import GuardedResolver, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "ff02::1",
    ],
)  # fmt: skip
def test_is_public_refuses_what_is_not_on_the_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1", "::ffff:93.184.216.34"])
def test_is_public_lets_the_internet_through(address):
    assert is_public(address)


def resolve(resolver: GuardedResolver, host: str, port: int = 80) -> list[tuple[str, int]]:
    found = asyncio.run(resolver.resolve(host, port))
    return [(result["host"], result["port"]) for result in found]


def test_resolve_refuses_a_name_that_leads_into_a_private_network():
    with pytest.raises(Reject, match=r"localhost is at .*, which is not on the public Internet"):
        resolve(GuardedResolver(set(), {}), "localhost")


def test_resolve_refuses_a_name_when_a_later_answer_is_private(monkeypatch):
    answers = [["93.184.216.34"], ["93.184.216.34", "127.0.0.1"]]

    def getaddrinfo(*_: object, **__: object) -> list[object]:
        found = answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert resolve(GuardedResolver(set(), {}), "moving.example") == [("93.184.216.34", 80)]
    with pytest.raises(Reject, match=r"moving.example is at 127\.0\.0\.1"):
        resolve(GuardedResolver(set(), {}), "moving.example")


def test_resolve_takes_a_private_name_that_the_project_allows():
    assert ("127.0.0.1", 80) in resolve(GuardedResolver({"LOCALHOST"}, {}), "localhost")


def test_resolve_gives_a_host_the_address_that_was_set():
    resolver = GuardedResolver(
        set(), {"Paper.example": "127.0.0.1:8080", "six.example": "[::1]:81"}
    )
    assert resolve(resolver, "paper.example") == [("127.0.0.1", 8080)]
    assert resolve(resolver, "six.example") == [("::1", 81)]


@pytest.mark.parametrize("target", ["127.0.0.1", "paper.example:80", "127.0.0.1:port", ""])
def test_resolve_wants_an_address_and_a_port(target):
    with pytest.raises(Usage, match="is not of the form ADDRESS:PORT"):
        GuardedResolver(set(), {"paper.example": target})


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "::1", "10.1.2.3"])
def test_check_refuses_private_literals(host):
    with pytest.raises(Reject):
        GuardedResolver({"localhost"}, {}).check(host)
    GuardedResolver({host.strip("[]")}, {}).check(host)

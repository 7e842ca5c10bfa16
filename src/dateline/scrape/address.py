"""Which addresses may be reached: public ones, and hosts that the project allows by name."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection, Mapping

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from dateline.errors import Reject, Usage

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: str) -> bool:
    """Whether an IP address is on the public Internet, also where it wraps an IPv4 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    return all(part.is_global and not part.is_multicast for part in [ip, *_wrapped(ip)])


def _wrapped(ip: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 address leads to (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    wrapped = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        wrapped.append(ipaddress.IPv4Address(ip.packed[-4:]))
    return [part for part in wrapped if part is not None]


class GuardedResolver(AbstractResolver):
    """A resolver whose answers have been vetted; aiohttp connects to just these.

    `resolve` gives hosts an "address:port" of their own, as curl --resolve does, and allows them;
    `allow` names hosts whose addresses may be private. Names are compared without case.
    """

    def __init__(self, allow: Collection[str], resolve: Mapping[str, str]) -> None:
        self._fixed = {host.lower(): _split(target) for host, target in resolve.items()}
        self._allowed = {host.lower() for host in allow} | set(self._fixed)
        self._inner: ThreadedResolver | None = None

    def allows(self, host: str) -> bool:
        """Whether the project allows this host by name."""
        return host.lower().strip("[]").rstrip(".") in self._allowed

    def check(self, host: str) -> None:
        """Raise Reject where `host` is itself a private address; names are vetted in `resolve`."""
        try:
            public = is_public(host.strip("[]"))
        except ValueError:
            return
        if not public and not self.allows(host):
            raise Reject("PRIVATE_ADDRESS", _explain(host, host))

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`. Raises Reject where one of them is private, OSError for none."""
        if fixed := self._fixed.get(host.lower().rstrip(".")):
            return [_result(host, *fixed)]
        self._inner = self._inner or ThreadedResolver()
        found = await self._inner.resolve(host, port, family)
        if not self.allows(host):
            for result in found:
                if not is_public(result["host"]):
                    raise Reject("PRIVATE_ADDRESS", _explain(host, result["host"]))
        return found

    async def close(self) -> None:
        """Nothing is held open."""


def _explain(host: str, address: str) -> str:
    return (
        f"{host} is at {address}, which is not on the public Internet. If that is intended, put "
        f'"{host}" into allow_hosts, in dateline.toml under [scrape]'
    )


def _split(target: str) -> tuple[str, int]:
    address, _, port = target.rpartition(":")
    try:
        return str(ipaddress.ip_address(address.strip("[]"))), int(port)
    except ValueError:
        raise Usage(f"resolve: {target!r} is not of the form ADDRESS:PORT") from None


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST
    )

"""Loading packages that would open a socket as they are loaded."""

import socket
import sys
from importlib import import_module
from typing import Any


def import_quietly(name: str) -> Any:
    """Load a package that brings urllib3, which binds a socket to ``::1`` to see whether there is IPv6.

    It is told that there is none meanwhile, and afterwards that there is what Python knows of.
    """
    known, socket.has_ipv6 = socket.has_ipv6, False
    try:
        return import_module(name)
    finally:
        socket.has_ipv6 = known
        if asked := sys.modules.get("urllib3.util.connection"):
            asked.HAS_IPV6 = known  # type: ignore[attr-defined]

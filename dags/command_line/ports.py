"""Ports on this machine alone."""

from __future__ import annotations

import socket

from dags.command_line.errors import UserError

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """True when a server could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port closed a moment ago is free
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def require_free(port: int, option: str) -> None:
    """Make sure a port can be used.

    Raises:
        UserError: it is taken; names a free one.
    """
    if is_free(port):
        return
    other = next((near for near in range(port + 1, min(port + 100, 65536)) if is_free(near)), None)
    raise UserError(
        f"Port {port} is taken by another program; choose another one: regulars up {option} {other or 'PORT'}"
    )

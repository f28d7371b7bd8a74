"""Ports on this machine alone."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping

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


def require_free(wanted: Mapping[str, int], command: Callable[[str], str]) -> None:
    """Make sure that ports can be used; `command` makes a command line of options.

    Raises:
        UserError: some are taken; names all of them, and the command with free ones.
    """
    taken = [port for port in wanted.values() if not is_free(port)]
    if not taken:
        return
    chosen: dict[str, int] = {}
    for option, port in wanted.items():
        near = range(port, min(port + 100, 65536))
        chosen[option] = next(
            (
                one
                for one in near
                if one not in chosen.values() and (one == port or one not in wanted.values()) and is_free(one)
            ),
            port,
        )
    options = " ".join(f"{option} {port}" for option, port in chosen.items())
    which = f"Port {taken[0]} is" if len(taken) == 1 else f"Ports {' and '.join(map(str, taken))} are"
    raise UserError(f"{which} taken by another program; choose others: {command(options)}")

"""What every kind of place has in common: files as it lists them, and what can go wrong there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from transforms.settings.location import Location

if TYPE_CHECKING:
    from transforms.settings import Home

TIMEOUT_SECONDS = 30
"""For a server to take a connection, and between two pieces of an answer."""
PIECE_BYTES = 256 * 1024

Write = Callable[[bytes], Any]
Known = Mapping[str, str]
"""Key -> version of what was fetched before."""


@dataclass(frozen=True)
class RemoteFile:
    """One file as its place lists it. The name is a stranger's word and never a path of ours."""

    key: str
    name: str
    version: str
    """Changes when the content does."""
    size: int | None = None
    modified_at: float | None = None
    """Seconds since 1970 by the place's clock."""


class Place(Protocol):
    """An open connection to a location."""

    grows: bool
    """Whether a file can be seen there before it is complete."""

    def files(self, known: Known) -> Iterable[RemoteFile]:
        """Files there; those of `known` may be left out. Each is fetched before the next one is asked for."""

    def fetch(self, file: RemoteFile, write: Write) -> RemoteFile | None:
        """Bring one file; returns it as it was found when it was through, None when it was not new after all."""


class NotFetched(Exception):
    """One file is not taken, and the others are; why is one of `words.PULL_LEFT`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


Open = Callable[[Location, "Home", Known], AbstractContextManager[Place]]


class PullFailed(Exception):
    """A location gave nothing. The text is one sentence with the next step, and holds no password.

    What a library said is left out on purpose: it may quote an address, a header or a command with what is secret.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class Unreachable(PullFailed):
    """The world is at fault and may be well again in a moment; anything else is for the owner to put right."""

    def __init__(self, text: str) -> None:
        super().__init__("unreachable", text)


def unreachable(location: Location, error: BaseException) -> Unreachable:
    """A server that does not answer, or stopped answering."""
    return Unreachable(f"{location.text} could not be reached ({_kind(error)}); it is tried again the next night.")


def not_there(location: Location, what: str) -> PullFailed:
    """The server answers, but has no such folder, bucket or file."""
    return PullFailed("not_there", f"{location.text} was reached, but {what} is not there; correct it in shop.toml.")


def not_allowed(location: Location, what: str) -> PullFailed:
    """The login is right and may not do this."""
    return PullFailed(
        "not_allowed", f"{location.text} was reached, but its login may not read {what}; ask whoever runs it."
    )


def not_trusted(location: Location) -> PullFailed:
    """A certificate that nobody this machine trusts has signed, or for another name."""
    return PullFailed(
        "not_trusted",
        f"{location.text} shows a certificate that this machine does not trust, so nothing was sent to it; "
        "ask whoever runs it, or install the certificate of its maker on this machine.",
    )


def unsafe_connection(location: Location, what: str) -> PullFailed:
    """A connection that turns off a safeguard."""
    return PullFailed(
        "unsafe_connection",
        f"The connection {location.connection} {what}, so nothing was sent to {location.text}; add it again without.",
    )


def not_understood(location: Location, error: BaseException) -> PullFailed:
    """Anything else; the kind of error is all that is told."""
    return PullFailed(
        "error", f"{location.text} could not be read ({_kind(error)}); check the location and its connection."
    )


def _kind(error: BaseException) -> str:
    """What the system says of it, else the kind of error; never what a library says, which may quote a secret."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.strerror:
            return seen.strerror.casefold()
        seen = seen.__cause__ or seen.__context__
    return type(error).__name__

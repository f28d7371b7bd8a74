"""One file at an HTTPS address. The token goes into a header, to that server alone, and nowhere else."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from dags.remote.connections import connection_of, login_refused, use_airflow_of
from dags.remote.place import (
    PIECE_BYTES,
    TIMEOUT_SECONDS,
    Known,
    PullFailed,
    RemoteFile,
    Unreachable,
    Write,
    not_allowed,
    not_there,
    not_trusted,
    unreachable,
)
from transforms.settings import Home
from transforms.settings.location import Location

MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@contextmanager
def open_https(location: Location, home: Home, known: Known) -> Iterator[Address]:
    """A session with the connection's token, header fields or login.

    Raises:
        PullFailed: see its code.
    """
    session = _session(location, home)
    from requests import exceptions  # noqa: PLC0415

    try:
        yield Address(session, location, home, known)
    except exceptions.SSLError:
        raise not_trusted(location) from None
    except (exceptions.RequestException, OSError) as error:
        raise unreachable(location, error) from None
    finally:
        session.close()


def _session(location: Location, home: Home) -> Any:
    if not location.connection:
        import requests  # noqa: PLC0415

        return requests.Session()
    connection = connection_of(location, home)
    use_airflow_of(home)
    from airflow.providers.http.hooks.http import HttpHook  # noqa: PLC0415

    session = HttpHook("GET", http_conn_id=location.connection).get_conn()
    session.verify = connection.extra_dejson.get("verify", True)  # else a bundle of certificates: a path
    if connection.password and not connection.login:
        session.auth = _Token(connection.password)
    return session


class _Token:
    """Puts a token where a login would be, so that nothing on this machine (.netrc) takes its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Address:
    """What is at an address now."""

    grows = False

    def __init__(self, session: Any, location: Location, home: Home, known: Known) -> None:
        self.session, self.location, self.home = session, location, home
        self.before = known.get(location.path, "")

    def files(self, _known: Known) -> list[RemoteFile]:
        """The one file; whether it is new is known when it is asked for."""
        return [RemoteFile(self.location.path, posixpath.basename(urlsplit(self.location.path).path), "")]

    def fetch(self, file: RemoteFile, write: Write) -> RemoteFile | None:
        """Ask for the file, unless it is as it was."""
        with self._ask() as answer:
            if answer.status_code == 304:
                return None
            self._must_be_good(answer.status_code)
            if "text/html" in answer.headers.get("Content-Type", "") and not file.name.endswith((".html", ".htm")):
                # a page that asks for a login comes with status 200
                raise PullFailed(
                    "not_a_file",
                    f"{self.location.text} gave a web page instead of a file; check the address, and the connection "
                    "when it needs a login.",
                )
            size = 0
            for piece in answer.iter_content(PIECE_BYTES):
                size += len(piece)
                write(piece)
            promised = answer.headers.get("Content-Length")
            if promised and not answer.headers.get("Content-Encoding") and size != int(promised):
                raise Unreachable(f"{self.location.text} broke off; it is tried again the next night.")
            return _found(file, answer, size)

    def _must_be_good(self, status: int) -> None:
        where = urlsplit(self.location.path).path
        if status == 401:
            raise login_refused(self.location, self.home)
        if status == 403:
            raise not_allowed(self.location, where)
        if status in (404, 410):
            raise not_there(self.location, where)
        if status == 429 or status >= 500:
            raise Unreachable(f"{self.location.text} answered with status {status}; it is tried again the next night.")
        if status != 200:
            raise PullFailed("error", f"{self.location.text} answered with status {status}; check the address.")

    @contextmanager
    def _ask(self) -> Iterator[Any]:
        """The last answer of a chain of redirects; another server is asked without token, header fields or login."""
        import requests  # noqa: PLC0415

        url, session = self.location.path, self.session
        kind, _, value = self.before.partition(" ")
        # a small answer must not unpack into a large one
        headers = {"Accept-Encoding": "identity", **({_CONDITIONS[kind]: value} if kind in _CONDITIONS else {})}
        for _ in range(MOST_REDIRECTS + 1):
            with session.get(
                url, headers=headers, stream=True, allow_redirects=False, timeout=TIMEOUT_SECONDS
            ) as answer:
                if answer.status_code not in _REDIRECTS or "Location" not in answer.headers:
                    yield answer
                    return
                url = urljoin(url, answer.headers["Location"])
            if urlsplit(url).scheme != "https":
                raise PullFailed(
                    "not_trusted",
                    f"{self.location.text} leads to an address without https, which is not followed; use another.",
                )
            if urlsplit(url).netloc.casefold() != urlsplit(self.location.path).netloc.casefold():
                session = requests.Session()
        raise PullFailed("error", f"{self.location.text} leads from address to address without end; check the address.")


def _found(file: RemoteFile, answer: Any, size: int) -> RemoteFile:
    """The file as the answer describes it: its name, its time, and by what to ask for a newer one."""
    version = next(
        (f"{kind} {answer.headers[kind]}" for kind in _CONDITIONS if answer.headers.get(kind)), f"size {size}"
    )
    try:
        modified = parsedate_to_datetime(answer.headers["Last-Modified"]).timestamp()
    except (KeyError, ValueError, TypeError, OverflowError):
        modified = None
    return RemoteFile(file.key, _name(answer) or file.name, version, size, modified)


def _name(answer: Any) -> str:
    """The name the server gives the file."""
    message = Message()
    message["Content-Disposition"] = re.sub(r"[\r\n]", " ", answer.headers.get("Content-Disposition", ""))
    name = message.get_filename("")
    try:
        return unquote(name).encode("latin-1").decode("utf-8")  # header fields are read as Latin-1, whatever they are
    except (UnicodeEncodeError, UnicodeDecodeError):
        return unquote(name)

"""One pull: list a location, fetch what is new and complete, put it into the source's folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dags.remote.growing import RECENT_ELSEWHERE_SECONDS, growing
from dags.remote.memory import Memory, Report, keep_memory, read_memory
from dags.remote.names import is_half_written, safe_name
from dags.remote.place import Known, NotFetched, Place, PullFailed, RemoteFile, Unreachable, not_understood
from transforms.exports.adding import put
from transforms.exports.landing import digest, removed_files
from transforms.settings import Home
from transforms.settings.location import Location

ATTEMPTS = 3
FIRST_WAIT_SECONDS = 1.0


@dataclass(frozen=True)
class Limits:
    """How much is fetched at most."""

    file_bytes: int = 512 * 1024 * 1024
    night_bytes: int = 4 * 1024 * 1024 * 1024
    """Of one source; what is left then comes the next night."""


def pull(home: Home, source: str, location: Location, limits: Limits | None = None) -> Report:
    """Fetch what is new at a location into its source's folder. A failure is a report too, and is remembered.

    A server that does not answer is tried again after a second and after two more; a refused login is not.
    """
    import tenacity  # noqa: PLC0415 - only homes with locations need it

    memory = read_memory(home, source, location.text)
    before = memory.report
    report = Report(source, location.kind, datetime.now(UTC).isoformat(timespec="seconds"))
    report.reached_at = before.reached_at if before else None
    memory.report = report
    attempts = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(Unreachable),
        stop=tenacity.stop_after_attempt(ATTEMPTS),
        wait=tenacity.wait_exponential(multiplier=FIRST_WAIT_SECONDS, max=30),
        reraise=True,
    )
    one = _Pull(home, source, location, limits or Limits(), memory, report)
    try:
        attempts(one.run)
        report.reached_at = report.pulled_at
    except PullFailed as failed:
        report.state, report.code, report.sentence = "failed", failed.code, str(failed)
    except Exception as error:  # whatever a library throws at us: the other sources have a night to come
        strange = not_understood(location, error)
        report.state, report.code, report.sentence = "failed", strange.code, str(strange)
    finally:
        keep_memory(home, source, memory)
    return report


@dataclass
class _Pull:
    """One pull under way; what an attempt has fetched stays fetched when the next one begins."""

    home: Home
    source: str
    location: Location
    limits: Limits
    memory: Memory
    report: Report
    bytes_fetched: int = 0
    removed: frozenset[str] = field(default_factory=frozenset)

    def run(self) -> None:
        """One attempt."""
        self.report.left = []
        self.removed = frozenset(each.file.sha256 for each in removed_files(self.home, self.source))
        with _open(self.location, self.home, self.memory.files) as place:
            for file in self._new(place):
                try:
                    self._take(place, file)
                except NotFetched as not_fetched:
                    self._leave(file, not_fetched.why)

    def _leave(self, file: RemoteFile, why: str) -> None:
        self.report.left.append((safe_name(file.name, self.source), why))

    def _new(self, place: Place) -> Iterable[RemoteFile]:
        """Files that were not fetched before and are complete."""

        def fresh() -> Iterable[RemoteFile]:
            for file in place.files(self.memory.files):
                is_known = file.version and self.memory.files.get(file.key) == file.version
                if not is_known:
                    yield file

        if not place.grows:
            yield from fresh()
            return

        def look(files: Iterable[RemoteFile]) -> dict[str, tuple[float | None, str]]:
            return {file.key: (file.modified_at, file.version) for file in files}

        listed = {file.key: file for file in fresh()}
        changing = growing(look(listed.values()), lambda: look(fresh()), RECENT_ELSEWHERE_SECONDS)
        for key, file in listed.items():
            if key in changing:
                self._leave(file, "growing")
            else:
                yield file

    def _take(self, place: Place, file: RemoteFile) -> None:
        """Fetch one file and put it into the folder, complete or not at all.

        Raises:
            NotFetched: it is left, for the next night or for good.
        """
        room = min(self.limits.file_bytes, self.limits.night_bytes - self.bytes_fetched)
        self._must_fit(file.size or 0, room)
        with tempfile.TemporaryDirectory(dir=self.home.work) as folder:
            path = Path(folder) / "fetched"
            written = 0
            with path.open("wb") as stream:

                def write(piece: bytes) -> None:
                    nonlocal written
                    written += len(piece)
                    self._must_fit(written, room)
                    self._locally(lambda: stream.write(piece))

                found = place.fetch(file, write)
            self.bytes_fetched += written
            if found is None:
                return
            if place.grows and (found.version != file.version or written != file.size):
                raise NotFetched("growing")
            if digest(path) not in self.removed:
                self._locally(lambda: self._put(path, found))
        self.memory.files[found.key] = found.version

    def _put(self, path: Path, found: RemoteFile) -> None:
        name = safe_name(found.name, self.source)
        # what came whole must not be taken for half written because of the ending a stranger gave it
        named = path.rename(path.with_name(f"{name}.export" if is_half_written(name) else name))
        if found.modified_at is not None:
            now = datetime.now(UTC).timestamp()
            moment = min(max(found.modified_at, 0.0), now)  # a clock that is ahead would make its files the latest
            os.utime(named, (moment, moment))
        if put(self.home, self.source, named).is_new:
            self.report.fetched += 1

    def _must_fit(self, size: int, room: int) -> None:
        if size > self.limits.file_bytes:
            raise NotFetched("too_large")
        if size > room:
            raise NotFetched("night_full")

    def _locally(self, action: Callable[[], object]) -> None:
        """Do something on this machine; a full disk here is not a server that does not answer."""
        try:
            action()
        except OSError as error:
            said = error.strerror or type(error).__name__
            text = f"What {self.location.text} gave could not be kept here ({said.casefold()}); free some space."
            raise PullFailed("not_kept", text) from None


def _open(location: Location, home: Home, known: Known) -> AbstractContextManager[Place]:
    """Connect; each kind is imported when it is needed."""
    if location.kind == "sftp":
        from dags.remote.sftp import open_sftp  # noqa: PLC0415

        return open_sftp(location, home, known)
    if location.kind == "s3":
        from dags.remote.s3 import open_s3  # noqa: PLC0415

        return open_s3(location, home, known)
    if location.kind == "imap":
        from dags.remote.mailbox import open_mailbox  # noqa: PLC0415

        return open_mailbox(location, home, known)
    from dags.remote.https import open_https  # noqa: PLC0415

    return open_https(location, home, known)

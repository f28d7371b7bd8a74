"""Files in a folder of an SFTP server, or one file there; folders inside it are left alone."""

from __future__ import annotations

import posixpath
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dags.remote.connections import connection_of, login_refused
from dags.remote.names import is_half_written
from dags.remote.place import (
    PIECE_BYTES,
    TIMEOUT_SECONDS,
    Known,
    NotFetched,
    PullFailed,
    RemoteFile,
    Write,
    not_allowed,
    not_there,
    not_understood,
    unreachable,
    unsafe_connection,
)
from transforms.settings import Home
from transforms.settings.location import Location


@contextmanager
def open_sftp(location: Location, home: Home, _known: Known) -> Iterator[Sftp]:
    """Log in, and log out at the end. A server whose key is not known is refused, as `ssh` itself does.

    Raises:
        PullFailed: see its code.
    """
    connection_of(location, home)
    import paramiko  # noqa: PLC0415
    from airflow.providers.sftp.hooks.sftp import SFTPHook  # noqa: PLC0415

    try:
        hook = SFTPHook(location.connection, no_host_key_check=False, conn_timeout=TIMEOUT_SECONDS,
                        conn_retry_attempts=1, auth_timeout=TIMEOUT_SECONDS)  # fmt: skip
    except Exception as error:
        raise not_understood(location, error) from None
    if hook.allow_host_key_change:
        raise unsafe_connection(location, "accepts any key of the server (allow_host_key_change)")
    server = hook.remote_host if hook.port == paramiko.config.SSH_PORT else f"[{hook.remote_host}]:{hook.port}"
    try:
        with hook.get_managed_conn() as client:
            client.get_channel().settimeout(TIMEOUT_SECONDS)
            yield Sftp(client, location.path)
    except paramiko.BadHostKeyException:
        raise PullFailed(
            "host_key_changed",
            f"{location.text}: the server {server} shows another key than before; ask whoever runs it, and only when "
            f'it was really changed forget the old one: ssh-keygen -R "{server}", or the host_key of the connection',
        ) from None
    except paramiko.AuthenticationException:  # a kind of SSHException, so it comes first
        raise login_refused(location, home) from None
    except FileNotFoundError:
        raise not_there(location, location.path) from None
    except PermissionError:
        raise not_allowed(location, location.path) from None
    except paramiko.SSHException as error:
        if "known_hosts" in str(error):
            scan = f"ssh-keyscan -p {hook.port} {hook.remote_host} >> ~/.ssh/known_hosts"
            raise PullFailed(
                "host_key_unknown",
                f"{location.text}: the key of the server {server} is not known here; compare it with what whoever runs "
                f"the server says, then add it: {scan}",
            ) from None
        if "authentication" in str(error).casefold():  # it had nothing to log in with
            raise login_refused(location, home) from None
        raise unreachable(location, error) from None
    except (OSError, EOFError) as error:
        raise unreachable(location, error) from None


class Sftp:
    """An open SFTP session in one folder."""

    grows = True

    def __init__(self, client: Any, path: str) -> None:
        self.client, self.path = client, path

    def files(self, _known: Known) -> list[RemoteFile]:
        """Files of the folder by name, without half-written ones; of a link, what it leads to."""
        top = self.client.stat(self.path)
        if not stat.S_ISDIR(top.st_mode or 0):
            return [_file(self.path, top)]
        found = []
        for entry in self.client.listdir_attr(self.path):
            path = posixpath.join(self.path, entry.filename)
            about = entry
            if stat.S_ISLNK(entry.st_mode or 0):
                try:
                    about = self.client.stat(path)
                except OSError:  # leads nowhere, or where this login may not go
                    continue
            if stat.S_ISREG(about.st_mode or 0) and not is_half_written(entry.filename):
                found.append(_file(path, about))
        return sorted(found, key=lambda file: file.key)

    def fetch(self, file: RemoteFile, write: Write) -> RemoteFile:
        """Bring one file, and look at it again afterwards."""
        try:
            with self.client.open(file.key, "rb") as stream:
                stream.prefetch(file.size)
                while piece := stream.read(PIECE_BYTES):
                    write(piece)
            return _file(file.key, self.client.stat(file.key))
        except PermissionError:
            raise NotFetched("not_allowed") from None
        except FileNotFoundError:
            raise NotFetched("gone") from None


def _file(path: str, about: Any) -> RemoteFile:
    return RemoteFile(
        path, posixpath.basename(path), f"{about.st_size}:{about.st_mtime}", about.st_size, about.st_mtime
    )

"""Objects of a bucket whose keys begin as the location says; an object is there whole or not at all."""

from __future__ import annotations

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
    RemoteFile,
    Write,
    not_allowed,
    not_there,
    not_trusted,
    not_understood,
    unreachable,
)
from transforms.settings import Home
from transforms.settings.location import Location

_WRONG_LOGIN = {
    "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidClientTokenId", "ExpiredToken", "InvalidToken",
    "AuthFailure", "401",
}  # fmt: skip
_NOT_THIS_OBJECT = {"AccessDenied": "not_allowed", "InvalidObjectState": "not_allowed", "NoSuchKey": "gone"}
"""Where one object is at fault: it may not be read, is in an archive, or was deleted since it was listed."""


@contextmanager
def open_s3(location: Location, home: Home, _known: Known) -> Iterator[Bucket]:
    """A client of the bucket.

    Raises:
        PullFailed: see its code.
    """
    connection_of(location, home)
    from airflow.providers.amazon.aws.hooks.s3 import S3Hook  # noqa: PLC0415
    from botocore import exceptions  # noqa: PLC0415

    settings = {"connect_timeout": TIMEOUT_SECONDS, "read_timeout": TIMEOUT_SECONDS, "retries": {"max_attempts": 0}}
    try:
        yield Bucket(S3Hook(location.connection, verify=None, config=settings).get_conn(), location)
    except exceptions.ClientError as error:
        answer = error.response
        code, status = answer.get("Error", {}).get("Code", ""), answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if code in _WRONG_LOGIN:
            raise login_refused(location, home) from None
        if code in ("AccessDenied", "403", "AllAccessDisabled"):
            raise not_allowed(location, f"the bucket {location.bucket}") from None
        if code in ("NoSuchBucket", "404"):
            raise not_there(location, f"the bucket {location.bucket}") from None
        if status and (status >= 500 or status == 429):
            raise unreachable(location, error) from None
        raise not_understood(location, error) from None
    except exceptions.NoCredentialsError:
        raise login_refused(location, home) from None
    except exceptions.SSLError:
        raise not_trusted(location) from None
    except (exceptions.HTTPClientError, exceptions.ConnectionError, exceptions.IncompleteReadError, OSError) as error:
        raise unreachable(location, error) from None
    except exceptions.BotoCoreError as error:
        raise not_understood(location, error) from None


class Bucket:
    """The objects of a location."""

    grows = False

    def __init__(self, client: Any, location: Location) -> None:
        self.client, self.location = client, location

    def files(self, _known: Known) -> Iterator[RemoteFile]:
        """Objects by key; what stands for a folder, or is named as half written, is none."""
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.location.bucket, Prefix=self.location.path):
            for each in page.get("Contents", ()):
                key = each["Key"]
                if not key.endswith("/") and not is_half_written(key):
                    modified = each["LastModified"].timestamp()
                    version = f"{each['Size']}:{modified:.0f}:{each.get('ETag', '')}"
                    yield RemoteFile(key, key.rpartition("/")[2], version, each["Size"], modified)

    def fetch(self, file: RemoteFile, write: Write) -> RemoteFile:
        """Bring one object."""
        from botocore.exceptions import ClientError  # noqa: PLC0415

        try:
            body = self.client.get_object(Bucket=self.location.bucket, Key=file.key)["Body"]
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code in _NOT_THIS_OBJECT:
                raise NotFetched(_NOT_THIS_OBJECT[code]) from None
            raise
        for piece in body.iter_chunks(PIECE_BYTES):
            write(piece)
        return file

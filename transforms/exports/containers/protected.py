"""Compound files: what is in them, and workbooks with a password made plain."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from transforms.exports.bounded.limits import Refused

NO_PASSWORD = "VelvetSweatshop"  # noqa: S105 - Excel itself opens workbooks with it, without asking
_WORKBOOK_STREAMS = ("Workbook", "Book")


def content_of(path: Path) -> Literal["workbook", "protected", "document"]:
    """What a compound file holds: an old workbook, a workbook with a password, or something without sheets.

    Raises:
        Refused: it is damaged.
    """
    import olefile  # noqa: PLC0415 - most containers do without it

    try:
        with olefile.OleFileIO(str(path)) as compound:
            if compound.exists("EncryptedPackage"):
                return "protected"
            for name in _WORKBOOK_STREAMS:
                if compound.exists(name):
                    return "protected" if _has_password(compound.openstream(name).read(4096)) else "workbook"
    except MemoryError:
        raise
    except Exception:
        raise Refused("workbook_damaged") from None
    return "document"


def _has_password(stream: bytes) -> bool:
    """True when one of the first records of an old workbook says that the others are encrypted."""
    position = 0
    while position + 4 <= len(stream):
        kind, length = (int.from_bytes(stream[at : at + 2], "little") for at in (position, position + 2))
        if kind == 0x2F:
            return True
        if kind == 0x85:  # the list of sheets: never before the password
            return False
        position += 4 + length
    return False


def write_plain(path: Path, target: Path, password: str | None) -> None:
    """Writes the workbook without its password.

    Raises:
        Refused: a password is needed, is not the right one, or the workbook is damaged.
    """
    import msoffcrypto  # noqa: PLC0415 - few workbooks have a password
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415

    for word in filter(None, (password, NO_PASSWORD)):
        try:
            with path.open("rb") as packed, target.open("wb") as plain:
                workbook = msoffcrypto.OfficeFile(packed)
                options = {"verify_password": True} if workbook.format == "ooxml" else {}
                workbook.load_key(password=word, **options)
                workbook.decrypt(plain)
        except InvalidKeyError:
            continue
        except (MemoryError, OSError) as error:
            if isinstance(error, MemoryError) or error.errno is not None:
                raise
            raise Refused("workbook_damaged") from None
        except Exception:
            raise Refused("workbook_damaged") from None
        return
    raise Refused("password_wrong" if password else "password_missing")

"""Names that strangers give to files, made into names that are safe in a folder of ours."""

from __future__ import annotations

import re
import unicodedata

LONGEST_BYTES = 180
"""Of a name, so that it still fits with a number and an ending of ours added (255 is what file systems take)."""
LONGEST_SUFFIX_BYTES = 16
_HALF_WRITTEN = re.compile(
    r"^(\.|~\$)|\.(part|partial|filepart|crdownload|tmp|temp|download|upload|uploading)$", re.IGNORECASE
)


def is_half_written(name: str) -> bool:
    """A name by which programs say that a file is not complete, or not meant to be seen."""
    return bool(_HALF_WRITTEN.search(re.split(r"[/\\]", name)[-1]))


def safe_name(name: str, otherwise: str = "file") -> str:
    """The last part of a name without anything that a file system could take for a path, a control or too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # controls, and marks that turn the direction of writing and so hide an ending
    shown = "".join(letter for letter in last if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    tidy = re.sub(r'[:*?"<>|]', "_", " ".join(shown.split())).lstrip("~$ .").rstrip(" .")
    stem, dot, suffix = tidy.rpartition(".")
    if not stem or len(suffix.encode()) > LONGEST_SUFFIX_BYTES:
        stem, dot, suffix = tidy, "", ""
    room = LONGEST_BYTES - len(f"{dot}{suffix}".encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore").strip()
    return f"{stem}{dot}{suffix}" if stem else otherwise

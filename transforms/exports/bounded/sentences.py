"""What to tell the owner about a file that is not read on: one sentence with the next step per kind of reason."""

from __future__ import annotations

from dataclasses import asdict

from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.contacts import tellable

_CORRUPT = "is damaged or incomplete; export it again."
_UNPACK = "unpack it and add what is in it."

_SENTENCES = {
    "members": "The file holds {count} parts; at most {max_members} are opened.",
    "inflated": "The file would unpack to {megabytes} MB; the limit is {limit_megabytes} MB.",
    "ratio": "The file would unpack to {times} times its size, as no export does.",
    "nesting": "There are zip files inside one another more than {max_nesting} deep: " + _UNPACK,
    "far_cell": "A sheet reaches to row {row}, column {column}: more than can be opened safely; "
    "delete the stray cells far from the table, or save the sheet as CSV.",
    "memory": "The file needs more than {memory_megabytes} MB of memory; save it as CSV or in parts.",
    "size": "The tables in the file are larger than can be opened; save it in parts.",
    "seconds": "The file could not be read within {child_seconds} seconds; save it as CSV or in parts.",
    "zip_password": "The zip file has a password: " + _UNPACK,
    "password_missing": "The workbook has a password: set workbook_password of its source in shop.toml.",
    "password_wrong": "The workbook does not open with the password given: "
    "correct workbook_password of its source in shop.toml.",
    "entities": "The file defines entities of its own, as no export does; export it again.",
    "no_table": "This is a web page without a table: open it in a browser, log in, and export the list again.",
    "pdf": "This is a PDF: export the same list as .xlsx or CSV.",
    "picture": "This is a picture: export the same list as .xlsx or CSV.",
    "document": "This is a document without sheets: export the same list as .xlsx or CSV.",
    "archive": "This is an archive other than zip: " + _UNPACK,
    "empty": "The file is empty.",
    "damaged": f"The file {_CORRUPT}",
    "workbook_damaged": f"The workbook {_CORRUPT}",
}


def sentence(refused: Refused, limits: Limits) -> str:
    """The sentence for the owner; of a member of a zip file it begins with the member's name."""
    figures = {
        **asdict(limits),
        "limit_megabytes": limits.max_inflated_bytes >> 20,
        "memory_megabytes": limits.child_memory_bytes >> 20,
        **refused.facts,
    }
    text = _SENTENCES[refused.kind].format(**figures)
    where = refused.facts.get("where")
    return f"{tellable(where)}: {text}" if where else text

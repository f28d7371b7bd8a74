"""Promises of the staged tables: nothing is lost between the rows of a file and what they say."""

from __future__ import annotations

from expectations.check import Check, no_rows


def promises() -> list[Check]:
    """Every statement comes from a good row, and a row is good or quarantined, never both."""
    statements = ("staged_orders", "staged_order_items", "staged_entries", "staged_identities")
    return [
        *(
            no_rows(
                f"staged.{name}",
                "every row comes from a good row of a file",
                "stop",
                f"""
                select said.file_id, said.row_number
                from staged.{name} as said
                anti join staged.staged_rows as good
                    on good.file_id = said.file_id and good.row_number = said.row_number
                """,
            )
            for name in statements
        ),
        no_rows(
            "staged.staged_quarantine",
            "no quarantined row is also a good one",
            "stop",
            """
            select bad.file_id, bad.row_number
            from staged.staged_quarantine as bad
            inner join staged.staged_rows as good
                on good.file_id = bad.file_id and good.row_number = bad.row_number
            """,
        ),
    ]

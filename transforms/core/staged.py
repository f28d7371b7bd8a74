"""Staged records of all files as tables of the build, and which of their rows a later export has superseded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from transforms.sql import quote
from transforms.tables import Table


def staged_sql(table: Table, files: Sequence[Path]) -> str:
    """View of one staged table over the records of every file; an empty table where no file gives any."""
    name = f"staged.{table.name}"
    if not files:
        return table.create_sql(name)
    paths = ", ".join(quote(str(path)) for path in files)
    return f"create or replace view {name} as\nselect {', '.join(table.column_names)} from read_parquet([{paths}])"


SUPERSEDED = """create or replace table work.superseded as
with keys as (
    select r.row_namespace, r.row_scope, r.row_key,
        max({rank}) as latest_rank,
        max({last_of_file}) filter (where r.one_row_per_key) as latest_row
    from staged.staged_rows as r
    join work.files as f on f.file_id = r.file_id and f.layout = r.layout
    group by r.row_namespace, r.row_scope, r.row_key
    having count(distinct f.file_rank) > 1 or (bool_or(r.one_row_per_key) and count(*) > 1)
)
select r.file_id, r.layout, r.row_number
from staged.staged_rows as r
join work.files as f on f.file_id = r.file_id and f.layout = r.layout
join keys as k on k.row_namespace = r.row_namespace and k.row_scope = r.row_scope and k.row_key = r.row_key
where {rank} < k.latest_rank or (r.one_row_per_key and {last_of_file} < k.latest_row)
""".format(
    rank="(r.precision * 100000000::bigint + f.file_rank)",
    last_of_file="((r.precision * 100000000::bigint + f.file_rank) * 1000000000 + r.row_number)",
)
"""Rows replaced by a later export of the same thing, or by a later row of the same file where one row is the rule.

Layouts of one namespace say the same things: the more precise one stays, whichever file is later.

Reads staged.staged_rows and work.files (file_id, layout, file_rank: a complete order of the files).
"""


def in_force_sql(name: str) -> str:
    """View of one staged table without the superseded rows, each with the rank of its file."""
    return f"""create or replace view work.{name} as
select s.*, f.file_rank, f.file_name
from staged.staged_{name} as s
join work.files as f on f.file_id = s.file_id and f.layout = s.layout
where not exists (
    select 1 from work.superseded as x
    where x.file_id = s.file_id and x.layout = s.layout and x.row_number = s.row_number
)"""

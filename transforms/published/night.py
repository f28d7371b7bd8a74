"""Published: what the night read and found."""

from __future__ import annotations

import json
from datetime import date, datetime
from importlib.metadata import version

from transforms.settings import Shop
from transforms.sql import quote


def about_sql(shop: Shop, run_id: str, as_of_day: date, published_at: datetime) -> str:
    """Query for `about`."""
    versions = json.dumps({name: version(name) for name in ("regulars", "duckdb", "great-expectations")})
    return f"""
select date '{as_of_day}' as as_of_day, {quote(run_id)} as run_id,
    timestamp '{published_at:%Y-%m-%d %H:%M:%S}' as published_at, {quote(versions)} as versions,
    {quote(shop.business.currency)} as currency, {quote(shop.business.time_zone)} as time_zone,
    {quote(shop.business.name)} as business"""


DATA_CHECKS = "select * from work.data_checks"

INGESTED_FILES = """
with superseded as (
    select file_id, layout, count(*) as rows from work.superseded group by file_id, layout
),
good as (
    select file_id, layout, count(*) as rows from staged.staged_rows group by file_id, layout
)
select f.file_sha256, f.source, f.file_name, f.layout,
    min(f.received_at) as received_at,
    max(f.exported_at) as exported_at,
    sum(f.rows_read) as rows_read,
    sum(coalesce(g.rows, 0) - coalesce(s.rows, 0)) as rows_loaded,
    sum(coalesce(s.rows, 0)) as rows_superseded,
    sum(f.rows_quarantined) as rows_quarantined,
    case
        when bool_or(f.control_total_state = 'differs') then 'differs'
        when bool_or(f.control_total_state = 'agrees') then 'agrees'
        else 'none'
    end as control_total_state,
    case when bool_and(f.file_state = 'quarantined') then 'quarantined' else 'loaded' end as file_state,
    min(f.file_reason) as file_reason
from work.files as f
left join good as g on g.file_id = f.file_id and g.layout = f.layout
left join superseded as s on s.file_id = f.file_id and s.layout = f.layout
group by f.file_sha256, f.source, f.file_name, f.layout
"""

QUARANTINE = """
select f.source, f.file_name, f.file_sha256, f.layout, q.line, q.reason_code, q.reason, q.columns_concerned
from staged.staged_quarantine as q
join work.files as f on f.file_id = q.file_id and f.layout = q.layout
union all by name
select source, file_name, file_sha256, layout, cast(null as bigint) as line,
    case
        when layout = '' then 'unreadable_file'
        when file_reason like '%columns look shifted%' then 'columns_shifted'
        else 'unreadable_rows'
    end as reason_code,
    coalesce(file_reason, 'the file could not be read') as reason, cast(null as varchar) as columns_concerned
from work.files
where file_state = 'quarantined'
"""

FILE_FINDINGS = """
select source, file_name, file_sha256, layout, finding, what, sum(rows) as rows
from work.findings
group by source, file_name, file_sha256, layout, finding, what
union all by name
select o.source, o.source_file as file_name, f.file_sha256, f.layout, 'other_currency' as finding,
    o.currency as what, count(*) as rows
from core.orders as o
join (
    select distinct source, file_name, min(file_sha256) as file_sha256, min(layout) as layout
    from work.files group by source, file_name
) as f on f.source = o.source and f.file_name = o.source_file
where o.is_purchase and o.currency <> (select currency from published.about)
group by o.source, o.source_file, f.file_sha256, f.layout, o.currency
"""

CORRECTIONS = "select * from work.corrections"

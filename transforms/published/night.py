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
with tied as (
    select order_key from work.statements group by order_key having count(distinct source) > 1
),
-- what a till calls a delivery platform's orders, none of which shares its number with another source
untied as (
    select o.source, o.channel
    from core.orders as o
    left join tied as t on t.order_key = o.order_key
    where o.channel_kind = 'delivery' and o.source in (select source from core.orders where channel_kind = 'store')
    group by o.source, o.channel
    having count(t.order_key) = 0
),
by_platform as (
    select distinct channel, order_day from core.orders as o
    where o.is_purchase and not exists (select 1 from untied as u where u.source = o.source and u.channel = o.channel)
)
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
union all by name
select o.source, o.source_file as file_name, f.file_sha256, f.layout, 'perhaps_twice' as finding,
    o.channel as what, count(*) as rows
from core.orders as o
join untied as u on u.source = o.source and u.channel = o.channel
join by_platform as p on p.channel = o.channel and p.order_day = o.order_day
join (
    select source, file_name, min(file_sha256) as file_sha256, min(layout) as layout
    from work.files group by source, file_name
) as f on f.source = o.source and f.file_name = o.source_file
where o.is_purchase
group by o.source, o.source_file, f.file_sha256, f.layout, o.channel
"""

CORRECTIONS = "select * from work.corrections"

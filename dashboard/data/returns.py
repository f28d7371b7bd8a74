"""What is given back, by channel and by person."""

from __future__ import annotations

from dashboard.data.business import Row
from transforms.engines.snapshot import SnapshotReader


def return_rates(reader: SnapshotReader) -> list[Row]:
    """Purchases with a refund by month and channel; nothing in a snapshot of an earlier version."""
    if not reader.has("return_rates"):
        return []
    return reader.rows("select * from return_rates where month <> 'all' and channel <> 'all' order by month, channel")


def return_groups(reader: SnapshotReader, often: float) -> list[Row]:
    """People by how much they give back: never, as others do, or `often` times the share of all and more."""
    if not reader.has("return_patterns"):
        return []
    return reader.rows(
        """
        with judged as (
            select c.orders, c.net_sales, c.contribution, coalesce(p.returned_orders, 0) as returned_orders,
                coalesce(p.refunded, 0) as refunded,
                case
                    when coalesce(p.returned_orders, 0) = 0 then 'never'
                    when p.return_share_shrunk >= ? * a.people_share then 'often'
                    else 'as_others'
                end as return_group
            from customers as c
            left join return_patterns as p on p.customer_id = c.customer_id
            left join return_rates as a on a.month = 'all' and a.channel = 'all'
        )
        select return_group, count(*) as customers, sum(orders) as orders, sum(returned_orders) as returned_orders,
            sum(refunded) as refunded, sum(net_sales) as net_sales, sum(contribution) as contribution
        from judged
        group by return_group
        """,
        [often],
    )


def return_sums(reader: SnapshotReader) -> Row:
    """How many people did what, in all: bought again cheaper elsewhere, or collected and bought more."""
    return reader.rows(
        """
        select count(*) filter (where buy_return_rebuy > 0) as rebuyers,
            coalesce(sum(rebuy_saved), 0) as rebuy_saved,
            count(*) filter (where pickup_addon > 0) as collectors,
            coalesce(sum(pickup_addon_net_sales), 0) as pickup_addon_net_sales
        from return_patterns
        """
    )[0]


def returning_people(reader: SnapshotReader, at_most: int = 50) -> list[Row]:
    """People who gave something back, those first who leave least after it."""
    return reader.rows(
        "select * from return_patterns where returned_orders > 0 order by contribution_rank limit ?", [at_most]
    )

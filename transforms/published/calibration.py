"""Published: whether the probabilities of links come true, measured on people whose truth is known."""

from __future__ import annotations

Z = 1.959964
"""95 %."""

LINK_MODEL = "select * from work.link_model"
LINK_BLOCKING = "select * from work.link_blocking"


def wilson_sql(part: str, whole: str) -> tuple[str, str]:
    """Expressions of both ends of the 95 % interval of a share (Wilson); null where the whole is zero."""
    p = f"(cast({part} as double) / nullif({whole}, 0))"
    middle = f"({p} + {Z * Z} / (2 * {whole}))"
    half = f"({Z} * sqrt({p} * (1 - {p}) / {whole} + {Z * Z} / (4.0 * {whole} * {whole})))"
    bottom = f"(1 + {Z * Z} / {whole})"
    # twelve digits: with all or none right, the last bit of a float would put the share outside of its own interval
    low, high = (f"round(({middle} {sign} {half}) / {bottom}, 12)" for sign in "-+")
    return f"greatest(0, {low})", f"least(1, {high})"


def link_calibration_sql() -> str:
    """Query for `link_calibration`."""
    low, high = wilson_sql("right_links", "links")
    return f"""
select band_low, band_high, links, right_links, mean_probability,
    cast(right_links as double) / links as share_right,
    {low} as share_right_low,
    {high} as share_right_high
from work.link_calibration
where links > 0"""

"""What a file was recognised by and what is in it, as lines of text: a few by default, all when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.exports.adding import Choice, Recognised, TableEvidence
    from transforms.settings import Home, Shop
    from transforms.trial import Trial

CHEAP_BYTES = 32 * 1024 * 1024
"""Up to this size a file is read through to say its days and totals."""
WHY = {
    "named": "as you said",
    "limited": "its source is limited to such files",
    "before": "such files came from there before",
    "alike": "the folder holds such a file",
    "platform": "the source is called like the platform",
    "only": "it is the only source that takes any file",
}
FINDINGS = {
    "unknown_column": "Columns not known here, left alone",
    "missing_optional": "Columns it could have and lacks",
    "renamed_column": "Probably renamed, confirm with renamed = {{ … }} in shop.toml",
    "unknown_sheet": "Sheets not known here",
    "encoding_doubtful": "Encoding",
    "empty": "Without a data row",
    "unknown_value": "Words not known here",
    "unmapped_channel": "Channels not in channel_values",
    "unknown_fee": "Fees not known here",
    "total_differs": "Own totals that differ",
}
ALWAYS = ("unknown_column", "renamed_column", "total_differs")


def evidence_lines(home: Home, shop: Shop, known: Recognised, choice: Choice, *, in_full: bool) -> list[str]:
    """Lines about one recognised file; without `in_full` only what should not go unseen."""
    from transforms.trial import try_out

    lines = [line for table in known.tables for line in _of_table(table)] if in_full else []
    found = [*known.findings, *(finding for table in known.tables for finding in table.columns)]
    if in_full and known.path.stat().st_size <= CHEAP_BYTES and choice.source is not None:
        tried = try_out(home, shop, known.path, choice.source)
        lines += _of_trial(tried)
        found += [finding for finding in tried.findings if finding not in found]
    kinds = [kind for kind in FINDINGS if in_full or kind in ALWAYS]
    for kind in kinds:
        words = [what for each, what, _ in found if each == kind]
        if words:
            lines.append(f"{FINDINGS[kind].format()}: {', '.join(words)}")
    if in_full:
        lines.append(f"Source {choice.source}: {WHY[choice.why]}")
    return lines


def _of_table(table: TableEvidence) -> list[str]:
    sheet = f"sheet {table.sheet}, " if table.sheet else ""
    lacking = f" (without {', '.join(table.lacking)}; the rest is enough)" if table.lacking else ""
    lines = [
        f"Layout {table.layout.name}: {sheet}{table.encoding}, header in line {table.header_line}, {table.rows} rows",
        f"Known by {', '.join(table.gave_away)}{lacking}",
    ]
    if table.totals:
        lines.append("It states " + ", ".join(f"{total.name} {total.stated}" for total in table.totals))
    return lines


def _of_trial(tried: Trial) -> list[str]:
    lines = []
    if tried.problem:
        return [tried.problem]
    if tried.first_day:
        lines.append(f"From {tried.first_day} to {tried.last_day}")
    for month in tried.months:
        lines.append(f"{month.month}: {month.orders} purchases, {month.currency} {month.net_sales.normalize():f} net")
    if tried.fees:
        fees = ", ".join(f"{kind} {amount.normalize():f}" for kind, amount in tried.fees.items())
        lines.append(f"Fees: {fees}")
    if tried.rows_quarantined:
        reasons = "; ".join(f"{rows} × {reason} {columns}".strip() for reason, columns, rows in tried.reasons)
        lines.append(f"Rows that cannot be read: {tried.rows_quarantined} of {tried.rows_read} ({reasons})")
    if tried.control_totals != "none":
        agree = tried.control_totals == "agrees"
        lines.append("Its own totals agree" if agree else "Its own totals differ")
    return lines

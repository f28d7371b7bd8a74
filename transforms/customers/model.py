"""What became of probable linking in one run, as tables of the build: how much it learnt from, what it compared."""

from __future__ import annotations

from dataclasses import asdict

import pyarrow as pa

from transforms.customers.probable import Probable
from transforms.customers.probable.linking import FEWEST_HELD_OUT, FEWEST_TRUE_PAIRS

Columns = dict[str, pa.Array]


def model_columns(found: Probable) -> Columns:
    """Table work.link_model: one row. Where there was nobody to link, nothing is missing either."""
    counts = {
        "true_pairs": found.true_pairs,
        "true_pairs_needed": FEWEST_TRUE_PAIRS,
        "held_out_people": found.held_out,
        "held_out_needed": FEWEST_HELD_OUT,
        "nameless_records": found.nameless,
        "named_people": found.people,
        "pairs_compared": found.pairs_compared,
        "probable_links": found.links,
    }
    words: dict[str, str] = {"state": found.state, "lacking": found.lacking}
    if not (found.nameless and found.people):
        words = {"state": "none", "lacking": ""}
    return {name: pa.array([word]) for name, word in words.items()} | {
        name: pa.array([count], pa.int64()) for name, count in counts.items()
    }


def blocking_columns(found: Probable) -> Columns:
    """Table work.link_blocking: one row per rule that brings pairs together."""
    rows = [asdict(row) for row in found.blocking]
    kinds = {"rule": pa.string(), "pairs_wanted": pa.int64(), "pairs_kept": pa.int64(), "values_left_out": pa.int64()}
    return {name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()}

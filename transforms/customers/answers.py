"""The owner's answers as the build takes them: table work.answers."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from transforms.settings.answers import Answer, in_force


def answers_columns(answers: Sequence[Answer]) -> dict[str, pa.Array]:
    """One row per pair that was answered, with its latest answer; `one` comes before `other`.

    A name is an identity key, or `order:` and the key of the first order of somebody no contact names. `line` tells
    which of two answers is the later one.
    """
    found = in_force(answers)
    return {
        "one": pa.array([each.one for each in found], pa.string()),
        "other": pa.array([each.other for each in found], pa.string()),
        "answer": pa.array([each.answer for each in found], pa.string()),
        "answered_on": pa.array([each.answered_on for each in found], pa.date32()),
        "line": pa.array([each.line for each in found], pa.int64()),
    }

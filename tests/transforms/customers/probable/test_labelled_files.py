"""Public files whose people are known: the links beside what equal contacts and equal records alone would give."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.linkage import equal_throughout, pairwise, show, table, whole_people
from tests.transforms.customers.probable.profiles import linked

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(not DATA.is_dir(), reason="the folder ../shared/data beside the repository is missing"),
]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file, skipinitialspace=True)
        return [{name: value.strip() for name, value in row.items()} for row in lines]


def measured(name, records, truth, certain_by):
    """People by the one certain kind, by equal rows and by probable links, printed side by side."""
    certain, found, probable = linked(records, [certain_by])
    exact = equal_throughout(records, list(next(iter(records.values()))))
    show(table(name, truth, {f"{certain_by} only": certain, "equal records": exact, "probable links": found}))
    assert probable.state == "trained", probable.sentence
    assert pairwise(truth, certain).precision == 1
    return certain, exact, found


def test_a_thousand_records_of_splink_s_own_example():
    rows = rows_of(DATA / "splink_fake1000" / "fake_1000.csv")
    records = {
        row["unique_id"]: {
            "name": f"{row['first_name']} {row['surname']}".strip(),
            "birthday": row["dob"],
            "area": row["city"],
            "email": row["email"],
        }
        for row in rows
    }
    truth = {row["unique_id"]: row["cluster"] for row in rows}
    assert (len(truth), len(set(truth.values()))) == (1_000, 251)
    certain, exact, found = measured("fake_1000", records, truth, "email")
    assert pairwise(truth, found).f1 > 0.9
    assert pairwise(truth, found).precision > 0.93
    assert pairwise(truth, found).f1 > pairwise(truth, certain).f1 + 0.2 > pairwise(truth, exact).f1 + 0.2
    assert whole_people(truth, found).f1 > whole_people(truth, certain).f1 + 0.2


def test_the_first_file_of_febrl():
    rows = rows_of(DATA / "febrl1" / "dataset1.csv")
    records = {
        row["rec_id"]: {
            "name": f"{row['given_name']} {row['surname']}".strip(),
            "birthday": row["date_of_birth"],
            "area": f"{row['address_1']} {row['suburb']}".strip(),
            "number": row["soc_sec_id"],
        }
        for row in rows
    }
    truth = {row["rec_id"]: row["rec_id"].split("-")[1] for row in rows}
    assert (len(truth), len(set(truth.values()))) == (1_000, 500)
    certain, exact, found = measured("FEBRL1", records, truth, "number")
    assert pairwise(truth, found).f1 > 0.98
    assert pairwise(truth, found).f1 > pairwise(truth, certain).f1 > pairwise(truth, exact).f1

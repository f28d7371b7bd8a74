"""The published metric tables of the demo are, row by row, what they were when somebody last read them.

A wanted change: `python -m tests.golden.renew`, read the difference in Git, say in the commit why.
"""

import pytest

from tests.golden import tables
from tests.golden.night import differing
from transforms.tables import table


@pytest.mark.parametrize("name", tables.GOLDEN)
def test_a_published_table_is_as_it_was(night, name):
    changed = differing(tables.read(name), tables.in_text(night.published[name]), table("published", name).grain)
    assert not changed, "\n".join(["renew with: python -m tests.golden.renew", *changed])


def test_every_golden_file_belongs_to_a_table():
    assert {path.stem for path in tables.FOLDER.glob("*.csv")} == set(tables.GOLDEN)

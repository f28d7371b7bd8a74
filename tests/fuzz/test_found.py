"""Every file a fuzzer ever broke something with is read, or refused in a sentence, for ever after."""

import pytest

from tests.fuzz.run import FOUND
from tests.fuzz.targets import TARGETS, seeds

CASES = sorted(path for target in TARGETS for path in (FOUND / target).glob("*"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.name[:20]}")
def test_what_was_found_once_holds(path):
    TARGETS[path.parent.name](path.read_bytes())


def test_the_fuzzers_start_from_a_true_file_of_every_layout_and_find_nothing_wrong_with_it():
    start = seeds()
    for name in ("square_transactions", "alipay_ledger", "meituan_bill"):
        for target in TARGETS.values():
            target(start[name])

"""The process under limits, and recognition of an upload in it."""

import time

import psutil
import pytest

from tests.samples import every
from tests.transforms.exports.test_recognise import BILL, work
from tests.transforms.exports.test_workbook import SMALL
from transforms.exports.bounded import ask
from transforms.exports.layout import load_layouts
from transforms.exports.limits import Limits, Refused
from transforms.exports.recognise_bounded import recognise_bounded

__all__ = ["work"]

TASKS = "tests.transforms.exports.bounded_tasks"
SMALL_LIMITS = Limits(child_memory_bytes=300 << 20, max_inflated_bytes=1 << 20, child_seconds=2)


def test_the_child_sets_its_limits_before_it_does_anything():
    assert ask(f"{TASKS}.limits_set", {}, SMALL_LIMITS) == {
        "RLIMIT_AS": 300 << 20,
        "RLIMIT_FSIZE": 1 << 20,
        "RLIMIT_CPU": 2,
        "RLIMIT_CORE": 0,
    }


def test_an_answer_comes_back_clean_and_the_question_is_in_no_list_of_processes():
    said = ask(f"{TASKS}.greet", {"name": "秘密"}, SMALL_LIMITS)
    assert said.startswith("秘密, ")
    assert said.count("秘密") == 1


@pytest.mark.parametrize(
    ("task", "kind"),
    [
        ("take_memory", "memory"),
        ("take_time", "seconds"),
        ("wait_for_ever", "seconds"),
        ("fail_with_a_cell", "damaged"),
        ("refuse", "members"),
    ],
)
def test_what_does_not_come_to_an_end_is_refused_by_its_kind(task, kind):
    with pytest.raises(Refused) as refused:
        ask(f"{TASKS}.{task}", {}, SMALL_LIMITS)
    assert refused.value.kind == kind
    assert "13800138000" not in repr((refused.value, refused.value.facts))


def test_a_file_that_grows_too_large_is_refused(work):
    with pytest.raises(Refused, match="size"):
        ask(f"{TASKS}.take_disk", {"path": str(work / "out")}, SMALL_LIMITS)


def test_a_fault_of_the_machine_is_no_fault_of_the_file():
    with pytest.raises(FileNotFoundError):
        ask(f"{TASKS}.not_there", {}, SMALL_LIMITS)


def test_a_child_ends_with_the_child_that_asked_it():
    with pytest.raises(Refused, match="seconds"):
        ask(f"{TASKS}.ask_another", {}, SMALL_LIMITS)
    for _ in range(100):
        commands = [" ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])]
        if not any(f"{TASKS}.wait_for_ever" in command for command in commands):
            return
        time.sleep(0.1)
    pytest.fail("the second child is still there")


# --- an upload ---------------------------------------------------------------------------------------


def test_an_upload_is_told_with_its_evidence(work):
    _, _, data = every.FILES["youzan_orders"]
    path = work / "upload"
    path.write_bytes(data())
    told = recognise_bounded(path, load_layouts(), work)
    (table,) = told["tables"]
    assert (table["layout"], table["sheet"], told["reason"], told["findings"]) == ("youzan_orders", None, None, [])
    assert (table["rows"], table["columns"]["order_id"], table["columns"]["paid"]) == (6, "订单号", "订单实付金额")
    assert not [each for each in work.iterdir() if each != path], "decoded copies hold contacts"


def test_an_upload_that_is_a_workbook_is_told_too(work):
    path = work / "upload"
    path.write_bytes(SMALL)
    (table,) = recognise_bounded(path, (BILL,), work)["tables"]
    assert (table["layout"], table["sheet"], table["encoding"], table["rows"]) == ("bill", "Sheet1", "xlsx", 1)
    assert table["missing_optional"] == ["phone"]


def test_an_upload_that_is_not_read_says_why(work):
    path = work / "upload"
    for data, limits, hint in (
        (b"hello", Limits(), "No known layout"),
        (SMALL[:100], Limits(), "damaged"),
        (b"a,b\n" * 99, Limits(child_seconds=0), "seconds"),
        (b"a,b\n" * 99, Limits(child_memory_bytes=60 << 20), "MB of memory|damaged"),
    ):
        path.write_bytes(data)
        told = recognise_bounded(path, (BILL,), work, limits)
        assert told["tables"] == []
        assert hint in told["reason"] or any(part in told["reason"] for part in hint.split("|"))

"""The process under limits, and recognition of an upload in it."""

import time

import psutil
import pytest

from tests.transforms.exports.recognise.test_recognise import work
from transforms.exports.bounded.ask import ask
from transforms.exports.bounded.limits import Limits, Refused

__all__ = ["work"]

TASKS = "tests.transforms.exports.bounded.bounded_tasks"
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

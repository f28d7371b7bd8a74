"""`make fuzz`: coverage-guided fuzzing of reading, from the samples of every layout.

What it finds is kept in `tests/fuzz/found/<target>/` and tried again by `tests/fuzz/test_found.py` ever after.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

FOUND = Path(__file__).parent / "found"
INSTRUMENTED = ("transforms.exports",)


def drive(target: str, arguments: list[str]) -> None:
    """Run libFuzzer in this process; it never comes back."""
    import atheris

    with atheris.instrument_imports(include=list(INSTRUMENTED)):
        from tests.fuzz.targets import TARGETS
    atheris.Setup([sys.argv[0], *arguments], TARGETS[target])
    atheris.Fuzz()


def write_start(folder: Path) -> tuple[Path, Path]:
    """The samples as a corpus, and the header words of all layouts as a dictionary."""
    from tests.fuzz.targets import seeds
    from transforms.exports.layout import load_layouts

    corpus = folder / "corpus"
    corpus.mkdir()
    for name, data in seeds().items():
        (corpus / name).write_bytes(data)
    words = {word for layout in load_layouts() for column in layout.columns.values() for word in column.header}
    dictionary = folder / "words.dict"
    quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in sorted(words))
    dictionary.write_text("".join(f'"{word}"\n' for word in quoted), encoding="ascii")
    return corpus, dictionary


def fuzz(target: str, seconds: int) -> int:
    """Fuzz one target for so long in a process of its own; returns its exit code, 0 when nothing was found."""
    with tempfile.TemporaryDirectory() as name:
        corpus, dictionary = write_start(Path(name))
        keep = FOUND / target
        keep.mkdir(parents=True, exist_ok=True)
        limits = [f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=6000", "-max_len=65536"]
        command = [sys.executable, "-m", "tests.fuzz.run", target, "--drive", *limits]
        command += [f"-dict={dictionary}", f"-artifact_prefix={keep}/", "-print_final_stats=1", str(corpus)]
        return subprocess.run(command, check=False).returncode


def main() -> int:
    """Fuzz one target or all of them."""
    from_us, for_libfuzzer = (
        (sys.argv[1:], [])
        if "--drive" not in sys.argv
        else (sys.argv[1 : sys.argv.index("--drive") + 1], sys.argv[sys.argv.index("--drive") + 1 :])
    )
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?", default="all", help="recognise, stage, containers or all")
    parser.add_argument("--minutes", type=float, default=10, help="in all, shared between the targets")
    parser.add_argument("--drive", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args(from_us)
    if wanted.drive:
        drive(wanted.target, for_libfuzzer)
    from tests.fuzz.targets import TARGETS

    names = list(TARGETS) if wanted.target == "all" else [wanted.target]
    codes = [fuzz(name, round(wanted.minutes * 60 / len(names))) for name in names]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())

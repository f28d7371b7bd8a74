"""Write the golden tables anew: `python -m tests.golden.renew`. Read the difference in Git before committing it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.golden import tables
from tests.golden.night import run_demo_night

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        published = run_demo_night(Path(folder) / "home").published
    for name in tables.GOLDEN:
        tables.write(name, published[name])
        sys.stdout.write(f"{tables.path_of(name).name}: {len(published[name])} rows\n")

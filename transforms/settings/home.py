"""The home folder: where one business keeps its files, its warehouse, its snapshots and its key."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from transforms.settings.corrections import Correction, load_corrections
from transforms.settings.shop import Shop, load_shop

ENVIRONMENT_VARIABLE = "REGULARS_HOME"


@dataclass(frozen=True)
class Home:
    """One business's folder; every path inside it has its name here."""

    path: Path

    @classmethod
    def find(cls, given: Path | None = None) -> Home:
        """The folder given, else the one the environment names, else `./home`."""
        return cls((given or Path(os.environ.get(ENVIRONMENT_VARIABLE, "home"))).expanduser().resolve())

    @property
    def shop_toml(self) -> Path:
        """Settings of the business."""
        return self.path / "shop.toml"

    @property
    def layouts(self) -> Path:
        """Layouts of the business's own, a TOML file each, read beside those of the product."""
        return self.path / "layouts"

    @property
    def exports(self) -> Path:
        """Where the owner drops files, a folder per source."""
        return self.path / "exports"

    @property
    def landing(self) -> Path:
        """Files as they came, named by SHA-256."""
        return self.path / "landing"

    @property
    def people(self) -> Path:
        """What the owner says about who is who, and under which rules each day was published."""
        return self.path / "people"

    @property
    def warehouse(self) -> Path:
        """Staged records per file, and the build."""
        return self.path / "warehouse"

    @property
    def staged(self) -> Path:
        """Staged records, one folder per file and way of reading it."""
        return self.warehouse / "staged"

    @property
    def build(self) -> Path:
        """Databases being built, one per kind of night."""
        return self.warehouse / "build"

    @property
    def work(self) -> Path:
        """Short-lived decoded copies; they hold contacts and never outlive the reading of a file."""
        return self.warehouse / "work"

    @property
    def published(self) -> Path:
        """Finished snapshots."""
        return self.path / "published"

    @property
    def current(self) -> Path:
        """Symlink to the snapshot of the last good run."""
        return self.published / "current.duckdb"

    @property
    def airflow(self) -> Path:
        """Airflow's own state."""
        return self.path / "airflow"

    @property
    def logs(self) -> Path:
        """Logs and the history of runs."""
        return self.path / "logs"

    @property
    def runs(self) -> Path:
        """One JSON line per night: what came of it."""
        return self.logs / "runs.jsonl"

    @property
    def key_file(self) -> Path:
        """The key contacts are hashed with."""
        return self.path / "secrets" / "contact.key"

    @property
    def next_key_file(self) -> Path:
        """The key that is to take its place, while that is under way."""
        return self.key_file.with_name("contact.key.next")

    @property
    def corrections_toml(self) -> Path:
        """Known faults of exports, with their reasons."""
        return self.path / "corrections.toml"

    def corrections(self) -> tuple[Correction, ...]:
        """Known faults of exports; raises ShopError."""
        return load_corrections(self.corrections_toml)

    def shop(self) -> Shop:
        """Settings of the business; raises ShopError."""
        return load_shop(self.shop_toml)

    def make_folders(self) -> None:
        """Make what is missing; what holds customers' data is closed to others."""
        for folder in (self.exports, self.published, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.landing, self.people, self.warehouse, self.staged, self.build, self.work, self.airflow):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)

    def contact_key(self) -> bytes:
        """The hashing key, made on first use, readable by the owner alone."""
        return secret_key(self.key_file)


def secret_key(path: Path) -> bytes:
    """A key of 32 bytes, made on first use, readable by the owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        fresh = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_hex(32).encode())
        try:
            os.link(fresh, path)  # the first of two processes wins; both then read the same key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return bytes.fromhex(path.read_text(encoding="ascii").strip())

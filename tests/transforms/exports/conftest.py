"""One night over every sample file, and empty homes to read single files in."""

from decimal import Decimal
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from dags.steps import run_night
from tests.samples import every
from tests.samples.build import Staged, drop, make_home, query
from transforms.exports.landing import land
from transforms.exports.staging.stage_file import stage_file
from transforms.settings import Home


class Night(NamedTuple):
    """A published night over all samples."""

    home: Home

    def ask(self, sql: str) -> list[dict[str, Any]]:
        """Rows of a query on the snapshot."""
        return query(self.home.current, sql)

    def orders(self, channel: str) -> dict[str, dict[str, Any]]:
        """Published orders of a channel by their number."""
        return {row["order_id"]: row for row in self.ask(f"select * from orders where channel = '{channel}'")}

    def money(self, channel: str) -> dict[str, tuple[Any, ...]]:
        """Per order: status, gross, merchant and platform discount, refunded, net sales."""
        names = ("gross", "merchant_discount", "platform_discount", "refunded", "net_sales")
        return {
            number: (row["status"], *(Decimal(row[name]) for name in names))
            for number, row in self.orders(channel).items()
        }

    def fees(self, order_id: str | None) -> list[tuple[str, Decimal]]:
        """Fee types and amounts of an order, or of no order."""
        where = "order_key is null" if order_id is None else f"order_key like '%/{order_id}'"
        rows = self.ask(f"select fee_type, amount from fee_lines where {where} order by all")
        return [(row["fee_type"], row["amount"]) for row in rows]

    def file(self, layout: str) -> dict[str, Any]:
        """What is published about the file of one layout."""
        return self.ask(f"select * from ingested_files where layout = '{layout}'")[0]

    def findings(self, layout: str) -> set[tuple[str, str, int]]:
        """Published findings about the file of one layout."""
        rows = self.ask(f"select finding, what, rows from file_findings where layout = '{layout}'")
        return {(row["finding"], row["what"], row["rows"]) for row in rows}

    def staged(self, layout: str) -> Staged:
        """What was staged from the file of one layout."""
        _, source, name, data = every.samples()[layout]
        landed = land(self.home, source, drop(self.home, source, name, data()))
        return Staged(self.home, stage_file(self.home, self.home.shop(), landed.file_id))


@pytest.fixture(scope="session")
def night_of(tmp_path_factory):
    """A published night over the samples of one business, made once."""
    nights: dict[str, Night] = {}

    def made(module: ModuleType) -> Night:
        if module.__name__ not in nights:
            home = make_home(tmp_path_factory.mktemp("samples") / "home", module.SETTINGS)
            every.drop_samples(home, module)
            outcome = run_night(home)
            assert outcome.state == "published", outcome.reason
            nights[module.__name__] = Night(home)
        return nights[module.__name__]

    return made


@pytest.fixture(scope="session")
def night(night_of):
    return night_of(every)


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home")


@pytest.fixture
def home_of(tmp_path):
    """An empty home with the settings of one business."""

    def made(module: ModuleType) -> Home:
        return make_home(tmp_path / "home", module.SETTINGS)

    return made

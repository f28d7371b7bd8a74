"""Homes whose one source has a location, and the servers behind it."""

import os
from pathlib import Path

import pytest

from dags.remote import growing, pull
from dags.remote.memory import Report
from tests.dags.remote.certificates import certificate
from tests.dags.remote.servers import HOST, Mail, Server, Ssh, Store, Web, open_folder
from tests.samples.build import make_home
from transforms.settings import Home
from transforms.settings.location import parse_location

SHOP = """
[business]
name = "Samples"
[channels.mini_program]
kind = "own_online"
[sources.youzan]
channel = "mini_program"
location = "{location}"
"""
KINDS = ("ssh", "store", "mail", "web")


@pytest.fixture(scope="session")
def certified(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(autouse=True)
def surroundings(tmp_path, monkeypatch, certified):
    """Nothing of this machine's own: no proxy, no keys, no trusted certificate but ours; waits are short."""
    before = dict(os.environ)
    (tmp_path / "user").mkdir()
    for name in [name for name in os.environ if name.casefold().endswith("_proxy") or name.startswith("AWS_")]:
        del os.environ[name]
    trusted = str(certified[0])
    os.environ.update(HOME=str(tmp_path / "user"), REQUESTS_CA_BUNDLE=trusted, SSL_CERT_FILE=trusted)
    os.environ.update(NO_PROXY=f"{HOST},localhost")
    monkeypatch.setattr(pull, "FIRST_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(growing, "LOOKS_APART_SECONDS", 0.2)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def ssh():
    with open_folder() as folder:
        server = Ssh(folder)
        yield server
        server.stop()


@pytest.fixture
def store():
    server = Store()
    server.check_logins()
    yield server
    server.stop()


@pytest.fixture
def mail(certified):
    with open_folder() as folder:
        server = Mail(folder, certified)
        yield server
        server.stop()


@pytest.fixture
def web(certified):
    server = Web(certified)
    yield server
    server.stop()


@pytest.fixture(params=KINDS)
def server(request) -> Server:
    """Each kind of server in turn."""
    return request.getfixturevalue(request.param)


def home_at(path: Path, location: str) -> Home:
    """A home whose source `youzan` comes from a location."""
    return make_home(path, SHOP.format(location=location))


def connect(server: Server, connection: str | None = None) -> None:
    """Make the server's connection known, as an owner may: in the environment."""
    os.environ[f"AIRFLOW_CONN_{server.conn_id.upper()}"] = connection or server.connection()


@pytest.fixture
def home(tmp_path, server):
    connect(server)
    return home_at(tmp_path / "home", server.location)


def pull_now(home: Home, limits: pull.Limits | None = None) -> Report:
    """One pull of the home's source."""
    home.make_folders()
    location = home.shop().sources["youzan"].location
    return pull.pull(home, "youzan", parse_location(location), limits)


def files_of(home: Home) -> dict[str, bytes]:
    """What is in the source's folder."""
    folder = home.exports / "youzan"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.exists() else {}

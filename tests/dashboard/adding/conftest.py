"""The page *Add exports* of a home without a night, with files dropped on it."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboard
from tests.samples.build import make_home, shop_toml
from transforms.settings.home import ENVIRONMENT_VARIABLE

FOLDER = Path(dashboard.__file__).parent


class Page:
    """One visit of the page."""

    def __init__(self, home, language):
        st.cache_data.clear()
        st.cache_resource.clear()
        self.home = home
        self.at = AppTest.from_file(str(FOLDER / "frame" / "script.py"), default_timeout=60)
        self.at.query_params["language"] = language
        self.at.run()
        self.at.switch_page(str(FOLDER / "pages" / "add_exports.py")).run()
        self.fine()

    def fine(self):
        assert not self.at.exception
        assert "data-trouble" not in self.said()

    def drop(self, **files):
        """Drop files, name=bytes; `__` in a name is a point."""
        given = [(name.replace("__", "."), data, "text/csv") for name, data in files.items()]
        self.at.file_uploader(key="exports").set_value(given).run()
        self.fine()

    def click(self, key):
        self.at.button(key=key).click().run()
        self.fine()

    def choose(self, key, value):
        self.at.selectbox(key=key).set_value(value).run()
        self.fine()

    def tick(self, start):
        """Tick every box whose key begins so."""
        for box in self.at.checkbox:
            if box.key.startswith(start):
                box.check()
        self.at.run()
        self.fine()

    def said(self):
        return "\n".join(element.proto.body for element in self.at.get("html"))

    def buttons(self):
        return {each.key for each in self.at.button}


@pytest.fixture
def visit(tmp_path, monkeypatch):
    def start(*sources, language="en", toml=None):
        home = make_home(tmp_path / "home", toml or shop_toml(*sources))
        monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(home.path))
        return Page(home, language)

    return start

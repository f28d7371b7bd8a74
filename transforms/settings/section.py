"""What every section of `shop.toml` is: keys that are known, and values that do not change."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A section of `shop.toml`; a key it does not know is an error."""

    # a password written by mistake must not come back in the text of an error
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

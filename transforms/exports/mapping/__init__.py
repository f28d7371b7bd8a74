"""From an export nobody has described to a layout: suggestions by words and values, what the owner says, a check."""

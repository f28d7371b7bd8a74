"""The parts of *Add exports*: what was uploaded, what it is, and how an unknown export is described."""

"""Work that hostile bytes could misuse, done by a process of its own under limits."""

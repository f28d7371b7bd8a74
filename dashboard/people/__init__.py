"""What the pages say about people beside their charts."""

"""Recognition: from bytes to tables whose layout is known. Nothing here knows what a column is worth."""

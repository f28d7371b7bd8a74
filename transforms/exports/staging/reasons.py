"""Why a row or a table is set aside: code for translation -> sentence, its place for header words."""

SENTENCES = {
    "blank_required": "{} is empty",
    "not_an_amount": "{} is not an amount",
    "not_a_number": "{} is not a number",
    "not_a_time": "{} is not a date or time",
    "date_order": '{} does not tell the day from the month; say date_order = "mdy" or "dmy" for it in shop.toml',
    "unknown_zone": "{} names a time zone that nobody knows",
    "line_of_order": "another line with the same {} cannot be read, and half an order would be a wrong one",
    "damaged_id": "{} was damaged by a spreadsheet; export again and do not save the file in between",
    "unmapped_channel": "{} names a channel that is not in channel_values of the source in shop.toml",
    "wrong_cell_count": "the row does not have as many cells as the header",
    "unreadable_rows": "its rows cannot be read; an amount in it is larger than any shop's, or it is damaged",
    "columns_shifted": "most rows do not fit the columns of the header; the columns look shifted",
}

REASON_CODES = (*SENTENCES, "bad_cells", "unreadable_file")
"""Every code that stands in the published quarantine; `bad_cells` is several of them in one row."""

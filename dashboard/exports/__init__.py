"""One chart as a file: picture, workbook or table. Every file carries finding, definition, as-of day and coverage."""

from dashboard.exports.browser import NoBrowser
from dashboard.exports.names import file_name
from dashboard.exports.picture import png_bytes, svg_bytes
from dashboard.exports.text import csv_bytes
from dashboard.exports.workbook import xlsx_bytes

__all__ = ["NoBrowser", "csv_bytes", "file_name", "png_bytes", "svg_bytes", "xlsx_bytes"]

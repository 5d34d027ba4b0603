"""Puts every string of a list into what leaves the desk: files of numbers, of offices and of a map, and the sheet of
texts.

    python tests/bench/hostile_exports.py FILE.json

FILE holds a JSON list of strings, such as the Big List of Naughty Strings. Each is the name of a zone, of a concern and
of an office, in all languages of the content, and the text and the purpose of a sheet. Counts files that do not open
(openpyxl, csv, json, pypdfium2), cells that a spreadsheet computes, names that came out changed, and pages whose markup
they changed. Ends with 1 where anything broke.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

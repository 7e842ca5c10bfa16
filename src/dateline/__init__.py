"""Dateline: from a news page to a training row.

The functions are imported before the folders of the same names could hide them: `dateline.clean`
is the function, and `from dateline.clean import …` still reads the folder.
"""

from __future__ import annotations

from dateline.checks import validate
from dateline.clean import article, body, clean
from dateline.errors import DatelineError, Reject, Retry, Stop, Usage

__all__ = [
    "DatelineError",
    "Reject",
    "Retry",
    "Stop",
    "Usage",
    "article",
    "body",
    "clean",
    "validate",
]

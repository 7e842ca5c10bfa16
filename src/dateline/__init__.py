"""Dateline: from a news page to a training row.

The functions are imported before the folders of the same names could hide them: `dateline.clean`
is the function, and `from dateline.clean import …` still reads the folder.
"""

from __future__ import annotations

from dateline.annotate import studio
from dateline.annotate.agreement import agreement
from dateline.checks import validate
from dateline.clean import article, body, clean, clean_text
from dateline.errors import DatelineError, Reject, Retry, Stop, Usage
from dateline.evaluate import evaluate
from dateline.predict import predict

__all__ = [
    "DatelineError",
    "Reject",
    "Retry",
    "Stop",
    "Usage",
    "agreement",
    "article",
    "body",
    "clean",
    "clean_text",
    "evaluate",
    "predict",
    "studio",
    "validate",
]

"""What two annotations of one layer have in common, counted document by document.

`count` knows no layer by name: what is compared is what the layer's schema has. Evaluation calls
the left side gold and the right side predictions; agreement calls them two annotators.
"""

from __future__ import annotations

from dateline.scoring.anchors import count_anchors
from dateline.scoring.arguments import count_arguments
from dateline.scoring.counts import Counts
from dateline.scoring.documents import Document
from dateline.scoring.groups import count_groups
from dateline.scoring.matched import Matched
from dateline.scoring.parts import count_parts
from dateline.scoring.schemes import count_spans

__all__ = ["Counts", "Document", "Matched", "count"]


def count(matched: Matched) -> Counts:
    """All counts of the layer over the documents."""
    counts = Counts(len(matched.documents))
    for part in (count_spans, count_anchors, count_parts, count_arguments, count_groups):
        part(matched, counts)
    return counts

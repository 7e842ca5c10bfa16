"""Label Studio: the labelling config of layers, and annotations as its results, both ways."""

from dateline.annotate.config import config
from dateline.annotate.reading import from_results
from dateline.annotate.tasks import to_results

__all__ = ["config", "from_results", "to_results"]

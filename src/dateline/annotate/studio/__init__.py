"""Label Studio: the labelling config of layers, and annotations as its results, both ways."""

from dateline.annotate.studio.config import config
from dateline.annotate.studio.reading import from_results
from dateline.annotate.studio.tasks import to_results

__all__ = ["config", "from_results", "to_results"]

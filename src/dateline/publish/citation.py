"""CITATION.cff: how to cite a release."""

from __future__ import annotations

from typing import Any

import yaml


def citation(corpus: Any) -> str:
    """A Citation File Format 1.2.0 file for the data set; `corpus` is `project.CorpusSettings`."""
    title = corpus.title or corpus.name
    found: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this corpus, please cite it.",
        "type": "dataset",
        "title": title,
        "version": corpus.version,
        "license": corpus.licence,
        "authors": [{"name": name} for name in corpus.creators or (f"The {title} authors",)],
    }
    if corpus.description.strip():
        found["abstract"] = " ".join(corpus.description.split())
    if corpus.released:
        found["date-released"] = corpus.released
    if corpus.homepage:
        found["url"] = corpus.homepage
    return yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=100)

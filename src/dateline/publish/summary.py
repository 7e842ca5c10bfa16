"""release.json: what a release is, for programs; everything the datasheet's numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from dateline.language.bio import LOSSES
from dateline.publish.card import splits_of
from dateline.publish.leaks import Leak
from dateline.publish.parquet import totals
from dateline.publish.release import Written

FORMAT = 1  # of this file


def summary(
    corpus: Any, written: Written, leaks: Iterable[Leak], settings: Mapping[str, Any]
) -> dict[str, Any]:
    """The numbers of a release, its rights and its leak check. Nothing in it depends on the day."""
    configs, shards, statistics = written
    rows = {
        config.name: {
            split: totals(s for s in shards if (s.config, s.split) == (config.name, split))[0]
            for split in splits_of(s for s in shards if s.config == config.name)
        }
        for config in configs
    }
    return {
        "format": FORMAT,
        "corpus": asdict(corpus),
        "name": corpus.name,
        "version": corpus.version,
        "licence": corpus.licence,
        "settings": dict(settings),
        "rows": rows,
        "layers": {
            layer: {
                "annotated": statistics.annotated.get(layer, 0),
                "items": labels.total(),
                "labels": dict(sorted(labels.items())),
            }
            for layer, labels in statistics.spans.items()
        },
        "languages": dict(sorted(statistics.languages.items())),
        "licences": dict(sorted(statistics.licences.items())),
        "sources": dict(sorted(statistics.sources.items())),
        "judgements": dict(sorted(statistics.annotators.items())),
        "words": statistics.words,
        "published": [statistics.first, statistics.last],
        "rights": [
            {"form": form, "reason": reason, "articles": count}
            for (form, reason), count in sorted(statistics.terms.items())
        ],
        "bio": {
            "spans": statistics.lost["spans"],
            "not_chosen": statistics.lost["not chosen"],
            "lost": {reason: statistics.lost[reason] for reason in LOSSES},
        },
        "leaks": [{**leak._asdict(), "splits": list(leak.splits)} for leak in leaks],
    }

"""What the Hugging Face Hub admits in the header of a card, checked without asking it.

`huggingface_hub` checks none of this offline. Sources: the pages repositories-licenses and
datasets-cards of the Hub's documentation, and `packages/tasks/src/pipelines.ts` of
huggingface.js, read on 24 November 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

LICENCES = frozenset(
    "apache-2.0 mit openrail bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0 "
    "bigcode-openrail-m afl-3.0 artistic-2.0 bsl-1.0 bsd bsd-2-clause bsd-3-clause "
    "bsd-3-clause-clear c-uda cc cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 "
    "cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0 "
    "cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-sharing-1.0 "
    "cdla-permissive-1.0 cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 "
    "agpl-3.0 gfdl gpl gpl-2.0 gpl-3.0 lgpl lgpl-2.1 lgpl-3.0 isc lppl-1.3c ms-pl mpl-2.0 odc-by "
    "odbl openrail++ osl-3.0 postgresql ofl-1.1 ncsa unlicense zlib pddl lgpl-lr unknown "
    "other".split()
)
TASKS: dict[str, tuple[str, ...]] = {
    "token-classification": (
        "named-entity-recognition", "part-of-speech", "parsing", "lemmatization",
        "word-sense-disambiguation", "coreference-resolution",
    ),
    "text-classification": (
        "acceptability-classification", "entity-linking-classification", "fact-checking",
        "intent-classification", "language-identification", "multi-class-classification",
        "multi-label-classification", "natural-language-inference", "sentiment-classification",
        "topic-classification", "hate-speech-detection",
    ),
    "question-answering": ("extractive-qa", "open-domain-qa", "closed-domain-qa"),
    "summarization": ("news-articles-summarization", "news-articles-headline-generation"),
    "text-retrieval": (
        "document-retrieval", "utterance-retrieval", "entity-linking-retrieval",
        "fact-checking-retrieval",
    ),
    "text-generation": ("language-modeling",),
    "other": (),
}  # fmt: skip
_CREATORS = ("found", "crowdsourced", "expert-generated", "machine-generated", "other")
_SIZES = (
    "n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B",
    "1B<n<10B", "10B<n<100B", "100B<n<1T", "n>1T", "other",
)  # fmt: skip
VALUES: dict[str, tuple[str, ...]] = {
    "annotations_creators": (*_CREATORS, "no-annotation"),
    "language_creators": _CREATORS,
    "multilinguality": ("monolingual", "multilingual", "translation", "other"),
    "size_categories": _SIZES,
    "task_categories": tuple(TASKS),
    "task_ids": tuple(name for names in TASKS.values() for name in names),
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*|multilingual|code")
_SOURCE = re.compile(r"original|extended(\|[\w.-]+)?")
REQUIRED = ("pretty_name", "language", "license", "configs", "dataset_info")


def licence_fields(licence: str) -> dict[str, str]:
    """The header's fields for an SPDX identifier: one that the Hub knows, or `other`."""
    known = licence.lower()
    if known in LICENCES:
        return {"license": known}
    return {"license": "other", "license_name": known}


def header_problems(header: Mapping[str, Any]) -> Iterator[str]:
    """What the Hub would refuse or readers would miss in a card's YAML `header`."""
    for name in REQUIRED:
        if not header.get(name):
            yield f"{name} is missing"
    licence = header.get("license")
    if licence not in LICENCES:
        yield f"license: {licence!r} is not in the Hub's list; use other with license_name"
    if licence == "other" and not header.get("license_name"):
        yield "license: other needs license_name"
    for name, allowed in VALUES.items():
        yield from _listed(header, name, lambda value, known=allowed: value in known)
    yield from _listed(header, "language", lambda value: bool(_LANGUAGE.fullmatch(value)))
    yield from _listed(header, "source_datasets", lambda value: bool(_SOURCE.fullmatch(value)))


def _listed(header: Mapping[str, Any], name: str, allowed: Any) -> Iterator[str]:
    values = header.get(name, [])
    if not isinstance(values, list):
        yield f"{name}: {values!r} should be a list"
        return
    for value in values:
        if not isinstance(value, str):
            yield f"{name}: {value!r} is no string; quote it, YAML reads `no` as false"
        elif not allowed(value):
            yield f"{name}: {value!r} is not a value that the Hub knows"

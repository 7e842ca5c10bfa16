"""Model files of the taggers: a header in JSON and CRFsuite's own tables, nothing that runs.

dateline-crf 1\\n
{"layer": …, "labels": […], "schema_sha256": …, "tables": [{"bytes": …, "sha256": …}]}\\n
table (compressed) … table (compressed)
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import lzma
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from dateline import text as texts
from dateline.errors import MissingExtra, Stop, Usage
from dateline.layers import Layer

MAGIC = b"dateline-crf 1\n"
FEATURES = 1  # changes with every feature that is added, dropped or renamed
_LARGEST = 500 << 20  # bytes of a table; a file that says more is broken


@dataclass(frozen=True)
class Header:
    """What a model file says of itself."""

    layer: str
    labels: tuple[str, ...]
    schema_sha256: str
    pivot: str | None  # the anchor around which items are built; None: plain BIO tags
    anchors: tuple[str, ...]  # the further anchors that it finds
    parse: bool  # whether it needs spaCy's parse
    stack: tuple[str, ...] = ()  # other predictors, as layer/name
    threshold: float = 0.5  # probability from which a word is a pivot
    features: int = FEATURES
    articles: int = 0  # that it was trained on
    dateline: str = ""


@dataclass(frozen=True)
class Model:
    """A header and its CRFsuite tables: the pivots (or plain tags), then what is around them."""

    header: Header
    tables: tuple[bytes, ...]


def schema_sha256(layer: Layer) -> str:
    """Hash of what a tagger learns of a layer: its labels and anchors, not its descriptions."""
    learnt = {"label": layer.label, "labels": layer.labels, "anchors": dict(layer.anchors)}
    return texts.sha256(json.dumps(learnt, sort_keys=True))


def write_model(model: Model, path: Path) -> None:
    """Write a model file."""
    packed = [lzma.compress(table, preset=6) for table in model.tables]
    about = asdict(model.header) | {
        "tables": [
            {"bytes": len(table), "sha256": hashlib.sha256(table).hexdigest()} for table in packed
        ]
    }
    path.write_bytes(MAGIC + json.dumps(about).encode() + b"\n" + b"".join(packed))


def read_model(path: Path, layer: Layer) -> Model:
    """The model in the file `path`, for `layer`.

    Raises Usage where there is no file, Stop where it is no model, is damaged, or was made for
    another version of the features or another schema of the layer.
    """
    if not path.is_file():
        raise Usage(f"there is no model file {path}; make one with: dateline train")
    data = path.read_bytes()
    if not data.startswith(MAGIC):
        raise Stop(f"{path} is no model of dateline train (it does not begin with {MAGIC!r})")
    line, _, rest = data[len(MAGIC) :].partition(b"\n")
    try:
        about = json.loads(line)
        sizes = about.pop("tables")
        header = _header(about)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Stop(f"{path} is damaged: its header cannot be read ({error})") from error
    _check(header, layer, path)
    return Model(header, tuple(_tables(rest, sizes, path)))


def _header(about: dict[str, Any]) -> Header:
    known = {entry.name for entry in fields(Header)}
    unknown = set(about) - known
    if unknown:
        raise ValueError(f"unknown keys {', '.join(sorted(unknown))}")
    lists = {key: tuple(value) for key, value in about.items() if isinstance(value, list)}
    return Header(**(about | lists))


def _check(header: Header, layer: Layer, path: Path) -> None:
    if header.features != FEATURES:
        raise Stop(
            f"{path} was trained with features version {header.features} (dateline "
            f"{header.dateline}); this dateline has version {FEATURES}. Train it again"
        )
    if header.layer != layer.name:
        raise Stop(f"{path} is a model for the layer {header.layer!r}, not for {layer.name!r}")
    if header.schema_sha256 != schema_sha256(layer):
        raise Stop(
            f"{path} was trained for another schema of {layer.name}: its labels are "
            f"{', '.join(header.labels)}; the layer's are {', '.join(layer.labels)}. Train it again"
        )


def _tables(data: bytes, sizes: Any, path: Path) -> list[bytes]:
    tables = []
    for size in sizes:
        packed, data = data[: size["bytes"]], data[size["bytes"] :]
        if hashlib.sha256(packed).hexdigest() != size["sha256"]:
            raise Stop(f"{path} is damaged: a table does not have its SHA-256. Get the file again")
        tables.append(lzma.LZMADecompressor().decompress(packed, _LARGEST))
    return tables


def crfsuite() -> Any:
    """The module pycrfsuite. Raises MissingExtra where it is not installed."""
    if importlib.util.find_spec("pycrfsuite") is None:
        raise MissingExtra("python-crfsuite", "train")
    import pycrfsuite

    return pycrfsuite

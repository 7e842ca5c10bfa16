"""Importers: public corpora and common formats, from the user's own copy, into our schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from dateline.convert.brat import read_brat, write_brat
from dateline.convert.conllu import read_conllu, write_conllu
from dateline.convert.gum import read_gum
from dateline.convert.imported import Imported, MakeArticle
from dateline.convert.newsquant import read_newsquant
from dateline.convert.polnear import read_polnear
from dateline.errors import Usage
from dateline.layers import Layer

__all__ = [
    "FORMATS", "Format", "Imported", "read", "read_brat", "read_conllu", "read_gum",
    "read_newsquant", "read_polnear", "write_brat", "write_conllu",
]  # fmt: skip


class Format(NamedTuple):
    """One importer. `any_layer`: it reads into the layer that the caller names."""

    read: Callable[..., Iterator[Imported]]
    path: str  # what it wants
    any_layer: bool = False


FORMATS: dict[str, Format] = {
    "brat": Format(read_brat, "a folder of NAME.txt with NAME.ann", any_layer=True),
    "conllu": Format(read_conllu, "a .conllu file, or a folder of them", any_layer=True),
    "gum": Format(read_gum, "GUM's folder of .conllu files"),
    "newsquant": Format(read_newsquant, "newsquant_dev.json or newsquant_test.json"),
    "polnear": Format(read_polnear, "a compartment: a folder with text/ and attributions/"),
}


def read(
    name: str,
    path: Path,
    make: MakeArticle,
    *,
    layer: str | None = None,
    labels: Mapping[str, str] | None = None,
    language: str | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> Iterator[Imported]:
    """The articles of `path` in the format `name`, with their annotations.

    `make` makes an article of one text (dateline.article). `layer`, `labels` and `language` are
    for the formats that hold any layer. Raises Usage where they do not fit the format.
    """
    if name not in FORMATS:
        raise Usage(f"there is no importer {name!r}; known: {', '.join(FORMATS)}")
    wanted = FORMATS[name]
    if not path.exists():
        raise Usage(f"{path} does not exist; {name} needs {wanted.path}")
    if not wanted.any_layer:
        if layer or labels:
            raise Usage(f"{name} has layers of its own; leave out layer and labels")
        return wanted.read(path, make)
    if layer is None:
        raise Usage(f"{name} holds any layer: say which with --layer")
    return wanted.read(
        path, make, layer=layer, labels=labels, language=language, layers=layers
    )  # fmt: skip

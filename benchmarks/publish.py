"""Publishing many synthetic articles: time an article, memory, and the ratio to a plain copy.

Times are of the processor, over all threads: other work on the machine changes them little.

usage: python benchmarks/publish.py 200000 /tmp/release
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dateline.clean import article as make_article
from dateline.layers import shipped
from dateline.publish.parquet import _open
from dateline.publish.release import Published, write_release
from dateline.publish.splits import split_of

SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}
WORDS = [f"{a}{b}{c}" for a in "bdfklmnprst" for b in "aeiou" for c in ("n", "l", "rt", "sk", "")]
RIGHTS = {"licence": "CC-BY-4.0", "text_may_be_published": True, "signals": []}


def articles(count: int) -> Iterator[Published]:
    """`count` articles of 480 words in 12 paragraphs, with 40 names and 6 quotes each."""
    rng = random.Random(0)
    layers = shipped()
    for number in range(count):
        parts = [" ".join(rng.choices(WORDS, k=40)).capitalize() + "." for _ in range(12)]
        found = make_article("\n\n".join(parts), f"{number:016x}", "en", title=parts[0][:60])
        found["rights"] = RIGHTS
        text = found["text"]
        spaces = [at for at, char in enumerate(text) if char == " "]
        starts = sorted(rng.sample(range(len(spaces) - 14), 40))
        label = layers["entities"].labels
        names = [
            _item(f"e{n}", label[n % len(label)], spaces[at] + 1, spaces[at + 1], text)
            | {"level": "NAM", "entity": f"c{n % 20}"}
            for n, at in enumerate(starts)
        ]
        quotes = [
            _item(f"q{n}", "INDIRECT", spaces[at] + 1, spaces[at + 12], text) | {"speaker": f"e{n}"}
            for n, at in enumerate(starts[::7])
        ]
        gold = {"entities": names, "quotes": quotes}
        lines = [_line(found, layer, items) for layer, items in gold.items()]
        split = split_of(found["id"], SHARES, "dateline")
        yield Published(found, split, {line["layer"]: line for line in lines}, lines)


def _item(name: str, label: str, start: int, end: int, text: str) -> dict[str, Any]:
    return {"id": name, "type": label, "start": start, "end": end, "text": text[start:end]}


def _line(article: dict[str, Any], layer: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    clusters = [{"id": f"c{n}", "name": f"Name {n}"} for n in range(20)]
    return {
        "article": article["id"], "text_sha256": article["text_sha256"], "layer": layer,
        "annotator": {"id": "a", "kind": "HUMAN"}, "items": items,
        "clusters": clusters if layer == "entities" else None,
    }  # fmt: skip


def copy(folder: Path) -> float:
    """Seconds to read every shard with pyarrow and write it with the same options."""
    start = time.process_time()
    for path in sorted(folder.glob("*/*.parquet")):
        source = pq.ParquetFile(path)
        target = path.with_suffix(".copy")
        with _open(target, source.schema_arrow) as writer:
            for group in range(source.num_row_groups):
                writer.write_table(source.read_row_group(group))
        target.unlink()
    return time.process_time() - start


def main(count: int, folder: Path) -> None:
    start = time.process_time()
    for _ in articles(count // 20):
        pass
    making = (time.process_time() - start) * 20
    start, clock = time.process_time(), time.perf_counter()
    written = write_release(articles(count), shipped(), folder)
    took = time.process_time() - start - making
    waited = time.perf_counter() - clock - making
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    plain = copy(folder)
    size = sum(shard.size for shard in written.shards) / 1e6
    each, wall = took / count * 1e3, waited / count * 1e3
    print(
        f"{count:,} articles: {each:.2f} ms each ({wall:.2f} on the wall), peak {peak:.0f} MB, "
        f"{len(written.shards)} shards of {size:.0f} MB; plain copy {plain / count * 1e3:.2f} ms, "
        f"ratio {took / plain:.1f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))

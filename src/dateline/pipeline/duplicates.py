"""Which articles are duplicates of which: decided over the whole corpus, applied shard by shard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dateline import schema as schemas
from dateline.clean import body, dedupe
from dateline.engine import Counts, Outcome
from dateline.errors import Reject
from dateline.pipeline.rows import reject_row, rejects_table
from dateline.schema.arrow import arrow_schema
from dateline.shards import read_lines, read_table, write_lines, write_table

KEEP = "KEEP"
DECISION = pa.schema([("verdict", pa.string()), ("of", pa.string()), ("cluster", pa.string())])
_KEYS = ["id", "url", "text_sha256", "published", "fetched"]


class Corpus:
    """The rows of all cleaned shards, memory-mapped; what is compared of them, in memory.

    About 0.5 kB a row.
    """

    def __init__(self, shards: Sequence[Path]) -> None:
        self.tables = [read_table(path) for path in shards]
        self.places = [(t, r) for t, table in enumerate(self.tables) for r in range(len(table))]
        self.rows: list[dict[str, Any]] = []
        for table in self.tables:
            fetched = pc.struct_field(table["provenance"], "fetched")
            keys = table.select(_KEYS[:-1]).append_column("fetched", fetched)
            self.rows += keys.to_pylist()

    def blocks(self, row: int) -> list[str]:
        """The blocks of a row's body in the narrow sense."""
        return self.body(row).split("\n\n")

    def body(self, row: int) -> str:
        """The row's body in the narrow sense: no captions, no pull quotes."""
        table, at = self.places[row]
        columns = self.tables[table].select(["text", "blocks"])
        return body(columns.slice(at, 1).to_pylist()[0])


def find_duplicates(
    inputs: Sequence[Path],
    outputs: Sequence[Path],
    *,
    manifest: Path,
    withdrawn: Collection[str] = frozenset(),
) -> Counts:
    """Cleaned shards in; for each a table of decisions, and the manifest, out.

    A page that was fetched again supersedes its older revision. A copy is a duplicate of the
    article that was published first. Near-duplicates share a cluster, whose name is the id of its
    first article, or the name that the manifest has for it. What was withdrawn, by its id or the
    hash of its text (`withdrawn`), is not kept and not compared.
    """
    corpus = Corpus([path for path in inputs if path.suffix == ".arrow"])
    decisions: list[dict[str, Any]] = [{"verdict": KEEP, "of": None} for _ in corpus.rows]
    for row, keys in enumerate(corpus.rows):
        if keys["id"] in withdrawn or keys["text_sha256"] in withdrawn:
            decisions[row] = {"verdict": "WITHDRAWN", "of": keys["id"]}
    _supersede(corpus, decisions)
    kept = [row for row in _by_age(corpus) if decisions[row]["verdict"] == KEEP]
    heads = _cluster(corpus, kept)
    _mark_copies(corpus, kept, heads, decisions)
    names = _names(corpus, kept, heads, manifest)
    for row in kept:
        decisions[row]["cluster"] = names[row]
    _write(corpus, decisions, outputs)
    counts = Counter(decision["verdict"] for decision in decisions)
    sizes = Counter(names[row] for row in kept if decisions[row]["verdict"] == KEEP)
    total, rest = len(decisions), len(decisions) - counts[KEEP]
    shared = sum(size > 1 for size in sizes.values())
    return {"in": total, "kept": counts[KEEP], "rejected": rest, "clusters": shared}


def _by_age(corpus: Corpus) -> list[int]:
    """Rows with the first published first; of one age the shorter address, then the id."""

    def age(row: int) -> tuple[Any, ...]:
        keys = corpus.rows[row]
        published, url = keys["published"], keys["url"] or ""
        return (published is None, published, len(url), keys["id"], keys["text_sha256"])

    return sorted(range(len(corpus.rows)), key=age)


def _supersede(corpus: Corpus, decisions: list[dict[str, Any]]) -> None:
    """Of the revisions of one article the one that was fetched last is kept."""
    newest: dict[str, int] = {}
    for row, keys in enumerate(corpus.rows):
        if decisions[row]["verdict"] != KEEP:
            continue
        other = newest.setdefault(keys["id"], row)
        if other == row:
            continue
        older, newer = sorted((other, row), key=lambda r: _revision(corpus.rows[r]))
        newest[keys["id"]] = newer
        decisions[older] = {"verdict": "SUPERSEDED", "of": corpus.rows[newer]["text_sha256"]}


def _revision(keys: dict[str, Any]) -> tuple[Any, ...]:
    fetched = keys["fetched"]
    return (fetched is not None, fetched, keys["text_sha256"], keys["url"] or "")


def _cluster(corpus: Corpus, kept: Sequence[int]) -> list[int]:
    """For each row of `kept` the row of `kept` that is the first of its cluster."""
    bands = dedupe.signatures(corpus.body(row) for row in kept)

    def alike(first: int, second: int) -> bool:
        return dedupe.alike(corpus.body(kept[first]), corpus.body(kept[second]))

    return [kept[head] for head in dedupe.clusters(bands, alike)]


def _mark_copies(
    corpus: Corpus, kept: Sequence[int], heads: Sequence[int], decisions: list[dict[str, Any]]
) -> None:
    """In each cluster, a row that copies an older one is its duplicate.

    Two texts with different dates of publication are two articles, however alike they are.
    """
    members: dict[int, list[int]] = {}
    for row, head in zip(kept, heads, strict=True):
        originals = members.setdefault(head, [])
        blocks = corpus.blocks(row)
        for original in originals:
            dates = {corpus.rows[each]["published"] for each in (original, row)} - {None}
            if len(dates) < 2 and dedupe.is_copy(corpus.blocks(original), blocks):
                decisions[row] = {"verdict": "DUPLICATE", "of": corpus.rows[original]["id"]}
                break
        else:
            originals.append(row)


def _names(
    corpus: Corpus, kept: Sequence[int], heads: Sequence[int], manifest: Path
) -> dict[int, str]:
    """The cluster's name of each row: the one that most of its members have, else the head's id."""
    known = {}
    if manifest.exists():
        known = {line["id"]: line["cluster"] for _, line in read_lines(manifest)}
    votes: dict[int, Counter[str]] = {}
    for row, head in zip(kept, heads, strict=True):
        name = known.get(corpus.rows[row]["id"])
        votes.setdefault(head, Counter()).update([name] if name else [])
    name_of = {
        head: min(counted.items(), key=lambda pair: (-pair[1], pair[0]))[0]
        if counted
        else corpus.rows[head]["id"]
        for head, counted in votes.items()
    }
    return {row: name_of[head] for row, head in zip(kept, heads, strict=True)}


def _write(corpus: Corpus, decisions: Sequence[dict[str, Any]], outputs: Sequence[Path]) -> None:
    """The decisions of each shard, row by row as in it, and the manifest of what is kept."""
    at = 0
    for table, path in zip(corpus.tables, outputs, strict=False):
        part = decisions[at : at + len(table)]
        write_table(pa.Table.from_pylist(list(part), schema=DECISION), path)
        at += len(table)
    lines = [
        {key: corpus.rows[row][key] for key in ("id", "url", "text_sha256")}
        | {"cluster": decision["cluster"]}
        for row, decision in enumerate(decisions)
        if decision["verdict"] == KEEP
    ]
    write_lines(sorted(lines, key=lambda line: line["id"]), outputs[-1])


def decided_tables(inputs: Sequence[Path]) -> Iterator[pa.Table]:
    """The rows of a cleaned shard, each with its decision."""
    shard, decisions = (read_table(path) for path in inputs)
    for column in DECISION.names:
        shard = shard.append_column(f"decided_{column}", decisions[column])
    yield from (shard.slice(at, 1000) for at in range(0, max(len(shard), 1), 1000))


def keep_decided(table: pa.Table) -> Outcome:
    """Splits rows by their decision; what is kept gets its cluster."""
    schema = arrow_schema(schemas.load("article"))
    keep = pc.equal(table["decided_verdict"], KEEP)
    kept = table.filter(keep)
    kept = kept.set_column(kept.column_names.index("cluster"), "cluster", kept["decided_cluster"])
    dropped = table.filter(pc.invert(keep)).to_pylist()
    rejects = [
        reject_row("articles", Reject(row["decided_verdict"], _detail(row)), row) for row in dropped
    ]
    return Outcome(kept.select(schema.names).cast(schema), rejects_table(rejects))


_DETAILS = {
    "DUPLICATE": "article {} is kept",
    "SUPERSEDED": "the revision with the text {:.12}… is kept",
    "WITHDRAWN": "article {} was taken back",
}


def _detail(row: dict[str, Any]) -> str:
    return _DETAILS[row["decided_verdict"]].format(row["decided_of"])


def kept_article(reject: dict[str, Any]) -> str:
    """The id of the article that is kept in the place of a DUPLICATE among the rejects."""
    return str(reject["detail"].removeprefix("article ").removesuffix(" is kept"))

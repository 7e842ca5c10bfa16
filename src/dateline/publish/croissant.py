"""croissant.json: the release for other tools, in MLCommons Croissant 1.1 with the RAI vocabulary.

Written as plain JSON (spec: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html);
`mlcroissant` validates it and loads its records in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dateline.publish.card import of, splits_of
from dateline.publish.datasheet import UNANSWERED, answers
from dateline.publish.parquet import Shard
from dateline.publish.release import Written
from dateline.publish.tables import Config
from dateline.schema import Schema, kind

CONFORMS = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "arrayShape": "cr:arrayShape",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {
    "string": "sc:Text",
    "integer": "cr:Int64",
    "number": "cr:Float64",
    "boolean": "sc:Boolean",
}
# Which answers of the datasheet say what a property of the RAI vocabulary asks for.
_RAI = {
    "rai:dataCollection": "What mechanisms or procedures were used to collect it?",
    "rai:dataCollectionRawData": "Was the raw data saved beside it?",
    "rai:dataCollectionTimeframe": "Over what timeframe was the data collected?",
    "rai:dataCollectionMissingData": "Is any information missing from individual instances?",
    "rai:dataPreprocessingProtocol": "Was any preprocessing, cleaning or labelling done?",
    "rai:dataAnnotationProtocol": "Is there a label or target associated with each instance?",
    "rai:annotatorDemographics": (
        "Who was involved in the collection, and how were they compensated?"
    ),
    "rai:dataBiases": "Are there errors, sources of noise, or redundancies?",
    "rai:dataUseCases": "What other tasks could it be used for?",
    "rai:dataLimitations": "Are there tasks for which it should not be used?",
    "rai:dataSocialImpact": "Has the potential impact on data subjects been analysed?",
    "rai:personalSensitiveInformation": "Can individuals be identified, directly or indirectly?",
    "rai:dataReleaseMaintenancePlan": "Will it be updated?",
}


def croissant(
    corpus: Any, written: Written, known: Mapping[str, Any], datasheet: str
) -> dict[str, Any]:
    """The JSON-LD as a dict: each shard with its checksum, a record set for each of its configs."""
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": list(CONFORMS),
        "name": corpus.name,
        "description": " ".join(corpus.description.split()) or corpus.title or corpus.name,
        "license": f"https://spdx.org/licenses/{corpus.licence}",
        "version": corpus.version,
        "url": corpus.homepage or f"https://huggingface.co/datasets/{corpus.name}",
        "creator": [
            {"@type": "Organization", "name": name}
            for name in corpus.creators or (f"The {corpus.title or corpus.name} authors",)
        ],
        "inLanguage": sorted(known["languages"]),
        "keywords": ["news", *known["layers"]],
        "citeAs": f"{corpus.title or corpus.name}, version {corpus.version}",
    }
    if corpus.released:
        found["datePublished"] = corpus.released
    found |= _rai(known, datasheet)
    found["distribution"] = [_file(shard) for shard in written.shards]
    found["recordSet"] = [
        record for config in written.configs for record in _records(config, written)
    ]
    return found


def _rai(known: Mapping[str, Any], datasheet: str) -> dict[str, Any]:
    """Answers of the datasheet and numbers of the release as properties."""
    given = {question: answer for _, question, answer in answers(datasheet)}
    found: dict[str, Any] = {name: given.get(question) for name, question in _RAI.items()}
    judged = sum(known["judgements"].values())
    annotated = sum(layer["annotated"] for layer in known["layers"].values())
    if judged and annotated:
        found["rai:annotationsPerItem"] = f"{judged / annotated:.2f} judgements a layer and article"
    machine = known["judgements"].get("MODEL", 0)
    found["rai:machineAnnotationTools"] = [f"Dateline models made {machine} of the judgements"]
    return {name: value for name, value in found.items() if value not in (None, "", UNANSWERED)}


def _file(shard: Shard) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": shard.path,
        "name": shard.path,
        "contentUrl": shard.path,
        "contentSize": f"{shard.size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": shard.sha256,
    }


def _records(config: Config, written: Written) -> Iterator[dict[str, Any]]:
    for split in splits_of(of(written.shards, config.name)):
        shards = of(written.shards, config.name, split)
        for number, shard in enumerate(shards):
            name = f"{config.name}/{split}" + (f"-{number:05}" if len(shards) > 1 else "")
            fields = [
                _field(f"{name}/{column}", child, _Place(shard.path, column))
                for column, child in config.schema["properties"].items()
            ]
            yield {
                "@type": "cr:RecordSet",
                "@id": name,
                "name": name,
                "description": config.description,
                "field": [field for field in fields if field],
            }


class _Place(NamedTuple):
    """Where a value is: in a column of a file, down the keys; inside a list already or not."""

    file: str
    column: str
    keys: tuple[str, ...] = ()
    listed: bool = False


def _field(name: str, schema: Schema, place: _Place) -> dict[str, Any] | None:
    """A field and the fields inside it.

    None for a list of objects inside a list: Croissant's loader flattens one level only. Those
    are in the Parquet files, as schema/ describes them.
    """
    found: dict[str, Any] = {"@type": "cr:Field", "@id": name, "name": name}
    if schema.get("description"):
        found["description"] = schema["description"]
    inner = schema
    while kind(inner) == "array":
        inner = inner["items"]
        found["repeated"] = True
    if kind(inner) == "object":
        if found.get("repeated") and place.listed:
            return None
        if "properties" not in inner:
            inner = {"properties": {"key": {"type": "string"}, "value": {"type": "string"}}}
            found["repeated"] = True
        place = place._replace(listed=place.listed or "repeated" in found)
        children = [
            _field(f"{name}/{key}", child, place._replace(keys=(*place.keys, key)))
            for key, child in inner["properties"].items()
        ]
        found["subField"] = [child for child in children if child]
        return found
    time = inner.get("format") == "date-time"
    found["dataType"] = "sc:DateTime" if time else _TYPES[kind(inner)]
    found["source"] = {"fileObject": {"@id": place.file}, "extract": {"column": place.column}}
    if place.keys:
        found["source"]["transform"] = [{"jsonPath": key} for key in place.keys]
    return found

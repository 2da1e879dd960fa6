"""The schema of a merge patch (RFC 7396), made from that of what it changes."""

from typing import Any

Json = dict[str, Any]
_SCHEMAS = "#/components/schemas/"
_PATCHED = {
    "DraftAnswer": "ConceptPatch",
    "EditedTerm": "TermPatch",
    "EditedReading": "ReadingPatch",
    "EditedText": "TextPatch",
    "EditedMember": "MemberPatch",
    "EditedRelation": "RelationPatch",
}


def add_patches(schemas: Json) -> None:
    """Add the patch of a draft, and of its rows: every member may be left out, and null takes away."""
    for name, patch in _PATCHED.items():
        properties = {field: _patch_of(one) for field, one in schemas[name]["properties"].items()}
        schemas[patch] = {
            "type": "object",
            "description": "What is to be changed; a member that is left out stays, null takes away",
            "properties": properties,
            "additionalProperties": False,
        }


def _patch_of(schema: Json) -> Json:
    """Return the schema of what may be said of a value: something else, something of it, or null."""
    about = {name: one for name, one in schema.items() if name in ("title", "description")}
    inner = {name: one for name, one in schema.items() if name not in (*about, "default")}
    choices = [one for one in inner.get("anyOf", [inner]) if one != {"type": "null"}]
    return about | {"anyOf": [*map(_patch_of_choice, choices), {"type": "null"}]}


def _patch_of_choice(schema: Json) -> Json:
    if name := _PATCHED.get(schema.get("$ref", "").removeprefix(_SCHEMAS)):
        return {"$ref": _SCHEMAS + name}
    if "additionalProperties" in schema:
        return schema | {"additionalProperties": _patch_of(schema["additionalProperties"])}
    return schema

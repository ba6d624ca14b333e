"""Writes templates for tests of the assembly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.assembly import Assembly, Resource, Value, load

if TYPE_CHECKING:
    from pathlib import Path


def load_yaml(folder: Path, text: str) -> Assembly:
    """The assembly of one template, written by hand with short-form tags."""
    file = folder / "template.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def resource(assembly: Assembly, logical_id: str) -> Resource:
    """The resource with a logical id that occurs once in the assembly."""
    [found] = [one for one in assembly if one.logical_id == logical_id]
    return found


def value(folder: Path, expression: str, sections: str = "") -> Value:
    """What a property stands for whose YAML is `expression`, beside a key named `Key`."""
    assembly = load_yaml(
        folder,
        f"{sections}\nResources:\n"
        "  Key: {Type: AWS::KMS::Key}\n"
        "  Subject:\n    Type: AWS::Test::Resource\n    Properties:\n"
        f"      Property: {expression}\n",
    )
    return resource(assembly, "Subject")["Property"]

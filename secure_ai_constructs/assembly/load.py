"""Finds templates: in a cloud assembly (`cdk.out`), in a folder, or in one file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.assembly.model import Acknowledgment, Assembly, Resource, Template
from secure_ai_constructs.assembly.read import AssemblyError, mapping, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

ACKNOWLEDGMENT = "secure-ai:acknowledgment"
"""The construct metadata under which an accepted risk travels from the app into `cdk.out`."""

_TEMPLATE_SUFFIXES = (".json", ".yaml", ".yml", ".template")
_ENVIRONMENT = re.compile(r"aws://(?P<account>[^/]+)/(?P<region>.+)")


def load(*paths: Path | str, progress: Callable[[list[Path]], Iterable[Path]] = iter) -> Assembly:
    """The Assembly of all templates under the paths.

    `progress` sees the list of template files and yields them as they are read. Raises
    AssemblyError, with the file and the place, when a path holds no template or a malformed one.
    """
    assembly = Assembly()
    stacks = [stack for path in paths for stack in _find(Path(path))]
    described = {stack.file: stack for stack in stacks}
    digest = hashlib.sha256()
    for file in progress(list(described)):
        described[file].add_to(assembly)
    for template in sorted(assembly.templates, key=lambda one: one.name):
        digest.update(f"{template.name}\0{template.digest}\n".encode())
    assembly.digest = digest.hexdigest()
    return assembly


class _Stack:
    """A template file and what the manifest says of it."""

    def __init__(self, file: Path, root: Path, artifact: Mapping[str, Any] | None = None) -> None:
        self.file = file
        self.root = root
        self.artifact = artifact or {}

    def add_to(self, assembly: Assembly) -> None:
        template = self._template(assembly, self.file)
        properties = self.artifact.get("properties") or {}
        template.stack = properties.get("stackName") or self.artifact.get("displayName")
        if found := _ENVIRONMENT.fullmatch(str(self.artifact.get("environment", ""))):
            template.account, template.region = (None if "unknown" in part else part for part in found.groups())
        entries = list(self._metadata())
        paths: dict[str, list[str]] = {}
        for path, entry in entries:
            if entry.get("type") == "aws:cdk:logicalId":
                paths.setdefault(str(entry.get("data")), []).append(path)
            elif entry.get("type") == ACKNOWLEDGMENT:
                assembly.acknowledgments.append(Acknowledgment(**entry["data"], construct_path=path))
        self._descend(assembly, template, paths, within="")

    def _template(self, assembly: Assembly, file: Path) -> Template:
        name = file.relative_to(self.root).as_posix()
        data = read(file)
        if self.artifact and isinstance(data, dict):
            data = {"Resources": {}, **data}  # CDK leaves the section out of a stack without resources
        template = Template(assembly, name, data)
        template.digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assembly.templates.append(template)
        return template

    def _descend(self, assembly: Assembly, template: Template, paths: Mapping[str, list[str]], within: str) -> None:
        """Gives the resources their construct paths, and loads the nested stacks among them."""
        for resource in template.resources.values():
            resource.construct_path = _construct_path(resource, paths, within)
            asset = mapping(resource.data.get("Metadata"), resource.logical_id).get("aws:asset:path")
            nested = self.file.parent / str(asset)
            if resource.type == "AWS::CloudFormation::Stack" and asset and nested.is_file():
                resource.nested = child = self._template(assembly, nested)
                child.nested_in, child.stack = resource, template.stack
                child.account, child.region = template.account, template.region
                scope = re.sub(
                    r"/([^/]+)\.NestedStack/\1\.NestedStackResource$", r"/\1/", resource.construct_path or ""
                )
                self._descend(assembly, child, paths, scope)

    def _metadata(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        metadata = dict(self.artifact.get("metadata") or {})
        properties = mapping(self.artifact.get("properties"), f"{self.root}/manifest.json")
        extra = self.artifact.get("additionalMetadataFile") or properties.get("additionalMetadataFile")
        if extra:
            metadata |= read(self.file.parent / extra)
        for path, entries in metadata.items():
            yield from ((path.strip("/"), entry) for entry in entries)


def _construct_path(resource: Resource, paths: Mapping[str, list[str]], within: str) -> str | None:
    written = mapping(resource.data.get("Metadata"), resource.logical_id).get("aws:cdk:path")
    if isinstance(written, str):
        return written
    found = [path for path in paths.get(resource.logical_id, ()) if path.startswith(within)]
    return min(found, key=len, default=None)


def _find(path: Path) -> Iterator[_Stack]:
    if path.is_dir() and (path / "manifest.json").is_file():
        found = list(_in_cloud_assembly(path, path))
    elif path.is_dir():
        found = [_Stack(file, path) for file in sorted(path.rglob("*")) if _is_template(file)]
    elif path.exists():
        found = [_Stack(path, path.parent)]
    else:
        raise AssemblyError(f"{path}: no such file or folder")
    if not found:
        raise AssemblyError(f"{path}: there is no CloudFormation template in this folder")
    yield from found


def _in_cloud_assembly(folder: Path, root: Path) -> Iterator[_Stack]:
    manifest = folder / "manifest.json"
    artifacts = mapping(mapping(read(manifest), str(manifest)).get("artifacts"), f"{manifest}: artifacts")
    for name, artifact in artifacts.items():
        properties = mapping(mapping(artifact, f"{manifest}: {name}").get("properties"), f"{manifest}: {name}")
        kind = artifact.get("type")
        if kind == "aws:cloudformation:stack":
            yield _Stack(folder / properties["templateFile"], root, artifact)
        elif kind == "cdk:cloud-assembly":
            yield from _in_cloud_assembly(folder / properties["directoryName"], root)


def _is_template(file: Path) -> bool:
    """Files that say so themselves; a folder also holds other JSON and YAML."""
    if file.suffix not in _TEMPLATE_SUFFIXES or not file.is_file():
        return False
    head = file.read_bytes()
    return b"Resources" in head and (b"AWS::" in head or b"Custom::" in head or b"AWSTemplateFormatVersion" in head)

"""Finds templates: in a cloud assembly (`cdk.out`), in a folder, or in one file."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.assembly.model import Acknowledgment, Assembly, OptOut
from secure_ai_constructs.assembly.read import AssemblyError, mapping, read
from secure_ai_constructs.assembly.template import Template
from secure_ai_constructs.truth import TRUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from secure_ai_constructs.assembly.resource import Resource

ACKNOWLEDGMENT = "secure-ai:acknowledgment"
"""The construct metadata under which an accepted risk travels from the app into `cdk.out`."""
OPT_OUTS = "SecureAi::AuditedAccount"
"""The section of a template's metadata that says what becomes of each part of the account's baseline."""

_TEMPLATE_SUFFIXES = (".json", ".yaml", ".yml", ".template")
_ENVIRONMENT = re.compile(r"aws://(?P<account>[^/]+)/(?P<region>.+)")


def load(*paths: Path | str, progress: Callable[[list[Path]], Iterable[Path]] = iter) -> Assembly:
    """The Assembly of all templates under the paths.

    `progress` sees the list of template files and yields them as they are read. Several paths are
    kept apart by name, but judged together. Raises AssemblyError, with the file and the place,
    when a path holds no template or a malformed one.
    """
    assembly = Assembly()
    found = [stack for path in paths for stack in _find(Path(path), prefix=f"{path}/" if len(paths) > 1 else "")]
    stacks = {stack.file: stack for stack in found}
    for file in progress(list(stacks)):
        stacks[file].add_to(assembly)
    digest = hashlib.sha256()
    for template in sorted(assembly.templates, key=lambda one: one.name):
        digest.update(f"{template.name}\0{template.digest}\n".encode())
    assembly.digest = digest.hexdigest()
    return assembly


@dataclass(frozen=True)
class _Stack:
    """A template file and what the manifest says of it."""

    file: Path
    name: str
    artifact: Mapping[str, Any] = field(default_factory=dict)
    manifest: str = ""

    def add_to(self, assembly: Assembly) -> None:
        template = self._template(assembly, self.file, self.name)
        properties = mapping(self.artifact.get("properties"), self.manifest)
        template.stack = properties.get("stackName") or self.artifact.get("displayName")
        if found := _ENVIRONMENT.fullmatch(str(self.artifact.get("environment", ""))):
            template.account, template.region = (None if "unknown" in part else part for part in found.groups())
        paths: dict[str, list[str]] = {}
        for path, entry in self._metadata(properties):
            if entry.get("type") == "aws:cdk:logicalId":
                paths.setdefault(str(entry.get("data")), []).append(path)
            elif entry.get("type") == ACKNOWLEDGMENT:
                assembly.acknowledgments.append(_acknowledgment(entry.get("data"), path, self.manifest))
        self._descend(assembly, template, paths, "", (self.file.name,))

    def _template(self, assembly: Assembly, file: Path, name: str) -> Template:
        data = read(file)
        if self.artifact and isinstance(data, dict):
            data = {"Resources": {}, **data}  # CDK leaves the section out of a stack without resources
        template = Template(assembly, name, data)
        template.digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assembly.templates.append(template)
        return template

    def _descend(
        self,
        assembly: Assembly,
        template: Template,
        paths: Mapping[str, list[str]],
        within: str,
        within_files: tuple[str, ...],
    ) -> None:
        """Gives the resources their construct paths, and loads the nested stacks among them."""
        assembly.opt_outs += _opt_outs(template)
        for resource in template.resources.values():
            resource.construct_path = _construct_path(resource, paths, within)
            if resource.type != "AWS::CloudFormation::Stack" or not (asset := self._asset(resource)):
                continue
            nested = self.file.parent / Path(asset).name
            if nested.is_file() and nested.name not in within_files:
                name = f"{self.name.rpartition('/')[0]}/{nested.name}".lstrip("/")
                resource.nested = child = self._template(assembly, nested, name)
                child.nested_in, child.stack = resource, template.stack
                child.account, child.region = template.account, template.region
                scope = re.sub(
                    r"/([^/]+)\.NestedStack/\1\.NestedStackResource$", r"/\1/", resource.construct_path or ""
                )
                self._descend(assembly, child, paths, scope, (*within_files, nested.name))

    def _asset(self, resource: Resource) -> str | None:
        """The file of a nested stack's template: as its metadata says, or as the asset manifest does."""
        written = (resource.data.get("Metadata") or {}).get("aws:asset:path")
        if isinstance(written, str):
            return written
        url = resource["TemplateURL"]
        return next((file for key, file in self._assets.items() if url.matches(f"/{re.escape(key)}$") is TRUE), None)

    @cached_property
    def _assets(self) -> dict[str, str]:
        """The files that the asset manifests of the folder publish, by the keys under which they do."""
        found: dict[str, str] = {}
        for manifest in sorted(self.file.parent.glob("*.assets.json")) if self.artifact else ():
            place = str(manifest)
            for asset in mapping(mapping(read(manifest), place).get("files"), place).values():
                file = mapping(mapping(asset, place).get("source"), place).get("path")
                for destination in mapping(asset.get("destinations"), place).values():
                    found[str(mapping(destination, place).get("objectKey"))] = str(file)
        return found

    def _metadata(self, properties: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        metadata = dict(mapping(self.artifact.get("metadata"), f"{self.manifest}: metadata"))
        extra = self.artifact.get("additionalMetadataFile") or properties.get("additionalMetadataFile")
        if extra:
            file = self.file.parent / str(extra)
            metadata |= mapping(read(file), str(file))
        for path, entries in metadata.items():
            place = f"{self.manifest}: metadata of {path}"
            if not isinstance(entries, list):
                raise AssemblyError(f"{place}: must be a list")
            yield from ((path.strip("/"), mapping(entry, place)) for entry in entries)


def _acknowledgment(data: Any, path: str, manifest: str) -> Acknowledgment:
    place = f"{manifest}: {ACKNOWLEDGMENT} of {path}"
    names = {one.name for one in fields(Acknowledgment)} - {"construct_path"}
    written = mapping(data, place)
    if set(written) != names or not all(isinstance(value, str) for value in written.values()):
        raise AssemblyError(f"{place}: must be text for {', '.join(sorted(names))}")
    try:
        date.fromisoformat(written["expires"])
    except ValueError as error:
        raise AssemblyError(f"{place}: expires must be an ISO date, was {written['expires']!r}") from error
    return Acknowledgment(**written, construct_path=path)


def _opt_outs(template: Template) -> Iterator[OptOut]:
    """Of the parts that a template's metadata speaks of, those that are not made."""
    place = f"{template.name}: Metadata.{OPT_OUTS}"
    parts = mapping(template.metadata, f"{template.name}: Metadata").get(OPT_OUTS)
    for part, entry in mapping(parts, place).items():
        written = mapping(entry, f"{place}.{part}")
        mode, said, rows = (written.get(one) for one in ("mode", "said", "rows"))
        if not isinstance(mode, str) or not isinstance(said, str) or not isinstance(rows, list):
            raise AssemblyError(f"{place}.{part}: must have a mode and what is said as text, and a list of rows")
        if mode != "create":
            yield OptOut(str(part), mode, said, tuple(map(str, rows)), template.account)


def _construct_path(resource: Resource, paths: Mapping[str, list[str]], within: str) -> str | None:
    written = (resource.data.get("Metadata") or {}).get("aws:cdk:path")
    if isinstance(written, str):
        return written
    found = [path for path in paths.get(resource.logical_id, ()) if path.startswith(within)]
    return min(found, key=len, default=None)


def _find(path: Path, *, prefix: str) -> Iterator[_Stack]:
    try:
        is_file = path.is_file()
    except (OSError, ValueError) as error:
        raise AssemblyError(f"{path}: is no path: {error}") from error
    if is_file:
        yield _Stack(path, str(path) if prefix else path.name)
    elif not path.is_dir():
        raise AssemblyError(f"{path}: no such file or folder")
    elif (artifacts := _artifacts(path)) is not None:
        yield from _in_cloud_assembly(path, prefix, artifacts)
    else:
        files = [file for file in _files(path) if _is_template(file)]
        if not files:
            raise AssemblyError(f"{path}: there is no CloudFormation template in this folder")
        for file in files:
            yield _Stack(file, f"{prefix}{file.relative_to(path).as_posix()}")


def _files(folder: Path) -> list[Path]:
    """Of all that is in a folder: what cannot be looked into is no reason to pass over it."""

    def refuse(error: OSError) -> None:
        raise AssemblyError(f"{error.filename}: cannot be read: {error.strerror or error}") from error

    return sorted(Path(root) / name for root, _, names in os.walk(folder, onerror=refuse) for name in names)


def _artifacts(folder: Path) -> Mapping[str, Any] | None:
    """The artifacts of a cloud assembly; None of any other folder, whatever its `manifest.json` is."""
    manifest = folder / "manifest.json"
    try:
        content = read(manifest) if manifest.is_file() else None
    except OSError as error:
        raise AssemblyError(f"{manifest}: cannot be read: {error.strerror or error}") from error
    if not isinstance(content, dict) or "artifacts" not in content:
        return None
    return mapping(content["artifacts"], f"{manifest}: artifacts")


def _in_cloud_assembly(folder: Path, prefix: str, artifacts: Mapping[str, Any]) -> Iterator[_Stack]:
    for key, said in artifacts.items():
        place = f"{folder / 'manifest.json'}: {key}"
        artifact = mapping(said, place)
        properties = mapping(artifact.get("properties"), f"{place}: properties")
        kind = artifact.get("type")
        if kind == "aws:cloudformation:stack":
            name = _relative(properties.get("templateFile"), f"{place}: templateFile")
            yield _Stack(folder / name, f"{prefix}{name}", artifact, place)
        elif kind == "cdk:cloud-assembly":
            name = _relative(properties.get("directoryName"), f"{place}: directoryName")
            if (inner := _artifacts(folder / name)) is None:
                raise AssemblyError(f"{place}: directoryName must be a cloud assembly, {name!r} was none")
            yield from _in_cloud_assembly(folder / name, f"{prefix}{name}/", inner)


def _relative(name: Any, place: str) -> str:
    if (
        not isinstance(name, str)
        or not name.isprintable()
        or not name
        or Path(name).is_absolute()
        or ".." in Path(name).parts
    ):
        raise AssemblyError(f"{place}: must be a path inside the assembly, was {name!r}")
    return name


def _is_template(file: Path) -> bool:
    """Whether a file says so itself; a folder also holds other JSON and YAML."""
    if file.suffix not in _TEMPLATE_SUFFIXES or not file.is_file():
        return False
    try:
        text = file.read_bytes()
    except OSError as error:
        raise AssemblyError(f"{file}: cannot be read: {error.strerror or error}") from error
    if b"::" not in text:
        return False
    try:
        data = json.loads(text)
    except ValueError:
        pass  # YAML, or JSON that is broken: whoever reads it says where
    else:
        return isinstance(data, dict) and "Resources" in data
    return re.search(rb"""(?m)^[ \t]*\{?[ \t]*["']?Resources["']?[ \t]*:""", text) is not None

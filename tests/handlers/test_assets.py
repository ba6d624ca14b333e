"""What a handler may import: an asset holds its folder, and the rest is in Lambda's runtime or a job's image."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

import pytest

from tests.handlers.lambda_runtime import HANDLERS, LambdaFunction, copy_of_asset

if TYPE_CHECKING:
    from pathlib import Path

JOBS = {"drift_monitor"}
MODULES = sorted(HANDLERS.glob("*/*.py"))
ENTRIES = sorted(
    f"{file.parent.name}.{file.stem}"
    for file in MODULES
    if any(
        getattr(node, "name", "") == "handler" or "handler =" in ast.unparse(node)
        for node in ast.parse(file.read_text(encoding="utf-8")).body
    )
)


def imported(file: Path) -> set[str]:
    """The first name of every absolute import, and relative ones as they are written."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or "") if node.level else (node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("file", MODULES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_handler_imports_what_its_runtime_has_and_what_stands_beside_it(file: Path) -> None:
    """Lambda's runtime has boto3; the image of a job has what it counts with, and no network for boto3."""
    beside = {f".{one.stem}" for one in file.parent.glob("*.py")} | {"..custom_resource"}
    runtime = {"numpy", "pandas", "scipy"} if file.parent.name in JOBS else {"boto3", "botocore"}
    assert imported(file) <= {*sys.stdlib_module_names, *runtime} | beside


def test_the_entries_are_those_that_this_folder_tests() -> None:
    assert ENTRIES == [
        "artifact_subscription.index",
        "assessment_framework.index",
        "data_retention.index",
        "default_security_group.index",
        "document_ingestion.index",
        "drift_watch.index",
        "evidence_collector.index",
        "guarded_inference.index",
        "inspector_enablement.index",
        "invocation_logging.evaluation",
        "invocation_logging.index",
        "lineage_edge.index",
        "managed_prefix_list.index",
        "model_approval.index",
        "opensearch_index.index",
        "public_access_block.index",
        "question_answering.index",
        "registry_scanning.index",
        "service_linked_role.index",
        "vector_database.index",
        "vector_database.rotation",
    ]


def test_an_asset_holds_one_handler_and_what_all_handlers_share(tmp_path: Path) -> None:
    asset = copy_of_asset("vector_database", tmp_path)
    assert sorted(str(one.relative_to(asset)) for one in asset.rglob("*.py")) == [
        "handlers/__init__.py",
        "handlers/custom_resource.py",
        "handlers/vector_database/__init__.py",
        "handlers/vector_database/database.py",
        "handlers/vector_database/index.py",
        "handlers/vector_database/rotation.py",
    ]


def test_a_handler_that_is_not_in_the_asset_does_not_start(tmp_path: Path) -> None:
    """The runtime of these tests finds nothing but the asset."""
    with LambdaFunction("default_security_group.missing", tmp_path, {}) as function:
        ended = function.invoke({})
    assert ended.error is not None
    assert ended.error["errorType"] == "Runtime.ImportModuleError"

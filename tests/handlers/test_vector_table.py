"""The table of vectors, made in a real PostgreSQL with pgvector."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.handlers.database_cluster import MASTER, MASTER_PASSWORD, USER, USER_PASSWORD, USER_SECRET
from tests.handlers.local_service import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.handlers.database_cluster import Cluster

SCHEMA = "bedrock_integration"
STEPS = 12
"""Statements of a first run."""
ANOTHER = f"{USER_SECRET}-of-later"
RENEWED = "of-the-rotation"
NOT_NAMES = ("", "1st", "Documents", "a-b", "a b", 'a"b', "a;DROP TABLE b", "ä", "a\n", "a" * 48)


@pytest.fixture
def act(cluster: Cluster, load: Callable[..., Any]) -> Callable[..., Any]:
    """The handler's own part."""
    load("vector_database.database", **cluster.environment)
    acts: Callable[..., Any] = load("vector_database.index").act
    return acts


def creation(**changes: str) -> dict[str, Any]:
    """The event that asks for a table of three dimensions, which are enough to search in."""
    properties = {"Secret": USER_SECRET, "Schema": SCHEMA, "Table": "documents", "User": USER, "Dimensions": "3"}
    return {"RequestType": "Create", "ResourceProperties": {**properties, **changes}}


def indexes(cluster: Cluster) -> dict[str, str]:
    """Name and definition of each index in the schema."""
    rows = cluster.look(f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = '{SCHEMA}'")  # noqa: S608 - ours
    return dict(rows)


def assert_complete(cluster: Cluster) -> None:
    at = f"ON {SCHEMA}.documents USING"
    found = indexes(cluster)
    assert f"{at} hnsw (embedding vector_cosine_ops) WITH (ef_construction='256')" in found["documents_embedding"]
    assert f"{at} gin (to_tsvector('simple'::regconfig, chunks))" in found["documents_chunks"]
    assert f"{at} gin (custom_metadata)" in found["documents_custom_metadata"]
    assert f"UNIQUE INDEX documents_pkey {at} btree (id)" in found["documents_pkey"]
    with cluster.sign_in(USER, USER_PASSWORD) as connection:
        assert connection.execute(f"SELECT count(*) FROM {SCHEMA}.documents".encode()).fetchall() == [(0,)]  # noqa: S608 - ours


def test_an_empty_database_gets_extension_schema_user_table_and_its_indexes(
    cluster: Cluster, act: Callable[..., Any]
) -> None:
    assert act(creation()).physical_id == f"{SCHEMA}.documents"
    assert cluster.look("SELECT extname FROM pg_extension WHERE extname = 'vector'") == [("vector",)]
    assert_complete(cluster)
    assert len(cluster.statements) == STEPS


def test_the_user_signs_in_with_the_password_of_the_secret_and_finds_what_is_nearest(
    cluster: Cluster, act: Callable[..., Any]
) -> None:
    act(creation())
    with cluster.sign_in(USER, USER_PASSWORD) as connection:
        assert connection.pgconn.used_password
        for vector, chunk in (("[1,0,0]", "north"), ("[0,1,0]", "east")):
            row = "gen_random_uuid(), %s, %s, '{}', '{\"team\": \"claims\"}'"
            connection.execute(f"INSERT INTO {SCHEMA}.documents VALUES ({row})".encode(), (vector, chunk))  # noqa: S608 - ours
        search = f"SELECT chunks FROM {SCHEMA}.documents ORDER BY embedding <=> '[0.1,0.9,0]' LIMIT 1"  # noqa: S608 - ours
        assert connection.execute(search.encode()).fetchall() == [("east",)]
        words = f"SELECT chunks FROM {SCHEMA}.documents WHERE to_tsvector('simple', chunks) @@ to_tsquery('north')"  # noqa: S608 - ours
        assert connection.execute(words.encode()).fetchall() == [("north",)]


def test_another_password_does_not_sign_in(cluster: Cluster, act: Callable[..., Any]) -> None:
    act(creation())
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        cluster.sign_in(USER, MASTER_PASSWORD)


def test_the_user_may_do_nothing_beside_its_schema(cluster: Cluster, act: Callable[..., Any]) -> None:
    act(creation())
    rights = "rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
    assert cluster.look(f"SELECT {rights} FROM pg_roles WHERE rolname = '{USER}'") == [(False,) * 5]  # noqa: S608 - ours


def test_twice_in_a_row_it_keeps_the_vectors(cluster: Cluster, act: Callable[..., Any]) -> None:
    act(creation())
    with cluster.sign_in(USER, USER_PASSWORD) as connection:
        connection.execute(f"INSERT INTO {SCHEMA}.documents (id) VALUES (gen_random_uuid())".encode())  # noqa: S608 - ours
    act(creation())
    assert cluster.look(f"SELECT count(*) FROM {SCHEMA}.documents") == [(1,)]  # noqa: S608 - ours


@pytest.mark.parametrize("done", range(STEPS))
def test_after_a_run_that_ended_half_way_the_next_one_completes_it(
    done: int, cluster: Cluster, act: Callable[..., Any]
) -> None:
    cluster.stop_after = done
    with pytest.raises(RuntimeError, match="StatementTimeoutException"):
        act(creation())
    assert len(cluster.statements) == done
    cluster.stop_after = None
    act(creation())
    assert_complete(cluster)


def test_a_table_with_other_dimensions_is_refused_and_says_both_numbers(
    cluster: Cluster, act: Callable[..., Any]
) -> None:
    act(creation())
    with pytest.raises(ValueError, match="the table documents is there with 3 dimensions, and must have 4"):
        act(creation(Dimensions="4"))
    assert cluster.look("SELECT atttypmod FROM pg_attribute WHERE attname = 'embedding' AND attnum > 0 LIMIT 1") == [
        (3,)
    ]


def test_a_database_that_is_asleep_is_waited_for(
    cluster: Cluster, act: Callable[..., Any], pauses: list[float]
) -> None:
    cluster.service.first.extend([refusal("DatabaseResumingException")] * 2)
    act(creation())
    assert pauses == [2, 5]
    assert_complete(cluster)


def test_a_database_that_never_wakes_is_a_failure(
    cluster: Cluster, act: Callable[..., Any], pauses: list[float]
) -> None:
    cluster.service.first.extend([refusal("DatabaseResumingException")] * 100)
    with pytest.raises(RuntimeError, match="DatabaseResumingException"):
        act(creation())
    assert sum(pauses) > 60


@pytest.mark.parametrize("name", ["Schema", "Table", "User"])
def test_what_is_not_a_name_never_reaches_the_database(name: str, cluster: Cluster, act: Callable[..., Any]) -> None:
    for given in NOT_NAMES:
        with pytest.raises(ValueError, match="a name must be up to 47 lower-case letters, digits and underscores"):
            act(creation(**{name: given}))
    assert cluster.statements == []


def test_the_longest_name_leaves_room_for_the_names_of_its_indexes(cluster: Cluster, act: Callable[..., Any]) -> None:
    table = "a" * 47
    act(creation(Table=table))
    assert sorted(indexes(cluster)) == [
        f"{table}_chunks",
        f"{table}_custom_metadata",
        f"{table}_embedding",
        f"{table}_pkey",
    ]


@pytest.mark.parametrize("dimensions", ["0", "-1", "2001", "many", ""])
def test_dimensions_that_cannot_be_indexed_are_a_failure(dimensions: str, act: Callable[..., Any]) -> None:
    with pytest.raises((RuntimeError, ValueError), match=r"dimensions|invalid literal"):
        act(creation(Dimensions=dimensions))


def test_the_password_stands_in_no_statement(cluster: Cluster, act: Callable[..., Any]) -> None:
    act(creation())
    act(creation())
    passwords = (USER_PASSWORD, MASTER_PASSWORD)
    assert [one for one in cluster.statements if any(password in one for password in passwords)] == []
    assert sum("SCRAM-SHA-256$" in one for one in cluster.statements) == 1


def test_a_rotation_that_ends_in_the_midst_of_an_update_keeps_its_password(
    cluster: Cluster, act: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    act(creation())
    index = sys.modules[act.__module__]
    read = index.credentials

    def as_a_rotation_ends(secret: str) -> dict[str, str]:
        former: dict[str, str] = read(secret)
        rotate(cluster)
        return former

    monkeypatch.setattr(index, "credentials", as_a_rotation_ends)
    act({**creation(), "RequestType": "Update", "PhysicalResourceId": f"{SCHEMA}.documents"})
    with cluster.sign_in(USER, cluster.secrets.value(USER_SECRET)["password"]) as connection:
        assert connection.pgconn.used_password


def test_another_secret_brings_its_own_password(cluster: Cluster, act: Callable[..., Any]) -> None:
    act(creation())
    cluster.secrets.create(ANOTHER, {"username": USER, "password": RENEWED})
    act({**creation(Secret=ANOTHER), "RequestType": "Update", "PhysicalResourceId": f"{SCHEMA}.documents"})
    with cluster.sign_in(USER, RENEWED) as connection:
        assert connection.pgconn.used_password


def rotate(cluster: Cluster) -> None:
    """What a rotation leaves: the same new password in the database and in the secret."""
    with cluster.sign_in(MASTER, MASTER_PASSWORD) as connection:
        connection.execute(f"ALTER ROLE {USER} PASSWORD '{RENEWED}'".encode())
    cluster.secrets.create(USER_SECRET, {"username": USER, "password": RENEWED})


@pytest.mark.parametrize("password", ["'; DROP ROLE administrator; --", 'a"\\:$%s{}b', "~!@#^&*()_+|<>?,./"])
def test_a_password_may_hold_any_character_of_ascii(password: str, cluster: Cluster, act: Callable[..., Any]) -> None:
    cluster.secrets.create(USER_SECRET, {"username": USER, "password": password})
    act(creation())
    with cluster.sign_in(USER, password) as connection:
        assert connection.pgconn.used_password


def test_a_secret_without_a_password_is_a_failure_that_repeats_nothing_of_it(
    cluster: Cluster, act: Callable[..., Any]
) -> None:
    cluster.secrets.create(USER_SECRET, "not JSON but secret")
    with pytest.raises(ValueError, match="Expecting value") as caught:
        act(creation())
    assert "secret" not in str(caught.value)

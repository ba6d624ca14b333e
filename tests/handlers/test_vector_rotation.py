"""A database user's password, renewed in the four steps of Secrets Manager."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.handlers.database_cluster import MASTER, MASTER_PASSWORD, USER, USER_PASSWORD, USER_SECRET
from tests.handlers.lambda_runtime import LambdaFunction
from tests.handlers.local_service import refusal
from tests.handlers.secrets_manager import CURRENT, PENDING, PREVIOUS, Version

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.handlers.database_cluster import Cluster

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
VERSION = "11111111-2222-3333-4444-555555555555"


@pytest.fixture(autouse=True)
def _rotation_began(cluster: Cluster) -> None:
    """The user is there, and Secrets Manager wants another password for it."""
    with cluster.sign_in(MASTER, MASTER_PASSWORD) as connection:
        connection.execute(f"CREATE ROLE {USER} LOGIN PASSWORD '{USER_PASSWORD}'".encode())
    cluster.secrets.start_rotation(USER_SECRET, VERSION)


@pytest.fixture
def rotate(cluster: Cluster, load: Callable[..., Any]) -> Callable[..., None]:
    """Does steps of the rotation."""
    for module in ("database", "index"):
        load(f"vector_database.{module}", **cluster.environment)
    handler = load("vector_database.rotation").handler

    def steps(*names: str, version: str = VERSION) -> None:
        for name in names:
            handler({"SecretId": USER_SECRET, "ClientRequestToken": version, "Step": name}, None)

    return steps


def signs_in(cluster: Cluster, password: str) -> bool:
    """Whether the user gets in with a password."""
    try:
        cluster.sign_in(USER, password).close()
    except psycopg.OperationalError:
        return False
    return True


def test_after_a_rotation_the_new_password_signs_in_and_the_old_one_does_not(
    cluster: Cluster, rotate: Callable[..., None]
) -> None:
    rotate(*STEPS)
    renewed = cluster.secrets.value(USER_SECRET)
    assert renewed["username"] == USER
    assert signs_in(cluster, renewed["password"])
    assert not signs_in(cluster, USER_PASSWORD)
    assert cluster.secrets.value(USER_SECRET, PREVIOUS)["password"] == USER_PASSWORD


def test_a_new_password_is_long_and_of_letters_and_digits(cluster: Cluster, rotate: Callable[..., None]) -> None:
    rotate("createSecret")
    assert re.fullmatch(r"[A-Za-z0-9]{40}", cluster.secrets.value(USER_SECRET, PENDING)["password"])


def test_a_rotation_keeps_what_else_the_secret_holds(cluster: Cluster, rotate: Callable[..., None]) -> None:
    current = next(iter(cluster.secrets.secrets[USER_SECRET].values()))
    current.text = json.dumps({"username": USER, "password": USER_PASSWORD, "engine": "postgres"})
    rotate(*STEPS)
    assert cluster.secrets.value(USER_SECRET)["engine"] == "postgres"


@pytest.mark.parametrize("repeated", STEPS)
def test_each_step_can_be_repeated(repeated: str, cluster: Cluster, rotate: Callable[..., None]) -> None:
    for step in STEPS:
        rotate(*[step] * (3 if step == repeated else 1))
    assert signs_in(cluster, cluster.secrets.value(USER_SECRET)["password"])


def test_a_repeated_first_step_keeps_the_password_that_it_made(cluster: Cluster, rotate: Callable[..., None]) -> None:
    rotate("createSecret")
    made = cluster.secrets.value(USER_SECRET, PENDING)
    rotate("createSecret")
    assert cluster.secrets.value(USER_SECRET, PENDING) == made


def test_a_rotation_that_is_over_can_be_repeated_and_changes_nothing(
    cluster: Cluster, rotate: Callable[..., None]
) -> None:
    rotate(*STEPS)
    renewed = cluster.secrets.value(USER_SECRET)
    cluster.statements.clear()
    rotate(*STEPS)
    assert cluster.secrets.value(USER_SECRET) == renewed
    assert cluster.statements == []


def test_one_rotation_after_another_leaves_one_password(cluster: Cluster, rotate: Callable[..., None]) -> None:
    passwords = [USER_PASSWORD]
    for number in range(3):
        version = f"{number}{VERSION[1:]}"
        cluster.secrets.start_rotation(USER_SECRET, version)
        rotate(*STEPS, version=version)
        passwords.append(cluster.secrets.value(USER_SECRET)["password"])
    assert [signs_in(cluster, one) for one in passwords] == [False, False, False, True]


@pytest.mark.parametrize("step", STEPS)
def test_a_version_that_is_not_staged_is_refused(step: str, cluster: Cluster, rotate: Callable[..., None]) -> None:
    cluster.secrets.secrets[USER_SECRET]["an-old-one"] = Version(json.dumps({"username": USER}), {PREVIOUS})
    for version in ("of-nobody", "an-old-one"):
        with pytest.raises(ValueError, match="staged"):
            rotate(step, version=version)
    assert signs_in(cluster, USER_PASSWORD)


def test_when_the_database_refuses_the_current_password_stays(cluster: Cluster, rotate: Callable[..., None]) -> None:
    rotate("createSecret")
    cluster.service.first.append(refusal("DatabaseErrorException"))
    with pytest.raises(RuntimeError, match="DatabaseErrorException"):
        rotate("setSecret")
    assert cluster.secrets.value(USER_SECRET)["password"] == USER_PASSWORD
    assert signs_in(cluster, USER_PASSWORD)


def test_a_pending_version_for_somebody_else_changes_nobodys_password(
    cluster: Cluster, rotate: Callable[..., None]
) -> None:
    """Who may write the secret must not be able to become the master."""
    theirs = {"username": MASTER, "password": "known-to-an-attacker"}
    cluster.secrets.secrets[USER_SECRET][VERSION].text = json.dumps(theirs)
    with pytest.raises(ValueError, match="the pending version must be for the user of the current one"):
        rotate("setSecret")
    assert cluster.statements == []
    cluster.sign_in(MASTER, MASTER_PASSWORD).close()


def test_a_name_that_is_none_never_reaches_the_database(cluster: Cluster, rotate: Callable[..., None]) -> None:
    theirs = {"username": "x; DROP ROLE y", "password": "p"}
    cluster.secrets.secrets[USER_SECRET][VERSION].text = json.dumps(theirs)
    with pytest.raises(ValueError, match="the user's name"):
        rotate("setSecret")
    assert cluster.statements == []


def test_a_user_who_may_not_sign_in_stops_the_rotation(cluster: Cluster, rotate: Callable[..., None]) -> None:
    rotate("createSecret", "setSecret")
    with cluster.sign_in(MASTER, MASTER_PASSWORD) as connection:
        connection.execute(f"ALTER ROLE {USER} NOLOGIN".encode())
    with pytest.raises(RuntimeError, match="must be able to sign in"):
        rotate("testSecret")
    assert cluster.secrets.value(USER_SECRET, CURRENT)["password"] == USER_PASSWORD


def test_what_is_throttled_is_tried_again(cluster: Cluster, rotate: Callable[..., None]) -> None:
    cluster.service.first.append(refusal("ThrottlingException"))
    cluster.secrets.service.first.append(refusal("ThrottlingException"))
    rotate(*STEPS)
    assert signs_in(cluster, cluster.secrets.value(USER_SECRET)["password"])


def test_a_step_that_secrets_manager_does_not_know_is_an_error(rotate: Callable[..., None]) -> None:
    with pytest.raises(KeyError, match="forgetSecret"):
        rotate("forgetSecret")


def test_in_the_real_runtime_no_password_reaches_the_log_or_a_statement(cluster: Cluster, tmp_path: Path) -> None:
    with LambdaFunction("vector_database.rotation", tmp_path, cluster.environment) as function:
        event = {"SecretId": USER_SECRET, "ClientRequestToken": VERSION}
        ended = [function.invoke({**event, "Step": step}) for step in STEPS]
        ended.append(function.invoke({**event, "ClientRequestToken": "of-nobody", "Step": "setSecret"}))
    assert [one.error is None for one in ended] == [True, True, True, True, False]
    renewed = cluster.secrets.value(USER_SECRET)["password"]
    assert signs_in(cluster, renewed)
    told = "".join(one.log + json.dumps(one.error) for one in ended) + "".join(cluster.statements)
    for password, part in itertools.product((renewed, USER_PASSWORD, MASTER_PASSWORD), (slice(None), slice(20))):
        assert password[part] not in told

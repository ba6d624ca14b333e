"""Gives the knowledge base's database user another password, in the four steps that Secrets Manager asks for.

A step that was done is not done again: Secrets Manager repeats them all when one fails.
AWS source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
"""

from __future__ import annotations

import json
import os
import secrets
import string
from typing import Any

from botocore.exceptions import ClientError

from .database import SECRETS, credentials, run, verifier
from .index import NAME

CURRENT, PENDING = "AWSCURRENT", "AWSPENDING"
CHARACTERS, LENGTH = string.ascii_letters + string.digits, 40


def handler(event: dict[str, Any], _: Any) -> None:
    """Does the step `Step` of the rotation of the secret `SecretId` to the version `ClientRequestToken`."""
    secret, version = event["SecretId"], event["ClientRequestToken"]
    stages = SECRETS.describe_secret(SecretId=secret)["VersionIdsToStages"]
    if version not in stages:
        raise ValueError("the version must be one of the secret's, staged for rotation")
    if CURRENT in stages[version]:
        return
    if PENDING not in stages[version]:
        raise ValueError("the version must be staged as AWSPENDING")
    {"createSecret": _create, "setSecret": _set, "testSecret": _test, "finishSecret": _finish}[event["Step"]](
        secret, version
    )


def _create(secret: str, version: str) -> None:
    try:
        SECRETS.get_secret_value(SecretId=secret, VersionId=version, VersionStage=PENDING)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        password = "".join(secrets.choice(CHARACTERS) for _ in range(LENGTH))
        renewed = json.dumps({**credentials(secret), "password": password})
        SECRETS.put_secret_value(
            SecretId=secret, ClientRequestToken=version, SecretString=renewed, VersionStages=[PENDING]
        )


def _set(secret: str, version: str) -> None:
    """The master can set anybody's password, so only the secret's own user is renewed."""
    pending = credentials(secret, VersionId=version, VersionStage=PENDING)
    user = pending["username"]
    if not NAME.fullmatch(user):
        raise ValueError("the user's name must be lower-case letters, digits and underscores")
    if user != credentials(secret)["username"]:
        raise ValueError("the pending version must be for the user of the current one")
    run(f"ALTER ROLE {user} LOGIN PASSWORD '{verifier(pending['password'])}'", os.environ["MASTER_SECRET"])


def _test(secret: str, version: str) -> None:
    """The Data API signs in with the current version only, so the user is looked at by the master.

    What can be tested is that the user is there and may sign in; the password was set by the step before.
    """
    user = credentials(secret, VersionId=version, VersionStage=PENDING)["username"]
    query = "SELECT rolcanlogin::text FROM pg_roles WHERE rolname = :name"
    if run(query, os.environ["MASTER_SECRET"], name=user) != [[{"stringValue": "true"}]]:
        raise RuntimeError("the database user must be able to sign in")


def _finish(secret: str, version: str) -> None:
    stages = SECRETS.describe_secret(SecretId=secret)["VersionIdsToStages"]
    former = next((one for one, named in stages.items() if CURRENT in named), None)
    moved = {"RemoveFromVersionId": former} if former else {}
    SECRETS.update_secret_version_stage(SecretId=secret, VersionStage=CURRENT, MoveToVersionId=version, **moved)

"""SQL through the RDS Data API, to a database that may be asleep."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import time
from typing import Any

from botocore.exceptions import ClientError

from ..custom_resource import Client

ASLEEP = ("DatabaseResumingException", "DatabaseUnavailableException", "InternalServerErrorException")
PAUSES = (2, 5, 10, 15, 20, 30, 30, 30, 60, 60)
"""Seconds between attempts: a paused cluster wakes in less than a minute, a new one takes longer."""
ITERATIONS = 4096

DATA, SECRETS = Client("rds-data"), Client("secretsmanager")


def run(sql: str, secret: str, **parameters: str) -> list[list[dict[str, Any]]]:
    """The records of one statement, signed in with a secret; waits for a database that is waking up."""
    for pause in (*PAUSES, None):
        try:
            answer = DATA.execute_statement(
                resourceArn=os.environ["CLUSTER"],
                secretArn=secret,
                database=os.environ["DATABASE"],
                sql=sql,
                parameters=[{"name": name, "value": {"stringValue": text}} for name, text in parameters.items()],
            )
            return list(answer.get("records", []))
        except ClientError as error:
            if error.response["Error"]["Code"] not in ASLEEP or pause is None:
                raise RuntimeError(_said(error)) from None
        time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def credentials(secret: str, **version: str) -> dict[str, str]:
    """What a secret holds: `username` and `password`."""
    found: dict[str, str] = json.loads(SECRETS.get_secret_value(SecretId=secret, **version)["SecretString"])
    return found


def verifier(password: str) -> str:
    """What PostgreSQL keeps instead of the password, so that the password stands in no statement and in no log.

    Source: RFC 5802 and RFC 7677 (SCRAM-SHA-256).
    """
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    parts = [base64.b64encode(one).decode() for one in (salt, stored, server)]
    return f"SCRAM-SHA-256${ITERATIONS}:{parts[0]}${parts[1]}:{parts[2]}"


def _said(error: ClientError) -> str:
    """The database's own words; no statement of ours holds a secret that they could repeat."""
    return f"{error.response['Error']['Code']}: {error.response['Error'].get('Message', '')[:300]}"

"""Creates the vector index of a collection from inside the network, where CloudFormation's own type does not reach.

`AWS::OpenSearchServerless::Index` calls the collection from outside the VPC; this collection lets in its VPC endpoint
and Bedrock. Access policies take a minute or more to be effective, so a refusal is retried. Deletion keeps the index:
it holds a team's vectors, and goes with its collection.
AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-setup.html
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import urllib.request
from typing import Any
from urllib.error import HTTPError

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from ..custom_resource import Outcome, answering

PAUSES = (5, 10, 15, 20, 30, 30, 30, 30, 30, 60, 60, 60)
"""Seconds between attempts, seven minutes in all: OpenSearch says that a policy takes up to five."""
SETTLE = 60
"""Seconds after which Bedrock finds an index that OpenSearch has made."""
BAD_REQUEST, NOT_FOUND, SERVER_ERROR = 400, 404, 500
RETRIED = (401, 403, 404, 429)


def act(event: dict[str, Any]) -> Outcome:
    """Creates the index unless it is there with the same number of dimensions."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    properties = event["ResourceProperties"]
    url = f"{properties['Endpoint'].rstrip('/')}/{properties['Index']}"
    status, answer = _patiently("PUT", url, _index(properties))
    if status < BAD_REQUEST or "resource_already_exists_exception" in answer:
        status, answer = _patiently("GET", url, None)
    if status >= BAD_REQUEST:
        raise RuntimeError(f"OpenSearch refused the index {properties['Index']} with status {status}")
    _must_fit(json.loads(answer), properties)
    if event["RequestType"] == "Create":
        # Also of one that is there: an attempt whose answer was lost has made it a moment ago.
        time.sleep(SETTLE)
    return Outcome(properties["Index"])


def _index(properties: dict[str, Any]) -> dict[str, Any]:
    vector = {
        "type": "knn_vector",
        "dimension": int(properties["Dimensions"]),
        "method": {"name": "hnsw", "engine": "faiss", "space_type": "l2"},
    }
    fields = {
        properties["VectorField"]: vector,
        properties["TextField"]: {"type": "text"},
        properties["MetadataField"]: {"type": "text", "index": False},
    }
    return {"settings": {"index": {"knn": True}}, "mappings": {"properties": fields}}


def _must_fit(found: dict[str, Any], properties: dict[str, Any]) -> None:
    mappings = next(iter(found.values()))["mappings"]["properties"]
    has, needs = mappings[properties["VectorField"]]["dimension"], int(properties["Dimensions"])
    if has != needs:
        raise ValueError(f"the index {properties['Index']} is there with {has} dimensions and must have {needs}")


def _patiently(method: str, url: str, body: dict[str, Any] | None) -> tuple[int, str]:
    """Status and body of the first answer that is neither a refusal for now nor a failure of the service."""
    for pause in (*PAUSES, None):
        try:
            status, answer = _send(method, url, json.dumps(body).encode() if body else b"")
        except OSError as error:
            if pause is None:
                raise
            status, answer = SERVER_ERROR, type(error).__name__
        if pause is None or (status not in RETRIED and status < SERVER_ERROR):
            return status, answer
        time.sleep(pause)
    raise AssertionError("the last attempt returns")


def _send(method: str, url: str, body: bytes) -> tuple[int, str]:
    """A signed request; OpenSearch Serverless wants the hash of the body as a header that is signed, too."""
    headers = {"x-amz-content-sha256": hashlib.sha256(body).hexdigest(), "Content-Type": "application/json"}
    request = AWSRequest(method=method, url=url, data=body, headers=headers)
    SigV4Auth(boto3.Session().get_credentials(), "aoss", os.environ["AWS_REGION"]).add_auth(request)
    signed = urllib.request.Request(  # noqa: S310 - the endpoint is the collection's
        url, data=body or None, method=method, headers=dict(request.headers.items())
    )
    try:
        with urllib.request.urlopen(signed, timeout=20) as answer:  # noqa: S310 - as above
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode(errors="replace")


handler = answering(act)

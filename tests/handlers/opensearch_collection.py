"""The data plane of an OpenSearch Serverless collection: it checks signatures, and keeps indexes.

AWS source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-clients.html#serverless-signing
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
from typing import Any

from tests.handlers.lambda_runtime import REGION, SECRET_KEY
from tests.handlers.local_service import Answer, LocalService, Request, as_json

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>(?P<day>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request), "
    r"SignedHeaders=(?P<headers>[^,]+), Signature=(?P<signature>[0-9a-f]{64})"
)
REFUSED = as_json({"status": 403, "error": {"reason": "403 Forbidden", "type": "Forbidden"}}, 403)


class Collection:
    """Its state is `indexes`: the body that each was created with."""

    def __init__(self) -> None:
        """Starts empty."""
        self.indexes: dict[str, Any] = {}
        self._lock = threading.Lock()
        self.service = LocalService(self._respond)

    def _respond(self, request: Request) -> Answer:
        why = why_unsigned(request)
        if why:
            return as_json({"error": why}, 403)
        name = request.path.removeprefix("/")
        with self._lock:
            if request.method == "PUT" and name in self.indexes:
                kind = {"type": "resource_already_exists_exception", "reason": f"index [{name}] already exists"}
                return as_json({"error": {**kind, "root_cause": [kind]}, "status": 400}, 400)
            if request.method == "PUT":
                self.indexes[name] = request.json
                return as_json({"acknowledged": True, "shards_acknowledged": True, "index": name})
            if name not in self.indexes:
                return as_json({"error": {"type": "index_not_found_exception"}, "status": 404}, 404)
            return as_json({name: self.indexes[name]})


def why_unsigned(request: Request) -> str:
    """Why the service would not believe the signature, or nothing."""
    found = AUTHORIZATION.fullmatch(request.headers.get("Authorization", ""))
    if not found:
        return "there is no signature"
    if (found["service"], found["region"]) != ("aoss", REGION):
        return f"the signature is for {found['service']} in {found['region']}"
    names = found["headers"].split(";")
    if request.headers.get("x-amz-content-sha256") != hashlib.sha256(request.body).hexdigest():
        return "x-amz-content-sha256 is not the hash of the body"
    if "content-length" in names or not {"host", "x-amz-content-sha256", "x-amz-date"} <= set(names):
        return f"the signed headers are {names}"
    return "" if found["signature"] == _signature(request, found, names) else "the signature is another one"


def _signature(request: Request, found: re.Match[str], names: list[str]) -> str:
    """Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html."""
    headers = "".join(f"{name}:{str(request.headers[name]).strip()}\n" for name in names)
    digest = hashlib.sha256(request.body).hexdigest()
    canonical = "\n".join([request.method, request.path, "", headers, ";".join(names), digest])
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = "\n".join(["AWS4-HMAC-SHA256", request.headers["x-amz-date"], found["scope"], hashed])
    key = f"AWS4{SECRET_KEY}".encode()
    for part in found["scope"].split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, to_sign.encode(), "sha256").hex()


def dimensions(index: Any) -> int:
    """What OpenSearch keeps of an index that a handler created."""
    return int(json.loads(json.dumps(index))["mappings"]["properties"]["embedding"]["dimension"])

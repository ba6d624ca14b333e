"""What a custom resource answers to: CloudFormation's presigned address, behind a certificate of its own authority."""

from __future__ import annotations

import itertools
import ssl
from typing import TYPE_CHECKING, Any, Self

import trustme

from tests.handlers.lambda_runtime import ACCOUNT, REGION
from tests.handlers.local_service import Answer, LocalService, Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST_ANSWER = 4096
"""Bytes. AWS source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html."""
SIGNATURE = "?X-Amz-Signature=0f1e2d3c"
STACK_ID = f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/rag/51af3dc0-da77-11e4-872e-1234567db123"


class CloudFormation:
    """Sends events and keeps the answers that arrived as CloudFormation wants them."""

    def __init__(self, folder: Path) -> None:
        """Starts; `authority` is the file that makes its certificate trusted."""
        self._numbers = itertools.count()
        authority = trustme.CA()
        self.authority = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.authority))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        self.service = LocalService(self._accept, tls=context)
        self.answers: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.service.__exit__()

    @property
    def environment(self) -> dict[str, str]:
        """Makes urllib trust this certificate and no other."""
        return {"SSL_CERT_FILE": str(self.authority)}

    def reset(self) -> None:
        self.service.reset()
        self.answers.clear()

    def event(self, request_type: str, properties: Mapping[str, Any], physical_id: str | None = None) -> dict[str, Any]:
        """An event as CloudFormation sends it; only what exists has a physical id."""
        number = next(self._numbers)
        return {
            "RequestType": request_type,
            "ServiceToken": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:function",
            "ResponseURL": f"{self.service.url}/answer-{number}{SIGNATURE}",
            "StackId": STACK_ID,
            "RequestId": f"request-{number}",
            "LogicalResourceId": "Thing",
            "ResourceType": "Custom::Thing",
            "ResourceProperties": dict(properties),
            **({"PhysicalResourceId": physical_id} if physical_id else {}),
            **({"OldResourceProperties": {}} if request_type == "Update" else {}),
        }

    def _accept(self, request: Request) -> Answer:
        """The address is signed for a PUT without a content type: S3 refuses every other request."""
        signed = request.method == "PUT" and request.path.endswith(SIGNATURE)
        if not signed or request.headers.get("Content-Type") != "":
            return Answer(403)
        if len(request.body) > LARGEST_ANSWER:
            return Answer(400)
        self.answers.append({**request.json, "path": request.path.removesuffix(SIGNATURE)})
        return Answer(200)

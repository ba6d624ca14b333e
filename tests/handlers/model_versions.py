"""SageMaker's registry, as far as the handler of approvals sees it."""

from __future__ import annotations

from typing import Any

from tests.handlers.lambda_runtime import ACCOUNT
from tests.handlers.local_service import Answer, LocalService, Request, as_json, refusal

GROUP = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:model-package/fraud"
IMAGE = f"{ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/fraud@sha256:{'0' * 64}"
WEIGHTS = "s3://weights/fraud/1/model.tar.gz"
REGISTERED = {"Image": IMAGE, "ModelDataUrl": WEIGHTS}


class Registry:
    """Versions by their ARN; all are approved and of one image and weights unless it is said otherwise."""

    def __init__(self) -> None:
        """Starts with two versions."""
        self.versions: dict[str, dict[str, Any]] = {}
        self.start_afresh()
        self.service = LocalService(self._respond)

    def start_afresh(self) -> None:
        self.versions = {f"{GROUP}/{number}": {} for number in (1, 2)}

    def _respond(self, request: Request) -> Answer:
        if request.headers["X-Amz-Target"] != "SageMaker.DescribeModelPackage":
            return refusal("UnknownOperationException")
        arn = request.json["ModelPackageName"]
        if arn not in self.versions:
            return refusal("ValidationException", message=f"ModelPackage {arn} does not exist")
        package = {
            "ModelPackageName": "fraud",
            "ModelPackageArn": arn,
            "CreationTime": 1_790_000_000,
            "ModelPackageStatus": "Completed",
            "ModelPackageStatusDetails": {"ValidationStatuses": []},
            "ModelApprovalStatus": "Approved",
            "InferenceSpecification": {"Containers": [REGISTERED]},
        }
        return as_json({**package, **self.versions[arn]})

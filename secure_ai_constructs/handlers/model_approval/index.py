"""Ends a deployment of what nobody approved; CloudFormation has no type that asks for approval.

SageMaker's documentation does not say that a version which waits for approval cannot be deployed, and an
endpoint that names image and weights need not be of any version. So the version that is deployed must be
approved, and be of exactly these.
AWS source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModelPackage.html
"""

from __future__ import annotations

import json
import time
from typing import Any

from botocore.exceptions import ClientError

from ..custom_resource import Client, Outcome, answering

SAGEMAKER = Client("sagemaker")
APPROVED, COMPLETED = "Approved", "Completed"
PROPAGATION = (5, 10, 15)
"""Seconds until a policy that was just changed, for another version, is known everywhere."""


def act(event: dict[str, Any]) -> Outcome:
    """Compares the version `ModelPackage` with what is deployed: `Image`, `Weights` and `Variables`, a JSON object."""
    if event["RequestType"] == "Delete":
        return Outcome(event["PhysicalResourceId"])
    properties = event["ResourceProperties"]
    name, image, weights = (properties[one] for one in ("ModelPackage", "Image", "Weights"))
    package = _package(name)
    for what, must in (("ModelApprovalStatus", APPROVED), ("ModelPackageStatus", COMPLETED)):
        if package.get(what) != must:
            raise ValueError(f"{what} of {name} must be {must}, was {package.get(what)}")
    containers = package.get("InferenceSpecification", {}).get("Containers", [])
    if len(containers) != 1:
        raise ValueError(f"{name} must be of one container, was of {len(containers)}")
    variables = json.loads(properties["Variables"])
    for what, must, found in (
        ("image", image, containers[0].get("Image")),
        ("weights", weights, _weights(containers[0])),
        ("variables", variables, containers[0].get("Environment", {})),
    ):
        if found != must:
            raise ValueError(f"the {what} of {name} must be {must}, which is deployed, was {found}")
    return Outcome(package["ModelPackageArn"])


def _package(name: str) -> dict[str, Any]:
    for pause in PROPAGATION:
        try:
            return _described(name)
        except ClientError as error:
            if error.response["Error"]["Code"] != "AccessDeniedException":
                raise
        time.sleep(pause)
    return _described(name)


def _described(name: str) -> dict[str, Any]:
    found: dict[str, Any] = SAGEMAKER.describe_model_package(ModelPackageName=name)
    return found


def _weights(container: dict[str, Any]) -> Any:
    return container.get("ModelDataUrl") or container.get("ModelDataSource", {}).get("S3DataSource", {}).get("S3Uri")


handler = answering(act)

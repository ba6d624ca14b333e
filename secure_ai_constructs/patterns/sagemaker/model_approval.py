"""What nobody approved does not answer: a deployment of other weights, another image or another version ends."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from aws_cdk import CfnResource, CustomResource, Duration, Stack
from constructs import Construct

from secure_ai_constructs.patterns.foundation import ServiceFunction

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

    from secure_ai_constructs.patterns.sagemaker.container_image import ContainerImage
    from secure_ai_constructs.patterns.sagemaker.model_artifacts import ModelArtifacts
    from secure_ai_constructs.patterns.sagemaker.model_registry import ModelVersion


class ModelApproval(Construct):
    """Asks the registry, at deployment, whether this version is approved and is of this image and these weights.

    It is asked once for a release: a rollback returns to what was approved when it was deployed.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        version: ModelVersion,
        image: ContainerImage,
        artifacts: ModelArtifacts,
        path: str,
        key: kms.IKey,
    ) -> None:
        """Creates the function that asks; what must wait for its answer depends on `checked`."""
        super().__init__(scope, id)
        stack, registry = Stack.of(self), Stack.of(version.registry)
        place, its_place = (stack.account, stack.region), (registry.account, registry.region)
        if place != its_place:
            raise ValueError(
                f"{self.node.path}: the registry must be in {' '.join(place)}, as the model, was in {' '.join(its_place)}"
            )
        self.function = ServiceFunction(
            self,
            "Function",
            handler="model_approval",
            description="Asks whether a version of a model is approved",
            key=key,
        )
        self.function.allow(
            {
                "Sid": "AskForApproval",
                "Effect": "Allow",
                "Action": "sagemaker:DescribeModelPackage",
                "Resource": version.arn,
            }
        )
        self.checked = CustomResource(
            self,
            "Checked",
            service_token=self.function.function.function_arn,
            resource_type="Custom::ApprovedModel",
            properties={"ModelPackage": version.arn, "Image": image.uri, "Weights": artifacts.uri(path)},
            service_timeout=Duration.minutes(5),
        )
        # Another release is another resource: the former one is not asked for again when this one gives way to it.
        release = f"{version.registry.node.path}\n{version.number}\n{image.digest}\n{path}"
        resource = self.checked.node.default_child
        if not isinstance(resource, CfnResource):
            raise TypeError(
                f"{self.node.path}: a custom resource must be made of a CfnResource, was {type(resource).__name__}"
            )
        digest = hashlib.sha256(release.encode()).hexdigest()[:8]
        resource.override_logical_id(f"{stack.get_logical_id(resource)}{digest}")

"""What nobody approved does not answer: a deployment of other weights, another image or another version ends."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from aws_cdk import CfnResource, CustomResource, Duration, Stack
from constructs import Construct

from secure_ai_constructs.patterns.foundation import ServiceFunction

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms

    from secure_ai_constructs.patterns.sagemaker.private_sagemaker_endpoint import ServedModel


class ModelApproval(Construct):
    """Asks the registry, at deployment, whether this version is approved and is of what is deployed.

    That is its image, by digest, the place of its weights, and the variables of its container.

    It is asked once for a release: a rollback returns to what was approved when it was deployed.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: ServedModel,
        key: kms.IKey,
    ) -> None:
        """Creates the function that asks; what must wait for its answer depends on `checked`."""
        super().__init__(scope, id)
        version, weights = model.version, model.artifacts.uri(model.path)
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
            properties={
                "ModelPackage": version.arn,
                "Image": model.image.uri,
                "Weights": weights,
                "Variables": json.dumps(dict(model.environment), sort_keys=True),
            },
            service_timeout=Duration.minutes(5),
        )
        # Another release is another resource: the former one is not asked for again when this one gives way to it.
        content = (model.image.digest, model.path, *model.environment.items())
        places = (version.registry.node.path, model.image.repository.node.path, model.artifacts.node.path)
        said = (*places, version.number, *content)
        resource = self.checked.node.default_child
        if not isinstance(resource, CfnResource):
            raise TypeError(
                f"{self.node.path}: a custom resource must be made of a CfnResource, was {type(resource).__name__}"
            )
        digest = hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:8]
        resource.override_logical_id(f"{stack.get_logical_id(resource)}{digest}")

"""Versions of a model, of which a person approves those that may be deployed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import Names, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from secure_ai_constructs.patterns.foundation.caller import give
from secure_ai_constructs.patterns.foundation.kind import require_kind, require_like
from secure_ai_constructs.patterns.foundation.service import require_offered

if TYPE_CHECKING:
    from typing import Any

PACKAGE_ACTIONS = ("sagemaker:CreateModelPackage", "sagemaker:UpdateModelPackage")


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One version of a model, which somebody approves or not: `registry.version(3)`."""

    registry: ModelRegistry
    number: int

    @property
    def arn(self) -> str:
        """The ARN of its model package."""
        return self.registry.packages.replace("/*", f"/{self.number}")


class ModelRegistry(Construct):
    """A model package group where one role alone approves.

    The group's own policy refuses approval by anybody else, whatever they are granted elsewhere.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html
    """

    def __init__(self, scope: Construct, id: str, *, approver: iam.IRole, description: str) -> None:
        """Creates the group; `approver` must be another role than those who train and deploy."""
        super().__init__(scope, id)
        require_offered(self, "AWS::SageMaker::ModelPackageGroup")
        require_kind(f"{self.node.path}: description", description, str)
        require_like(f"{self.node.path}: approver", approver, "a role", "role_arn")
        if not description.strip():
            raise ValueError(
                f"{self.node.path}: description must say which models the group holds, was {description!r}"
            )
        stack = Stack.of(self)
        self.approver = approver
        # Lower case, as SageMaker spells it in the ARNs of packages; another description is another group.
        digest = hashlib.sha256(description.encode()).hexdigest()[:8]
        self.name = f"{Names.unique_resource_name(self, max_length=54, separator='-')}-{digest}".lower()
        self.packages = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:model-package/{self.name}/*"
        if "*" in approver.role_arn or "?" in approver.role_arn:
            raise ValueError(f"{self.node.path}: approver must be one role, was {approver.role_arn}")
        approved = {"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}}
        but_the_approver = {"ArnNotEquals": {"aws:PrincipalArn": approver.role_arn}}
        policy: dict[str, Any] = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "OnlyTheApproverApproves",
                    "Effect": "Deny",
                    "Principal": {"AWS": "*"},
                    "Action": list(PACKAGE_ACTIONS),
                    "Resource": self.packages,
                    "Condition": {**approved, **but_the_approver},
                },
                {
                    # An update may exchange the image and the weights of what is approved already.
                    "Sid": "OnlyTheApproverUpdates",
                    "Effect": "Deny",
                    "Principal": {"AWS": "*"},
                    "Action": "sagemaker:UpdateModelPackage",
                    "Resource": self.packages,
                    "Condition": but_the_approver,
                },
            ],
        }
        self.group = sagemaker.CfnModelPackageGroup(
            self,
            "Group",
            model_package_group_name=self.name,
            model_package_group_description=description,
            model_package_group_policy=policy,
        )
        self.group.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)

    def version(self, number: int) -> ModelVersion:
        """The version of this number, which SageMaker counts from 1; raises ValueError for what is none."""
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise ValueError(f"{self.node.path}: a version must be a whole number from 1, was {number!r}")
        return ModelVersion(self, number)

    def grant_register(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets a principal add versions, which wait for the approver; raises ValueError for the approver itself."""
        if getattr(grantee.grant_principal, "role_arn", None) == self.approver.role_arn:
            raise ValueError(
                f"{self.node.path}: the approver must be somebody else than who registers, was the same role"
            )
        never = {
            "Effect": "Deny",
            "Action": list(PACKAGE_ACTIONS),
            "Resource": "*",
            "Condition": {"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}},
        }
        no_update = {"Effect": "Deny", "Action": "sagemaker:UpdateModelPackage", "Resource": "*"}
        give(grantee, (never, no_update), of=self)
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=["sagemaker:CreateModelPackage"], resource_arns=[self.group.ref, self.packages]
        )

    def grant_approve(self) -> iam.Grant:
        """Lets the approver change the status of versions of this group, and look at them."""
        return iam.Grant.add_to_principal(
            grantee=self.approver,
            actions=["sagemaker:DescribeModelPackage", "sagemaker:UpdateModelPackage"],
            resource_arns=[self.packages],
        )

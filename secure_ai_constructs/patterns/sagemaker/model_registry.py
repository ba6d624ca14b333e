"""Versions of a model, of which a person approves those that may be deployed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import Names, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from secure_ai_constructs.patterns.foundation.caller import give, grant, require_own_account
from secure_ai_constructs.patterns.foundation.kind import require_kind, require_like, require_whole_number
from secure_ai_constructs.patterns.foundation.service import require_offered

if TYPE_CHECKING:
    from typing import Any

_DESCRIPTION = re.compile(r"(?=.*\S).{1,1024}")
PACKAGE_ACTIONS = ("sagemaker:CreateModelPackage", "sagemaker:UpdateModelPackage")


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One version of a model, which somebody approves or not: `registry.version(3)`."""

    registry: ModelRegistry
    number: int

    def __post_init__(self) -> None:
        require_kind("a version's registry", self.registry, ModelRegistry)
        require_whole_number("a version's number", self.number)

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
        if not _DESCRIPTION.fullmatch(description):
            raise ValueError(
                f"{self.node.path}: description must say which models the group holds in a line of at most 1,024 "
                f"characters, was {description!r}"
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
        require_whole_number(f"{self.node.path}: a version", number)
        return ModelVersion(self, number)

    def grant_register(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets a principal add versions, which wait for the approver; raises ValueError for the approver itself."""
        require_own_account(grantee, of=self)
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
        return grant(grantee, ["sagemaker:CreateModelPackage"], [self.group.ref, self.packages], of=self)

    def grant_approve(self) -> iam.Grant:
        """Lets the approver change the status of versions of this group, and look at them."""
        actions = ["sagemaker:DescribeModelPackage", "sagemaker:UpdateModelPackage"]
        return grant(self.approver, actions, [self.packages], of=self)

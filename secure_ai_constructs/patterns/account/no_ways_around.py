"""What nobody in the account should be able to do, for whoever is given it."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.foundation.caller import attach, require_named_role

_KEYS = {"StringEquals": {"iam:ServiceSpecificCredentialServiceName": "bedrock.amazonaws.com"}}


class NoWaysAround(Construct):
    """A policy of Denies: Bedrock's API keys, bedrock-mantle, which neither log nor guardrail sees, and masks that come off.

    Until a service control policy denies both to everybody, attach it to the people and roles that have wide
    rights. It allows nothing.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-modify.html
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        statements: list[dict[str, Any]] = [
            {
                "Sid": "NoApiKeys",
                "Effect": "Deny",
                "Action": ["bedrock-mantle:CallWithBearerToken", "bedrock:CallWithBearerToken"],
                "Resource": "*",
            },
            {
                "Sid": "NobodyMakesApiKeys",
                "Effect": "Deny",
                "Action": "iam:CreateServiceSpecificCredential",
                "Resource": "*",
                "Condition": _KEYS,
            },
            {"Sid": "NoMantle", "Effect": "Deny", "Action": "bedrock-mantle:*", "Resource": "*"},
            {"Sid": "NoUnmasking", "Effect": "Deny", "Action": "logs:Unmask", "Resource": "*"},
        ]
        self.policy = iam.ManagedPolicy(
            self,
            "Policy",
            description="Denies ways to models that neither log nor guardrail sees",
            document=iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": statements}),
        )

    def deny_to(self, role: iam.IRole) -> None:
        """Attaches the Denies to a role of the account, made here or imported."""
        require_named_role(role, of=self)
        attach(self.policy, role)

"""The reference app: a private network, and a RAG for two departments that share no data.

Copy it, rename the teams, and run `make synth`: the findings are reported when the app is
synthesized, and `cdk.out/posture.html` answers a reviewer's seven questions.

Account and Region come from the context (`-c account=… -c region=…` with the CDK CLI); without
them an example account in eu-central-1 is used, so that the app synthesizes offline.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from aws_cdk import App, Environment, Stack, Validations
from cdk_nag import AwsSolutionsChecks
from constructs import Construct

from secure_ai_constructs import PrivateNetwork, SecureAiChecks, SecureBedrockRag, accept_risk

HERE = Path(__file__).parent
EXAMPLE_ACCOUNT, EXAMPLE_REGION = "123456789012", "eu-central-1"
REVIEW_BY = date(2027, 11, 30)
"""The synth fails from the day after: an accepted risk is looked at again."""


class NetworkStack(Stack):
    """Three zones without a way to the internet."""

    def __init__(self, scope: Construct, id: str, *, env: Environment) -> None:
        super().__init__(scope, id, env=env, description="Private network for AI workloads")
        self.network = PrivateNetwork(self, "Network")


class RagStack(Stack):
    """Claims and fraud each ask about their own documents."""

    def __init__(self, scope: Construct, id: str, *, env: Environment, network: PrivateNetwork) -> None:
        super().__init__(scope, id, env=env, description="RAG for the insurance departments")
        self.rag = SecureBedrockRag(self, "Rag", network=network, owner="insurance-platform")
        self.claims = self.rag.add_team("claims")
        self.fraud = self.rag.add_team("fraud")


def accept_what_the_account_owns(rag: SecureBedrockRag) -> None:
    """Trail, detector and invocation logging exist once for an account and Region."""
    owner = "security-platform"
    accept_risk(
        rag,
        control="cloudtrail-present",
        reason="The organization's trail records this account; a second copy would be billed and prove nothing more.",
        owner=owner,
        expires=REVIEW_BY,
    )
    accept_risk(
        rag,
        control="guardduty-present",
        reason="GuardDuty allows one detector per account and Region, and the delegated administrator creates it.",
        owner=owner,
        expires=REVIEW_BY,
    )
    accept_risk(
        rag,
        control="bedrock-invocation-logged",
        reason="One setting covers all of the account's Bedrock calls; the account baseline turns it on before workloads.",
        owner=owner,
        expires=REVIEW_BY,
    )


def accept_what_guardduty_asks_for(rag: SecureBedrockRag) -> None:
    """AwsSolutions is a second judge in the same synth, and reports every wildcard in a role."""
    stack = Stack.of(rag)
    rules = f"arn:{stack.partition}:events:{stack.region}:{stack.account}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*"
    accept_risk(
        rag,
        control=f"AwsSolutions::AwsSolutions-IAM5[Resource::{rules}]",
        reason="GuardDuty chooses the end of its rule's name; events:ManagedBy limits changes to rules that it manages.",
        owner="security-platform",
        expires=REVIEW_BY,
    )


def settings() -> dict[str, Any]:
    """The context that the CDK CLI would pass: feature flags change templates."""
    flags: dict[str, Any] = json.loads((HERE / "cdk.json").read_text(encoding="utf-8"))["context"]
    zones: dict[str, Any] = json.loads((HERE / "cdk.context.json").read_text(encoding="utf-8"))
    return flags | zones


def build(outdir: str | None = None, *, context: dict[str, Any] | None = None) -> App:
    """The whole app, ready to be synthesized into `outdir`."""
    app = App(outdir=outdir, context=settings() | (context or {}), analytics_reporting=False)
    env = Environment(
        account=app.node.try_get_context("account") or EXAMPLE_ACCOUNT,
        region=app.node.try_get_context("region") or EXAMPLE_REGION,
    )
    network = NetworkStack(app, "Network", env=env)
    rag = RagStack(app, "Rag", env=env, network=network.network)
    accept_what_the_account_owns(rag.rag)
    accept_what_guardduty_asks_for(rag.rag)
    Validations.of(app).add_plugins(SecureAiChecks(app), AwsSolutionsChecks(app))
    return app


if __name__ == "__main__":
    build(os.environ.get("CDK_OUTDIR", "cdk.out")).synth()

"""What the reference app has none of: fine-tuning, notebooks, a speaking model, people who build, an assessment."""

from __future__ import annotations

from datetime import date

from aws_cdk import App, Environment, Stack
from aws_cdk import aws_iam as iam

import app
from secure_ai_constructs import (
    AiService,
    AuditedAccount,
    AuditManagerAssessment,
    BedrockAccountSettings,
    ContentGuardrail,
    DataRetention,
    GuardedModel,
    ManagedDriftMonitor,
    MlPersonas,
    ModelCustomization,
    Problem,
    SecureBedrockRag,
    SecureNotebook,
    ServedModel,
    ServiceCard,
)
from tests.patterns.models import endpoint, place
from tests.patterns.synthesis import ACCOUNT

REGION = "us-east-1"
"""One of those in which Bedrock fine-tunes, and Audit Manager is."""


def build(outdir: str) -> App:
    """The app, ready to be synthesized into a folder."""
    tree = App(outdir=outdir, context=app.settings(), analytics_reporting=False, tree_metadata=False)
    env = Environment(account=ACCOUNT, region=REGION)
    account = AuditedAccount(
        Stack(tree, "Account", env=env), "Account", owner="security", emails=["security@example.com"]
    )
    where = place(Stack(tree, "Test", env=env))
    scope, network, operations = where.before, where.network, where.operations
    auditor = iam.Role.from_role_name(scope, "Auditor", "auditor")
    AuditManagerAssessment(
        scope,
        "Assessed",
        owner="compliance",
        process_owner=auditor,
        key=operations.key.key,
        operations=account.operations,
        existing_customer=True,
    )
    ModelCustomization(scope, "Tuning", base_model="amazon.nova-lite-v1:0:300k", network=network, operations=operations)
    SecureNotebook(scope, "Notebook", network=network, operations=operations, owner="fraud-platform")
    guardrail = ContentGuardrail(scope, "Guardrail")
    rag = SecureBedrockRag(scope, "Rag", network=network, owner="platform", guardrail=guardrail, operations=operations)
    rag.add_team("claims")
    BedrockAccountSettings(scope, "Settings", operations=operations, guardrail=guardrail, retention=DataRetention.NONE)
    reader = iam.Role(scope, "Reader", assumed_by=iam.AccountRootPrincipal())
    reader.add_to_policy(iam.PolicyStatement(actions=["textract:AnalyzeDocument"], resources=["*"]))
    ServiceCard(
        scope,
        "Textract",
        service=AiService.TEXTRACT,
        url="https://docs.aws.amazon.com/ai/responsible-ai/textract/overview.html",
        read=date(2026, 11, 1),
        reader="compliance",
    )
    speaking = ServedModel(
        "fraud",
        where.image,
        where.artifacts,
        "fraud/1/model.tar.gz",
        where.registry.version(1),
        environment={"MAX_TOTAL_TOKENS": "4096"},
    )
    model = endpoint(where, model=speaking)
    GuardedModel(where.stack, "Guarded", endpoint=model, guardrail=guardrail, operations=operations)
    MlPersonas(
        where.stack,
        "People",
        trust=iam.AccountRootPrincipal(),
        network=network,
        keys=[model.key.key],
        job_roles=[model.role],
        hosting_roles=[model.role],
    )
    ManagedDriftMonitor(
        where.stack,
        "Managed",
        endpoint=model,
        analyzer=where.image,
        operations=operations,
        quality=Problem.BINARY,
        existing_customer=True,
    )
    return tree

"""The reference app: an audited account, a private network, a RAG for three departments, and a model of their own.

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
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from cdk_nag import AwsSolutionsChecks
from constructs import Construct

from secure_ai_constructs import (
    AccessLogBucket,
    AiService,
    ArtifactNotifications,
    AuditedAccount,
    CardContent,
    ContainerImage,
    ContentGuardrail,
    Dataset,
    DeniedTopic,
    DriftMonitor,
    LanguageModel,
    MatrixScope,
    ModelArtifacts,
    ModelDashboard,
    ModelLineage,
    ModelRegistry,
    ModelSignature,
    Operations,
    PrivateNetwork,
    PrivateSageMakerEndpoint,
    RiskRating,
    SecureAiChecks,
    SecureBedrockRag,
    ServedModel,
    ServiceCard,
    Threat,
    VectorStore,
    WorkloadRecord,
    accept_risk,
)

HERE = Path(__file__).parent
EXAMPLE_ACCOUNT, EXAMPLE_REGION = "123456789012", "eu-central-1"
EXAMPLE_DIGEST = f"sha256:{'0' * 64}"
"""Of an image that you have pushed: `docker push` prints it."""
MODEL = LanguageModel.in_region("qwen.qwen3-32b-v1:0")
REVIEW_BY = date(2027, 11, 30)
"""The synth fails from the day after: an accepted risk is looked at again."""


class AccountStack(Stack):
    """What the account has once: deployed before the workloads that it watches, and kept after them."""

    def __init__(self, scope: Construct, id: str, *, env: Environment) -> None:
        super().__init__(scope, id, env=env, description="What proves what happened in the account")
        self.baseline = AuditedAccount(
            self,
            "Account",
            owner="security-platform",
            emails=["security@example.com"],
            deny_to=[iam.Role.from_role_name(self, one.title(), one) for one in ("administrator", "developer")],
        )
        if self.baseline.evidence:
            self.baseline.evidence.grant_upload_posture(iam.Role.from_role_name(self, "Pipeline", "pipeline"))


class ReportsStack(Stack):
    """What reaches people from us-east-1 alone, wherever the workloads stand."""

    def __init__(self, scope: Construct, id: str, *, env: Environment) -> None:
        super().__init__(scope, id, env=env, description="Reports of AWS, and whoever signs in as root")
        self.notifications = ArtifactNotifications(
            self, "Notifications", owner="security-platform", emails=["compliance@example.com"]
        )


class NetworkStack(Stack):
    """Three zones without a way to the internet."""

    def __init__(self, scope: Construct, id: str, *, env: Environment) -> None:
        super().__init__(scope, id, env=env, description="Private network for AI workloads")
        administrator = iam.Role.from_role_name(self, "KeyAdministrator", "key-administrator")
        self.network = PrivateNetwork(self, "Network", administrator=administrator)


class RagStack(Stack):
    """Claims, fraud and legal each ask about their own documents, in three kinds of vector store."""

    def __init__(
        self, scope: Construct, id: str, *, env: Environment, network: PrivateNetwork, access_logs: AccessLogBucket
    ) -> None:
        super().__init__(scope, id, env=env, description="What the insurance departments share, and no data of theirs")
        administrator = iam.Role.from_role_name(self, "KeyAdministrator", "key-administrator")
        self.rag = SecureBedrockRag(
            self,
            "Rag",
            network=network,
            owner="insurance-platform",
            guardrail=ContentGuardrail(
                self,
                "Guardrail",
                administrator=administrator,
                patterns={"policy-number": r"POL-[0-9]{8}"},
                denied_topics=[
                    DeniedTopic("Legal advice", "Advice on whether to sue, settle or plead in a case of one's own.")
                ],
            ),
            operations=Operations(
                self,
                "Operations",
                access_logs=access_logs,
                administrator=administrator,
                revoker=iam.Role.from_role_name(self, "KeyRevoker", "key-revoker"),
                monthly_budget_usd=2_000,
                emails=["ai-platform@example.com"],
            ),
        )
        self.card = self.rag.add_model_card(
            model_id=MODEL.model_id,
            intended_use="Employees ask about the documents of their own department; people decide on every claim.",
            risk=RiskRating.MEDIUM,
            evaluation="Grounding and relevance of every answer are scored by the guardrail, and low ones withheld.",
            limitations="Knows only what was uploaded. Tables in scanned documents are read poorly.",
        )
        self.service_card = ServiceCard(
            self,
            "Embeddings",
            service=AiService.TITAN,
            url="https://docs.aws.amazon.com/ai/responsible-ai/titan-text-embeddings/overview.html",
            read=date(2026, 11, 30),
            reader="insurance-platform",
        )
        self.claims = self.rag.add_team("claims")
        self.fraud = self.rag.add_team("fraud", store=VectorStore.opensearch_serverless())
        self.legal = self.rag.add_team("legal", store=VectorStore.aurora_postgresql())
        for team in self.rag.teams.values():
            team.add_query_function(model=MODEL)
        self.record = WorkloadRecord(
            self,
            "Record",
            workload="insurance-assistant",
            matrix_scope=MatrixScope.PRE_TRAINED_MODEL,
            owner="insurance-platform",
            threats=[
                Threat(
                    "LLM01",
                    "A document or a question tells the model to ignore its instructions.",
                    ("bedrock-guardrail-prompt-attack", "bedrock-bypass-alarmed"),
                    "New wordings pass until the filter learns them.",
                ),
                Threat(
                    "LLM02",
                    "Somebody of one department reads another's documents, or personal data, in an answer.",
                    ("bedrock-guardrail-sensitive-information", "s3-source-locked-to-readers"),
                ),
                Threat(
                    "LLM04",
                    "An upload with false facts is answered from as if it were true.",
                    ("s3-source-malware-scanned", "bedrock-knowledge-base-reads-only"),
                    "Whether a document is true, no scanner knows: its uploader answers for it.",
                ),
            ],
        )


class ModelsStack(Stack):
    """The weights of models: deployed before the endpoints that serve them."""

    def __init__(
        self, scope: Construct, id: str, *, env: Environment, network: PrivateNetwork, rag: SecureBedrockRag
    ) -> None:
        super().__init__(scope, id, env=env, description="Weights of models, who approves them, and who may read them")
        self.network, self.operations, self.guardrail = network, rag.operations, rag.guardrail
        self.artifacts = ModelArtifacts(self, "Artifacts", network=network, operations=rag.operations)
        approver = iam.Role.from_role_name(self, "Approver", "model-approver")
        self.registry = ModelRegistry(self, "Registry", approver=approver, description="Models that rate payments")


class FraudScoringStack(Stack):
    """A model that rates payments, for people who decide."""

    def __init__(self, scope: Construct, id: str, *, env: Environment, models: ModelsStack) -> None:
        super().__init__(scope, id, env=env, description="Rates payments by a model in the private network")
        repository = ecr.Repository.from_repository_name(self, "Image", "fraud-scoring")
        self.endpoint = PrivateSageMakerEndpoint(
            self,
            "Endpoint",
            model=ServedModel(
                name="fraud-scoring",
                image=ContainerImage(repository, EXAMPLE_DIGEST),
                artifacts=models.artifacts,
                path="fraud-scoring/2026-11/model.tar.gz",
                version=models.registry.version(7),
            ),
            card=CardContent(
                intended_use="Rates payments from 0 to 1 for the fraud team, whose people decide on each of them.",
                risk=RiskRating.HIGH,
                training="Gradient boosting on payments of 2024 and 2025 that the fraud team has labelled.",
                evaluation="AUC 0.91 and F1 0.74 on payments of the first half of 2026, which it had not seen.",
                limitations="Has seen few payments of small businesses and none in other currencies than EUR.",
                owner="fraud-platform",
                facets=("channel",),
            ),
            network=models.network,
            operations=models.operations,
        )
        self.monitor = DriftMonitor(
            self,
            "Monitor",
            endpoint=self.endpoint,
            signature=ModelSignature(
                features=("amount", "age", "hour", "country", "channel"), facet="channel", group="branch"
            ),
            image=ContainerImage(repository, EXAMPLE_DIGEST),
            operations=models.operations,
        )
        self.lineage = ModelLineage(
            self,
            "Lineage",
            endpoint=self.endpoint,
            training_job=f"arn:{self.partition}:sagemaker:{self.region}:{self.account}:training-job/fraud-scoring-2026-11",
            datasets=[
                Dataset(
                    name="payments",
                    uri="s3://example-training-data/payments/2025.parquet",
                    version_id="3sL4kqtJlcpXroDTDmJ-rmSpXd3dIbrHY",
                    sha256="0" * 64,
                    classification="confidential",
                    legal_basis="contract",
                )
            ],
            weights_sha256="0" * 64,
            operations=models.operations,
        )
        self.dashboard = ModelDashboard(self, "Dashboard", monitors=[self.monitor], guardrails=[models.guardrail])
        self.record = WorkloadRecord(
            self,
            "Record",
            workload="fraud-scoring",
            matrix_scope=MatrixScope.SELF_TRAINED_MODEL,
            owner="fraud-platform",
            threats=[
                Threat(
                    "AML.T0020",
                    "Labels are shaped until a kind of fraud is rated as harmless.",
                    ("sagemaker-endpoint-quality-monitored", "sagemaker-lineage-recorded"),
                    "What nobody labels as fraud is learned by nobody.",
                ),
                Threat(
                    "AML.T0015",
                    "Payments are cut until they pass below what the model learned.",
                    ("sagemaker-endpoint-monitored", "sagemaker-endpoint-captured"),
                ),
            ],
        )


def accept_what_an_account_has_once(account: AuditedAccount, reports: ArtifactNotifications) -> None:
    """Settings of an account are no resources, so that no action on them has a resource level."""
    owner = "security-platform"
    for construct, reason in (
        (
            account.invocation_logging,
            "Invocation logging is one setting of the account; its actions have no resource level, and the role is named.",
        ),
        (
            account.vulnerabilities,
            "Inspector is turned on for the account; its actions have no resource level, and none turns it off.",
        ),
        (
            account.registry,
            "The registry's scan setting exists once for the account; the action that reads it has no resource level.",
        ),
        (
            account.configuration,
            "The function reads one setting of the account and answers Config; neither action has a resource level.",
        ),
        (
            account.queries,
            "Answers of Logs Insights have no resource level; what may be asked, another action says by the log group.",
        ),
        (
            account.evidence,
            "The collector lists findings, rules and reports of the account; its actions have no resource level that helps.",
        ),
        (
            reports.function,
            "The subscription is one setting of the account; its two actions have no resource level.",
        ),
    ):
        if construct:
            accept_risk(
                construct,
                control="AwsSolutions::AwsSolutions-IAM5[Resource::*]",
                reason=reason,
                owner=owner,
                expires=REVIEW_BY,
            )
    stack = Stack.of(account)
    cards = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:model-card/*"
    if account.evidence:
        accept_risk(
            account.evidence,
            control=f"AwsSolutions::AwsSolutions-IAM5[Resource::{cards}]",
            reason="Evidence holds every card of the account; those under a key are read only where the key's policy says so.",
            owner=owner,
            expires=REVIEW_BY,
        )


def accept_what_services_ask_for(network: PrivateNetwork, rag: SecureBedrockRag) -> None:
    """AwsSolutions is a second judge in the same synth, and reports every wildcard in a role."""
    owner, stack = "security-platform", Stack.of(rag)
    rules = f"arn:{stack.partition}:events:{stack.region}:{stack.account}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*"
    accept_risk(
        rag,
        control=f"AwsSolutions::AwsSolutions-IAM5[Resource::{rules}]",
        reason="GuardDuty chooses the end of its rule's name; events:ManagedBy limits changes to rules that it manages.",
        owner=owner,
        expires=REVIEW_BY,
    )
    accept_risk(
        network.interfaces,
        control="AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        reason="Lambda places functions in subnets by actions that it asks for on all resources; the same policy denies "
        "them to the code of every function.",
        owner=owner,
        expires=REVIEW_BY,
    )
    accept_risk(
        network.containers,
        control="AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        reason="Of a container's interfaces and its registry token none has a name before it is made; interfaces are "
        "limited to the VPC, metrics to SageMaker's namespaces, and a container in isolation has no credentials.",
        owner=owner,
        expires=REVIEW_BY,
    )
    accept_risk(
        network.prefix_lists,
        control="AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        reason="ec2:DescribeManagedPrefixLists has no resource level; it reads the public addresses of AWS's services.",
        owner=owner,
        expires=REVIEW_BY,
    )
    accept_risk(
        rag.operations.undelivered,
        control="AwsSolutions::AwsSolutions-SQS3",
        reason="The queue is the last one, for alerts that the topic did not take; the pack knows queues of queues and "
        "of functions only, not of rules.",
        owner=owner,
        expires=REVIEW_BY,
    )


def accept_what_jobs_are_called(monitor: DriftMonitor) -> None:
    """Names that end in what only a day knows."""
    stack = Stack.of(monitor)
    place = f"{stack.region}:{stack.account}"
    for construct, resource, reason in (
        (
            monitor.role,
            f"arn:{stack.partition}:logs:{place}:log-group:/aws/sagemaker/ProcessingJobs:*",
            "SageMaker logs all processing jobs of an account to one group, and names their streams.",
        ),
        (
            monitor.function,
            f"arn:{stack.partition}:sagemaker:{place}:processing-job/{monitor.jobs}-*",
            "A job is named for its endpoint, kind and day, so that an event that comes twice starts no second one.",
        ),
    ):
        accept_risk(
            construct,
            control=f"AwsSolutions::AwsSolutions-IAM5[Resource::{resource}]",
            reason=reason,
            owner="fraud-platform",
            expires=REVIEW_BY,
        )


def settings() -> dict[str, Any]:
    """The context that the CDK CLI would pass: feature flags change templates."""
    flags: dict[str, Any] = json.loads((HERE / "cdk.json").read_text(encoding="utf-8"))["context"]
    zones: dict[str, Any] = json.loads((HERE / "cdk.context.json").read_text(encoding="utf-8"))
    return flags | zones


def build(outdir: str | None = None, *, context: dict[str, Any] | None = None, judges: bool = True) -> App:
    """The whole app, ready to be synthesized into `outdir`; `judges` run in its synth."""
    app = App(outdir=outdir, context=settings() | (context or {}), analytics_reporting=False)
    env = Environment(
        account=app.node.try_get_context("account") or EXAMPLE_ACCOUNT,
        region=app.node.try_get_context("region") or EXAMPLE_REGION,
    )
    account = AccountStack(app, "Account", env=env)
    reports = ReportsStack(app, "Reports", env=Environment(account=env.account, region="us-east-1"))
    accept_what_an_account_has_once(account.baseline, reports.notifications)
    network = NetworkStack(app, "Network", env=env)
    insurance = RagStack(
        app, "Insurance", env=env, network=network.network, access_logs=account.baseline.operations.access_logs
    )
    if account.baseline.evidence:
        account.baseline.evidence.admit_to_cards_under(insurance.rag.operations.key.key)
    accept_what_services_ask_for(network.network, insurance.rag)
    models = ModelsStack(app, "Models", env=env, network=network.network, rag=insurance.rag)
    scoring = FraudScoringStack(app, "FraudScoring", env=env, models=models)
    accept_what_jobs_are_called(scoring.monitor)
    if judges:
        Validations.of(app).add_plugins(SecureAiChecks(app), AwsSolutionsChecks(app))
    return app


if __name__ == "__main__":
    build(os.environ.get("CDK_OUTDIR", "cdk.out")).synth()

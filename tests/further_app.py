"""What the reference app has none of: fine-tuning, notebooks, a speaking model, people who build, brakes."""

from __future__ import annotations

from datetime import date

from aws_cdk import App, Environment, Stack
from aws_cdk import aws_bedrockagentcore as agentcore
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sagemaker as sagemaker

import app
from secure_ai_constructs import (
    AiService,
    AuditedAccount,
    AuditManagerAssessment,
    BedrockAccountSettings,
    ContainerImage,
    ContentGuardrail,
    GuardedModel,
    ManagedDriftMonitor,
    MlPersonas,
    ModelCustomization,
    Operations,
    Part,
    PrivateNetwork,
    Problem,
    SecureBedrockRag,
    SecureNotebook,
    ServedModel,
    ServiceCard,
)
from tests.patterns.models import DIGEST, endpoint, place
from tests.patterns.synthesis import ACCOUNT, MODEL

REGION = "us-east-1"
"""One of those in which Bedrock fine-tunes, and Audit Manager is."""


def by_hand(scope: Stack, network: PrivateNetwork, operations: Operations) -> None:
    """What no construct makes, as people who use CDK's own classes would make it."""
    key = operations.key.key.key_arn
    sagemaker.CfnDomain(
        scope,
        "Studio",
        domain_name="studio",
        auth_mode="SSO",
        app_network_access_type="VpcOnly",
        vpc_id=network.vpc.vpc_id,
        subnet_ids=network.vpc.select_subnets(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED).subnet_ids,
        default_user_settings=sagemaker.CfnDomain.UserSettingsProperty(
            execution_role=f"arn:aws:iam::{ACCOUNT}:role/studio"
        ),
        kms_key_id=key,
    )
    sagemaker.CfnFeatureGroup(
        scope,
        "Features",
        feature_group_name="payments",
        record_identifier_feature_name="id",
        event_time_feature_name="time",
        feature_definitions=[
            sagemaker.CfnFeatureGroup.FeatureDefinitionProperty(feature_name=name, feature_type="String")
            for name in ("id", "time")
        ],
        # As CloudFormation spells it: CDK passes this property through as it is.
        online_store_config={"EnableOnlineStore": True, "SecurityConfig": {"KmsKeyId": key}},
    )
    agentcore.CfnCodeInterpreterCustom(
        scope,
        "Interpreter",
        name="interpreter",
        network_configuration=agentcore.CfnCodeInterpreterCustom.CodeInterpreterNetworkConfigurationProperty(
            network_mode="SANDBOX"
        ),
    )
    lambda_.CfnFunction(
        scope,
        "Asks",
        role=f"arn:aws:iam::{ACCOUNT}:role/asks",
        handler="index.handler",
        runtime="python3.13",
        code=lambda_.CfnFunction.CodeProperty(zip_file="def handler(event, context): ..."),
        environment=lambda_.CfnFunction.EnvironmentProperty(variables={"MODEL": "us.amazon.nova-lite-v1:0"}),
    )
    auditor = iam.Role(scope, "ReportReader", assumed_by=iam.AccountRootPrincipal())
    auditor.add_to_policy(
        iam.PolicyStatement(actions=["artifact:GetReport"], resources=[f"arn:aws:artifact:{REGION}::report/*"])
    )
    issuer = "token.actions.githubusercontent.com"
    pipelines = iam.CfnOIDCProvider(scope, "Pipelines", url=f"https://{issuer}", client_id_list=["sts.amazonaws.com"])
    iam.Role(
        scope,
        "Releases",
        assumed_by=iam.WebIdentityPrincipal(
            pipelines.attr_arn, {"StringEquals": {f"{issuer}:sub": "repo:example/models:environment:production"}}
        ),
    )


def build(outdir: str) -> App:
    """The app, ready to be synthesized into a folder."""
    tree = App(outdir=outdir, context=app.settings(), analytics_reporting=False, tree_metadata=False)
    env = Environment(account=ACCOUNT, region=REGION)
    account = AuditedAccount(
        Stack(tree, "Account", env=env),
        "Account",
        owner="security",
        emails=["security@example.com"],
        exceptions=[part.create() for part in Part if part.is_asked_for and part is not Part.ENFORCED_GUARDRAIL],
    )
    where = place(Stack(tree, "Test", env=env), on_premises=["10.200.0.0/16"])
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
    by_hand(scope, network, operations)
    guardrail = ContentGuardrail(scope, "Guardrail")
    rag = SecureBedrockRag(scope, "Rag", network=network, owner="platform", guardrail=guardrail, operations=operations)
    team = rag.add_team("claims")
    team.add_query_function(model=MODEL)
    BedrockAccountSettings(scope, "Settings", operations=operations, guardrail=guardrail)
    reader = iam.Role(scope, "Reader", assumed_by=iam.AccountRootPrincipal())
    reader.add_to_policy(iam.PolicyStatement(actions=["textract:AnalyzeDocument"], resources=["*"]))
    for service, card in (
        (AiService.NOVA, "nova-micro-lite-pro"),
        (AiService.TEXTRACT, "textract-analyzedocument"),
        (AiService.TITAN, "titan-text-embeddings"),
    ):
        url = f"https://docs.aws.amazon.com/ai/responsible-ai/{card}/overview.html"
        ServiceCard(scope, service.name, service=service, url=url, read=date(2026, 11, 1), reader="compliance")
    images = ecr.Repository(
        scope,
        "Images",
        image_tag_mutability=ecr.TagMutability.IMMUTABLE,
        encryption=ecr.RepositoryEncryption.KMS,
        encryption_key=operations.key.key,
    )
    speaking = ServedModel(
        "fraud",
        ContainerImage(images, DIGEST),
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
        card_keys=[model.card.key],
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

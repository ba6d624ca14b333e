"""Teams of the reference app cannot reach one another, outsiders cannot reach a team, and each team can work.

What is evaluated are the synthesized policies, request by request, frozen as they are, with no SCPs
assumed. A request that should fail is given the most favourable context that its sender could
arrange: every endpoint of the network, the guardrail's present version, objects that were scanned.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_iam as iam

from secure_ai_constructs.access import Document, Identity, Request, World, evaluate, parse
from secure_ai_constructs.access.opensearch import data_policies, permits
from secure_ai_constructs.access.world import READ_AS_POLICIES, arn_of, name_of, plain, world_of
from secure_ai_constructs.assembly import load
from tests.patterns.synthesis import MODEL, rag, stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secure_ai_constructs.assembly import Assembly, Resource

TEAMS = ("claims", "fraud", "legal")
PAIRS = list(itertools.permutations(TEAMS, 2))
ACCOUNT = "123456789012"
EVERYTHING = parse({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
SERVICES = ("bedrock", "lambda", "s3", "s3vectors", "secretsmanager", "sqs")
"""Through which a team's key is used."""
ACCESS_POINT = f"arn:aws:s3:eu-central-1:{ACCOUNT}:accesspoint/way-in"
THROUGH_IT = {"s3:DataAccessPointArn": ACCESS_POINT, "s3:DataAccessPointAccount": ACCOUNT}
"""What S3 says of a request that came through an access point of the account: the bucket's policy is asked, too."""
CLEAN = {"s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND"}

LOCKED = (
    "GetObject",
    "GetObjectVersion",
    "GetObjectVersionForReplication",
    "PutObject",
    "ReplicateObject",
    "ReplicateDelete",
    "DeleteObject",
    "DeleteObjectVersion",
    "UpdateObjectEncryption",
)
OBJECTS = (*LOCKED, "PutObjectTagging", "PutObjectVersionTagging", "ReplicateTags", "GetObjectTagging", "RestoreObject")
ACTIONS: dict[str, tuple[str, ...]] = {
    "AWS::S3::Bucket": ("s3:ListBucket", "s3:ListBucketVersions", "s3:PutBucketPolicy", "s3:GetBucketPolicy"),
    "AWS::KMS::Key": (
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:ReEncryptFrom",
        "kms:CreateGrant",
        "kms:RetireGrant",
        "kms:PutKeyPolicy",
        "kms:DisableKey",
        "kms:ScheduleKeyDeletion",
    ),
    "AWS::S3Vectors::VectorBucket": (
        "s3vectors:PutVectorBucketPolicy",
        "s3vectors:DeleteVectorBucketPolicy",
        "s3vectors:DeleteVectorBucket",
        "s3vectors:CreateIndex",
    ),
    "AWS::S3Vectors::Index": tuple(f"s3vectors:{one}Vectors" for one in ("Query", "Get", "Put", "Delete", "List")),
    "AWS::Bedrock::KnowledgeBase": (
        "bedrock:AgenticRetrieveStream",
        "bedrock:GenerateQuery",
        "bedrock:Retrieve",
        "bedrock:StartIngestionJob",
        "bedrock:IngestKnowledgeBaseDocuments",
        "bedrock:GetKnowledgeBase",
        "bedrock:UpdateKnowledgeBase",
        "bedrock:DeleteKnowledgeBase",
        "bedrock:CreateDataSource",
    ),
    "AWS::Bedrock::ApplicationInferenceProfile": ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"),
    "AWS::Bedrock::PromptVersion": ("bedrock:GetPrompt", "bedrock:RenderPrompt"),
    "AWS::OpenSearchServerless::Collection": ("aoss:APIAccessAll", "aoss:UpdateCollection", "aoss:DeleteCollection"),
    "AWS::RDS::DBCluster": (
        "rds-data:ExecuteStatement",
        "rds-data:BatchExecuteStatement",
        "rds:ModifyDBCluster",
        "rds:CreateDBClusterSnapshot",
    ),
    "AWS::SecretsManager::Secret": (
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:PutResourcePolicy",
        "secretsmanager:DeleteResourcePolicy",
    ),
    "AWS::Lambda::Function": (
        "lambda:InvokeFunction",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
        "lambda:AddPermission",
        "lambda:GetFunction",
    ),
    "AWS::SQS::Queue": ("sqs:ReceiveMessage", "sqs:SendMessage", "sqs:SetQueueAttributes", "sqs:AddPermission"),
    "AWS::Logs::LogGroup": ("logs:GetLogEvents", "logs:PutLogEvents", "logs:FilterLogEvents"),
    "AWS::IAM::Role": (
        "sts:AssumeRole",
        "iam:PassRole",
        "iam:PutRolePolicy",
        "iam:AttachRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:DeleteRolePermissionsBoundary",
    ),
}
"""Every way to a team that is known: its things, and whoever may use, change or become what guards them."""
WITHOUT_A_RESOURCE = (
    "bedrock:RetrieveAndGenerate",
    "aoss:CreateAccessPolicy",
    "aoss:UpdateAccessPolicy",
    "aoss:CreateSecurityPolicy",
    "aoss:UpdateSecurityPolicy",
    "bedrock:CreateKnowledgeBase",
    "ec2:ModifyVpcEndpoint",
    "iam:CreateRole",
    "kms:CreateAlias",
    "lambda:CreateFunction",
    "logs:PutResourcePolicy",
    "s3:CreateMultiRegionAccessPoint",
)
"""Ways that begin with something new, or with what all teams share."""


@pytest.fixture(scope="module")
def world(reference: Assembly) -> World:
    return world_of(reference)


def owned(assembly: Assembly, team: str, resource_type: str) -> list[Resource]:
    """The team's resources of a type."""
    return [one for one in assembly.by_type.get(resource_type, ()) if f"/Teams/{team}/" in f"{one.construct_path}"]


def the(assembly: Assembly, team: str, resource_type: str, name: str = "") -> Resource:
    [found] = [one for one in owned(assembly, team, resource_type) if name in one.logical_id]
    return found


def bucket(assembly: Assembly, team: str) -> Resource:
    return the(assembly, team, "AWS::S3::Bucket", "Documents")


def requests_at(assembly: Assembly, team: str) -> Iterator[tuple[str, str]]:
    """Each action that concerns a team, on each resource of the team."""
    for resource_type, actions in ACTIONS.items():
        for resource in owned(assembly, team, resource_type):
            yield from ((action, arn_of(resource)) for action in actions)
    for one in owned(assembly, team, "AWS::S3::Bucket"):
        yield from ((f"s3:{action}", f"{arn_of(one)}/report.pdf") for action in OBJECTS)
    yield from ((action, "*") for action in WITHOUT_A_RESOURCE)
    yield from ((f"s3:{action}", ACCESS_POINT) for action in ("CreateAccessPoint", "PutAccessPointPolicy"))


def guardrail(assembly: Assembly) -> str:
    [one] = assembly.by_type["AWS::Bedrock::Guardrail"]
    return arn_of(one)


def endpoint(assembly: Assembly, service: str) -> str:
    [found] = [
        one for one in assembly.by_type["AWS::EC2::VPCEndpoint"] if plain(one["ServiceName"]).endswith(f".{service}")
    ]
    return name_of(found)


def contexts(assembly: Assembly, action: str) -> Iterator[dict[str, str]]:
    """What a sender may arrange: an endpoint, the guardrail, a clean object; a service or prompt, or an access point."""
    [region] = {one.template.region for one in assembly.by_type["AWS::EC2::VPC"]}
    prompts = [arn_of(one) for one in assembly.by_type["AWS::Bedrock::Prompt"]]
    uses = [
        {},
        *({"kms:ViaService": f"{one}.{region}.amazonaws.com"} for one in SERVICES),
        *({"kms:EncryptionContext:aws:bedrock-prompts:arn": one} for one in prompts),
    ]
    arranged = {"kms": uses, "s3": [{}, THROUGH_IT]}.get(action.partition(":")[0], [{}])
    for way in [*map(name_of, assembly.by_type["AWS::EC2::VPCEndpoint"]), ""]:
        for use in arranged:
            yield {
                **CLEAN,
                **use,
                "bedrock:GuardrailIdentifier": f"{guardrail(assembly)}:1",
                "aws:RequestedRegion": str(region),
                **({"aws:SourceVpce": way} if way else {}),
            }


def allowed(world: World, principal: str, action: str, resource: str, **context: str) -> bool:
    given = {key.replace("__", ":"): value for key, value in context.items()}
    return evaluate(Request(principal, action, resource, given, owner=ACCOUNT), world).allowed


# Teams and one another ---------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_role_of_a_team_does_anything_to_another(reference: Assembly, world: World, one: str, other: str) -> None:
    roles = [arn_of(role) for role in owned(reference, one, "AWS::IAM::Role")]
    assert len(roles) >= 4
    wanted = list(requests_at(reference, other))
    assert len({action for action, _ in wanted}) > 70
    reached = [
        (role, action, resource)
        for role in roles
        for action, resource in wanted
        for context in contexts(reference, action)
        if evaluate(Request(role, action, resource, context, owner=ACCOUNT), world).allowed
    ]
    assert reached == []


@pytest.mark.parametrize("team", TEAMS)
def test_no_role_of_a_team_reads_what_all_teams_write(reference: Assembly, world: World, team: str) -> None:
    """Access logs and alerts are shared; a team neither reads them nor changes what guards them."""
    shared = [
        *(
            (f"s3:{one}", f"{arn_of(resource)}/log")
            for one in OBJECTS
            for resource in reference.by_type["AWS::S3::Bucket"]
            if "AccessLogs" in resource.logical_id
        ),
        *(("sns:Publish", arn_of(topic)) for topic in reference.by_type["AWS::SNS::Topic"]),
    ]
    assert len(shared) > 2
    for role in owned(reference, team, "AWS::IAM::Role"):
        assert [one for one in shared if allowed(world, arn_of(role), *one)] == []


def test_the_page_says_how_many_actions_are_tried(reference: Assembly) -> None:
    tried = {action for team in TEAMS for action, _ in requests_at(reference, team)}
    page = (Path(__file__).parents[2] / "docs/patterns/secure-bedrock-rag.md").read_text(encoding="utf-8")
    assert f"does any of {len(tried)} actions to" in page


@pytest.fixture(scope="module")
def granted() -> Assembly:
    """Two teams, each with somebody of its own who asks and somebody who uploads."""
    shared = rag(stack())
    for name in ("claims", "fraud"):
        team = shared.add_team(name)
        team.add_query_function(model=MODEL)
        analyst, uploader = (
            iam.Role(Stack.of(team), f"{kind}{name}", assumed_by=iam.AccountRootPrincipal())
            for kind in ("Analyst", "Uploader")
        )
        team.grant_query(analyst, model=MODEL)
        team.grant_upload(uploader)
    app: Any = shared.node.root
    return load(Path(app.synth().directory))


@pytest.mark.parametrize(("one", "other"), [("claims", "fraud"), ("fraud", "claims")])
@pytest.mark.parametrize("kind", ["Analyst", "Uploader"])
def test_whoever_was_granted_a_team_does_nothing_to_another(granted: Assembly, kind: str, one: str, other: str) -> None:
    world = world_of(granted)
    [role] = [found for found in granted.by_type["AWS::IAM::Role"] if found.logical_id.startswith(f"{kind}{one}")]
    wanted = list(requests_at(granted, other))
    assert len({action for action, _ in wanted}) > 40
    reached = [
        (action, resource)
        for action, resource in wanted
        for context in contexts(granted, action)
        if evaluate(Request(arn_of(role), action, resource, context, owner=ACCOUNT), world).allowed
    ]
    assert reached == []


@pytest.mark.parametrize("team", ["claims", "fraud"])
def test_whoever_was_granted_a_team_does_that(granted: Assembly, team: str) -> None:
    world = world_of(granted)
    analyst, uploader = (
        arn_of(found)
        for kind in ("Analyst", "Uploader")
        for found in granted.by_type["AWS::IAM::Role"]
        if found.logical_id.startswith(f"{kind}{team}")
    )
    knowledge_base = arn_of(the(granted, team, "AWS::Bedrock::KnowledgeBase"))
    runtime = endpoint(granted, "bedrock-agent-runtime")
    assert allowed(world, analyst, "bedrock:Retrieve", knowledge_base, aws__SourceVpce=runtime)
    assert not allowed(world, analyst, "bedrock:Retrieve", knowledge_base)
    document = f"{arn_of(bucket(granted, team))}/report.pdf"
    key = arn_of(the(granted, team, "AWS::KMS::Key"))
    encrypted = {
        "s3:x-amz-server-side-encryption": "aws:kms",
        "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
        "aws:SourceVpce": endpoint(granted, "s3"),
    }
    assert evaluate(Request(uploader, "s3:PutObject", document, encrypted, owner=ACCOUNT), world).allowed
    assert not evaluate(
        Request(uploader, "s3:GetObject", document, {**encrypted, **CLEAN}, owner=ACCOUNT), world
    ).allowed


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_the_data_access_policies_name_no_role_of_another_team(reference: Assembly, one: str, other: str) -> None:
    policies = data_policies(reference)
    for collection in owned(reference, other, "AWS::OpenSearchServerless::Collection"):
        name = plain(collection["Name"])
        index = f"index/{name}/{plain(the(reference, other, 'Custom::OpenSearchIndex')['Index'])}"
        for role in owned(reference, one, "AWS::IAM::Role"):
            for permission in ("aoss:ReadDocument", "aoss:WriteDocument", "aoss:DeleteIndex"):
                assert not permits(policies, principal=arn_of(role), permission=permission, resource=index)


# Outsiders ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def with_administrator(world: World) -> tuple[World, str]:
    """The same world, and in it a role that may do everything by its own policies."""
    administrator = f"arn:aws:iam::{ACCOUNT}:role/Administrator"
    identities = {**world.identities, administrator: Identity(policies=(EVERYTHING,))}
    return World(identities, world.resource_policies, endpoints=world.endpoints), administrator


@pytest.mark.parametrize("team", TEAMS)
def test_an_administrator_of_the_account_reads_no_object_and_no_vector_but_may_ask(
    reference: Assembly, with_administrator: tuple[World, str], team: str
) -> None:
    """Frozen policies: who may change a bucket's policy could let themselves in, and would be seen doing so."""
    world, administrator = with_administrator
    document = f"{arn_of(bucket(reference, team))}/report.pdf"
    for context in contexts(reference, "s3:GetObject"):
        for action in LOCKED:
            request = Request(administrator, f"s3:{action}", document, context, owner=ACCOUNT)
            assert not evaluate(request, world).allowed
    for index in owned(reference, team, "AWS::S3Vectors::Index"):
        for action in ACTIONS["AWS::S3Vectors::Index"]:
            assert not allowed(world, administrator, action, arn_of(index))
    for secret in owned(reference, team, "AWS::SecretsManager::Secret"):
        assert not allowed(world, administrator, "secretsmanager:GetSecretValue", arn_of(secret))
    for collection in owned(reference, team, "AWS::OpenSearchServerless::Collection"):
        place = f"index/{plain(collection['Name'])}/{plain(the(reference, team, 'Custom::OpenSearchIndex')['Index'])}"
        for permission in ("aoss:ReadDocument", "aoss:WriteDocument", "aoss:DeleteIndex"):
            assert not permits(data_policies(reference), principal=administrator, permission=permission, resource=place)
    # RDS owns the master secret of a cluster, and its policy is not ours to lock.
    for cluster in owned(reference, team, "AWS::RDS::DBCluster"):
        assert allowed(world, administrator, "rds-data:ExecuteStatement", arn_of(cluster))
    # Bedrock has no policy on a knowledge base that we know to hold, and a function is its account's to call.
    assert allowed(
        world, administrator, "bedrock:Retrieve", arn_of(the(reference, team, "AWS::Bedrock::KnowledgeBase"))
    )


@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize(
    "principal",
    [
        "anonymous",
        "arn:aws:iam::999999999999:role/Stranger",
        "delivery.logs.amazonaws.com",
        "lambda.amazonaws.com",
        "s3.amazonaws.com",
    ],
)
def test_nobody_from_outside_the_account_reaches_a_team(
    reference: Assembly, world: World, team: str, principal: str
) -> None:
    strong = {**world.identities, principal: Identity(policies=(EVERYTHING,))} if "arn" in principal else {}
    outside = World(strong or world.identities, world.resource_policies, endpoints=world.endpoints)
    reached = [
        (action, resource)
        for action, resource in requests_at(reference, team)
        if evaluate(Request(principal, action, resource, CLEAN, owner=ACCOUNT), outside).allowed
    ]
    # A function's role trusts Lambda itself, for every account's Lambda service is one principal.
    assert {action for action, _ in reached} <= ({"sts:AssumeRole"} if principal == "lambda.amazonaws.com" else set())


def test_a_log_group_that_its_own_policy_opens_is_reached(reference: Assembly, world: World) -> None:
    group = arn_of(the(reference, "claims", "AWS::Logs::LogGroup", "IngestionLogs"))
    stranger = "arn:aws:iam::999999999999:role/Stranger"
    opened = {"Effect": "Allow", "Principal": {"AWS": stranger}, "Action": "logs:GetLogEvents", "Resource": "*"}
    own = world.resource_policies[group]
    wider = replace(own, document=parse({"Version": "2012-10-17", "Statement": [opened]}))
    request = Request(stranger, "logs:GetLogEvents", group, {}, owner=ACCOUNT)
    strong = {**world.identities, stranger: Identity(policies=(EVERYTHING,))}
    assert not evaluate(request, World(strong, world.resource_policies)).allowed
    assert evaluate(request, World(strong, {**world.resource_policies, group: wider})).allowed


def test_no_policy_that_names_a_principal_is_overlooked(reference_dir: Path) -> None:
    found = {
        (one["Type"], name)
        for file in reference_dir.glob("*.template.json")
        for one in json.loads(file.read_text(encoding="utf-8"))["Resources"].values()
        for name, data in one.get("Properties", {}).items()
        if any("Principal" in statement for statement in statements_in(data))
    }
    endpoints = {("AWS::EC2::VPCEndpoint", "PolicyDocument")}
    assert {("AWS::Logs::LogGroup", "ResourcePolicyDocument"), ("AWS::KMS::Key", "KeyPolicy")} <= found
    assert found <= READ_AS_POLICIES | endpoints


def statements_in(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        if isinstance(data.get("Statement"), list):
            yield from data["Statement"]
        for child in data.values():
            yield from statements_in(child)
    elif isinstance(data, list):
        for child in data:
            yield from statements_in(child)


def test_events_reach_the_queues_only_by_their_own_rules_and_dead_letters_by_those_of_the_account(
    reference: Assembly, world: World
) -> None:
    rules = list(reference.by_type["AWS::Events::Rule"])
    letters = {queue for one in rules for queue in one["Targets.0.DeadLetterConfig.Arn"].targets}
    strange = "arn:aws:events:eu-central-1:999999999999:rule/strange"
    for queue in reference.by_type["AWS::SQS::Queue"]:
        assert not allowed(world, "events.amazonaws.com", "sqs:SendMessage", arn_of(queue))
        assert not allowed(world, "events.amazonaws.com", "sqs:SendMessage", arn_of(queue), aws__SourceArn=strange)
        named = allowed(
            world, "events.amazonaws.com", "sqs:SendMessage", arn_of(queue), aws__SourceArn=arn_of(rules[0])
        )
        assert not named or queue in rules[0]["Targets"].targets or queue in letters


# What a team's own roles may not do --------------------------------------------------------------


def asker(reference: Assembly, team: str) -> str:
    return arn_of(the(reference, team, "AWS::IAM::Role", "QueryFunctionRole"))


def model_call(reference: Assembly, team: str, **context: str) -> tuple[Request, Request]:
    """The two requests of which a call through the team's profile consists: of the profile, and of the model."""
    profile = arn_of(the(reference, team, "AWS::Bedrock::ApplicationInferenceProfile"))
    given = {
        "bedrock:GuardrailIdentifier": f"{guardrail(reference)}:1",
        "aws:SourceVpce": endpoint(reference, "bedrock-runtime"),
        "aws:RequestedRegion": "eu-central-1",
        **{key.replace("__", ":"): value for key, value in context.items()},
    }
    given = {key: value for key, value in given.items() if value}
    model = "arn:aws:bedrock:eu-central-1::foundation-model/qwen.qwen3-32b-v1:0"
    through = {**given, "bedrock:InferenceProfileArn": profile}
    return (
        Request(asker(reference, team), "bedrock:InvokeModel", profile, given, owner=ACCOUNT),
        Request(asker(reference, team), "bedrock:InvokeModel", model, through),  # a foundation model is in no account
    )


@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize(
    "context",
    [
        pytest.param({"bedrock__GuardrailIdentifier": ""}, id="without a guardrail"),
        pytest.param(
            {"bedrock__GuardrailIdentifier": "arn:aws:bedrock:eu-central-1:123456789012:guardrail/x:1"},
            id="under another guardrail",
        ),
        pytest.param({"aws__SourceVpce": ""}, id="from outside the endpoints"),
        pytest.param({"aws__SourceVpce": "vpce-of-somebody-else"}, id="from another endpoint"),
        pytest.param({"aws__RequestedRegion": "us-east-1"}, id="in another Region"),
        pytest.param({"aws__RequestedRegion": "unspecified"}, id="anywhere"),
    ],
)
def test_the_model_is_not_called(reference: Assembly, world: World, team: str, context: dict[str, str]) -> None:
    assert not any(evaluate(one, world).allowed for one in model_call(reference, team, **context))


@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize("version", ["", "DRAFT", "2"])
def test_no_other_version_of_the_guardrail_will_do(reference: Assembly, world: World, team: str, version: str) -> None:
    name = f"{guardrail(reference)}:{version}".rstrip(":")
    assert not any(
        evaluate(one, world).allowed for one in model_call(reference, team, bedrock__GuardrailIdentifier=name)
    )


@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize(
    "action",
    [
        "bedrock:RetrieveAndGenerate",
        "bedrock:AgenticRetrieveStream",
        "bedrock:StartFlowExecution",
        "bedrock:CreateEvaluationJob",
        "bedrock:OptimizePrompt",
        "bedrock:InvokeAgent",
        "bedrock:InvokeInlineAgent",
        "bedrock:InvokeFlow",
        "bedrock:CreateModelInvocationJob",
        "bedrock:CallWithBearerToken",
        "bedrock-mantle:CreateInference",
        "bedrock-mantle:CallWithBearerToken",
    ],
)
def test_there_is_no_way_around_the_guardrail_even_when_somebody_adds_one(
    reference: Assembly, world: World, team: str, action: str
) -> None:
    role = asker(reference, team)
    own = world.identities[role]
    careless = {**world.identities, role: Identity((*own.policies, EVERYTHING), own.boundary)}
    wider = World(careless, world.resource_policies, endpoints=world.endpoints)
    assert not allowed(wider, role, action, "*")


@pytest.mark.parametrize("team", TEAMS)
def test_questions_and_documents_come_through_the_endpoints_or_not_at_all(
    reference: Assembly, world: World, team: str
) -> None:
    ingestion = arn_of(the(reference, team, "AWS::IAM::Role", "IngestionFunctionRole"))
    document = f"{arn_of(bucket(reference, team))}/report.pdf"
    assert not allowed(world, ingestion, "s3:GetObject", document, **CLEAN)
    assert not allowed(world, ingestion, "s3:ListBucketVersions", arn_of(bucket(reference, team)))
    knowledge_base = arn_of(the(reference, team, "AWS::Bedrock::KnowledgeBase"))
    assert not allowed(world, ingestion, "bedrock:StartIngestionJob", knowledge_base)
    key = arn_of(the(reference, team, "AWS::KMS::Key"))
    assert not allowed(world, ingestion, "kms:Decrypt", key)
    assert allowed(world, ingestion, "kms:Decrypt", key, kms__ViaService="s3.eu-central-1.amazonaws.com")
    assert not allowed(world, asker(reference, team), "bedrock:Retrieve", knowledge_base)
    assert not allowed(
        world, asker(reference, team), "bedrock:GetPrompt", arn_of(the(reference, team, "AWS::Bedrock::Prompt"))
    )


@pytest.mark.parametrize("handler", ["TableFunctionRole", "RotationFunctionRole"])
def test_a_database_is_signed_in_to_through_the_endpoints_or_not_at_all(
    reference: Assembly, world: World, handler: str
) -> None:
    role = arn_of(the(reference, "legal", "AWS::IAM::Role", handler))
    cluster = arn_of(the(reference, "legal", "AWS::RDS::DBCluster"))
    secret = arn_of(the(reference, "legal", "AWS::SecretsManager::Secret"))
    through = endpoint(reference, "rds-data")
    for action, resource in (("rds-data:ExecuteStatement", cluster), ("secretsmanager:GetSecretValue", secret)):
        assert not allowed(world, role, action, resource)
        assert not allowed(world, role, action, resource, aws__SourceVpce="vpce-elsewhere")
    assert allowed(world, role, "rds-data:ExecuteStatement", cluster, aws__SourceVpce=through)
    assert allowed(world, role, "secretsmanager:GetSecretValue", secret, aws__ViaAWSService="true")


@pytest.mark.parametrize("team", TEAMS)
def test_what_was_not_scanned_clean_is_not_read(reference: Assembly, world: World, team: str) -> None:
    role = arn_of(the(reference, team, "AWS::IAM::Role", "KnowledgeBaseRole"))
    document = f"{arn_of(bucket(reference, team))}/report.pdf"
    status = "s3:ExistingObjectTag/GuardDutyMalwareScanStatus"
    for tag in ({}, {status: "THREATS_FOUND"}, {status: "UNSUPPORTED"}):
        assert not evaluate(Request(role, "s3:GetObject", document, tag, owner=ACCOUNT), world).allowed


# What a team can do ------------------------------------------------------------------------------


@pytest.mark.parametrize("team", TEAMS)
def test_the_knowledge_base_reads_embeds_and_searches_without_an_endpoint(
    reference: Assembly, world: World, team: str
) -> None:
    role = arn_of(the(reference, team, "AWS::IAM::Role", "KnowledgeBaseRole"))
    key = arn_of(the(reference, team, "AWS::KMS::Key"))
    assert allowed(world, role, "s3:ListBucket", arn_of(bucket(reference, team)))
    assert evaluate(
        Request(role, "s3:GetObject", f"{arn_of(bucket(reference, team))}/report.pdf", CLEAN, owner=ACCOUNT), world
    ).allowed
    assert allowed(world, role, "kms:Decrypt", key, kms__ViaService="s3.eu-central-1.amazonaws.com")
    assert allowed(world, role, "kms:GenerateDataKey", key)
    embedding = "arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0"
    assert allowed(world, role, "bedrock:InvokeModel", embedding)
    assert allowed(
        world,
        "bedrock.amazonaws.com",
        "sts:AssumeRole",
        role,
        aws__SourceAccount=ACCOUNT,
        aws__SourceArn=f"arn:aws:bedrock:eu-central-1:{ACCOUNT}:knowledge-base/ABCDEFGHIJ",
    )
    assert not allowed(
        world,
        "bedrock.amazonaws.com",
        "sts:AssumeRole",
        role,
        aws__SourceAccount="999999999999",
        aws__SourceArn="arn:aws:bedrock:eu-central-1:999999999999:knowledge-base/ABCDEFGHIJ",
    )


def test_each_kind_of_store_is_searched_by_its_own_knowledge_base(reference: Assembly, world: World) -> None:
    claims, fraud, legal = (arn_of(the(reference, one, "AWS::IAM::Role", "KnowledgeBaseRole")) for one in TEAMS)
    assert allowed(world, claims, "s3vectors:QueryVectors", arn_of(the(reference, "claims", "AWS::S3Vectors::Index")))
    collection = the(reference, "fraud", "AWS::OpenSearchServerless::Collection")
    assert allowed(world, fraud, "aoss:APIAccessAll", arn_of(collection))
    index = f"index/{plain(collection['Name'])}/{plain(the(reference, 'fraud', 'Custom::OpenSearchIndex')['Index'])}"
    assert permits(data_policies(reference), principal=fraud, permission="aoss:ReadDocument", resource=index)
    assert not permits(data_policies(reference), principal=fraud, permission="aoss:DeleteIndex", resource=index)
    assert allowed(world, legal, "rds-data:ExecuteStatement", arn_of(the(reference, "legal", "AWS::RDS::DBCluster")))
    secret = arn_of(the(reference, "legal", "AWS::SecretsManager::Secret"))
    assert allowed(world, legal, "secretsmanager:GetSecretValue", secret)


@pytest.mark.parametrize("team", TEAMS)
def test_a_question_is_answered_through_the_endpoints_under_the_guardrail(
    reference: Assembly, world: World, team: str
) -> None:
    role = asker(reference, team)
    knowledge_base = arn_of(the(reference, team, "AWS::Bedrock::KnowledgeBase"))
    agents, runtime = (endpoint(reference, one) for one in ("bedrock-agent-runtime", "bedrock-runtime"))
    assert allowed(world, role, "bedrock:Retrieve", knowledge_base, aws__SourceVpce=agents)
    assert all(evaluate(one, world).allowed for one in model_call(reference, team))
    assert allowed(world, role, "bedrock:ApplyGuardrail", guardrail(reference), aws__SourceVpce=runtime)
    prompt = arn_of(the(reference, team, "AWS::Bedrock::PromptVersion"))
    assert allowed(world, role, "bedrock:GetPrompt", prompt, aws__SourceVpce=endpoint(reference, "bedrock-agent"))


@pytest.mark.parametrize("team", TEAMS)
def test_instructions_are_read_and_a_question_that_failed_is_kept_under_the_team_s_key(
    reference: Assembly, world: World, team: str
) -> None:
    role, key = asker(reference, team), arn_of(the(reference, team, "AWS::KMS::Key"))
    prompt = arn_of(the(reference, team, "AWS::Bedrock::Prompt"))
    queue = the(reference, team, "AWS::SQS::Queue", "QueryFunctionDeadLetters")
    assert allowed(world, role, "sqs:SendMessage", arn_of(queue))
    assert not allowed(world, role, "sqs:ReceiveMessage", arn_of(queue))
    in_prompts = {"kms:EncryptionContext:aws:bedrock-prompts:arn": prompt}
    in_the_queue = {"kms:ViaService": "sqs.eu-central-1.amazonaws.com"}
    for context, expected in (
        (in_prompts, True),
        (in_the_queue, True),
        ({}, False),
        ({"kms:ViaService": "s3.eu-central-1.amazonaws.com"}, False),
        ({"kms:EncryptionContext:aws:bedrock-prompts:arn": f"{prompt}".replace(ACCOUNT, "999999999999")}, False),
    ):
        request = Request(role, "kms:Decrypt", key, context, owner=ACCOUNT)
        assert evaluate(request, world).allowed is expected


@pytest.mark.parametrize("team", TEAMS)
def test_documents_are_ingested_and_a_manifest_is_kept(reference: Assembly, world: World, team: str) -> None:
    role = arn_of(the(reference, team, "AWS::IAM::Role", "IngestionFunctionRole"))
    knowledge_base = arn_of(the(reference, team, "AWS::Bedrock::KnowledgeBase"))
    way = {"aws:SourceVpce": endpoint(reference, "s3")}
    document = f"{arn_of(bucket(reference, team))}/report.pdf"
    manifest = f"{arn_of(the(reference, team, 'AWS::S3::Bucket', 'Manifests'))}/manifests/1.json"
    agent = endpoint(reference, "bedrock-agent")
    assert allowed(world, role, "bedrock:StartIngestionJob", knowledge_base, aws__SourceVpce=agent)
    assert evaluate(Request(role, "s3:GetObjectVersion", document, {**way, **CLEAN}, owner=ACCOUNT), world).allowed
    assert evaluate(Request(role, "s3:ListBucketVersions", arn_of(bucket(reference, team)), way), world).allowed
    assert evaluate(Request(role, "s3:PutObject", manifest, way, owner=ACCOUNT), world).allowed
    assert not evaluate(Request(role, "s3:PutObject", document, way, owner=ACCOUNT), world).allowed
    assert not evaluate(Request(role, "s3:DeleteObjectVersion", manifest, way, owner=ACCOUNT), world).allowed


# The checks above would notice -------------------------------------------------------------------


def without_sid(world: World, sid: str) -> World:
    """The same world without the statements of a name, wherever they stand."""

    def rest(document: Document) -> Document:
        return Document(tuple(one for one in document.statements if one.sid != sid))

    policies = {arn: type(one)(one.account, rest(one.document)) for arn, one in world.resource_policies.items()}
    identities = {arn: Identity(tuple(map(rest, one.policies)), one.boundary) for arn, one in world.identities.items()}
    return World(identities, policies, endpoints=world.endpoints)


@pytest.mark.parametrize(
    ("sid", "action"),
    [
        ("LockedToNamedPrincipals", "s3:GetObject"),
        ("LockedToKnowledgeBase", "s3vectors:QueryVectors"),
        ("LockedToKnowledgeBase", "secretsmanager:GetSecretValue"),
    ],
)
def test_without_a_lock_the_administrator_gets_in(
    reference: Assembly, with_administrator: tuple[World, str], sid: str, action: str
) -> None:
    world, administrator = with_administrator
    context = {**CLEAN, **({"aws:SourceVpce": endpoint(reference, "s3")} if action.startswith("s3:") else {})}
    wanted = [
        resource
        for team in TEAMS
        for one, resource in requests_at(reference, team)
        if one == action and "Manifests" not in resource
    ]
    assert wanted

    def reached(somewhere: World) -> list[str]:
        return [
            one
            for one in wanted
            if evaluate(Request(administrator, action, one, context, owner=ACCOUNT), somewhere).allowed
        ]

    assert reached(world) == []
    assert reached(without_sid(world, sid))


@pytest.mark.parametrize("sid", ["Retrieve", "InvokeGuarded", "InvokeProfileGuarded", "ReadInstructions"])
def test_without_a_permission_the_question_is_not_answered(reference: Assembly, world: World, sid: str) -> None:
    poorer = without_sid(world, sid)
    role, team = asker(reference, "claims"), "claims"
    knowledge_base = arn_of(the(reference, team, "AWS::Bedrock::KnowledgeBase"))
    prompt = arn_of(the(reference, team, "AWS::Bedrock::PromptVersion"))
    agents, agent = endpoint(reference, "bedrock-agent-runtime"), endpoint(reference, "bedrock-agent")
    assert not (
        allowed(poorer, role, "bedrock:Retrieve", knowledge_base, aws__SourceVpce=agents)
        and all(evaluate(one, poorer).allowed for one in model_call(reference, team))
        and allowed(poorer, role, "bedrock:GetPrompt", prompt, aws__SourceVpce=agent)
    )

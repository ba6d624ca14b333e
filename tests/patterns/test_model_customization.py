"""Fine-tuning cannot start without a key, a network and scanned data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

import app
from secure_ai_constructs import (
    ContentGuardrail,
    ModelCustomization,
    Operations,
    PrivateNetwork,
    SecureBedrockRag,
)
from secure_ai_constructs.access import Request, evaluate
from secure_ai_constructs.access.world import arn_of, name_of, plain, world_of
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.synthesis import MODEL

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Assembly, Resource

ACCOUNT, REGION = "123456789012", "us-east-1"
BASE = "amazon.nova-lite-v1:0:300k"


def customization(scope: Stack, base_model: str = BASE) -> ModelCustomization:
    return ModelCustomization(
        scope,
        "Customization",
        base_model=base_model,
        network=PrivateNetwork(scope, "Network"),
        operations=Operations(scope, "Operations"),
    )


def stack(region: str = REGION, outdir: str | None = None) -> Stack:
    root = App(outdir=outdir, context=app.settings(), analytics_reporting=False)
    return Stack(root, "Tuning", env=Environment(account=ACCOUNT, region=region))


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    outdir: Path = tmp_path_factory.mktemp("tuning")
    scope = stack(outdir=str(outdir))
    made = customization(scope)
    made.grant_start(iam.Role(scope, "Scientist", assumed_by=iam.AccountRootPrincipal()))
    root = scope.node.root
    assert isinstance(root, App)
    root.synth()
    return load(outdir)


def definition(assembly: Assembly) -> dict[str, Any]:
    [machine] = assembly.by_type["AWS::StepFunctions::StateMachine"]
    written: dict[str, Any] = json.loads(plain(machine["DefinitionString"]))
    return written


def the(assembly: Assembly, resource_type: str, name: str) -> Resource:
    [found] = [one for one in assembly.by_type[resource_type] if one.logical_id.startswith(f"Customization{name}")]
    return found


def test_every_control_holds_but_those_of_the_account(assembly: Assembly) -> None:
    found = [one for one in review(assembly, CATALOG).findings if one.verdict is not TRUE]
    assert {one.control.id for one in found} == {"ai-service-card-recorded"}, "which somebody has to read"
    asked = {one.control.id for one in review(assembly, CATALOG).findings}
    assert {"bedrock-customization-protected", "iam-pass-role-named", "state-machine-logged"} <= asked


def test_the_job_has_the_key_the_network_and_the_role(assembly: Assembly) -> None:
    job = definition(assembly)["States"]["FineTune"]["Parameters"]
    assert job["BaseModelIdentifier"] == BASE
    assert job["CustomModelKmsKeyId"] == arn_of(the(assembly, "AWS::KMS::Key", "Key"))
    assert len(job["VpcConfig"]["SubnetIds"]) == 3
    assert job["VpcConfig"]["SecurityGroupIds"] == [name_of(the(assembly, "AWS::EC2::SecurityGroup", "SecurityGroup"))]
    assert job["RoleArn"] == arn_of(the(assembly, "AWS::IAM::Role", "Role"))


def test_data_from_elsewhere_ends_the_execution(assembly: Assembly) -> None:
    states = definition(assembly)["States"]
    [only] = states["IsScannedData"]["Choices"]
    assert only["StringMatches"] == f"s3://{name_of(the(assembly, 'AWS::S3::Bucket', 'TrainingBucket'))}/*"
    assert only["Next"] == "FineTune"
    assert states[states["IsScannedData"]["Default"]]["Type"] == "Fail"


def test_the_starter_alone_may_start_a_job_and_pass_the_role(assembly: Assembly) -> None:
    world = world_of(assembly)
    roles = {role.logical_id: arn_of(role) for role in assembly.by_type["AWS::IAM::Role"]}
    base = f"arn:aws:bedrock:{REGION}::foundation-model/{BASE}"
    [job_role] = [arn for name, arn in roles.items() if name.startswith("CustomizationRole")]
    passed = {"iam:PassedToService": "bedrock.amazonaws.com"}
    starters = {
        name
        for name, arn in roles.items()
        if evaluate(Request(arn, "bedrock:CreateModelCustomizationJob", base), world).allowed
        or evaluate(Request(arn, "iam:PassRole", job_role, passed), world).allowed
    }
    assert {name.rstrip("0123456789ABCDEF") for name in starters} == {"CustomizationStarterRole"}
    elsewhere = {"iam:PassedToService": "lambda.amazonaws.com"}
    [starter] = [arn for name, arn in roles.items() if name.startswith("CustomizationStarterRole")]
    assert not evaluate(Request(starter, "iam:PassRole", job_role, elsewhere), world).allowed


def test_the_job_reads_clean_training_data_and_writes_only_its_output(assembly: Assembly) -> None:
    world = world_of(assembly)
    [role] = [
        arn_of(one) for one in assembly.by_type["AWS::IAM::Role"] if one.logical_id.startswith("CustomizationRole")
    ]
    buckets = {one.logical_id: arn_of(one) for one in assembly.by_type["AWS::S3::Bucket"]}
    [training] = [arn for name, arn in buckets.items() if "Training" in name]
    [output] = [arn for name, arn in buckets.items() if "Output" in name]
    [gateway] = [key for key in world.endpoints if key]
    clean = {
        "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND",
        "aws:SourceVpce": gateway,
    }

    def may(action: str, resource: str, context: dict[str, str] = clean) -> bool:
        return evaluate(Request(role, action, resource, context, owner=ACCOUNT), world).allowed

    assert may("s3:GetObject", f"{training}/data.jsonl")
    assert not may("s3:GetObject", f"{training}/data.jsonl", {"aws:SourceVpce": gateway})
    assert not may("s3:GetObject", f"{training}/data.jsonl", {k: v for k, v in clean.items() if k != "aws:SourceVpce"})
    assert not may("s3:PutObject", f"{training}/data.jsonl")
    assert may("s3:PutObject", f"{output}/weights")


def test_a_caller_asks_the_tuned_model_under_the_guardrail() -> None:
    scope = stack()
    caller = iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal())
    model = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:custom-model-deployment/abcdef"
    guardrail = ContentGuardrail(scope, "Guardrail")
    customization(scope).grant_invoke(caller, model_arn=model, guardrail=guardrail).assert_success()
    policies = Template.from_stack(scope).find_resources("AWS::IAM::Policy")
    [policy] = [one for one in policies.values() if "Caller" in json.dumps(one["Properties"]["Roles"])]
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    [invoke] = [one for one in statements if "bedrock:InvokeModel" in one["Action"] and one["Effect"] == "Allow"]
    assert invoke["Resource"] == model
    assert "bedrock:GuardrailIdentifier" in invoke["Condition"]["StringEquals"]
    assert any(one.get("Sid", "").startswith("NeverUnguarded") for one in statements)


def test_whoever_asks_a_team_may_ask_the_tuned_model_too() -> None:
    scope = stack()
    network, operations = PrivateNetwork(scope, "Network"), Operations(scope, "Operations")
    guardrail = ContentGuardrail(scope, "Guardrail")
    shared = SecureBedrockRag(
        scope, "Rag", network=network, owner="platform", guardrail=guardrail, operations=operations
    )
    team = shared.add_team("claims")
    tuning = Stack(scope.node.root, "Own", env=Environment(account=ACCOUNT, region=REGION))  # type: ignore[arg-type]
    tuned = ModelCustomization(tuning, "Tuning", base_model=BASE, network=network, operations=operations)
    model = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:custom-model-deployment/abcdef"
    asker = iam.Role(Stack.of(team), "Asker", assumed_by=iam.AccountRootPrincipal())
    team.grant_query(asker, model=MODEL)
    tuned.grant_invoke(asker, model_arn=model, guardrail=guardrail)
    root = scope.node.root
    assert isinstance(root, App)
    found = load(Path(root.synth().directory))
    world = world_of(found)
    ways = {
        plain(one["ServiceName"]).rpartition(".")[2]: name_of(one) for one in found.by_type["AWS::EC2::VPCEndpoint"]
    }
    [role] = [arn_of(one) for one in found.by_type["AWS::IAM::Role"] if one.logical_id.startswith("Asker")]
    [guarded] = [f"{arn_of(one)}:1" for one in found.by_type["AWS::Bedrock::Guardrail"]]

    def may(action: str, resource: str, **context: str) -> bool:
        given = {"aws:RequestedRegion": REGION, **{key.replace("__", ":"): value for key, value in context.items()}}
        return evaluate(Request(role, action, resource, given, owner=ACCOUNT), world).allowed

    [base] = [arn_of(one) for one in found.by_type["AWS::Bedrock::KnowledgeBase"]]
    assert may("bedrock:Retrieve", base, aws__SourceVpce=ways["bedrock-agent-runtime"])
    assert not may("bedrock:Retrieve", base)
    asked = {"bedrock__GuardrailIdentifier": guarded, "aws__SourceVpce": ways["bedrock-runtime"]}
    assert may("bedrock:InvokeModel", model, **asked)
    assert not may("bedrock:InvokeModel", model, aws__SourceVpce=ways["bedrock-runtime"])
    sids = [
        statement["Sid"]
        for policy in found.by_type["AWS::IAM::Policy"]
        for statement in plain(policy["PolicyDocument"])["Statement"]
        if "Sid" in statement and policy.logical_id.startswith("Asker")
    ]
    assert len(sids) == len(set(sids)) > 0


@pytest.mark.parametrize("model", ["titan", "*", "", "eu.amazon.nova-lite-v1:0", "openai.gpt-oss-20b-1:0"])
def test_a_model_that_bedrock_does_not_fine_tune_is_refused(model: str) -> None:
    with pytest.raises(ValueError, match=r"Tuning/Customization: base_model must be one that Bedrock fine-tunes"):
        customization(stack(), model)


def test_a_region_where_bedrock_does_not_fine_tune_is_refused() -> None:
    with pytest.raises(ValueError, match=r"the Region must be one where Bedrock fine-tunes .*, was eu-central-1"):
        customization(stack("eu-central-1"))


def test_a_model_that_is_not_a_tuned_one_is_refused() -> None:
    scope = stack()
    caller = iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal())
    with pytest.raises(ValueError, match="model_arn must be of a custom-model-deployment or provisioned-model"):
        customization(scope).grant_invoke(
            caller, model_arn="arn:aws:bedrock:us-east-1::foundation-model/a", guardrail=ContentGuardrail(scope, "G")
        )


def test_nobody_in_a_stack_that_it_depends_on_starts_a_job() -> None:
    scope = stack()
    operations = Operations(scope, "Operations")
    tuning = Stack(scope.node.root, "Apart", env=Environment(account=ACCOUNT, region=REGION))  # type: ignore[arg-type]
    made = ModelCustomization(
        tuning, "Tuning", base_model=BASE, network=PrivateNetwork(tuning, "Network"), operations=operations
    )
    people = iam.AccountRootPrincipal()
    with pytest.raises(ValueError, match="must stand in a stack of its own or in Apart, because that depends on"):
        made.grant_start(iam.Role(scope, "Scientist", assumed_by=people))
    caller = Stack(scope.node.root, "Caller", env=Environment(account=ACCOUNT, region=REGION))  # type: ignore[arg-type]
    made.grant_start(iam.Role(caller, "Scientist", assumed_by=people))
    with pytest.raises(ValueError, match="must stand in a stack that does not itself depend on the bucket"):
        made.training.grant_write_objects(iam.Role(caller, "Loader", assumed_by=people))

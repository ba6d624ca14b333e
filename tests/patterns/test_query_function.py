"""A question is answered under the guardrail or not at all, from one knowledge base, and watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import Aws, Environment, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

import app
from secure_ai_constructs import CustomerKey, DataResidency, KeyPurpose, LanguageModel, PrivateNetwork
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.patterns.rag.governed_prompt import INSTRUCTIONS, GovernedPrompt
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.synthesis import (
    ACCOUNT,
    MODEL,
    Properties,
    beside,
    by_sid,
    is_kept,
    mentions,
    only,
    rag,
    region,
    resources,
    stack,
)

if TYPE_CHECKING:
    from pathlib import Path

    from secure_ai_constructs import SecureBedrockRag, Team


@pytest.fixture(scope="session")
def claims(insurance: SecureBedrockRag) -> Stack:
    return Stack.of(insurance.teams["claims"])


def asked(**arguments: Any) -> Stack:
    """The stack of a team whose query function has these arguments."""
    team = rag().add_team("claims")
    team.add_query_function(**{"model": MODEL, **arguments})
    return Stack.of(team)


def statements(scope: Stack) -> dict[str, Properties]:
    [inline] = only(scope, "AWS::IAM::Role", "QueryFunction")["Policies"]
    return by_sid(inline["PolicyDocument"])


# What it may do


def test_it_retrieves_from_one_knowledge_base_and_never_generates_there(claims: Stack) -> None:
    found = statements(claims)
    assert (found["Retrieve"]["Action"], found["Retrieve"]["Resource"]["Fn::GetAtt"][1]) == (
        "bedrock:Retrieve",
        "KnowledgeBaseArn",
    )
    assert "bedrock:RetrieveAndGenerate" in found["NoUnguardedWay"]["Action"]


def test_what_does_not_ask_the_guardrail_is_denied(claims: Stack) -> None:
    found = statements(claims)
    never = found["NeverUnguarded"]
    assert (never["Effect"], never["Resource"]) == ("Deny", "*")
    guardrail = never["Condition"]["StringNotEquals"]["bedrock:GuardrailIdentifier"]
    assert guardrail == found["InvokeGuarded"]["Condition"]["StringEquals"]["bedrock:GuardrailIdentifier"]
    assert mentions(guardrail, "GuardrailVersion")
    for sid in ("NoUnguardedWay", "NoApiKeys"):
        assert (found[sid]["Effect"], found[sid]["Resource"], found[sid].get("Condition")) == ("Deny", "*", None)


def test_what_does_not_come_through_the_endpoints_is_denied(claims: Stack) -> None:
    way = statements(claims)["OnlyThroughTheNetwork"]
    assert set(way["Action"]) == {
        "bedrock:ApplyGuardrail",
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream",
        "bedrock:Retrieve",
    }
    assert len(way["Condition"]["StringNotEquals"]["aws:SourceVpce"]) == 2


def test_it_uses_the_team_s_key_for_instructions_and_for_questions_that_failed(claims: Stack) -> None:
    found = statements(claims)
    assert mentions(found["ReadInstructions"]["Resource"], "PromptVersion")
    for sid, only_for in (
        ("DecryptInstructions", "kms:EncryptionContext:aws:bedrock-prompts:arn"),
        ("KeepQuestions", "kms:ViaService"),
    ):
        assert mentions(found[sid]["Resource"], "TeamKey")
        assert mentions(found[sid]["Condition"], only_for)
    assert mentions(only(claims, "AWS::SQS::Queue", "QueryFunctionDeadLetters")["KmsMasterKeyId"], "TeamKey")


def test_the_endpoints_admit_this_account_s_own_and_one_model(insurance: SecureBedrockRag) -> None:
    shared = Stack.of(insurance)
    admitted = {
        part: [
            resource
            for one in only(shared, "AWS::EC2::VPCEndpoint", part)["PolicyDocument"]["Statement"]
            for resource in ([one["Resource"]] if isinstance(one["Resource"], str) else one["Resource"])
        ]
        for part in ("ServicesBedrockRuntime", "ServicesBedrockAgentRuntime", "ServicesBedrockAgentEndpoint")
    }
    own = f"arn:aws:bedrock:eu-central-1:{ACCOUNT}:"
    assert set(admitted["ServicesBedrockRuntime"]) == {
        f"arn:aws:bedrock:eu-central-1::foundation-model/{MODEL.model_id}",
        f"{own}application-inference-profile/*",
        f"{own}guardrail/*",
    }
    assert admitted["ServicesBedrockAgentRuntime"] == [f"{own}knowledge-base/*"]
    assert set(admitted["ServicesBedrockAgentEndpoint"]) == {f"{own}knowledge-base/*", f"{own}prompt/*"}


# What it is


def test_it_is_told_everything_and_keeps_nothing_in_its_environment(claims: Stack) -> None:
    function = only(claims, "AWS::Lambda::Function", "Query")
    variables = function["Environment"]["Variables"]
    assert {key: variables[key] for key in ("TEAM", "RAG", "MAX_TOKENS", "PASSAGES")} == {
        "TEAM": "claims",
        "RAG": "Test-Rag",
        "MAX_TOKENS": "800",
        "PASSAGES": "5",
    }
    assert mentions(variables["GUARDRAIL_VERSION"], "GuardrailVersion")
    assert mentions(variables["PROMPT_VERSION"], "PromptVersion")
    assert mentions(variables["MODEL_ID"], "InferenceProfileArn")
    assert INSTRUCTIONS not in str(variables)
    assert function["ReservedConcurrentExecutions"] == 10
    assert "VpcConfig" in function


def test_tokens_and_passages_are_choices() -> None:
    variables = only(asked(max_tokens=1250, passages=20), "AWS::Lambda::Function", "Query")["Environment"]["Variables"]
    assert (variables["MAX_TOKENS"], variables["PASSAGES"]) == ("1250", "20")


def test_consumption_failure_throttling_and_unguarded_calls_are_told(claims: Stack) -> None:
    alarms = [
        only(claims, "AWS::CloudWatch::Alarm", part)
        for part in ("QueryFailures", "AlarmsThrottled", "AlarmsTokens", "AlarmsUnguarded")
    ]
    for one in alarms:
        assert mentions(one["AlarmActions"], "AlertsTopic")
        assert one["AlarmDescription"].startswith("claims: ")
        assert one["TreatMissingData"] == "notBreaching"


def test_whoever_asks_needs_nothing_else_of_the_team() -> None:
    team = rag().add_team("claims")
    scope = beside(Stack.of(team), "Callers")
    caller = iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal())
    team.add_query_function(model=MODEL).grant_ask(caller).assert_success()
    [statement] = only(scope, "AWS::IAM::Policy", "Caller")["PolicyDocument"]["Statement"]
    assert statement["Action"] == "lambda:InvokeFunction"
    assert "Fn::GetStackOutput" in statement["Resource"]
    assert not mentions(statement["Resource"], "*")


# Instructions


def prompt(**arguments: Any) -> Stack:
    scope = stack()
    key = CustomerKey(scope, "Key", description="prompts", purposes=[KeyPurpose.PROMPTS])
    GovernedPrompt(scope, "Prompt", key=key.key, **arguments)
    return scope


def test_instructions_are_encrypted_and_numbered() -> None:
    scope = prompt(instructions="Answer in verse.")
    found = only(scope, "AWS::Bedrock::Prompt")
    assert mentions(found["CustomerEncryptionKeyArn"], "Key")
    [variant] = found["Variants"]
    assert variant["TemplateConfiguration"] == {"Text": {"Text": "Answer in verse."}}
    [version] = resources(scope, "AWS::Bedrock::PromptVersion").values()
    assert is_kept(version)


def test_other_instructions_are_another_version_and_the_same_are_not() -> None:
    versions = [
        next(iter(resources(prompt(instructions=one), "AWS::Bedrock::PromptVersion"))) for one in ("A.", "A.", "B.")
    ]
    assert versions[0] == versions[1]
    assert versions[0] != versions[2]


def test_instructions_that_deployment_decides_are_refused() -> None:
    with pytest.raises(ValueError, match="Test/Prompt: instructions must be known at synth"):
        prompt(instructions=Aws.STACK_NAME)


@pytest.mark.parametrize("instructions", ["", " \n", "x" * 100_001])
def test_instructions_that_say_nothing_or_too_much_are_refused(instructions: str) -> None:
    message = f"Test/Prompt: instructions must say something in at most 100000 characters, had {len(instructions)}"
    with pytest.raises(ValueError, match=message):
        prompt(instructions=instructions)


# Grants to callers of one's own


def granted(team: Team, model: LanguageModel = MODEL) -> list[Properties]:
    """The statements of a caller in a stack of its own, which depends on the team's."""
    scope = beside(Stack.of(team), "Callers")
    caller = iam.Role(scope, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    team.grant_query(caller, model=model).assert_success()
    found: list[Properties] = only(scope, "AWS::IAM::Policy", "Caller")["PolicyDocument"]["Statement"]
    return found


def test_a_caller_may_do_what_the_function_may_do_and_no_more() -> None:
    found = granted(rag().add_team("claims"))
    assert {one["Sid"][:-8] for one in found if "Sid" in one} == {
        "ApplyGuardrail",
        "InvokeGuarded",
        "InvokeProfileGuarded",
        "NeverUnguarded",
        "NoApiKeys",
        "NoUnguardedWay",
        "OnlyThroughTheNetwork",
        "UseGuardrailKey",
    }
    [retrieve] = [one for one in found if "Sid" not in one]
    assert retrieve["Action"] == "bedrock:Retrieve"
    assert mentions(retrieve["Resource"], "KnowledgeBase")


def test_a_caller_may_use_the_model_that_was_named_and_no_other() -> None:
    [model] = [
        one["Resource"] for one in granted(rag().add_team("claims")) if one.get("Sid", "")[:-8] == "InvokeGuarded"
    ]
    assert model == f"arn:aws:bedrock:eu-central-1::foundation-model/{MODEL.model_id}"


def test_a_model_elsewhere_is_granted_as_far_as_the_residency_allows() -> None:
    residency = DataResidency.within("eu")
    found = granted(rag(residency=residency).add_team("claims"), LanguageModel.within("eu", MODEL.model_id))
    [models] = [one["Resource"] for one in found if one.get("Sid", "")[:-8] == "InvokeGuarded"]
    assert {one.split(":")[3] for one in models} == set(residency.regions)
    [guardrails] = [one["Resource"] for one in found if one.get("Sid", "")[:-8] == "ApplyGuardrail"]
    profiles = {one.split(":")[3] for one in guardrails if isinstance(one, str)}
    assert profiles == set(residency.regions)


def test_a_caller_in_the_team_s_own_stack_can_be_granted() -> None:
    team = rag().add_team("claims")
    scope = Stack.of(team)
    team.grant_query(iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal()), model=MODEL).assert_success()
    assert only(scope, "AWS::IAM::Policy", "Caller")


def test_a_caller_asks_several_teams_and_models_by_statements_of_their_own() -> None:
    """IAM takes no two statements of one Sid."""
    found = rag()
    scope = beside(Stack.of(found), "Callers")
    caller = iam.Role(scope, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    for name in ("claims", "fraud"):
        for model_id in (MODEL.model_id, "amazon.nova-pro-v1:0"):
            found.teams.get(name) or found.add_team(name)
            found.teams[name].grant_query(caller, model=LanguageModel.in_region(model_id))
    statements = only(scope, "AWS::IAM::Policy", "Caller")["PolicyDocument"]["Statement"]
    sids = [one["Sid"] for one in statements if "Sid" in one]
    assert len(sids) == len(set(sids))
    assert sum(one.startswith("InvokeGuarded") for one in sids) == 4
    assert sum(one.startswith("NeverUnguarded") for one in sids) == 1


def test_a_model_without_a_query_function_is_watched_too() -> None:
    team = rag().add_team("claims")
    team.access_to(MODEL)
    for part in ("Throttled", "Tokens", "Unguarded"):
        assert mentions(only(Stack.of(team), "AWS::CloudWatch::Alarm", part)["AlarmActions"], "AlertsTopic")


@pytest.mark.parametrize(
    "env",
    [
        Environment(account=ACCOUNT, region="us-east-1"),
        Environment(account="210987654321", region="eu-central-1"),
        None,
    ],
)
def test_a_caller_in_another_place_is_refused(env: Environment | None) -> None:
    found = rag()
    team = found.add_team("claims")
    caller = iam.Role(beside(Stack.of(found), "Callers", env), "Caller", assumed_by=iam.AccountRootPrincipal())
    with pytest.raises(ValueError, match=f"a caller must stand in {ACCOUNT} eu-central-1, Callers/Caller was in "):
        team.grant_query(caller, model=MODEL)


@pytest.mark.parametrize("part", ["Shared", "Network", "Place"])
def test_a_caller_in_a_stack_that_the_team_depends_on_is_refused(part: str) -> None:
    """Its policy would name the team: two stacks would wait for one another."""
    test = stack()
    places = {name: beside(test, name) for name in ("Place", "Network", "Shared")}
    isolated = ec2.SubnetConfiguration(name="Isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
    vpc = ec2.Vpc(places["Place"], "Vpc", subnet_configuration=[isolated])
    network = PrivateNetwork(places["Network"], "Network", vpc=vpc)
    team = rag(places["Shared"], network=network).add_team("claims")
    question = team.add_query_function(model=MODEL)
    scope = places[part]
    for caller in (
        iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal()),
        iam.Role.from_role_arn(scope, "Known", f"arn:aws:iam::{ACCOUNT}:role/known"),
    ):
        message = (
            f"a caller must stand in a stack of its own or in Shared/Rag/Teams/claims, .* on {part}, where {part}/"
        )
        with pytest.raises(ValueError, match=message):
            team.grant_query(caller, model=MODEL)
        with pytest.raises(ValueError, match=message):
            question.grant_ask(caller)


def test_a_caller_without_policies_of_its_own_is_refused_because_nothing_could_be_granted() -> None:
    question = rag().add_team("claims").add_query_function(model=MODEL)
    with pytest.raises(ValueError, match="a caller must be a role, was ArnPrincipal"):
        question.grant_ask(iam.ArnPrincipal(f"arn:aws:iam::{ACCOUNT}:role/known"))


def test_what_a_caller_is_granted_passes_every_control(tmp_path: Path) -> None:
    with_caller = app.build(str(tmp_path))
    insurance = with_caller.node.find_child("Insurance")
    assert isinstance(insurance, app.RagStack)
    callers = Stack(with_caller, "Callers", env=Environment(account=insurance.account, region=insurance.region))
    caller = iam.Role(callers, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    insurance.claims.grant_query(caller, model=app.MODEL)
    with_caller.synth()
    found = [one for one in review(load(tmp_path), CATALOG).findings if "Caller" in one.logical_id]
    assert {one.verdict for one in found} == {TRUE}
    assert "iam-invocation-guarded" in {one.control.id for one in found}


def test_without_profiles_an_ordinary_call_is_no_call_past_the_profile() -> None:
    team = rag(region("eu-north-1")).add_team("claims")
    team.add_query_function(model=MODEL)
    metrics = only(Stack.of(team), "AWS::CloudWatch::Alarm", "Unguarded")["Metrics"]
    assert {one["Id"] for one in metrics if "MetricStat" in one} == {"calls", "guarded"}

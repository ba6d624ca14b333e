"""What is written down of a model, who may approve it, and who sees it: lineage, registry, personas, dashboard."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import Stack, Token
from aws_cdk import aws_iam as iam

from secure_ai_constructs import (
    ContentGuardrail,
    Dataset,
    DriftMonitor,
    GuardedModel,
    MlPersonas,
    ModelDashboard,
    ModelLineage,
    ModelRegistry,
    ModelSignature,
    RiskRating,
    SecureNotebook,
    ServedModel,
)
from secure_ai_constructs.access import Identity, Request, World, evaluate, parse
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.models import CARD, Place, endpoint, place
from tests.patterns.outcome import THE_ACCOUNT_S
from tests.patterns.synthesis import ACCOUNT, Properties, as_list, beside, by_sid, is_kept, mentions, only, resources

HASH = "a" * 64
JOB = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:training-job/fraud-1"
PAYMENTS: dict[str, Any] = {
    "name": "payments",
    "uri": "s3://training/payments.parquet",
    "version_id": "v1",
    "sha256": HASH,
    "classification": "confidential",
    "legal_basis": "contract",
}


def open_findings(scope: Stack) -> set[str]:
    app: Any = scope.node.root
    found = review(load(Path(app.synth().directory)), CATALOG).findings
    return {one.control.id for one in found if one.verdict is not TRUE} - THE_ACCOUNT_S


# Releases


def names_of_release(path: str, number: int) -> set[str]:
    """What a release has in the account under a name that stays taken: its card, and its entities of lineage."""
    where = place()
    served = ServedModel("fraud", where.image, where.artifacts, path, where.registry.version(number))
    given: dict[str, Any] = {"training_job": JOB, "datasets": [Dataset(**PAYMENTS)], "weights_sha256": HASH}
    model = endpoint(where, model=served)
    ModelLineage(where.stack, "Lineage", endpoint=model, operations=where.operations, **given)
    named = {"ModelCard": "ModelCardName", "Artifact": "ArtifactName", "Action": "ActionName", "Context": "ContextName"}
    return {
        one["Properties"][name]
        for kind, name in named.items()
        for one in resources(where.stack, f"AWS::SageMaker::{kind}").values()
    }


def test_going_back_to_former_weights_collides_with_nothing_that_their_first_release_left() -> None:
    first, second, back = (
        names_of_release(f"fraud/{path}/model.tar.gz", number) for path, number in ((1, 1), (2, 2), (1, 3))
    )
    assert first == names_of_release("fraud/1/model.tar.gz", 1)
    assert len(first) == 5
    assert not first & second
    assert not first & back


# Lineage


def lineage(where: Place | None = None, **arguments: Any) -> Stack:
    where = where or place()
    given = {"training_job": JOB, "datasets": [Dataset(**PAYMENTS)], "weights_sha256": HASH, **arguments}
    ModelLineage(where.stack, "Lineage", endpoint=endpoint(where), operations=where.operations, **given)
    return where.stack


def test_a_job_in_the_partition_of_its_stack_is_named_alike_in_every_synth() -> None:
    """Without CDK's flag for literal partitions, a stack's is a token, whose number differs from synth to synth."""
    names = []
    for _ in range(2):
        where = place()
        made = Token.as_string({"Ref": "AWS::Partition"})
        scope = lineage(where, training_job=JOB.replace("arn:aws:", f"arn:{made}:"))
        names.append(only(scope, "AWS::SageMaker::Action")["ActionName"])
    assert names[0] == names[1] != only(lineage(), "AWS::SageMaker::Action")["ActionName"]


def test_data_is_joined_to_training_to_the_model_to_the_endpoint() -> None:
    scope = lineage()
    edges = [one["Properties"] for one in resources(scope, "Custom::LineageEdge").values()]
    parts = ("Datasetspayments", "LineageTraining", "LineageModel", "LineageEndpoint")
    joined = {
        (
            next(one for one in parts if mentions(edge["Source"], one)),
            edge["Type"],
            next(one for one in parts if mentions(edge["Destination"], one)),
        )
        for edge in edges
    }
    assert joined == {
        (parts[0], "ContributedTo", parts[1]),
        (parts[1], "Produced", parts[2]),
        (parts[2], "ContributedTo", parts[3]),
    }


def test_data_and_weights_are_named_by_version_and_hash() -> None:
    scope = lineage()
    data, model = (only(scope, "AWS::SageMaker::Artifact", one) for one in ("payments", "LineageModel"))
    assert data["Source"]["SourceTypes"] == [
        {"SourceIdType": "S3Version", "Value": "v1"},
        {"SourceIdType": "Custom", "Value": f"sha256:{HASH}"},
    ]
    assert (data["ArtifactType"], model["ArtifactType"]) == ("DataSet", "Model")
    assert data["Properties"]["legal_basis"] == "contract"
    assert mentions(model["Source"]["SourceUri"], "/fraud/1/model.tar.gz")


def test_other_data_is_another_entity_and_the_former_stays() -> None:
    names = set()
    for version in ("v1", "v2"):
        scope = lineage(datasets=[Dataset(**{**PAYMENTS, "version_id": version})])
        [one] = resources(scope, "AWS::SageMaker::Artifact", "payments").values()
        assert is_kept(one)
        names.add(one["Properties"]["ArtifactName"])
    assert len(names) == 2


def test_the_function_joins_these_entities_alone() -> None:
    scope = lineage()
    [statement] = only(scope, "AWS::IAM::Policy", "LineageFunctionJoin")["PolicyDocument"]["Statement"]
    assert statement["Action"] == "sagemaker:AddAssociation"
    assert len(statement["Resource"]) == 4
    assert not mentions(statement["Resource"], "*")
    for edge in resources(scope, "Custom::LineageEdge").values():
        assert any("Join" in one for one in edge["DependsOn"])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": "Payments"}, "name must be 2 to 30 lower-case letters"),
        ({"uri": "payments.parquet"}, "uri must be the s3:// address of an object, was 'payments.parquet'"),
        ({"sha256": "abc"}, "sha256 must be 64 hexadecimal digits, was 'abc'"),
        ({"version_id": " "}, "a dataset's version_id must say something in at most 256 characters, was ' '"),
        ({"legal_basis": ""}, "a dataset's legal_basis must say something in at most 256 characters, was ''"),
    ],
)
def test_data_that_nobody_could_find_again_is_refused(changed: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Dataset(**{**PAYMENTS, **changed})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"datasets": []}, "datasets must be at least one, of different names, was none"),
        ({"datasets": [Dataset(**PAYMENTS)] * 2}, "was payments, payments"),
        ({"training_job": "fraud-1"}, "training_job must be the ARN of a training or processing job, was 'fraud-1'"),
        ({"weights_sha256": ""}, "weights_sha256 must be 64 hexadecimal digits"),
    ],
)
def test_a_lineage_of_nothing_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lineage(**arguments)


# Registry


def registry() -> tuple[Stack, ModelRegistry]:
    where = place()
    approver = iam.Role(where.stack, "Approver", assumed_by=iam.AccountRootPrincipal())
    return where.stack, ModelRegistry(where.stack, "Registry", approver=approver, description="Fraud models")


def test_one_role_alone_approves_by_the_group_s_own_policy() -> None:
    scope, _ = registry()
    group = only(scope, "AWS::SageMaker::ModelPackageGroup")
    statement = by_sid(group["ModelPackageGroupPolicy"])["OnlyTheApproverApproves"]
    assert statement["Condition"]["StringEquals"] == {"sagemaker:ModelApprovalStatus": "Approved"}
    assert mentions(statement["Condition"]["ArnNotEquals"]["aws:PrincipalArn"], "Approver")
    assert statement["Resource"].endswith(f":model-package/{group['ModelPackageGroupName']}/*")


def test_who_registers_never_approves() -> None:
    scope, found = registry()
    trainer = iam.Role(scope, "Trainer", assumed_by=iam.AccountRootPrincipal())
    found.grant_register(trainer).assert_success()
    found.grant_approve().assert_success()
    statements = only(scope, "AWS::IAM::Policy", "Trainer")["PolicyDocument"]["Statement"]
    assert {one["Effect"] for one in statements} == {"Allow", "Deny"}
    approves = only(scope, "AWS::IAM::Policy", "Approver")["PolicyDocument"]["Statement"][0]
    assert "sagemaker:UpdateModelPackage" in approves["Action"]


# Personas


@pytest.fixture(scope="module")
def people() -> Stack:
    where = place()
    found = endpoint(where)
    MlPersonas(
        where.stack,
        "People",
        trust=iam.SamlConsolePrincipal(
            iam.SamlProvider.from_saml_provider_arn(
                where.stack, "Provider", f"arn:aws:iam::{ACCOUNT}:saml-provider/company"
            ),
            {},
        ),
        network=where.network,
        keys=[found.key.key],
        card_keys=[found.card.key],
        job_roles=[found.role],
    )
    return where.stack


@pytest.fixture(scope="module")
def by_hand() -> Stack:
    """People of whom engineers deploy by hand."""
    where = place()
    found = endpoint(where)
    MlPersonas(
        where.stack,
        "People",
        trust=iam.AccountRootPrincipal(),
        network=where.network,
        keys=[found.key.key],
        card_keys=[found.card.key],
        job_roles=[found.role],
        hosting_roles=[found.role],
    )
    return where.stack


ROLES = ("DataScientist", "MlEngineer", "Approver", "Monitor", "Auditor")


@pytest.mark.parametrize("name", ROLES)
def test_everybody_stands_inside_one_boundary_and_has_no_policy_of_aws(people: Stack, name: str) -> None:
    role = only(people, "AWS::IAM::Role", f"People{name}")
    assert mentions(role["PermissionsBoundary"], "PeopleBoundary")
    assert "ManagedPolicyArns" not in role
    assert mentions(role["AssumeRolePolicyDocument"], "saml-provider/company")


def person(people: Stack, name: str) -> Identity:
    """The policies of a persona as the evaluator reads them, with names where deployment would write them."""

    def plain(node: Any) -> Any:
        if isinstance(node, dict) and "Fn::Join" in node:
            return "".join(str(plain(one)) for one in node["Fn::Join"][1])
        if (
            isinstance(node, dict)
            and len(node) == 1
            and next(iter(node)) in ("Ref", "Fn::GetAtt", "Fn::GetStackOutput")
        ):
            return "known"
        if isinstance(node, dict):
            return {key: plain(one) for key, one in node.items()}
        return [plain(one) for one in node] if isinstance(node, list) else node

    role = only(people, "AWS::IAM::Role", f"People{name}")
    boundary = only(people, "AWS::IAM::ManagedPolicy", "PeopleBoundary")["PolicyDocument"]
    policies = tuple(parse(plain(one["PolicyDocument"])) for one in role["Policies"])
    return Identity(policies, parse(plain(boundary)))


PLACE = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}"
GOOD = {
    "sagemaker:VpcSubnets": "known",
    "sagemaker:VolumeKmsKey": "known",
    "sagemaker:OutputKmsKey": "known",
    "sagemaker:NetworkIsolation": "true",
    "sagemaker:InterContainerTrafficEncryption": "true",
}


def may(people: Stack, name: str, action: str, resource: str, context: dict[str, str] | None = None) -> bool:
    arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    if name == "Approver":
        arn = f"arn:aws:iam::{ACCOUNT}:role/{only(people, 'AWS::IAM::Role', 'PeopleApprover')['RoleName']}"
    world = World({arn: person(people, name)}, {}, endpoints={})
    return evaluate(Request(arn, action, resource, context or {}, owner=ACCOUNT), world).allowed


def test_a_data_scientist_trains_in_the_network_under_the_keys_and_not_otherwise(people: Stack) -> None:
    job = f"{PLACE}:training-job/one"
    assert may(people, "DataScientist", "sagemaker:CreateTrainingJob", job, GOOD)
    for key in GOOD:
        without = {name: value for name, value in GOOD.items() if name != key}
        assert not may(people, "DataScientist", "sagemaker:CreateTrainingJob", job, without), key
        assert not may(people, "DataScientist", "sagemaker:CreateTrainingJob", job, {**GOOD, key: "false"}), key


@pytest.mark.parametrize(
    ("name", "action", "resource", "allowed"),
    [
        ("DataScientist", "sagemaker:CreateEndpoint", f"{PLACE}:endpoint/one", False),
        ("DataScientist", "sagemaker:StopTrainingJob", f"{PLACE}:training-job/one", True),
        ("DataScientist", "sagemaker:CreatePresignedNotebookInstanceUrl", f"{PLACE}:notebook-instance/one", False),
        ("Auditor", "sagemaker:QueryLineage", "*", True),
        ("Auditor", "sagemaker:DescribeArtifact", f"{PLACE}:artifact/one", True),
        ("Auditor", "sagemaker:StopTrainingJob", f"{PLACE}:training-job/one", False),
        ("MlEngineer", "sagemaker:CreateModelPackage", f"{PLACE}:model-package/fraud/*", True),
        ("MlEngineer", "sagemaker:UpdateEndpointWeightsAndCapacities", f"{PLACE}:endpoint/one", True),
        ("MlEngineer", "sagemaker:CreateEndpoint", f"{PLACE}:endpoint/one", False),
        ("MlEngineer", "sagemaker:CreateTrainingJob", f"{PLACE}:training-job/one", False),
        ("MlEngineer", "sagemaker:UpdateModelCard", f"{PLACE}:model-card/one", False),
        ("Approver", "sagemaker:UpdateModelCard", f"{PLACE}:model-card/one", True),
        ("Approver", "sagemaker:CreateEndpoint", f"{PLACE}:endpoint/one", False),
        ("Monitor", "cloudwatch:DescribeAlarms", "*", True),
        ("Monitor", "sagemaker:UpdateEndpoint", f"{PLACE}:endpoint/one", False),
        ("Auditor", "sagemaker:DescribeModelCard", f"{PLACE}:model-card/one", True),
        ("Auditor", "sagemaker:InvokeEndpoint", f"{PLACE}:endpoint/one", False),
    ],
)
def test_each_does_its_work_and_no_other(
    people: Stack, name: str, action: str, resource: str, *, allowed: bool
) -> None:
    assert may(people, name, action, resource, GOOD) is allowed


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("sagemaker:CreateModel", f"{PLACE}:model/one"),
        ("sagemaker:CreateEndpointConfig", f"{PLACE}:endpoint-config/one"),
        ("sagemaker:CreateEndpoint", f"{PLACE}:endpoint/one"),
        ("sagemaker:UpdateEndpoint", f"{PLACE}:endpoint/one"),
    ],
)
def test_nobody_deploys_past_the_approval_unless_that_is_asked_for(
    people: Stack, by_hand: Stack, action: str, resource: str
) -> None:
    everything = parse({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
    arn = f"arn:aws:iam::{ACCOUNT}:role/MlEngineer"
    for name in ROLES:
        assert not may(people, name, action, resource, GOOD)
        bounded = World({arn: Identity((everything,), person(people, name).boundary)}, {}, endpoints={})
        assert not evaluate(Request(arn, action, resource, GOOD, owner=ACCOUNT), bounded).allowed
    assert may(by_hand, "MlEngineer", action, resource, GOOD)
    assert not may(by_hand, "DataScientist", action, resource, GOOD)


@pytest.mark.parametrize("name", ROLES)
def test_whoever_looks_at_a_card_may_read_it_through_sagemaker(people: Stack, name: str) -> None:
    role = only(people, "AWS::IAM::Role", f"People{name}")["Policies"][0]["PolicyDocument"]
    boundary = only(people, "AWS::IAM::ManagedPolicy", "PeopleBoundary")["PolicyDocument"]
    card = only(people, "AWS::SageMaker::ModelCard")["SecurityConfig"]["KmsKeyId"]
    for document in (role, boundary):
        read = by_sid(document)["ReadCards"]
        assert (read["Effect"], read["Action"], read["Resource"]) == ("Allow", "kms:Decrypt", card)
        assert read["Condition"] == {"StringEquals": {"kms:ViaService": "sagemaker.eu-central-1.amazonaws.com"}}


def test_the_approver_alone_may_have_a_card_written_anew_under_its_key(people: Stack) -> None:
    """SageMaker encrypts in the name of whoever changes a card's status."""
    card = only(people, "AWS::SageMaker::ModelCard")["SecurityConfig"]["KmsKeyId"]
    boundary = only(people, "AWS::IAM::ManagedPolicy", "PeopleBoundary")["PolicyDocument"]
    documents = {name: only(people, "AWS::IAM::Role", f"People{name}")["Policies"][0] for name in ROLES}
    writers = {name: by_sid(one["PolicyDocument"]).get("WriteCards") for name, one in documents.items()}
    assert [name for name, one in writers.items() if one] == ["Approver"]
    for written in (writers["Approver"], by_sid(boundary)["WriteCards"]):
        assert written is not None
        assert (written["Action"], written["Resource"]) == ("kms:GenerateDataKey", card)
        assert written["Condition"] == {"StringEquals": {"kms:ViaService": "sagemaker.eu-central-1.amazonaws.com"}}


def test_nobody_but_the_approver_approves_whatever_else_they_are_granted(people: Stack) -> None:
    everything = parse({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
    approved = {"sagemaker:ModelApprovalStatus": "Approved"}
    approver = only(people, "AWS::IAM::Role", "PeopleApprover")["RoleName"]
    for arn, allowed in (
        (f"arn:aws:iam::{ACCOUNT}:role/{approver}", True),
        (f"arn:aws:iam::{ACCOUNT}:role/other", False),
    ):
        world = World({arn: Identity((everything,), person(people, "Approver").boundary)}, {}, endpoints={})
        request = Request(
            arn, "sagemaker:UpdateModelPackage", f"{PLACE}:model-package/fraud/1", approved, owner=ACCOUNT
        )
        assert evaluate(request, world).allowed is allowed


def test_a_service_is_no_person() -> None:
    where = place()
    found = endpoint(where)
    given: dict[str, Any] = {
        "network": where.network,
        "keys": [found.key.key],
        "card_keys": [found.card.key],
        "job_roles": [found.role],
    }
    with pytest.raises(
        ValueError, match="trust must be a provider that people sign in through, was a service or everybody"
    ):
        MlPersonas(where.stack, "People", trust=iam.ServicePrincipal("sagemaker.amazonaws.com"), **given)
    for name in ("keys", "card_keys", "job_roles"):
        with pytest.raises(ValueError, match=f"{name} must name at least one, was empty"):
            MlPersonas(where.stack, f"People{name}", trust=iam.AccountRootPrincipal(), **{**given, name: []})


# Dashboard


def dashboard() -> tuple[Stack, ModelDashboard]:
    where = place()
    guardrail = ContentGuardrail(where.before, "Guardrail")
    monitor = DriftMonitor(
        where.stack,
        "Monitor",
        endpoint=endpoint(where),
        signature=ModelSignature(("amount", "age")),
        image=where.image,
        operations=where.operations,
    )
    return where.stack, ModelDashboard(where.stack, "Dashboard", monitors=[monitor], guardrails=[guardrail])


def test_one_page_shows_cards_drift_silence_and_guardrails() -> None:
    scope, _ = dashboard()
    body = json.dumps(only(scope, "AWS::CloudWatch::Dashboard")["DashboardBody"])
    for shown in (
        "| fraud | High | fraud-platform |",
        "DriftedShare",
        "Auc",
        "Ndcg",
        "ModelLatency",
        "InvocationsIntervened",
    ):
        assert json.dumps(shown)[1:-1] in body
    assert body.count("MonitorDataSilence") == 1


def test_a_risk_manager_sees_and_changes_nothing() -> None:
    scope, found = dashboard()
    reader = iam.Role(scope, "RiskManager", assumed_by=iam.AccountRootPrincipal())
    found.grant_read(reader).assert_success()
    statements = only(scope, "AWS::IAM::Policy", "RiskManager")["PolicyDocument"]["Statement"]
    verbs = {action.partition(":")[2] for one in statements for action in as_list(one["Action"])}
    assert all(one.startswith(("Decrypt", "Describe", "Get", "List", "Query")) for one in verbs)
    read = by_sid({"Statement": statements})["ReadCards"]
    assert mentions(read["Condition"], "sagemaker.eu-central-1.amazonaws.com")


def test_a_page_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="monitors must be at least one, was none"):
        ModelDashboard(place().stack, "Dashboard", monitors=[])


# Notebook


def notebook(**arguments: Any) -> Place:
    where = place()
    given = {"network": where.network, "operations": where.operations, "owner": "fraud-platform", **arguments}
    SecureNotebook(where.before, "Notebook", **given)
    return where


def test_a_notebook_has_no_internet_and_no_root_and_is_encrypted_and_current() -> None:
    found = only(notebook().before, "AWS::SageMaker::NotebookInstance")
    assert (found["DirectInternetAccess"], found["RootAccess"]) == ("Disabled", "Disabled")
    assert found["PlatformIdentifier"] == "notebook-al2023-v1"
    assert found["InstanceMetadataServiceConfiguration"] == {"MinimumInstanceMetadataServiceVersion": "2"}
    assert mentions(found["KmsKeyId"], "NotebookKey")
    assert mentions(found["SubnetId"], "Isolated")


def test_updates_are_installed_at_every_start_from_aws_s_own_repository() -> None:
    where = notebook()
    [hook] = only(where.before, "AWS::SageMaker::NotebookInstanceLifecycleConfig")["OnStart"]
    assert "dnf upgrade" in hook["Content"]["Fn::Base64"]
    assert hook["Content"]["Fn::Base64"].rstrip().endswith("&"), "SageMaker waits five minutes"
    [gateway] = [
        one["Properties"]["PolicyDocument"]
        for one in resources(where.before, "AWS::EC2::VPCEndpoint").values()
        if one["Properties"]["VpcEndpointType"] == "Gateway"
    ]
    packages = by_sid(gateway)["SystemPackages"]
    assert packages["Resource"] == "arn:aws:s3:::al2023-repos-eu-central-1-de612dc2/*"
    assert packages["Action"] == "s3:GetObject"


def test_a_notebook_is_stopped_every_evening_where_its_people_live() -> None:
    scope = notebook(stops_at="19:30", time_zone="Europe/Zurich").before
    found = only(scope, "AWS::Scheduler::Schedule")
    assert (found["ScheduleExpression"], found["ScheduleExpressionTimezone"]) == (
        "cron(30 19 * * ? *)",
        "Europe/Zurich",
    )
    assert found["Target"]["Arn"] == "arn:aws:scheduler:::aws-sdk:sagemaker:stopNotebookInstance"
    text = "".join(str(part) for part in found["Target"]["Input"]["Fn::Join"][1])
    assert "NotebookInstanceName" in text
    role = only(scope, "AWS::IAM::Role", "StoppingRole")
    [policy] = role["Policies"]
    [allowed] = policy["PolicyDocument"]["Statement"]
    assert allowed["Action"] == "sagemaker:StopNotebookInstance"
    assert mentions(allowed["Resource"], "NotebookInstance")
    [trust] = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["ArnLike"]["aws:SourceArn"].endswith(":schedule-group/default")


def test_who_opens_a_notebook_opens_that_one_alone() -> None:
    where = place()
    made = SecureNotebook(where.before, "Notebook", network=where.network, operations=where.operations, owner="team")
    made.grant_open(iam.Role(where.before, "Person", assumed_by=iam.AccountRootPrincipal()))
    [allowed] = only(where.before, "AWS::IAM::Policy", "Person")["PolicyDocument"]["Statement"]
    assert mentions(allowed["Resource"], "NotebookInstance")
    assert "sagemaker:CreatePresignedNotebookInstanceUrl" in allowed["Action"]
    with pytest.raises(ValueError, match="a caller must be a role"):
        made.grant_open(iam.ServicePrincipal("lambda.amazonaws.com"))


def test_a_notebook_may_do_nothing_until_it_is_granted_something() -> None:
    role = only(notebook().before, "AWS::IAM::Role", "NotebookRole")
    assert "Policies" not in role
    assert "ManagedPolicyArns" not in role


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"instance_type": "t3.medium"},
            "instance_type must be one of SageMaker's, such as 'ml.t3.medium', was 't3.medium'",
        ),
        ({"owner": " "}, "owner must say something, was ' '"),
        ({"stops_at": "24:00"}, "stops_at must be hours and minutes, such as '20:00', was '24:00'"),
        ({"stops_at": "8pm"}, "stops_at must be hours and minutes"),
        ({"time_zone": "+01:00"}, "time_zone must be one of the IANA's, such as 'Europe/Zurich', was '\\+01:00'"),
    ],
)
def test_a_notebook_of_nobody_is_refused(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        notebook(**arguments)


# A guarded model


def guarded(**arguments: Any) -> tuple[Stack, GuardedModel]:
    where = place()
    guardrail = ContentGuardrail(where.before, "Guardrail")
    found = endpoint(where)
    given = {"endpoint": found, "guardrail": guardrail, "operations": where.operations, **arguments}
    return where.stack, GuardedModel(where.stack, "Guarded", **given)


def statements(scope: Stack) -> list[Properties]:
    [inline] = only(scope, "AWS::IAM::Role", "GuardedFunction")["Policies"]
    attached = only(scope, "AWS::IAM::Policy", "GuardedFunction")["PolicyDocument"]["Statement"]
    return [*inline["PolicyDocument"]["Statement"], *attached]


def test_a_guarded_model_is_asked_through_both_endpoints() -> None:
    scope, _ = guarded()
    allowed = {
        action
        for one in statements(scope)
        if one["Effect"] == "Allow"
        for action in [*([one["Action"]] if isinstance(one["Action"], str) else one["Action"])]
    }
    assert {"bedrock:ApplyGuardrail", "sagemaker:InvokeEndpoint"} <= allowed
    assert "bedrock:InvokeModel" not in allowed
    ways = resources(scope, "AWS::EC2::SecurityGroupEgress", "Guarded").values()
    assert len(ways) == 2
    variables = only(scope, "AWS::Lambda::Function", "Guarded")["Environment"]["Variables"]
    assert set(variables) == {"ENDPOINT", "GUARDRAIL_ID", "GUARDRAIL_VERSION", "MAX_TOKENS"}


def test_who_asks_a_guarded_model_needs_nothing_else() -> None:
    scope, found = guarded()
    callers = beside(scope, "Callers")
    caller = iam.Role(callers, "Caller", assumed_by=iam.AccountRootPrincipal())
    found.grant_ask(caller).assert_success()
    [statement] = only(callers, "AWS::IAM::Policy", "Caller")["PolicyDocument"]["Statement"]
    assert statement["Action"] == "lambda:InvokeFunction"


@pytest.mark.parametrize("tokens", [0, 4097, 1.5, True])
def test_tokens_are_limited(tokens: Any) -> None:
    with pytest.raises(ValueError, match=f"max_tokens must be a whole number from 1 to 4096, was {tokens}"):
        guarded(max_tokens=tokens)


# All of it


OF_A_MONITOR = {
    "sagemaker-drift-scheduled",
    "sagemaker-endpoint-bias-monitored",
    "sagemaker-endpoint-monitored",
    "sagemaker-endpoint-on-dashboard",
    "sagemaker-endpoint-quality-monitored",
}


@pytest.mark.parametrize(
    "make", [lineage, lambda: registry()[0], lambda: dashboard()[0], lambda: notebook().before, lambda: guarded()[0]]
)
def test_it_all_passes_every_control(make: Any) -> None:
    of_a_lineage = {"sagemaker-lineage-recorded"}
    of_a_rag = {"ai-resource-classified", "bedrock-guardrail-alarmed"}
    assert open_findings(make()) <= OF_A_MONITOR | of_a_lineage | of_a_rag


def test_people_pass_every_control(people: Stack) -> None:
    assert open_findings(people) == {*OF_A_MONITOR, "sagemaker-lineage-recorded"}


def test_a_guardrail_that_stands_alone_is_classified_as_the_model_is() -> None:
    scope, _ = guarded()
    before = next(one for one in scope.node.root.node.children if one.node.id == "Test")
    assert isinstance(before, Stack)
    tags = only(before, "AWS::Bedrock::Guardrail")["Tags"]
    assert {"Key": "Owner", "Value": "fraud-platform"} in tags


# Cards that change, and guardrails that are shared


@pytest.mark.parametrize("changes", [{"risk": RiskRating.LOW}, {"limitations": "None that we know."}])
def test_a_card_of_another_content_waits_for_a_review_of_its_own(changes: dict[str, Any]) -> None:
    names = [
        only(Stack.of(endpoint(card=replace(CARD, **given))), "AWS::SageMaker::ModelCard")["ModelCardName"]
        for given in ({}, changes)
    ]
    assert names[0] != names[1]


def test_a_guardrail_is_not_shared_by_what_is_differently_confidential() -> None:
    where = place()
    guardrail = ContentGuardrail(where.before, "Guardrail")
    model = endpoint(where, data_classification="restricted")
    guardrail.data_classification = "internal"
    message = "must be classified as the endpoint, restricted, was shared by what is internal: make one of its own"
    with pytest.raises(ValueError, match=message):
        GuardedModel(where.stack, "Guarded", endpoint=model, guardrail=guardrail, operations=where.operations)


@pytest.mark.parametrize("changes", [{"legal_basis": "consent"}, {"classification": "internal"}])
def test_other_facts_of_the_same_data_are_another_entity(changes: dict[str, str]) -> None:
    first, second = (
        resources(lineage(datasets=[Dataset(**{**PAYMENTS, **given})]), "AWS::SageMaker::Artifact", "Datasets")
        for given in ({}, changes)
    )
    assert not set(first) & set(second), "an update would write over what the former release was trained on"

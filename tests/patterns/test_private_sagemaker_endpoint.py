"""A model in the network alone: what it may do, who may ask it, and what is kept of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aws_cdk import Environment, Stack
from aws_cdk import aws_iam as iam

from secure_ai_constructs import (
    ContainerImage,
    InstanceFleet,
    ModelRegistry,
    PrivateSageMakerEndpoint,
    ServedModel,
    Service,
)
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.models import CARD, DIGEST, endpoint, place
from tests.patterns.outcome import THE_ACCOUNT_S
from tests.patterns.synthesis import ACCOUNT, Properties, beside, by_sid, is_kept, mentions, only, resources


@pytest.fixture(scope="module")
def scoring() -> Stack:
    return Stack.of(endpoint())


# The model


def test_the_container_stands_in_isolation_in_every_zone_and_reaches_s3_alone(scoring: Stack) -> None:
    model = only(scoring, "AWS::SageMaker::Model")
    assert model["EnableNetworkIsolation"] is True
    assert len(model["VpcConfig"]["Subnets"]) == 3
    group = only(scoring, "AWS::EC2::SecurityGroup", "Endpoint")
    assert "SecurityGroupIngress" not in group
    way = only(scoring, "AWS::EC2::SecurityGroupEgress")
    assert mentions(way["DestinationPrefixListId"], "PrefixList")


def test_image_and_weights_are_what_was_named(scoring: Stack) -> None:
    container = only(scoring, "AWS::SageMaker::Model")["PrimaryContainer"]
    assert mentions(container["Image"], f"@{DIGEST}")
    assert mentions(container["ModelDataUrl"], "/fraud/1/model.tar.gz")
    assert "Environment" not in container


def test_nothing_that_is_replaced_has_a_name_of_its_own(scoring: Stack) -> None:
    """What cannot change in place is made anew beside the old one, which has the name still."""
    for kind, name in (("Model", "ModelName"), ("EndpointConfig", "EndpointConfigName")):
        assert name not in only(scoring, f"AWS::SageMaker::{kind}")
    assert only(scoring, "AWS::SageMaker::Endpoint")["EndpointName"].startswith("fraud-")


def test_the_role_reads_one_folder_and_its_policies_stand_beside_the_endpoint() -> None:
    where = place()
    found = endpoint(where)
    read = by_sid(only(where.before, "AWS::S3::BucketPolicy", "Artifacts")["PolicyDocument"])["ReadObjects"]
    # The former release's weights must be read until it has given way, and again if it comes back.
    assert mentions(read["Resource"], "/fraud/*")
    assert mentions(read["Principal"], "ArtifactsRolesfraud")
    policy = by_sid(only(where.stack, "AWS::IAM::Policy", "Hosting")["PolicyDocument"])
    assert set(policy) == {"PullImage", "LockCapture", "Log"}
    assert mentions(policy["PullImage"]["Resource"], "repository/fraud")
    assert mentions(policy["Log"]["Resource"], "EndpointLogGroup")
    [trust] = only(where.before, "AWS::IAM::Role", "ArtifactsRolesfraud")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
    assert found.role.node.scope is not found


def test_all_containers_of_a_network_have_one_policy_for_its_interfaces() -> None:
    where = place()
    endpoint(where)
    policy = by_sid(only(where.before, "AWS::IAM::ManagedPolicy", "Containers")["PolicyDocument"])
    assert mentions(policy["PlaceContainer"]["Condition"]["ArnEquals"]["ec2:Vpc"], "NetworkVpc")
    assert (policy["MakeInterface"]["Action"], policy["MakeInterface"]["Condition"]) == (
        "ec2:CreateNetworkInterface",
        {"Null": {"ec2:Vpc": "true"}},
    )
    assert "cloudwatch:namespace" in policy["Count"]["Condition"]["StringLike"]
    assert "Condition" not in policy["LookAtNetwork"]
    looks = policy["LookAtNetwork"]["Action"]
    assert {one.partition(":")[2][:8] for one in looks if one.startswith("ec2:")} == {"Describe"}


# The endpoint


def test_two_instances_answer_and_more_come_when_more_is_asked(scoring: Stack) -> None:
    [variant] = only(scoring, "AWS::SageMaker::EndpointConfig")["ProductionVariants"]
    assert (variant["InitialInstanceCount"], variant["InstanceType"]) == (2, "ml.m6i.large")
    assert variant["EnableSSMAccess"] is False
    target = only(scoring, "AWS::ApplicationAutoScaling::ScalableTarget")
    name = only(scoring, "AWS::SageMaker::Endpoint")["EndpointName"]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (2, 4)
    assert target["ResourceId"] == f"endpoint/{name}/variant/{variant['VariantName']}"
    [policy] = resources(scoring, "AWS::ApplicationAutoScaling::ScalingPolicy").values()
    tracked = policy["Properties"]["TargetTrackingScalingPolicyConfiguration"]
    assert tracked["TargetValue"] == 600


def test_everything_is_captured_under_the_endpoint_s_key_and_nobody_changes_it(scoring: Stack) -> None:
    capture = only(scoring, "AWS::SageMaker::EndpointConfig")["DataCaptureConfig"]
    assert (capture["EnableCapture"], capture["InitialSamplingPercentage"]) == (True, 100)
    assert [one["CaptureMode"] for one in capture["CaptureOptions"]] == ["Input", "Output"]
    assert mentions(capture["KmsKeyId"], "EndpointKey")
    assert mentions(capture["DestinationS3Uri"], "/captured")
    bucket = only(scoring, "AWS::S3::Bucket", "Capture")
    assert bucket["ObjectLockEnabled"] is True
    writers = by_sid(only(scoring, "AWS::S3::BucketPolicy", "Capture")["PolicyDocument"])
    assert mentions(writers["WriteObjects"]["Principal"], "ArtifactsRolesfraud")
    assert "ReadObjects" not in writers


@pytest.mark.parametrize(("instance_type", "with_key"), [("ml.m6i.large", True), ("ml.g5.xlarge", False)])
def test_volumes_have_the_key_unless_their_hardware_encrypts_them(instance_type: str, *, with_key: bool) -> None:
    found = endpoint(fleet=InstanceFleet(instance_type=instance_type))
    assert ("KmsKeyId" in only(Stack.of(found), "AWS::SageMaker::EndpointConfig")) is with_key


def test_a_new_model_answers_a_few_first_and_gives_way_when_alarms_ring(scoring: Stack) -> None:
    deployment = only(scoring, "AWS::SageMaker::Endpoint")["DeploymentConfig"]
    routing = deployment["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]
    assert (routing["Type"], routing["CanarySize"]) == ("CANARY", {"Type": "CAPACITY_PERCENT", "Value": 10})
    alarms = [one["AlarmName"]["Ref"] for one in deployment["AutoRollbackConfiguration"]["Alarms"]]
    rung = resources(scoring, "AWS::CloudWatch::Alarm")
    assert {rung[one]["Properties"]["MetricName"] for one in alarms} == {"Invocation5XXErrors", "ModelLatency"}
    name = only(scoring, "AWS::SageMaker::Endpoint")["EndpointName"]
    for one in alarms:
        assert {"Name": "EndpointName", "Value": name} in rung[one]["Properties"]["Dimensions"]
        assert mentions(rung[one]["Properties"]["AlarmActions"], "Alerts")
    assert rung[alarms[1]]["Properties"]["Threshold"] == 10_000_000, "microseconds"


def test_the_log_exists_before_the_endpoint_encrypted_for_a_year(scoring: Stack) -> None:
    group = only(scoring, "AWS::Logs::LogGroup", "EndpointLogGroup")
    name = only(scoring, "AWS::SageMaker::Endpoint")["EndpointName"]
    assert group["LogGroupName"] == f"/aws/sagemaker/Endpoints/{name}"
    assert group["RetentionInDays"] == 365
    [found] = resources(scoring, "AWS::SageMaker::Endpoint").values()
    assert any("LogGroup" in one for one in found["DependsOn"])


def test_the_card_names_the_model_and_waits_for_a_person(scoring: Stack) -> None:
    card = only(scoring, "AWS::SageMaker::ModelCard")
    assert card["ModelCardStatus"] == "PendingReview"
    assert mentions(card["Content"]["ModelOverview"]["ModelId"], "EndpointModel")
    assert card["Content"]["AdditionalInformation"]["CustomDetails"]["image"] == DIGEST


@pytest.mark.parametrize(
    "kind", ["AWS::KMS::Key", "AWS::S3::Bucket", "AWS::Logs::LogGroup", "AWS::SageMaker::ModelCard"]
)
def test_what_proves_something_outlives_the_stack(scoring: Stack, kind: str) -> None:
    assert all(is_kept(one) for one in resources(scoring, kind).values())


def test_everything_says_whose_it_is(scoring: Stack) -> None:
    tags = {one["Key"]: one["Value"] for one in only(scoring, "AWS::SageMaker::Endpoint")["Tags"]}
    assert tags == {"Owner": "fraud-platform", "DataClassification": "confidential"}


# Callers


def asked(found: PrivateSageMakerEndpoint) -> Properties:
    scope = beside(found.served.artifacts.node.scope, "Callers")  # type: ignore[arg-type]
    caller = iam.Role(scope, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    found.grant_invoke(caller).assert_success()
    document: Properties = only(scope, "AWS::IAM::Policy", "Caller")["PolicyDocument"]
    return document


def test_a_caller_asks_one_model_through_the_network_and_by_no_other_way() -> None:
    where = place()
    found = endpoint(where)
    statements = asked(found)["Statement"]
    [allowed] = [one for one in statements if one["Effect"] == "Allow"]
    [denied] = [one for one in statements if one["Effect"] == "Deny"]
    assert (
        allowed["Resource"] == denied["Resource"] == f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:endpoint/{found.name}"
    )
    assert found.name == found.name.lower(), "as SageMaker spells the ARN"
    assert {one.partition("With")[0] for one in allowed["Action"]} == {"sagemaker:InvokeEndpoint"}
    assert denied["Action"] == "sagemaker:InvokeEndpoint*", "also those that AWS adds"
    assert mentions(denied["Condition"]["StringNotEquals"]["aws:SourceVpce"], "SageMakerRuntime")
    policy = only(where.before, "AWS::EC2::VPCEndpoint", "SageMakerRuntime")["PolicyDocument"]["Statement"]
    assert [one["Resource"] for one in policy] == [f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:endpoint/*"]
    assert Service.SAGEMAKER_RUNTIME in where.network.endpoints


def test_a_caller_in_a_stack_that_the_endpoint_depends_on_is_refused() -> None:
    where = place()
    caller = iam.Role(where.before, "Caller", assumed_by=iam.AccountRootPrincipal())
    with pytest.raises(ValueError, match="Scoring/Endpoint: a caller must stand in a stack of its own or in Scoring"):
        endpoint(where).grant_invoke(caller)


def test_it_all_passes_every_control() -> None:
    found = endpoint()
    asked(found)
    app: Any = found.node.root
    open_findings = {
        (one.control.id, one.logical_id)
        for one in review(load(Path(app.synth().directory)), CATALOG).findings
        if one.verdict is not TRUE
    }
    of_what_watches_it = {
        "sagemaker-drift-scheduled",
        "sagemaker-endpoint-bias-monitored",
        "sagemaker-endpoint-on-dashboard",
        "sagemaker-endpoint-monitored",
        "sagemaker-endpoint-quality-monitored",
        "sagemaker-lineage-recorded",
    }
    assert {control for control, _ in open_findings} - THE_ACCOUNT_S == of_what_watches_it


# Wrong use


@pytest.mark.parametrize("digest", ["", "latest", "sha256:abc", f"sha256:{'g' * 64}", f"{DIGEST}0", DIGEST.upper()])
def test_an_image_without_a_digest_is_refused(digest: str) -> None:
    where = place()
    with pytest.raises(ValueError, match="an image must be pinned by its digest, sha256: and 64 hexadecimal") as it:
        ContainerImage(where.image.repository, digest)
    assert str(it.value).endswith(repr(digest))


@pytest.mark.parametrize("name", ["", "F", "Fraud", "fraud_1", "x" * 31, "1fraud"])
def test_a_name_that_sagemaker_would_refuse_is_refused(name: str) -> None:
    where = place()
    with pytest.raises(ValueError, match="a model's name must be 2 to 30 lower-case letters") as it:
        ServedModel(name, where.image, where.artifacts, "fraud/1/model.tar.gz", where.registry.version(1))
    assert str(it.value).endswith(repr(name))


@pytest.mark.parametrize(
    "path", ["", "/model.tar.gz", "fraud/", "s3://b/model.tar.gz", "a//model.tar.gz", "fraud/model.pkl", "a*/m.tar.gz"]
)
def test_weights_are_an_object_of_the_bucket(path: str) -> None:
    where = place()
    served = ServedModel("fraud", where.image, where.artifacts, path, where.registry.version(1))
    with pytest.raises(ValueError, match=r"Test/Artifacts: weights must be an object such as .*, was ") as it:
        endpoint(where, model=served)
    assert str(it.value).endswith(repr(path))


def test_an_endpoint_stands_after_its_weights() -> None:
    where = place()
    served = ServedModel("fraud", where.image, where.artifacts, "fraud/1/model.tar.gz", where.registry.version(1))
    with pytest.raises(ValueError, match="the endpoint must stand in another stack than its weights"):
        PrivateSageMakerEndpoint(
            where.before,
            "Endpoint",
            model=served,
            card=CARD,
            network=where.network,
            operations=where.operations,
        )


def test_two_endpoints_of_one_name_are_refused_one_role() -> None:
    where = place()
    endpoint(where)
    served = ServedModel("fraud", where.image, where.artifacts, "fraud/2/model.tar.gz", where.registry.version(2))
    with pytest.raises(ValueError, match="Test/Artifacts: each endpoint must have a role of its own; there is 'fraud'"):
        PrivateSageMakerEndpoint(
            where.stack,
            "Other",
            model=served,
            card=CARD,
            network=where.network,
            operations=where.operations,
        )


# Approval


def test_the_model_waits_for_the_approval_of_this_image_and_these_weights() -> None:
    where = place()
    endpoint(where)
    [(logical_id, asked)] = resources(where.stack, "Custom::ApprovedModel").items()
    properties = asked["Properties"]
    assert properties["ModelPackage"].endswith(f":model-package/{where.registry.name}/1")
    container = only(where.stack, "AWS::SageMaker::Model")["PrimaryContainer"]
    assert (properties["Image"], properties["Weights"]) == (container["Image"], container["ModelDataUrl"])
    [model] = resources(where.stack, "AWS::SageMaker::Model").values()
    assert logical_id in model["DependsOn"]


def test_the_function_asks_for_one_version_and_nothing_else() -> None:
    where = place()
    endpoint(where)
    [inline] = only(where.stack, "AWS::IAM::Role", "Approval")["Policies"]
    asks = by_sid(inline["PolicyDocument"])["AskForApproval"]
    assert (asks["Action"], asks["Resource"]) == (
        "sagemaker:DescribeModelPackage",
        only(where.stack, "Custom::ApprovedModel")["ModelPackage"],
    )


def test_another_release_is_asked_for_by_another_resource_so_that_a_rollback_asks_for_none() -> None:
    def asked(version: int, path: str) -> str:
        where = place()
        served = ServedModel("fraud", where.image, where.artifacts, path, where.registry.version(version))
        endpoint(where, model=served)
        [logical_id] = resources(where.stack, "Custom::ApprovedModel")
        return logical_id

    releases = [(1, "fraud/1/model.tar.gz"), (2, "fraud/1/model.tar.gz"), (1, "fraud/2/model.tar.gz")]
    assert len({asked(*one) for one in releases}) == len(releases)
    assert asked(*releases[0]) == asked(*releases[0])


@pytest.mark.parametrize("number", [0, -1, True, "1", 1.5, None])
def test_a_version_that_sagemaker_does_not_count_is_refused(number: Any) -> None:
    with pytest.raises(ValueError, match=r"Test/Registry: a version must be a whole number of at least 1, was ") as it:
        place().registry.version(number)
    assert str(it.value).endswith(repr(number))


def test_an_endpoint_stands_after_its_registry() -> None:
    where = place()
    registry = ModelRegistry(where.stack, "Own", approver=where.registry.approver, description="Fraud models")
    served = ServedModel("fraud", where.image, where.artifacts, "fraud/1/model.tar.gz", registry.version(1))
    with pytest.raises(ValueError, match="must stand in another stack than its registry, which must be there before"):
        endpoint(where, model=served)


def test_a_registry_of_another_region_approves_nothing_here() -> None:
    where = place()
    elsewhere = beside(where.stack, "Elsewhere", Environment(account=ACCOUNT, region="eu-west-1"))
    registry = ModelRegistry(elsewhere, "Registry", approver=where.registry.approver, description="Fraud models")
    served = ServedModel("fraud", where.image, where.artifacts, "fraud/1/model.tar.gz", registry.version(1))
    with pytest.raises(ValueError, match=r"the registry must be in .* eu-central-1, as the model, was in .* eu-west-1"):
        endpoint(where, model=served)


def test_two_endpoints_do_not_read_one_another_s_weights() -> None:
    where = place()
    where.artifacts.hosting_role("fraud", path="models/fraud/1/model.tar.gz")
    message = "each endpoint must have a first folder of its own, because its role reads all of it; models/ was that of 'fraud'"
    with pytest.raises(ValueError, match=message):
        where.artifacts.hosting_role("claims", path="models/claims/1/model.tar.gz")


def test_weights_that_are_written_once_are_deleted_by_nobody() -> None:
    where = place()
    role = iam.Role(where.before, "Cleaner", assumed_by=iam.AccountRootPrincipal())
    with pytest.raises(ValueError, match="objects of a bucket for artifacts must not be deleted"):
        where.artifacts.bucket.grant_delete_objects(role)

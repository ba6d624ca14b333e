"""Parts that a platform team brings itself: they are used as they are, or refused with a reason."""

from __future__ import annotations

import pytest
from aws_cdk import Environment, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_s3 as s3

from secure_ai_constructs import (
    AccessLogBucket,
    ContentGuardrail,
    CustomerKey,
    DataBucket,
    DataProfile,
    DataResidency,
    Operations,
    PrivateNetwork,
    SecureBedrockRag,
    Service,
    VectorStore,
)
from tests.patterns.synthesis import ACCOUNT, ENV, beside, by_sid, is_kept, mentions, only, rag, resources, stack

US = Environment(account=ACCOUNT, region="us-east-1")
STORES = (VectorStore.s3_vectors(), VectorStore.opensearch_serverless(), VectorStore.aurora_postgresql())


def own_bucket(
    found: SecureBedrockRag,
    before: s3.IBucket | None = None,
    *,
    profile: DataProfile = DataProfile.DOCUMENTS,
    network: bool = True,
) -> DataBucket:
    """A bucket in the stack of the team `claims`, under a key of its own; or one that was made before."""
    place = found.stack_of("claims")
    return DataBucket(
        place,
        "Mine",
        key=CustomerKey(place, "Key", description="documents").key,
        access_logs=AccessLogBucket(place, "Logs"),
        profile=profile,
        network=found.network if network else None,
        bucket=before,
    )


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.kind)
def test_a_knowledge_base_uses_the_key_of_its_documents_and_the_one_of_its_vectors(store: VectorStore) -> None:
    found = rag()
    team = found.add_team("claims", documents=own_bucket(found), store=store)
    [inline] = only(Stack.of(team), "AWS::IAM::Role", "KnowledgeBaseRole")["Policies"]
    usable = by_sid(inline["PolicyDocument"])["UseKey"]["Resource"]
    assert len(usable) == 2
    assert mentions(usable, "TeamKey")


@pytest.mark.parametrize("profile", [one for one in DataProfile if one is not DataProfile.DOCUMENTS])
def test_documents_in_a_bucket_that_is_not_scanned_are_refused(profile: DataProfile) -> None:
    found = rag()
    documents = own_bucket(found, profile=profile)
    with pytest.raises(ValueError, match=f"must be a bucket of the profile documents .* is one of {profile.value}"):
        found.add_team("claims", documents=documents)


def test_documents_outside_the_network_are_refused() -> None:
    found = rag()
    documents = own_bucket(found, network=False)
    with pytest.raises(ValueError, match="is one of documents in no network"):
        found.add_team("claims", documents=documents)


def test_a_bucket_that_was_made_before_keeps_its_name_and_becomes_one_of_ours() -> None:
    found, another = rag(), rag()
    plain = s3.Bucket(found.stack_of("claims"), "Existing", bucket_name="claims-of-ten-years")
    team = found.add_team("claims", documents=own_bucket(found, plain))
    given = only(Stack.of(team), "AWS::S3::Bucket", "Existing")
    new = another.add_team("claims", documents=own_bucket(another))
    ours = only(Stack.of(new), "AWS::S3::Bucket", "Mine")
    assert given["BucketName"] == "claims-of-ten-years"
    assert {key for key in ours if given.get(key) != ours[key]} == {"LifecycleConfiguration"}
    for resource_type in ("AWS::S3::Bucket", "AWS::S3::BucketPolicy"):
        [kept] = resources(Stack.of(team), resource_type, "Existing").values()
        assert is_kept(kept)
    policy = by_sid(only(Stack.of(team), "AWS::S3::BucketPolicy", "Existing")["PolicyDocument"])
    assert {"OnlyCleanObjectsAreRead", "OnlyThroughTheNetwork", "OnlyScannerTags"} <= set(policy)


def test_a_bucket_of_another_app_is_refused_because_its_policy_is_not_written_here() -> None:
    found = rag()
    named = s3.Bucket.from_bucket_name(found.stack_of("claims"), "Existing", "claims-of-ten-years")
    with pytest.raises(ValueError, match=r"must be one of this stack.* was only named\. Bring it .* `cdk import`"):
        own_bucket(found, named)


def test_a_bucket_of_another_stack_is_refused() -> None:
    found = rag()
    with pytest.raises(ValueError, match=r"must stand in .*claims, was in Test"):
        own_bucket(found, s3.Bucket(Stack.of(found), "Existing"))


def test_a_bucket_with_a_policy_is_refused() -> None:
    found = rag()
    with pytest.raises(ValueError, match="must have no policy yet, because it has one"):
        own_bucket(found, s3.Bucket(found.stack_of("claims"), "Existing", enforce_ssl=True))


def test_a_bucket_that_was_made_before_is_none_for_evidence() -> None:
    found = rag()
    with pytest.raises(ValueError, match=r"for evidence must be a new one, because .* locked from the first day"):
        own_bucket(found, s3.Bucket(found.stack_of("claims"), "Existing"), profile=DataProfile.EVIDENCE)


def test_given_endpoints_of_the_same_app_keep_their_policies() -> None:
    scope = stack()
    isolated = ec2.SubnetConfiguration(name="Isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
    zones = ["eu-central-1a", "eu-central-1b"]
    vpc = ec2.Vpc(scope, "Vpc", nat_gateways=0, availability_zones=zones, subnet_configuration=[isolated])
    s3 = vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
    kms = vpc.add_interface_endpoint("Kms", service=ec2.InterfaceVpcEndpointAwsService.KMS)
    network = PrivateNetwork(scope, "Network", vpc=vpc, s3=s3, endpoints={Service.KMS: kms})
    network.reach(Service.KMS, actions=["kms:Decrypt"], resources=["arn:aws:kms:eu-central-1:123456789012:key/*"])
    network.reach_answers()
    endpoints = resources(scope, "AWS::EC2::VPCEndpoint")
    assert len(endpoints) == 2
    assert not any("PolicyDocument" in one["Properties"] for one in endpoints.values())


@pytest.mark.parametrize("part", ["guardrail", "operations"])
@pytest.mark.parametrize("env", [US, None], ids=["elsewhere", "anywhere"])
def test_parts_of_another_place_are_refused(part: str, env: Environment | None) -> None:
    scope = stack()
    there = beside(scope, "There", env)
    guardrail = ContentGuardrail(there, "Given") if part == "guardrail" else None
    operations = Operations(there, "Given") if part == "operations" else None
    with pytest.raises(ValueError, match=f"the {part} must be in {ACCOUNT} eu-central-1, as the stack, was in "):
        rag(scope, guardrail=guardrail, operations=operations)


@pytest.mark.parametrize("residency", [None, DataResidency.in_region("eu-central-1")])
def test_a_guardrail_that_evaluates_where_data_may_not_be_is_refused(residency: DataResidency | None) -> None:
    scope = stack(ENV)
    guardrail = ContentGuardrail(scope, "Given", geography="eu")
    with pytest.raises(ValueError, match="must answer where data residency EU"):
        rag(scope, residency=residency, guardrail=guardrail)


def test_two_rags_share_a_guardrail_and_each_is_told_once() -> None:
    scope = stack()
    network, guardrail = PrivateNetwork(scope, "Network"), ContentGuardrail(scope, "Guardrail")
    together = Operations(scope, "Together")
    for name in ("One", "Other"):
        SecureBedrockRag(scope, name, network=network, owner="x", guardrail=guardrail, operations=together)
    SecureBedrockRag(scope, "Apart", network=network, owner="x", guardrail=guardrail)
    told = [one for one in resources(scope, "AWS::CloudWatch::Alarm") if one.startswith("Guardrail")]
    assert len(told) == 6


def test_what_two_rags_share_is_tagged_by_the_first() -> None:
    scope = stack()
    network, guardrail, operations = (
        PrivateNetwork(scope, "Network"),
        ContentGuardrail(scope, "G"),
        Operations(scope, "O"),
    )
    for name, classification in (("One", "restricted"), ("Other", "public")):
        SecureBedrockRag(
            scope,
            name,
            network=network,
            owner=name,
            data_classification=classification,
            guardrail=guardrail,
            operations=operations,
        )
    tags = {one["Key"]: one["Value"] for one in only(scope, "AWS::Bedrock::Guardrail")["Tags"]}
    assert (tags["Owner"], tags["DataClassification"]) == ("One", "restricted")


def test_a_team_s_stack_is_protected_as_the_rag_s() -> None:
    scope = Stack(stack().node.root, "Protected", env=ENV, termination_protection=True)  # type: ignore[arg-type]
    assert rag(scope).stack_of("claims").termination_protection

"""A network without an internet, whose endpoints admit what was asked for and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Environment, Stack
from aws_cdk import aws_ec2 as ec2

from secure_ai_constructs import PrivateNetwork, Service, VectorStore
from tests.patterns.synthesis import (
    ACCOUNT,
    Properties,
    as_list,
    beside,
    by_sid,
    existing_vpc,
    mentions,
    only,
    rag,
    region,
    resources,
    stack,
)

KEYS = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/*"


def interfaces(scope: Stack) -> list[Properties]:
    return [
        one["Properties"]
        for one in resources(scope, "AWS::EC2::VPCEndpoint").values()
        if one["Properties"]["VpcEndpointType"] == "Interface"
    ]


def gateway(scope: Stack) -> dict[str, Properties]:
    """The statements of the S3 gateway endpoint's policy."""
    [found] = [
        one["Properties"]["PolicyDocument"]
        for one in resources(scope, "AWS::EC2::VPCEndpoint").values()
        if one["Properties"]["VpcEndpointType"] == "Gateway"
    ]
    return by_sid(found)


# The VPC


def test_a_network_has_three_isolated_zones_and_no_gateway() -> None:
    scope = stack()
    PrivateNetwork(scope, "Network")
    found = resources(scope)
    subnets = [one["Properties"] for one in found.values() if one["Type"] == "AWS::EC2::Subnet"]
    assert [one["AvailabilityZone"]["Fn::Select"][0] for one in subnets] == [0, 1, 2]
    assert not any(one.get("MapPublicIpOnLaunch") for one in subnets)
    kinds = {one["Type"].removeprefix("AWS::EC2::") for one in found.values()}
    assert not kinds & {"InternetGateway", "NatGateway", "EgressOnlyInternetGateway", "VPCGatewayAttachment", "Route"}


def test_whether_traffic_is_encrypted_is_watched() -> None:
    scope = stack()
    PrivateNetwork(scope, "Network")
    control = only(scope, "AWS::EC2::VPCEncryptionControl")
    assert (control["Mode"], mentions(control["VpcId"], "Vpc")) == ("monitor", True)


def test_encryption_may_be_enforced() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    assert network.encryption_control is not None
    network.encryption_control.mode = "enforce"
    assert only(scope, "AWS::EC2::VPCEncryptionControl")["Mode"] == "enforce"


def test_a_network_does_without_encryption_control_when_it_is_taken_out() -> None:
    scope = stack()
    PrivateNetwork(scope, "Network").node.try_remove_child("EncryptionControl")
    assert not resources(scope, "AWS::EC2::VPCEncryptionControl")


def test_a_region_without_encryption_control_logs_what_it_can() -> None:
    scope = region("ap-northeast-2")
    assert PrivateNetwork(scope, "Network").encryption_control is None
    assert not resources(scope, "AWS::EC2::VPCEncryptionControl")
    assert "LogFormat" not in only(scope, "AWS::EC2::FlowLog")


def test_all_traffic_is_logged_under_a_key_for_a_year() -> None:
    scope = stack()
    PrivateNetwork(scope, "Network")
    flow = only(scope, "AWS::EC2::FlowLog")
    assert (flow["TrafficType"], flow["ResourceType"]) == ("ALL", "VPC")
    assert flow["LogFormat"].endswith("${action} ${log-status} ${encryption-status}")
    group = only(scope, "AWS::Logs::LogGroup", "FlowLogs")
    assert group["RetentionInDays"] == 365
    assert mentions(group["KmsKeyId"], "LogKey")
    [trust] = only(scope, "AWS::IAM::Role", "FlowLogs")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}


def test_the_default_group_is_closed_by_a_function_that_may_do_nothing_else() -> None:
    scope = stack()
    PrivateNetwork(scope, "Network")
    closed = only(scope, "Custom::ClosedDefaultSecurityGroup")
    assert closed["GroupId"]["Fn::GetAtt"][1] == "DefaultSecurityGroup"
    [inline] = only(scope, "AWS::IAM::Role", "DefaultGroup")["Policies"]
    allowed = by_sid(inline["PolicyDocument"])["Close"]
    assert allowed["Action"] == ["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"]
    assert mentions(allowed["Resource"], "DefaultSecurityGroup")


def test_a_network_in_no_particular_region_is_refused() -> None:
    for env in (None, Environment(region="eu-central-1"), Environment(account=ACCOUNT)):
        with pytest.raises(
            ValueError, match=r"Test/Network: the stack must name its account and Region.*Test does not"
        ):
            PrivateNetwork(stack(env=env), "Network")


def test_of_its_own_vpc_a_network_has_the_flow_logs() -> None:
    scope = stack()
    flow_logs = PrivateNetwork(scope, "Network").flow_logs
    assert flow_logs
    assert scope.resolve(flow_logs.log_group.log_group_name)["Ref"].startswith("NetworkFlowLogs")


@pytest.mark.parametrize("cidr", ["foo", "", "8.8.0.0/16", "10.0.0.1/16", "10.0.0.0", "fd00::/16"])
def test_a_range_that_is_not_private_is_refused(cidr: str) -> None:
    with pytest.raises(ValueError, match="Test/Network: cidr must be a private IPv4 range") as it:
        PrivateNetwork(stack(), "Network", cidr=cidr)
    assert repr(cidr) in str(it.value)


@pytest.mark.parametrize("cidr", ["10.0.0.0/8", "10.0.0.0/15", "10.0.0.0/23", "10.0.0.0/28"])
def test_a_range_without_room_or_larger_than_a_vpc_is_refused(cidr: str) -> None:
    with pytest.raises(ValueError, match=f"Test/Network: cidr must be a range from /16 to /22, was '{cidr}'"):
        PrivateNetwork(stack(), "Network", cidr=cidr)


def test_a_range_beside_a_vpc_is_refused() -> None:
    scope = stack()
    with pytest.raises(ValueError, match=r"Test/Network: cidr must be left out where a VPC is given, .* was '10\.1\."):
        PrivateNetwork(scope, "Network", vpc=existing_vpc(scope), cidr="10.1.0.0/16")


def test_the_smallest_network_has_its_subnets() -> None:
    scope = stack()
    PrivateNetwork(scope, "Network", cidr="10.0.0.0/22")
    assert len(resources(scope, "AWS::EC2::Subnet")) == 3


# Interface endpoints


def test_an_endpoint_is_created_once_and_admits_what_each_call_named() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    first = network.reach(Service.KMS, actions=["kms:Decrypt"], resources=[KEYS])
    second = network.reach(Service.KMS, actions=["kms:GenerateDataKey"], resources=[KEYS])
    assert first is second
    assert network.endpoints == {Service.KMS: first}
    [endpoint] = interfaces(scope)
    admitted = endpoint["PolicyDocument"]["Statement"]
    assert {action for one in admitted for action in as_list(one["Action"])} == {"kms:Decrypt", "kms:GenerateDataKey"}
    assert {resource for one in admitted for resource in as_list(one["Resource"])} == {KEYS}
    assert all(one["Condition"] == {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}} for one in admitted)


def test_an_endpoint_stands_in_every_zone_with_private_names_and_a_group_of_its_own() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    for service in (Service.KMS, Service.BEDROCK_RUNTIME):
        network.reach(service, actions=["kms:Decrypt"], resources=[KEYS])
    found = interfaces(scope)
    assert [len(one["SubnetIds"]) for one in found] == [3, 3]
    assert {one["PrivateDnsEnabled"] for one in found} == {True}
    groups = [str(one["SecurityGroupIds"]) for one in found]
    assert len(set(groups)) == len(groups)


def test_asking_twice_for_the_same_changes_nothing() -> None:
    policies = []
    for times in (1, 3):
        scope = stack()
        network = PrivateNetwork(scope, "Network")
        for _ in range(times):
            network.reach(Service.KMS, actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[KEYS])
            network.reach(Service.KMS, actions=["kms:GenerateDataKey", "kms:Decrypt"], resources=[KEYS])
        policies.append(interfaces(scope)[0]["PolicyDocument"])
    assert policies[0] == policies[1]
    assert len(policies[0]["Statement"]) == 1


def test_an_endpoint_admits_the_network_s_callers_by_one_rule_and_nobody_else() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    for actions in (["sts:AssumeRole"], ["sts:GetCallerIdentity"]):
        network.reach(Service.STS, actions=actions, resources=["arn:aws:kms:eu-central-1:123456789012:key/*"])
    assert "SecurityGroupIngress" not in only(scope, "AWS::EC2::SecurityGroup", "Sts")
    rule = only(scope, "AWS::EC2::SecurityGroupIngress")
    assert (rule["FromPort"], rule["ToPort"]) == (443, 443)
    assert mentions(rule["GroupId"], "Sts")
    assert mentions(rule["SourceSecurityGroupId"], "NetworkCallers")


def test_callers_let_nothing_out_and_nothing_in_by_that_they_are_callers() -> None:
    scope = stack()
    PrivateNetwork(scope, "Network").reach(
        Service.STS, actions=["sts:AssumeRole"], resources=["arn:aws:kms:eu-central-1:123456789012:key/*"]
    )
    group = only(scope, "AWS::EC2::SecurityGroup", "NetworkCallers")
    [out] = group["SecurityGroupEgress"]
    assert (out["CidrIp"], out["IpProtocol"]) == ("255.255.255.255/32", "icmp")
    assert "SecurityGroupIngress" not in group
    assert not resources(scope, "AWS::EC2::SecurityGroupEgress")


@pytest.mark.parametrize("name", ["/app/x:*", "*"])
def test_all_streams_of_a_log_group_are_no_wildcard_nor_are_all_groups_of_an_account(name: str) -> None:
    network, kind = PrivateNetwork(stack(), "Network"), "log-group"
    arn = f"arn:aws:logs:eu-central-1:{ACCOUNT}:{kind}:{name}"
    assert network.reach(Service.CLOUDWATCH_LOGS, actions=["logs:PutLogEvents"], resources=[arn])
    with pytest.raises(ValueError, match="must name actions and resources"):
        network.reach(Service.CLOUDWATCH_LOGS, actions=["logs:PutLogEvents"], resources=[f"arn:aws:logs:*:*:{kind}:*"])


@pytest.mark.parametrize(("actions", "of"), [([], ["*"]), (["kms:Decrypt"], [])])
def test_reaching_for_nothing_is_refused(actions: list[str], of: list[str]) -> None:
    network = PrivateNetwork(stack(), "Network")
    with pytest.raises(ValueError, match=r"Test/Network: reach\(KMS\) must name actions and resources"):
        network.reach(Service.KMS, actions=actions, resources=of)


def test_an_endpoint_is_not_asked_for_more_than_its_policy_can_say() -> None:
    network = PrivateNetwork(stack(), "Network")
    keys = [f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/{number}" for number in range(300)]
    network.reach(Service.KMS, actions=["kms:Decrypt"], resources=keys)
    message = r"the policy of the endpoint of KMS must have at most 20,000 characters, had 2\d,\d{3}"
    with pytest.raises(ValueError, match=rf"Test/Network: {message}"):
        network.reach(Service.KMS, actions=["kms:Encrypt"], resources=keys)


def test_what_was_asked_for_before_takes_no_more_room() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    for _ in range(200):
        network.reach(Service.KMS, actions=["kms:Decrypt"], resources=[f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1"])
    assert len(only(scope, "AWS::EC2::VPCEndpoint", "Kms")["PolicyDocument"]["Statement"]) == 1


# S3


def test_the_way_to_s3_admits_the_account_s_own_buckets_and_grows_by_what_is_asked() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    network.reach_s3(actions=["s3:PutObject", "s3:GetObject"])
    network.reach_s3(actions=["s3:PutObject"])
    own = gateway(scope)["OwnBuckets"]
    assert sorted(own["Action"]) == ["s3:GetObject", "s3:PutObject"]
    assert own["Condition"] == {"StringEquals": {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}}


def test_cloudformation_s_bucket_is_open_once_a_custom_resource_stands_inside() -> None:
    without, within = stack(), stack()
    PrivateNetwork(without, "Network")
    network = PrivateNetwork(within, "Network")
    network.reach_answers()
    network.reach_answers()
    assert "CustomResourceAnswers" not in gateway(without)
    answers = gateway(within)["CustomResourceAnswers"]
    assert answers["Action"] == "s3:PutObject"
    assert answers["Resource"] == "arn:aws:s3:::cloudformation-custom-resource-response-eucentral1/*"


# What exists already


def test_an_existing_vpc_is_used_and_stays_its_owner_s() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network", vpc=existing_vpc(scope))
    network.reach(Service.KMS, actions=["kms:Decrypt"], resources=[KEYS])
    kinds = {one["Type"] for one in resources(scope).values()}
    assert not kinds & {"AWS::EC2::VPC", "AWS::EC2::FlowLog", "Custom::ClosedDefaultSecurityGroup"}
    [endpoint] = interfaces(scope)
    assert endpoint["SubnetIds"] == ["subnet-eu-central-1a", "subnet-eu-central-1b"]


def test_of_several_subnets_in_a_zone_the_first_is_taken() -> None:
    """EC2 refuses an interface endpoint in two subnets of a zone."""
    scope = stack()
    zones = [f"eu-central-1{letter}" for letter in "abc"]
    names = [f"{tier}-{letter}" for tier in ("app", "data") for letter in "abc"]
    tables = [f"rtb-{one}" for one in names]
    vpc = ec2.Vpc.from_vpc_attributes(
        scope,
        "Existing",
        vpc_id="vpc-1",
        availability_zones=zones,
        isolated_subnet_ids=names,
        isolated_subnet_names=["app", "data"],
        isolated_subnet_route_table_ids=tables,
    )
    PrivateNetwork(scope, "Network", vpc=vpc).reach(Service.KMS, actions=["kms:Decrypt"], resources=[KEYS])
    [endpoint] = interfaces(scope)
    assert len(endpoint["SubnetIds"]) == 3
    assert len({one[-1] for one in endpoint["SubnetIds"]}) == 3


def test_an_existing_vpc_in_one_zone_is_refused() -> None:
    scope = stack()
    message = "Test/Network: the VPC must have isolated subnets in at least two Availability Zones, had 1 subnets in 1"
    with pytest.raises(ValueError, match=message):
        PrivateNetwork(scope, "Network", vpc=existing_vpc(scope, zones=1))


def test_an_existing_vpc_without_route_tables_needs_its_way_to_s3() -> None:
    scope = stack()
    known: dict[str, Any] = {"availability_zones": ["a", "b"], "isolated_subnet_ids": ["subnet-a", "subnet-b"]}
    vpc = ec2.Vpc.from_vpc_attributes(scope, "Existing", vpc_id="vpc-1", **known)
    s3 = ec2.GatewayVpcEndpoint.from_gateway_vpc_endpoint_id(scope, "S3", "vpce-s3")
    PrivateNetwork(scope, "Network", vpc=vpc, s3=s3)
    with pytest.raises(ValueError, match="Test/Other: the VPC must be given with the route tables of its isolated"):
        PrivateNetwork(scope, "Other", vpc=vpc)


def test_existing_endpoints_are_used_as_they_are() -> None:
    scope = stack()
    vpc = existing_vpc(scope)
    group = ec2.SecurityGroup.from_security_group_id(scope, "Group", "sg-1")
    known: dict[str, Any] = {"port": 443, "security_groups": [group], "vpc_endpoint_id": "vpce-1"}
    existing = ec2.InterfaceVpcEndpoint.from_interface_vpc_endpoint_attributes(scope, "Kms", **known)
    s3 = ec2.GatewayVpcEndpoint.from_gateway_vpc_endpoint_id(scope, "S3", "vpce-s3")
    network = PrivateNetwork(scope, "Network", vpc=vpc, endpoints={Service.KMS: existing}, s3=s3)
    reached = network.reach(Service.KMS, actions=["kms:Decrypt"], resources=[KEYS])
    network.reach_answers()
    assert reached.vpc_endpoint_id == "vpce-1"
    assert network.reach_s3(actions=["s3:PutObject"]).vpc_endpoint_id == "vpce-s3"
    assert network.s3_endpoint_ids == ["vpce-s3"]
    assert not resources(scope, "AWS::EC2::VPCEndpoint")


def test_the_group_of_an_existing_endpoint_admits_callers_from_whichever_stack() -> None:
    """Beside the callers, because the stack of the endpoint is one that the network's depends on."""
    scope = stack()
    place = beside(scope, "Place")
    vpc = ec2.Vpc(
        place,
        "Vpc",
        subnet_configuration=[ec2.SubnetConfiguration(name="I", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)],
    )
    group = ec2.SecurityGroup(place, "Group", vpc=vpc)
    kms = ec2.InterfaceVpcEndpoint(
        place, "Kms", vpc=vpc, service=ec2.InterfaceVpcEndpointAwsService.KMS, security_groups=[group], open=False
    )
    PrivateNetwork(scope, "Network", vpc=vpc, endpoints={Service.KMS: kms})
    assert not resources(place, "AWS::EC2::SecurityGroupIngress")
    rule = only(scope, "AWS::EC2::SecurityGroupIngress")
    assert mentions(rule["SourceSecurityGroupId"], "NetworkCallers")
    assert mentions(rule["GroupId"], "Group")


def test_a_vpc_has_one_endpoint_of_opensearch_serverless_for_all_apps() -> None:
    scope = stack()
    group = ec2.SecurityGroup.from_security_group_id(scope, "Group", "sg-search")
    there = ec2.InterfaceVpcEndpoint.from_interface_vpc_endpoint_attributes(
        scope, "Search", port=443, vpc_endpoint_id="vpce-search", security_groups=[group]
    )
    network = PrivateNetwork(scope, "Network", vpc=existing_vpc(scope, zones=3), opensearch=there)
    team = rag(scope, network=network).add_team("claims", store=VectorStore.opensearch_serverless())
    assert not resources(scope, "AWS::OpenSearchServerless::VpcEndpoint")
    policies = resources(Stack.of(team), "AWS::OpenSearchServerless::SecurityPolicy").values()
    assert [one for one in policies if '"SourceVPCEs":["vpce-search"]' in one["Properties"]["Policy"]]
    admitted = [one["Properties"] for one in resources(scope, "AWS::EC2::SecurityGroupIngress").values()]
    assert "sg-search" in [one["GroupId"] for one in admitted]
    ways = [one["Properties"] for one in resources(Stack.of(team), "AWS::EC2::SecurityGroupEgress").values()]
    assert "sg-search" in [one.get("DestinationSecurityGroupId") for one in ways]
    with pytest.raises(ValueError, match="the endpoint of OpenSearch Serverless must be an interface endpoint"):
        PrivateNetwork(scope, "Other", vpc=existing_vpc(beside(scope, "Place")), opensearch=group)  # type: ignore[arg-type]


def test_endpoints_are_given_with_their_vpc_and_their_groups() -> None:
    scope = stack()
    s3 = ec2.GatewayVpcEndpoint.from_gateway_vpc_endpoint_id(scope, "S3", "vpce-s3")
    bare = ec2.InterfaceVpcEndpoint.from_interface_vpc_endpoint_attributes(
        scope, "Kms", port=443, vpc_endpoint_id="vpce-1"
    )
    for name, given in (("One", {"s3": s3}), ("Two", {"endpoints": {Service.KMS: bare}})):
        with pytest.raises(ValueError, match="endpoints and s3 must be given with the vpc that they stand in"):
            PrivateNetwork(scope, name, **given)
    with pytest.raises(ValueError, match=r"the endpoint of KMS must be given with its security groups, .*, had none"):
        PrivateNetwork(scope, "Other", vpc=existing_vpc(scope), endpoints={Service.KMS: bare})


def test_a_gateway_endpoint_that_the_vpc_has_must_be_given() -> None:
    scope = stack()
    isolated = ec2.SubnetConfiguration(name="Isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
    vpc = ec2.Vpc(scope, "Vpc", subnet_configuration=[isolated])
    s3 = vpc.add_gateway_endpoint("Way", service=ec2.GatewayVpcEndpointAwsService.S3)
    with pytest.raises(ValueError, match="the S3 gateway endpoint must be given"):
        PrivateNetwork(scope, "Network", vpc=vpc)
    assert PrivateNetwork(scope, "Other", vpc=vpc, s3=s3).s3 is s3


# FIPS


@pytest.mark.parametrize("place", ["us-east-1", "us-gov-west-1", "ca-central-1"])
def test_validated_endpoints_are_taken_where_there_are_some(place: str) -> None:
    scope = region(place)
    network = PrivateNetwork(scope, "Network", fips=True)
    for service in (Service.BEDROCK_RUNTIME, Service.BEDROCK_AGENT_RUNTIME):
        network.reach(service, actions=["bedrock:Retrieve"], resources=["arn:aws:kms:eu-central-1:123456789012:key/*"])
    names = {one["ServiceName"] for one in interfaces(scope)}
    assert names == {
        f"com.amazonaws.{place}.bedrock-runtime-fips",
        f"com.amazonaws.{place}.bedrock-agent-runtime",
    }


@pytest.mark.parametrize("place", ["eu-central-1", "sa-east-1", "mx-central-1"])
def test_validated_endpoints_are_refused_elsewhere(place: str) -> None:
    with pytest.raises(ValueError, match=f"Test/Network: fips needs a Region of the US or Canada, was {place}"):
        PrivateNetwork(region(place), "Network", fips=True)

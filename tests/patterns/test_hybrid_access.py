"""Callers on premises: resolved and let in from private ranges, and known by their certificate."""

from __future__ import annotations

import pytest
from aws_cdk import aws_ec2 as ec2

from secure_ai_constructs import OnPremisesRole, PrivateNetwork, Service
from tests.patterns.synthesis import Properties, as_list, existing_vpc, only, resources, stack

AUTHORITY = "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/1"
PREMISES = ["192.168.0.0/16", "172.16.0.0/12"]


def rules(group: Properties) -> set[tuple[str, str, int]]:
    return {(one["CidrIp"], one["IpProtocol"], one["FromPort"]) for one in group["SecurityGroupIngress"]}


def test_endpoints_are_open_to_the_premises_and_to_https_alone() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network", on_premises=PREMISES)
    network.reach(
        Service.BEDROCK_RUNTIME,
        actions=["bedrock:InvokeModel"],
        resources=["arn:aws:kms:eu-central-1:123456789012:key/*"],
    )
    for part in ("ServicesBedrockRuntime", "ServicesS3"):
        group = only(scope, "AWS::EC2::SecurityGroup", part)
        assert rules(group) == {(cidr, "tcp", 443) for cidr in PREMISES}, part


def test_endpoints_that_were_given_are_open_to_the_premises_too() -> None:
    scope = stack()
    vpc = existing_vpc(scope)
    group = ec2.SecurityGroup(scope, "Given", vpc=vpc, allow_all_outbound=False)
    given = ec2.InterfaceVpcEndpoint.from_interface_vpc_endpoint_attributes(
        scope, "Runtime", vpc_endpoint_id="vpce-1", port=443, security_groups=[group]
    )
    PrivateNetwork(scope, "Network", vpc=vpc, endpoints={Service.BEDROCK_RUNTIME: given}, on_premises=PREMISES)
    assert rules(only(scope, "AWS::EC2::SecurityGroup", "Given")) >= {(cidr, "tcp", 443) for cidr in PREMISES}


def test_names_are_resolved_in_every_zone_for_the_premises_alone() -> None:
    scope = stack()
    PrivateNetwork(scope, "Network", on_premises=PREMISES)
    resolver = only(scope, "AWS::Route53Resolver::ResolverEndpoint")
    assert resolver["Direction"] == "INBOUND"
    assert len(resolver["IpAddresses"]) == 3
    group = only(scope, "AWS::EC2::SecurityGroup", "ResolverGroup")
    assert rules(group) == {(cidr, protocol, 53) for cidr in PREMISES for protocol in ("tcp", "udp")}


def test_s3_gets_an_interface_that_only_the_premises_resolve() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network", on_premises=PREMISES)
    [endpoint] = resources(scope, "AWS::EC2::VPCEndpoint", "ServicesS3").values()
    found = endpoint["Properties"]
    assert found["VpcEndpointType"] == "Interface"
    assert found["DnsOptions"] == {"PrivateDnsOnlyForInboundResolverEndpoint": "OnlyInboundResolver"}
    [allowed] = found["PolicyDocument"]["Statement"]
    assert set(allowed["Condition"]["StringEquals"]) == {"aws:PrincipalAccount", "aws:ResourceAccount"}
    assert len(network.s3_endpoint_ids) == 2


def test_a_network_without_premises_has_nothing_for_them() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    assert network.hybrid is None
    assert not resources(scope, "AWS::Route53Resolver::ResolverEndpoint")
    assert not resources(scope, "AWS::EC2::VPCEndpoint", "ServicesS3")


@pytest.mark.parametrize(
    "cidr",
    [
        "8.8.8.0/24",
        "0.0.0.0/0",
        "10.0.0.0/7",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.0.0.0/8",
        "198.18.0.0/15",
        "240.0.0.0/8",
        "fd00::/8",
        "192.168.0.1/16",
        "192.168.0.0/255.255.0.0",
        "192.168.1.1",
        "premises",
        "",
    ],
)
def test_what_is_no_private_range_is_refused(cidr: str) -> None:
    message = r"Test/Network: each of on_premises must be a private IPv4 range \(RFC 1918\) such as"
    with pytest.raises(ValueError, match=message) as it:
        PrivateNetwork(stack(), "Network", on_premises=["192.168.0.0/16", cidr])
    assert repr(cidr) in str(it.value)


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "10.0.0.0/8", "10.0.7.0/24"])
def test_the_vpc_s_own_addresses_are_not_on_premises(cidr: str) -> None:
    with pytest.raises(ValueError, match=r"must be other addresses than the VPC's \(10.0.0.0/16\), was") as it:
        PrivateNetwork(stack(), "Network", on_premises=["192.168.0.0/16", cidr])
    assert str(it.value).endswith(f"was {cidr}")


def test_a_machine_on_premises_is_known_by_its_certificate() -> None:
    scope = stack()
    OnPremisesRole(scope, "Printer", certificate_authority_arn=AUTHORITY, common_name="printer-1")
    anchor = only(scope, "AWS::RolesAnywhere::TrustAnchor")
    assert anchor["Source"]["SourceData"] == {"AcmPcaArn": AUTHORITY}
    trust = only(scope, "AWS::IAM::Role")["AssumeRolePolicyDocument"]["Statement"]
    actions = {action for one in trust for action in as_list(one["Action"])}
    assert actions == {"sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"}
    for one in trust:
        assert one["Principal"] == {"Service": "rolesanywhere.amazonaws.com"}
        assert one["Condition"]["StringEquals"] == {"aws:PrincipalTag/x509Subject/CN": "printer-1"}
        assert one["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::GetAtt"][1] == "TrustAnchorArn"


def test_a_session_of_a_machine_lasts_an_hour_and_has_one_role() -> None:
    scope = stack()
    OnPremisesRole(scope, "Printer", certificate_authority_arn=AUTHORITY, common_name="printer-1")
    profile = only(scope, "AWS::RolesAnywhere::Profile")
    assert profile["DurationSeconds"] == 3600
    assert len(profile["RoleArns"]) == 1


@pytest.mark.parametrize("name", ["", " ", "*", "printer-*"])
def test_a_name_that_is_no_machine_s_is_refused(name: str) -> None:
    with pytest.raises(
        ValueError,
        match="Test/Role: common_name must name one machine in at most 64 letters, digits, spaces and ",
    ) as it:
        OnPremisesRole(stack(), "Role", certificate_authority_arn=AUTHORITY, common_name=name)
    assert str(it.value).endswith(repr(name))

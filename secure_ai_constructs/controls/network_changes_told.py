"""A rule is widened or an endpoint's policy opened for an hour, and afterwards everything is as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import calls_are_recorded, told_of_calls
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_CALLS = {
    "AWS::EC2::FlowLog": ("DeleteFlowLogs",),
    "AWS::EC2::SecurityGroup": (
        "AuthorizeSecurityGroupEgress",
        "AuthorizeSecurityGroupIngress",
        "ModifySecurityGroupRules",
    ),
    "AWS::EC2::VPC": ("AttachInternetGateway", "CreateRoute", "CreateVpcPeeringConnection"),
    "AWS::EC2::VPCEndpoint": ("DeleteVpcEndpoints", "ModifyVpcEndpoint"),
}


def holds(resource: Resource) -> Truth:
    return told_of_calls(resource, "ec2", *_CALLS[resource.type])


CONTROL = Control(
    id="network-changes-told",
    title="Security groups that are opened, and ways into and out of networks, raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=tuple(_CALLS),
    when=calls_are_recorded,
    holds=holds,
    fix="Add an event rule on the calls that open it; AuditedAccount has one.",
    sources=("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html",),
    baseline=("CFG-3",),
    satisfies=(NIST_AC_4, NIST_SI_4),
)

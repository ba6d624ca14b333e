"""What people write down, where auditors read it in the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ssm as ssm

if TYPE_CHECKING:
    from constructs import Construct


def record(scope: Construct, *, name: str, description: str, value: str) -> ssm.CfnParameter:
    """A parameter `Record` of a scope, which outlives its stack."""
    parameter = ssm.CfnParameter(scope, "Record", name=name, type="String", description=description, value=value)
    parameter.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    return parameter

"""What people write down, where auditors read it in the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import RemovalPolicy, Stack, Token
from aws_cdk import aws_ssm as ssm

from secure_ai_constructs.patterns.foundation.register import enter, owner_of

if TYPE_CHECKING:
    from constructs import Construct

_RECORDS = "RecordsOfPeople"


def record(scope: Construct, *, name: str, description: str, value: str) -> ssm.CfnParameter:
    """A parameter `Record` of a scope, which outlives its stack; raises ValueError for a name that the app has used."""
    stack = Stack.of(scope)
    place = f"{stack.account} {stack.region}"
    entry = f"{stack.node.addr if Token.is_unresolved(place) else place} {name}"
    if owner_of(scope, _RECORDS, entry):
        raise ValueError(
            f"{scope.node.path}: a record must be written once for an account and Region, {name} was already"
        )
    enter(scope, _RECORDS, entry, owner=scope.node.id)
    parameter = ssm.CfnParameter(scope, "Record", name=name, type="String", description=description, value=value)
    parameter.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    return parameter

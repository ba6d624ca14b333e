"""Somebody opens by hand what a reviewed template had closed, and every review goes on reading the template.

A comparison of one stack, or without a role that may read, finds nothing elsewhere. Of several with a tag each,
nobody can read here whether they reach all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_3, NIST_CM_6
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(rule: Resource) -> Truth:
    types = rule["Scope.ComplianceResourceTypes"]
    of_stacks = ~types.is_set() | types.any(lambda one: one.equals("AWS::CloudFormation::Stack"))
    whole = of_stacks & ~rule["Scope.ComplianceResourceId"].is_set() & ~(rule["Scope.TagKey"].is_set() & UNKNOWN)
    role = rule["InputParameters"].parsed()["cloudformationRoleArn"]
    return (role.names_a("AWS::IAM::Role") | role.matches(r":role/")) & whole


def when(rule: Resource) -> Truth:
    return rule["Source.SourceIdentifier"].equals("CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK")


CONTROL = Control(
    id="config-stack-drift-watched",
    title="All stacks are compared with their templates, not one",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::Config::ConfigRule",),
    when=when,
    holds=holds,
    fix="Give the rule a cloudformationRoleArn, and a scope of all stacks; StackDrift does.",
    sources=(
        "https://docs.aws.amazon.com/config/latest/developerguide/cloudformation-stack-drift-detection-check.html",
    ),
    baseline=("CFG-5",),
    satisfies=(NIST_CM_3, NIST_CM_6),
)

"""One click of a person who builds models starts a job outside the network, under no key, or with a way to the internet.

Templates say nothing of what people do by hand. A permissions boundary with these Denies holds whatever else they are
granted; and one that approves cards keeps those who build from approving their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, may, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_CM_5, NIST_CM_7
from secure_ai_constructs.truth import UNKNOWN, Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_JOBS = ("sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob")
_TUNING, _TRANSFORM = "sagemaker:CreateHyperParameterTuningJob", "sagemaker:CreateTransformJob"
_NOTEBOOK = "sagemaker:CreateNotebookInstance"
_BUILDS = ("sagemaker:CreateDomain", "sagemaker:CreateModel", _NOTEBOOK, *_JOBS)
_WHO, _APPROVAL = "aws:PrincipalArn", "sagemaker:ModelApprovalStatus"
_NOT, _NOBODY_ELSE = "StringNotEquals(IfExists)?", "(Arn|String)Not(Equals|Like)"
_NEVER = (
    (("sagemaker:CreateModel", _TUNING, *_JOBS), "Null", "sagemaker:VpcSubnets", "true"),
    (("sagemaker:CreateModel", *_JOBS), "Bool(IfExists)?", "sagemaker:NetworkIsolation", "false"),
    ((_TUNING, *_JOBS), "Bool(IfExists)?", "sagemaker:InterContainerTrafficEncryption", "false"),
    ((_NOTEBOOK, _TRANSFORM, *_JOBS), "Null", "sagemaker:VolumeKmsKey", "true"),
    ((_TRANSFORM, *_JOBS), "Null", "sagemaker:OutputKmsKey", "true"),
    ((_NOTEBOOK,), _NOT, "sagemaker:DirectInternetAccess", "Disabled"),
    ((_NOTEBOOK, "sagemaker:UpdateNotebookInstance"), "StringEquals", "sagemaker:RootAccess", "Enabled"),
    (("sagemaker:CreateDomain",), _NOT, "sagemaker:AppNetworkAccessType", "VpcOnly"),
    (("sagemaker:UpdateModelCard",), _NOBODY_ELSE, _WHO, ""),
    (("sagemaker:UpdateModelPackage",), _NOBODY_ELSE, _WHO, ""),
    (("sagemaker:CreateModelPackage",), "StringEquals", _APPROVAL, "Approved"),
)
"""What is denied under which condition, or under none; to all but somebody who is named, where no value is."""


def holds(role: Resource) -> Truth:
    boundary = role["PermissionsBoundary"]
    policy = boundary.target
    if policy is None:
        return boundary.is_set() & UNKNOWN
    return boundary.is_set() & all_of(
        statements(policy["PolicyDocument"]).any(lambda one: _denies(one, actions, operator, key, value))  # noqa: B023 - all_of asks at once
        for actions, operator, key, value in _NEVER
    )


def _denies(statement: Statement, actions: tuple[str, ...], operator: str, key: str, value: str) -> Truth:
    besides = f"{_NOBODY_ELSE} {_WHO}" if key == _APPROVAL else "$"
    narrowed = statement.applies_when(
        operator, key, lambda one: one.equals(value) if value else one.is_set(), besides=besides
    )
    return statement.refuses(*actions) & (statement.is_unconditional() | (narrowed & statement.spares_somebody()))


def when(role: Resource) -> Truth:
    """People come through a provider or an account; services do what their function's author wrote.

    Whoever approves and builds nothing needs no boundary.
    """
    trust = statements(role["AssumeRolePolicyDocument"])
    of_people = trust.any(
        lambda one: one.value["Principal"]["Federated"].is_set() | one.value["Principal"]["AWS"].is_set()
    )
    return of_people & may(role, *_BUILDS)


CONTROL = Control(
    id="iam-builders-bounded",
    title="People who build models stand inside a boundary: in the network, under keys, without internet or root",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::IAM::Role",),
    when=when,
    holds=holds,
    fix="Give the role a permissions boundary that denies what leaves the network or the keys; MlPersonas does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html",),
    baseline=("IAM-9", "IAM-11", "RM-1", "RM-2"),
    satisfies=(NIST_AC_6, NIST_CM_5, NIST_CM_7),
)

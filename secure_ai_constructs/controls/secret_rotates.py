"""A password that was seen once opens the vectors for as long as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_IA_5

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_MOST_DAYS = 90
_OFTEN = r"^rate\((\d+ hours?|([1-8]?\d|90) days?)\)$|^cron\(\S+ \S+ \S+ (\*|[*1]/[12]) \S+ \*\)$"
"""So many days at most, or in every month or second month of every year."""


def holds(secret: Resource) -> Truth:
    """An attachment to a database stands for its secret."""
    return secret.referrers("AWS::SecretsManager::SecretTargetAttachment", "SecretId").any(_rotates) | _rotates(secret)


def _rotates(named: Resource) -> Truth:
    return named.referrers("AWS::SecretsManager::RotationSchedule", "SecretId").any(_is_frequent)


def _is_frequent(schedule: Resource) -> Truth:
    rules = schedule["RotationRules"]
    days = rules["AutomaticallyAfterDays"]
    often = rules["ScheduleExpression"].matches(_OFTEN) | (days.at_least(1) & ~days.at_least(_MOST_DAYS + 1))
    return (schedule["RotationLambdaARN"].is_set() | schedule["HostedRotationLambda"].is_set()) & often


CONTROL = Control(
    id="secret-rotates",
    title="Secrets rotate every three months or more often",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::SecretsManager::Secret",),
    holds=holds,
    fix="Add a rotation schedule of at most 90 days.",
    sources=("https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",),
    baseline=("KMS-7",),
    satisfies=(NIST_IA_5,),
)

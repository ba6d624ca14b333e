"""How long a password that was seen is of use."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.secret_rotates import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

SECRET = resource("AWS::SecretsManager::Secret")
FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:rotate"


def schedule(secret: Any = SUBJECT, function: Any = FUNCTION, **rules: Any) -> dict[str, Any]:
    said = {"SecretId": secret, "RotationLambdaARN": function, "RotationRules": rules}
    return resource("AWS::SecretsManager::RotationSchedule", said)


def expression(text: Any) -> dict[str, Any]:
    return schedule(ScheduleExpression=text)


def test_days_pass() -> None:
    assert judge(CONTROL, SECRET, Schedule=schedule(AutomaticallyAfterDays=30)) is TRUE
    assert judge(CONTROL, SECRET, Schedule=schedule(AutomaticallyAfterDays="90")) is TRUE


def test_an_expression_passes() -> None:
    for text in (
        "rate(10 days)",
        "rate(1 day)",
        "rate(90 days)",
        "rate(12 hours)",
        "cron(0 8 1 * ? *)",
        "cron(0 8 1 1/2 ? *)",
    ):
        assert judge(CONTROL, SECRET, Schedule=expression(text)) is TRUE


def test_a_function_that_aws_makes_passes() -> None:
    said = {
        "SecretId": SUBJECT,
        "HostedRotationLambda": {"RotationType": "PostgreSQLSingleUser"},
        "RotationRules": {"AutomaticallyAfterDays": 30},
    }
    assert judge(CONTROL, SECRET, Schedule=resource("AWS::SecretsManager::RotationSchedule", said)) is TRUE


def test_an_attachment_stands_for_its_secret() -> None:
    attachment = resource("AWS::SecretsManager::SecretTargetAttachment", {"SecretId": SUBJECT})
    attached = schedule({"Ref": "Attachment"}, AutomaticallyAfterDays=30)
    assert judge(CONTROL, SECRET, Attachment=attachment, Schedule=attached) is TRUE


def test_no_schedule_fails() -> None:
    assert judge(CONTROL, SECRET) is FALSE


def test_years_fail() -> None:
    assert judge(CONTROL, SECRET, Schedule=schedule(AutomaticallyAfterDays=91)) is FALSE
    for text in ("rate(91 days)", "rate(365 days)", "cron(0 8 1 1 ? *)", "cron(0 8 1 * ? 2030)"):
        assert judge(CONTROL, SECRET, Schedule=expression(text)) is FALSE


def test_rules_that_say_nothing_fail() -> None:
    assert judge(CONTROL, SECRET, Schedule=schedule()) is FALSE


def test_nobody_to_rotate_it_fails() -> None:
    nobody = schedule(function={"Ref": "AWS::NoValue"}, AutomaticallyAfterDays=30)
    assert judge(CONTROL, SECRET, Schedule=nobody) is FALSE


def test_the_schedule_of_another_secret_fails() -> None:
    other = schedule({"Ref": "Other"}, AutomaticallyAfterDays=30)
    assert judge(CONTROL, SECRET, Other=SECRET, Schedule=other) is FALSE


def test_days_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, SECRET, Schedule=schedule(AutomaticallyAfterDays=ANYTHING)) is UNKNOWN


def test_an_expression_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, SECRET, Schedule=expression(ANYTHING)) is UNKNOWN


def test_a_schedule_that_may_not_be_created_is_unknown() -> None:
    maybe = {**schedule(AutomaticallyAfterDays=30), "Condition": "Maybe"}
    assert judge(CONTROL, SECRET, Schedule=maybe) is UNKNOWN


def test_a_schedule_is_not_spoken_of() -> None:
    assert judge(CONTROL, schedule("claims", AutomaticallyAfterDays=30)) is NOT_APPLICABLE

"""Whether one call takes the vectors away."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.rds_recoverable import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def cluster(protected: Any, days: Any) -> dict[str, Any]:
    return resource("AWS::RDS::DBCluster", {"DeletionProtection": protected, "BackupRetentionPeriod": days})


def test_protection_and_a_week_of_backups_pass() -> None:
    assert judge(CONTROL, cluster(protected=True, days=7)) is TRUE
    assert judge(CONTROL, cluster("true", "35")) is TRUE


def test_no_protection_fails() -> None:
    assert judge(CONTROL, cluster(protected=False, days=35)) is FALSE
    assert judge(CONTROL, cluster({"Ref": "AWS::NoValue"}, 35)) is FALSE


def test_one_day_of_backups_fails() -> None:
    assert judge(CONTROL, cluster(protected=True, days=1)) is FALSE
    assert judge(CONTROL, cluster(protected=True, days={"Ref": "AWS::NoValue"})) is FALSE


def test_days_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, cluster(protected=True, days=ANYTHING)) is UNKNOWN


def test_protection_in_production_alone_is_unknown() -> None:
    assert judge(CONTROL, cluster({"Fn::If": ["Production", True, False]}, 7)) is UNKNOWN


def test_an_instance_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::RDS::DBInstance")) is NOT_APPLICABLE

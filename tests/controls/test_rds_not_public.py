"""Whether a database can be found from outside."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.rds_not_public import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def instance(public: Any) -> dict[str, Any]:
    return resource("AWS::RDS::DBInstance", {"PubliclyAccessible": public})


def test_a_private_instance_passes() -> None:
    assert judge(CONTROL, instance(public=False)) is TRUE
    assert judge(CONTROL, instance("false")) is TRUE


def test_a_public_instance_fails() -> None:
    assert judge(CONTROL, instance(public=True)) is FALSE
    assert judge(CONTROL, instance("true")) is FALSE


def test_the_default_depends_on_the_network_and_fails() -> None:
    assert judge(CONTROL, resource("AWS::RDS::DBInstance")) is FALSE


def test_an_address_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, instance(ANYTHING)) is UNKNOWN


def test_a_subnet_group_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::RDS::DBSubnetGroup")) is NOT_APPLICABLE

"""Whether the trail is asked without learning its columns first."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.cloudtrail_questions_kept import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

TRAIL = resource("AWS::CloudTrail::Trail")
WHO = "SELECT useridentity.arn, eventname FROM events"


def query(text: Any = WHO, kind: str = "AWS::Athena::NamedQuery") -> dict[str, Any]:
    return resource(kind, {"QueryString": text})


@pytest.mark.parametrize("kind", ["AWS::Athena::NamedQuery", "AWS::Logs::QueryDefinition"])
def test_a_saved_question_of_who_passes(kind: str) -> None:
    assert judge(CONTROL, TRAIL, Query=query(kind=kind)) is TRUE


def test_a_question_of_something_else_fails() -> None:
    assert judge(CONTROL, TRAIL, Query=query("SELECT count(*) FROM sales")) is FALSE


def test_no_question_fails() -> None:
    assert judge(CONTROL, TRAIL) is FALSE


def test_a_question_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, TRAIL, Query=query(ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE

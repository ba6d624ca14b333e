"""Whether the trail holds who read what."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.cloudtrail_data_recorded import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KNOWLEDGE_BASE = resource("AWS::Bedrock::KnowledgeBase")


def trail(*selectors: dict[str, Any]) -> dict[str, Any]:
    return resource("AWS::CloudTrail::Trail", {"AdvancedEventSelectors": list(selectors)})


def selector(**fields: Any) -> dict[str, Any]:
    """A selector of fields, each with the one value that it must have; two underscores stand for a dot."""
    named = [{"Field": name.replace("__", "."), "Equals": [value]} for name, value in fields.items()]
    return {"FieldSelectors": named}


def test_a_selector_of_the_type_passes() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=trail(selector(resources__type="AWS::Bedrock::KnowledgeBase"))) is TRUE


def test_a_bucket_asks_for_its_objects() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket"), Trail=trail(selector(resources__type="AWS::S3::Object"))) is TRUE


def test_a_selector_of_another_type_fails() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=trail(selector(resources__type="AWS::S3::Object"))) is FALSE


def test_a_trail_of_management_events_alone_fails() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=trail(selector(eventCategory="Management"))) is FALSE


def test_a_type_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE, Trail=trail(selector(resources__type=ANYTHING))) is UNKNOWN


def test_without_a_trail_another_control_speaks() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE) is NOT_APPLICABLE

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


BUCKET = resource("AWS::S3::Bucket")
OF_OBJECTS = {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}
ARN = {"Fn::GetAtt": ["Subject", "Arn"]}


def beside(**field: Any) -> dict[str, Any]:
    """A trail that records objects, with one more condition."""
    return trail({"FieldSelectors": [OF_OBJECTS, field]})


def test_a_selector_that_excludes_others_or_names_the_bucket_passes() -> None:
    for field in ("NotStartsWith", "NotEquals"):
        found = beside(Field="resources.ARN", **{field: ["arn:aws:s3:::logs/"]})
        assert judge(CONTROL, BUCKET, Trail=found) is TRUE
    assert judge(CONTROL, BUCKET, Trail=beside(Field="resources.ARN", StartsWith=[ARN])) is TRUE


def test_a_selector_of_another_bucket_or_of_writes_alone_fails() -> None:
    another = beside(Field="resources.ARN", StartsWith=["arn:aws:s3:::unrelated/"])
    assert judge(CONTROL, BUCKET, Trail=another) is FALSE
    assert judge(CONTROL, BUCKET, Trail=beside(Field="readOnly", Equals=["false"])) is FALSE
    assert judge(CONTROL, BUCKET, Trail=beside(Field="eventName", Equals=["PutObject"])) is FALSE


def basic(kind: str, *values: Any) -> dict[str, Any]:
    resources = [{"Type": kind, "Values": list(values)}]
    return resource("AWS::CloudTrail::Trail", {"EventSelectors": [{"DataResources": resources}]})


def test_a_basic_selector_of_all_objects_or_of_the_bucket_passes() -> None:
    assert judge(CONTROL, BUCKET, Trail=basic("AWS::S3::Object", "arn:aws:s3")) is TRUE
    assert judge(CONTROL, BUCKET, Trail=basic("AWS::S3::Object", ARN)) is TRUE
    assert judge(CONTROL, BUCKET, Trail=basic("AWS::S3::Object", "arn:aws:s3:::unrelated/")) is FALSE
    assert judge(CONTROL, BUCKET, Trail=basic("AWS::Lambda::Function", "arn:aws:lambda")) is FALSE


def test_a_bucket_that_is_left_out_fails() -> None:
    itself = {"Fn::Join": ["", [ARN, "/"]]}
    for operator in ("NotStartsWith", "NotEquals"):
        found = beside(Field="resources.ARN", **{operator: ["arn:aws:s3:::logs/", itself]})
        assert judge(CONTROL, BUCKET, Trail=found) is FALSE


def test_what_receives_logs_may_be_left_out() -> None:
    another = resource("AWS::S3::Bucket", {"LoggingConfiguration": {"DestinationBucketName": {"Ref": "Subject"}}})
    found = beside(Field="resources.ARN", NotStartsWith=[ARN])
    assert judge(CONTROL, BUCKET, Trail=found, Another=another) is NOT_APPLICABLE


def test_a_part_of_the_bucket_or_of_its_callers_fails() -> None:
    part = {"Fn::Join": ["", [ARN, "/public/"]]}
    assert judge(CONTROL, BUCKET, Trail=beside(Field="resources.ARN", StartsWith=[part])) is FALSE
    assert judge(CONTROL, BUCKET, Trail=basic("AWS::S3::Object", part)) is FALSE
    assert judge(CONTROL, BUCKET, Trail=beside(Field="userIdentity.arn", NotStartsWith=["arn:aws:sts"])) is FALSE


def test_a_basic_selector_of_writes_alone_fails_and_one_of_every_bucket_passes() -> None:
    for everything in ("arn:aws:s3:::", {"Fn::Sub": "arn:${AWS::Partition}:s3:::"}):
        found = basic("AWS::S3::Object", everything)
        assert judge(CONTROL, BUCKET, Trail=found) is TRUE
        found["Properties"]["EventSelectors"][0]["ReadWriteType"] = "WriteOnly"
        assert judge(CONTROL, BUCKET, Trail=found) is FALSE

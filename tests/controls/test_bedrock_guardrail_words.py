"""Whether a guardrail was told what must not be said."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_guardrail_words import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def words(**policy: Any) -> dict[str, Any]:
    return resource("AWS::Bedrock::Guardrail", {"WordPolicyConfig": policy})


def topics(*listed: Any) -> dict[str, Any]:
    return resource("AWS::Bedrock::Guardrail", {"TopicPolicyConfig": {"TopicsConfig": list(listed)}})


def test_a_managed_list_passes() -> None:
    assert judge(CONTROL, words(ManagedWordListsConfig=[{"Type": "PROFANITY"}])) is TRUE


def test_words_of_ones_own_pass() -> None:
    assert judge(CONTROL, words(WordsConfig=[{"Text": "competitor"}])) is TRUE


def test_a_denied_topic_passes() -> None:
    assert judge(CONTROL, topics({"Name": "Law", "Definition": "Advice on law", "Type": "DENY"})) is TRUE


def test_no_words_and_no_topics_fail() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is FALSE


def test_an_empty_list_fails() -> None:
    assert judge(CONTROL, words(ManagedWordListsConfig=[], WordsConfig=[])) is FALSE


def test_a_list_that_is_only_watched_fails() -> None:
    assert judge(CONTROL, words(ManagedWordListsConfig=[{"Type": "PROFANITY", "OutputAction": "NONE"}])) is FALSE


def test_a_topic_that_is_switched_off_fails() -> None:
    assert judge(CONTROL, topics({"Name": "Law", "Type": "DENY", "OutputEnabled": False})) is FALSE


def test_a_second_list_that_is_watched_spoils_nothing() -> None:
    watched = {"Text": "rival", "OutputAction": "NONE"}
    assert judge(CONTROL, words(WordsConfig=[watched, {"Text": "competitor"}])) is TRUE


def test_words_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, words(WordsConfig=ANYTHING)) is UNKNOWN


def test_a_policy_that_deployment_may_leave_out_is_unknown() -> None:
    maybe = {"Fn::If": ["Maybe", {"ManagedWordListsConfig": [{"Type": "PROFANITY"}]}, {"Ref": "AWS::NoValue"}]}
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail", {"WordPolicyConfig": maybe})) is UNKNOWN


def test_a_guardrail_version_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::GuardrailVersion")) is NOT_APPLICABLE

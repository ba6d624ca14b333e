"""The guardrail: every layer on, a version that follows the content, and a tier that follows the geography."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Aws, Stack, Token
from aws_cdk import aws_kms as kms

from secure_ai_constructs import AlertTopic, ContentGuardrail, DeniedTopic
from tests.patterns.synthesis import ACCOUNT, Properties, is_kept, mentions, only, region, resources, stack


def made(**arguments: Any) -> tuple[ContentGuardrail, Stack]:
    scope = arguments.pop("scope", None) or stack()
    return ContentGuardrail(scope, "Guardrail", **arguments), scope


def content(**arguments: Any) -> Properties:
    _, scope = made(**arguments)
    return only(scope, "AWS::Bedrock::Guardrail")


def version(**arguments: Any) -> str:
    _, scope = made(**arguments)
    [logical_id] = resources(scope, "AWS::Bedrock::GuardrailVersion")
    return logical_id


# Layers


def test_harmful_content_is_filtered_at_full_strength_in_both_directions() -> None:
    filters = {one["Type"]: one for one in content()["ContentPolicyConfig"]["FiltersConfig"]}
    attack = filters.pop("PROMPT_ATTACK")
    assert set(filters) == {"HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE"}
    assert {(one["InputStrength"], one["OutputStrength"]) for one in filters.values()} == {("HIGH", "HIGH")}
    assert (attack["InputStrength"], attack["OutputStrength"]) == ("HIGH", "NONE")


def test_secrets_are_blocked_and_people_are_masked_in_answers() -> None:
    entities = {one["Type"]: one for one in content()["SensitiveInformationPolicyConfig"]["PiiEntitiesConfig"]}
    for one in ("AWS_SECRET_KEY", "PASSWORD", "CREDIT_DEBIT_CARD_NUMBER"):
        assert (entities[one]["InputAction"], entities[one]["OutputAction"]) == ("BLOCK", "BLOCK")
    for one in ("NAME", "EMAIL", "PHONE", "ADDRESS"):
        assert (entities[one]["InputAction"], entities[one]["OutputAction"]) == ("NONE", "ANONYMIZE")


@pytest.mark.parametrize(("grounding", "relevance"), [(0.7, 0.5), (0.5, 0.99)])
def test_answers_are_grounded_in_what_was_retrieved(grounding: float, relevance: float) -> None:
    filters = content(grounding=grounding, relevance=relevance)["ContextualGroundingPolicyConfig"]["FiltersConfig"]
    assert {one["Type"]: one["Threshold"] for one in filters} == {"GROUNDING": grounding, "RELEVANCE": relevance}


def test_words_can_be_added_to_profanity() -> None:
    assert content(blocked_words=["project-swan"])["WordPolicyConfig"] == {
        "ManagedWordListsConfig": [{"Type": "PROFANITY"}],
        "WordsConfig": [{"Text": "project-swan"}],
    }
    assert "WordsConfig" not in content()["WordPolicyConfig"]


def test_topics_are_denied_with_their_examples() -> None:
    topic = DeniedTopic("Legal advice", "Whether to sue.", ("Should I sue?",))
    assert content(denied_topics=[topic])["TopicPolicyConfig"]["TopicsConfig"] == [
        {"Name": "Legal advice", "Definition": "Whether to sue.", "Type": "DENY", "Examples": ["Should I sue?"]}
    ]
    assert "TopicPolicyConfig" not in content()


def test_patterns_are_masked_in_answers_beside_the_usual_entities() -> None:
    policy = content(patterns={"policy-number": "POL-[0-9]{8}"})["SensitiveInformationPolicyConfig"]
    [pattern] = policy["RegexesConfig"]
    assert (pattern["Name"], pattern["Pattern"]) == ("policy-number", "POL-[0-9]{8}")
    assert (pattern["InputAction"], pattern["OutputAction"]) == ("NONE", "ANONYMIZE")
    assert policy["PiiEntitiesConfig"] == content()["SensitiveInformationPolicyConfig"]["PiiEntitiesConfig"]


def test_a_guardrail_is_under_a_customer_key_of_its_own_or_one_that_is_given() -> None:
    _, own = made()
    assert mentions(only(own, "AWS::Bedrock::Guardrail")["KmsKeyArn"], "GuardrailKey")
    scope = stack()
    made(scope=scope, key=kms.Key.from_key_arn(scope, "Key", f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1"))
    assert only(scope, "AWS::Bedrock::Guardrail")["KmsKeyArn"] == f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1"
    assert not resources(scope, "AWS::KMS::Key")


# Version


def test_the_version_stays_while_the_content_does() -> None:
    assert version() == version()
    assert version(patterns={"a": "x"}) == version(patterns={"a": "x"})


@pytest.mark.parametrize(
    "changed",
    [
        {"grounding": 0.9},
        {"relevance": 0.9},
        {"blocked_words": ["swan"]},
        {"patterns": {"policy-number": "POL"}},
        {"denied_topics": [DeniedTopic("Law", "Whether to sue.")]},
        {"geography": "eu"},
    ],
)
def test_another_content_is_another_version(changed: dict[str, Any]) -> None:
    assert version() != version(**changed)


def test_old_versions_are_kept() -> None:
    _, scope = made()
    [found] = resources(scope, "AWS::Bedrock::GuardrailVersion").values()
    assert is_kept(found)
    assert found["Properties"]["GuardrailIdentifier"]["Fn::GetAtt"][1] == "GuardrailId"


def test_callers_name_the_version_that_is_present() -> None:
    guardrail, scope = made()
    assert scope.resolve(guardrail.versioned_arn)["Fn::Join"][1][1] == ":"
    assert mentions(scope.resolve(guardrail.versioned_arn), version())


# Geography


def test_without_a_geography_the_guardrail_stays_in_the_region() -> None:
    guardrail, scope = made()
    found = only(scope, "AWS::Bedrock::Guardrail")
    assert "CrossRegionConfig" not in found
    assert "STANDARD" not in str(found)
    assert len(guardrail.arns) == 1


@pytest.mark.parametrize(("place", "geography"), [("eu-central-1", "eu"), ("us-east-1", "us"), ("ap-south-1", "apac")])
def test_with_a_geography_the_standard_tier_evaluates_within_it(place: str, geography: str) -> None:
    topics = [DeniedTopic("Law", "Whether to sue.")]
    guardrail, scope = made(scope=region(place), geography=geography, denied_topics=topics)
    found = only(scope, "AWS::Bedrock::Guardrail")
    profile = f"arn:aws:bedrock:{place}:{ACCOUNT}:guardrail-profile/{geography}.guardrail.v1:0"
    assert found["CrossRegionConfig"] == {"GuardrailProfileArn": profile}
    assert found["ContentPolicyConfig"]["ContentFiltersTierConfig"] == {"TierName": "STANDARD"}
    assert found["TopicPolicyConfig"]["TopicsTierConfig"] == {"TierName": "STANDARD"}
    assert {"Key": "InferenceGeography", "Value": geography} in found["Tags"]
    assert profile in guardrail.arns
    assert {one.split(":")[3] for one in guardrail.arns[1:]} >= {place}


# Alarms


def test_many_interventions_and_every_failure_are_told() -> None:
    guardrail, scope = made()
    guardrail.alarm_to(AlertTopic(scope, "Alerts"), interventions=7)
    alarms = [one["Properties"] for one in resources(scope, "AWS::CloudWatch::Alarm").values()]
    assert {(one["MetricName"], one["Threshold"]) for one in alarms} == {
        ("InvocationsIntervened", 7),
        ("InvocationClientErrors", 0),
        ("InvocationThrottles", 0),
    }
    for one in alarms:
        assert {dimension["Name"] for dimension in one["Dimensions"]} == {"GuardrailArn", "GuardrailVersion"}
        assert mentions(one["AlarmActions"], "AlertsTopic")


# Limits of the service, as CloudFormation states them


@pytest.mark.parametrize("name", ["grounding", "relevance"])
@pytest.mark.parametrize("threshold", [0.2, 0.49, 1, 1.5, -1])
def test_a_threshold_that_checks_nothing_or_everything_is_refused(name: str, threshold: float) -> None:
    with pytest.raises(ValueError, match=rf"Test/Guardrail: {name} must be at least 0\.5 and below 1, was ") as it:
        made(**{name: threshold})
    assert str(it.value).endswith(str(threshold))


@pytest.mark.parametrize(("name", "definition"), [("", "x"), (" ", "x"), ("Law", ""), ("Law", "x" * 201)])
def test_a_topic_without_a_name_or_a_short_definition_is_refused(name: str, definition: str) -> None:
    with pytest.raises(ValueError, match=r"a denied topic must have a name .* and a definition of at most 200") as it:
        DeniedTopic(name, definition)
    assert repr(name) in str(it.value)
    assert str(len(definition)) in str(it.value)


@pytest.mark.parametrize("pattern", ["", "(?=x)", "(?i)x", "(?P<n>x)", "x" * 501])
def test_a_pattern_that_bedrock_does_not_take_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"Test/Guardrail: pattern 'mine' must have 1 to 500 characters"):
        made(patterns={"mine": pattern})


def test_a_pattern_that_is_no_expression_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Test/Guardrail: pattern 'mine' must be a regular expression: missing \)"):
        made(patterns={"mine": "("})


def test_more_topics_and_patterns_than_a_guardrail_takes_are_refused() -> None:
    topics = [DeniedTopic(f"Topic {one}", "x") for one in range(31)]
    with pytest.raises(ValueError, match="Test/Guardrail: denied_topics must be at most 30, were 31"):
        made(denied_topics=topics)
    with pytest.raises(ValueError, match="Test/Guardrail: patterns must be at most 10, were 11"):
        made(patterns={f"pattern-{one}": "x" for one in range(11)})


@pytest.mark.parametrize("geography", ["mars", "global", "EU", "jp"])
def test_a_geography_that_is_not_known_is_refused(geography: str) -> None:
    with pytest.raises(
        ValueError, match=f"Test/Guardrail: geography must be one with a guardrail profile .*, was '{geography}'"
    ):
        made(geography=geography)


@pytest.mark.parametrize(
    "arguments",
    [
        {"blocked_words": [Aws.STACK_NAME]},
        {"blocked_words": Token.as_list({"Ref": "Words"})},
        {"patterns": {"mine": Aws.STACK_NAME}},
        {"denied_topics": [DeniedTopic("Law", Aws.STACK_NAME)]},
    ],
)
def test_content_that_deployment_decides_is_refused(arguments: dict[str, Any]) -> None:
    """A version is named for its content."""
    with pytest.raises(ValueError, match=r"Test/Guardrail: \w+ must be known at synth, .*; was a token"):
        made(**arguments)


def test_a_guardrail_stands_in_a_region_of_its_geography() -> None:
    with pytest.raises(ValueError, match=r"the Region must have the guardrail profile of eu .*, was us-east-1"):
        ContentGuardrail(region("us-east-1"), "Guardrail", geography="eu")


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        (("a" * 101, "x", ()), "must have a name of at most 100 letters"),
        (("a@#", "x", ()), "must have a name of at most 100 letters"),
        (("a", "  ", ()), "a definition of at most 200 characters"),
        (("a", "x", ("y",) * 6), "must have at most 5 examples"),
        (("a", "x", ("y" * 101,)), "examples of 1 to 100 characters"),
        (("a", "x", ("",)), "examples of 1 to 100 characters"),
    ],
)
def test_a_topic_is_one_that_bedrock_takes(topic: tuple[str, str, tuple[str, ...]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        DeniedTopic(*topic)


@pytest.mark.parametrize("words", [[""], ["x" * 101], "swan"])
def test_blocked_words_are_words(words: list[str]) -> None:
    with pytest.raises(ValueError, match="blocked_words must be a list of words of 1 to 100 characters"):
        ContentGuardrail(stack(), "Guardrail", blocked_words=words)


def test_rules_of_a_guardrail_have_names_of_their_own() -> None:
    twice = [DeniedTopic("Law", "x"), DeniedTopic("Law", "y")]
    with pytest.raises(ValueError, match="denied_topics must have names of their own, were Law, Law"):
        ContentGuardrail(stack(), "Guardrail", denied_topics=twice)
    with pytest.raises(ValueError, match="a pattern must have a name of 1 to 100 characters, was ''"):
        ContentGuardrail(stack(), "Guardrail", patterns={"": "x"})

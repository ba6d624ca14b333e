"""The pack in real syntheses: what fails, what can be accepted, by whom and until when."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import Acknowledgment, App, Aws, CfnParameter, Environment, Stack, Stage, Validations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_opensearchserverless as aoss
from aws_cdk import aws_s3 as s3

from secure_ai_constructs import SecureAiChecks, accept_risk
from secure_ai_constructs.controls import CATALOG

if TYPE_CHECKING:
    from pathlib import Path

    from constructs import IConstruct

FUTURE = dt.date(2999, 1, 1)
ENV = Environment(account="123456789012", region="eu-central-1")


class Synthesis:
    """An app with a stack named `Stack`, judged by the pack alone."""

    def __init__(self, outdir: Path) -> None:
        self.outdir = outdir
        self.app = App(outdir=str(outdir), analytics_reporting=False)
        self.stack = Stack(self.app, "Stack", env=ENV)
        # What an account has once, these small stacks do not have.
        controls = [one for one in CATALOG if not one.once_per_account]
        Validations.of(self.app).add_plugins(SecureAiChecks(self.app, controls=controls))

    def unrotated_key(self, scope: Stack | None = None) -> kms.CfnKey:
        slow = {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "kms:ScheduleKeyDeletion",
            "Resource": "*",
            "Condition": {"NumericLessThan": {"kms:ScheduleKeyDeletionPendingWindowInDays": 30}},
        }
        root = {"AWS": f"arn:aws:iam::{ENV.account}:root"}
        kept = {"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [kept, slow]}
        key = kms.CfnKey(scope or self.stack, "Key", key_policy=policy, enable_key_rotation=False)
        key.cfn_options.deletion_policy = None
        for attribute in ("DeletionPolicy", "UpdateReplacePolicy"):
            key.add_override(attribute, "Retain")
        return key

    def report(self) -> dict[str, Any]:
        """The pack's part of CDK's validation report."""
        document = json.loads((self.outdir / "validation-report.json").read_text(encoding="utf-8"))
        [ours] = [one for one in document["pluginReports"] if one["pluginName"] == "SecureAi"]
        return dict(ours)

    def posture(self) -> dict[str, Any]:
        return dict(json.loads((self.outdir / "posture.json").read_text(encoding="utf-8")))


@pytest.fixture
def synthesis(tmp_path: Path) -> Synthesis:
    return Synthesis(tmp_path)


def accept(construct: IConstruct, **changes: Any) -> None:
    arguments = {
        "control": "kms-key-rotates",
        "reason": "imported material is rotated by hand",
        "owner": "key-team",
        "expires": FUTURE,
        **changes,
    }
    accept_risk(construct, **arguments)


def test_a_finding_fails_the_synth_with_the_fix_and_the_id_to_acknowledge(synthesis: Synthesis) -> None:
    synthesis.unrotated_key()
    with pytest.raises(RuntimeError) as failure:
        synthesis.app.synth()
    for part in ("Customer managed keys rotate", "Set EnableKeyRotation to true.", "SecureAi::kms-key-rotates"):
        assert part in str(failure.value)


def test_a_finding_carries_question_requirements_and_the_properties_that_were_read(synthesis: Synthesis) -> None:
    synthesis.unrotated_key()
    with pytest.raises(RuntimeError):
        synthesis.app.synth()
    [violation] = synthesis.report()["violations"]
    assert violation["severity"] == "error"
    assert violation["ruleMetadata"]["question"] == "Is the data encrypted?"
    assert "NIST SP 800-53 r5 SC-12" in violation["ruleMetadata"]["requirements"]
    [construct] = violation["violatingConstructs"]
    assert construct["constructPath"] == "Stack/Key"
    assert construct["cloudFormationResource"]["propertyPaths"] == ["Properties.EnableKeyRotation"]


def test_the_posture_is_written_even_where_the_synth_fails(synthesis: Synthesis) -> None:
    synthesis.unrotated_key()
    with pytest.raises(RuntimeError):
        synthesis.app.synth()
    assert {one["verdict"] for one in synthesis.posture()["findings"]} == {"true", "false"}
    assert (synthesis.outdir / "posture.html").is_file()


def test_an_accepted_risk_passes_and_stays_on_the_record(synthesis: Synthesis) -> None:
    accept(synthesis.unrotated_key())
    synthesis.app.synth()
    [suppressed] = synthesis.report()["suppressedViolations"]
    assert suppressed["acknowledgedAt"] == "Stack/Key"
    assert suppressed["reason"] == "imported material is rotated by hand (owner: key-team; expires: 2999-01-01)"
    [finding] = [one for one in synthesis.posture()["findings"] if one["acknowledgment"]]
    assert finding["acknowledgment"] == {
        "reason": "imported material is rotated by hand",
        "owner": "key-team",
        "expires": "2999-01-01",
    }


def test_an_escape_hatch_is_seen_because_the_final_template_is_judged(synthesis: Synthesis) -> None:
    key = kms.CfnKey(synthesis.stack, "Key", key_policy={}, enable_key_rotation=True)
    key.add_property_override("EnableKeyRotation", "false")
    for attribute in ("DeletionPolicy", "UpdateReplacePolicy"):
        key.add_override(attribute, "Retain")
    with pytest.raises(RuntimeError, match="SecureAi::kms-key-rotates"):
        synthesis.app.synth()


def test_an_expired_acknowledgment_fails_the_synth_and_names_the_owner(synthesis: Synthesis) -> None:
    accept(synthesis.unrotated_key(), expires=dt.date(2020, 1, 31))
    with pytest.raises(RuntimeError) as failure:
        synthesis.app.synth()
    ended = "key-team accepted kms-key-rotates until 2020-01-31, which is over. The reason was: imported material is"
    assert ended in str(failure.value)
    assert "SecureAi::kms-key-rotates" in str(failure.value)
    assert [one["acknowledgment"] for one in synthesis.posture()["findings"] if one["verdict"] == "false"] == [None]


def test_an_expired_acknowledgment_of_what_only_warns_fails_the_synth_too(synthesis: Synthesis) -> None:
    key = kms.Key(synthesis.stack, "Key", enable_key_rotation=True)
    accept(key, control="kms-duties-separated", expires=dt.date(2020, 1, 31))
    accept(key, control="Other::Rule-1", expires=dt.date(2020, 1, 31))
    with pytest.raises(RuntimeError) as failure:
        synthesis.app.synth()
    for name in ("kms-duties-separated", "Other::Rule-1"):
        assert f"key-team accepted {name} until 2020-01-31, which is over" in str(failure.value)


def public_store(stack: Stack) -> aoss.CfnSecurityPolicy:
    policy = json.dumps([{"Rules": [], "AllowFromPublic": True}])
    return aoss.CfnSecurityPolicy(stack, "Public", name="public", type="network", policy=policy)


def test_a_fatal_finding_fails_the_synth_although_it_was_acknowledged(synthesis: Synthesis) -> None:
    public = public_store(synthesis.stack)
    Validations.of(public).acknowledge(Acknowledgment(id="SecureAi::opensearch-network-private", reason="we insist"))
    with pytest.raises(RuntimeError, match="OpenSearch Serverless collections are not public"):
        synthesis.app.synth()
    [violation] = synthesis.report()["violations"]
    assert violation["severity"] == "fatal"


def test_accepting_a_fatal_risk_is_refused_at_once(synthesis: Synthesis) -> None:
    with pytest.raises(ValueError, match="is fatal, and nobody can accept it"):
        accept(public_store(synthesis.stack), control="opensearch-network-private")


def test_an_acknowledgment_that_nothing_needs_is_reported_and_does_not_fail(synthesis: Synthesis) -> None:
    key = synthesis.unrotated_key()
    key.enable_key_rotation = True
    accept(key)
    synthesis.app.synth()
    [violation] = synthesis.report()["violations"]
    assert (violation["ruleName"], violation["severity"]) == ("acknowledgment-unmatched", "warning")
    assert "key-team accepted kms-key-rotates until 2999-01-01" in violation["description"]
    assert violation["violatingConstructs"][0]["constructPath"] == "Stack/Key"


def test_what_only_deployment_can_decide_is_a_warning(synthesis: Synthesis) -> None:
    from aws_cdk import CfnParameter  # noqa: PLC0415 - used once

    rotation = CfnParameter(synthesis.stack, "Rotation")
    synthesis.unrotated_key().add_property_override("EnableKeyRotation", rotation.value_as_string)
    synthesis.app.synth()
    [violation] = synthesis.report()["violations"]
    assert violation["severity"] == "warning"
    assert "(only deployment can decide)" in violation["description"]


def test_stacks_in_a_stage_are_judged_and_accepted_where_they_stand(synthesis: Synthesis) -> None:
    stage = Stage(synthesis.app, "Prod")
    key = synthesis.unrotated_key(Stack(stage, "Inner", env=ENV))
    accept(key)
    synthesis.app.synth()
    accepted = [one for one in synthesis.posture()["findings"] if one["acknowledgment"]]
    assert [(one["template"], one["construct_path"]) for one in accepted] == [
        ("assembly-Prod/ProdInner6AE3BBF4.template.json", "Prod/Inner/Key")
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"control": "kms-key-rotate"}, "'kms-key-rotate' is no control"),
        ({"reason": "  "}, "reason must say something, was '  '"),
        ({"owner": ""}, "owner must say something, was ''"),
    ],
)
def test_a_careless_acceptance_is_refused(synthesis: Synthesis, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        accept(synthesis.unrotated_key(), **changes)


def test_a_risk_is_not_accepted_for_a_whole_app(synthesis: Synthesis) -> None:
    with pytest.raises(ValueError, match=r"the construct must be one inside of a stack .* was 'the app'"):
        accept(synthesis.app)


def test_a_rule_of_another_pack_is_accepted_by_its_qualified_id(synthesis: Synthesis) -> None:
    from cdk_nag import AwsSolutionsChecks  # noqa: PLC0415 - used once

    Validations.of(synthesis.app).add_plugins(AwsSolutionsChecks(synthesis.app))
    key = synthesis.unrotated_key()
    for control in ("kms-key-rotates", "AwsSolutions::AwsSolutions-KMS5"):
        accept(key, control=control)
    synthesis.app.synth()
    assert synthesis.posture()["unmatched_acknowledgments"] == []


def test_our_own_controls_may_be_named_with_the_pack_s_name_too(synthesis: Synthesis) -> None:
    accept(synthesis.unrotated_key(), control="SecureAi::kms-key-rotates")
    synthesis.app.synth()
    assert [one["logical_id"] for one in synthesis.posture()["findings"] if one["acknowledgment"]] == ["Key"]
    with pytest.raises(ValueError, match="'no-such-control' is no control"):
        accept(synthesis.stack.node.find_child("Key"), control="SecureAi::no-such-control")


def test_a_risk_is_not_accepted_for_a_whole_stack(synthesis: Synthesis) -> None:
    with pytest.raises(ValueError, match=r"the construct must be one inside of a stack .* was 'Stack'"):
        accept(synthesis.stack)


def test_what_an_account_has_once_is_accepted_on_a_stack_whichever_workload_asks_first(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), analytics_reporting=False)
    stack = Stack(app, "Stack", env=ENV)
    trail = next(one for one in CATALOG if one.id == "cloudtrail-present")
    Validations.of(app).add_plugins(SecureAiChecks(app, controls=[trail]))
    for name in ("Later", "Aaa"):
        role = iam.Role(stack, name, assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        role.add_to_policy(iam.PolicyStatement(actions=["bedrock:InvokeModel"], resources=["arn:aws:bedrock:a::b/c"]))
    accept(stack, control="cloudtrail-present")
    app.synth()
    posture = json.loads((tmp_path / "posture.json").read_text(encoding="utf-8"))
    [finding] = posture["findings"]
    assert finding["acknowledgment"]["owner"] == "key-team"
    with pytest.raises(ValueError, match=r"the construct must be one inside of a stack .* was 'the app'"):
        accept(app, control="cloudtrail-present")


def test_a_pack_on_a_stage_judges_the_stage_and_writes_its_posture_there(tmp_path: Path) -> None:
    judged = Synthesis(tmp_path)
    stage = Stage(judged.app, "Prod")
    Validations.of(stage).add_plugins(SecureAiChecks(stage))
    judged.unrotated_key(Stack(stage, "Inner", env=ENV))
    with pytest.raises(RuntimeError, match="SecureAi::kms-key-rotates"):
        judged.app.synth()
    assert (tmp_path / "assembly-Prod/posture.json").is_file()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"reason": None}, "accept_risk: reason must be text, was None"),
        ({"control": 3}, "accept_risk: control must be text, was 3"),
        (
            {"control": f"Pack::Rule[{Aws.PARTITION}]"},
            "control must be text that is known now, was 'Pack::Rule[${Token[",
        ),
        ({"expires": "2027-06-30"}, "accept_risk: expires must be a date, as datetime.date"),
        ({"expires": dt.datetime(2027, 6, 30, tzinfo=dt.UTC)}, "accept_risk: expires must be a date"),
        ({"construct": "Key"}, "the construct must be one, was 'Key'"),
        ({"control": "kms-key-rotate"}, "is no control; near it are kms-key-rotates"),
    ],
)
def test_an_acceptance_of_another_kind_is_refused_in_our_words(wrong: dict[str, Any], message: str) -> None:
    key = kms.Key(Stack(App(), "Test"), "Key")
    given: Any = {"construct": key, "control": "kms-key-rotates", "reason": "r", "owner": "o", "expires": dt.date.max}
    construct = {**given, **wrong}.pop("construct")
    with pytest.raises(ValueError, match=re.escape(message)):
        accept_risk(construct, **{name: one for name, one in {**given, **wrong}.items() if name != "construct"})


def test_what_fails_is_not_said_to_be_undecided_because_another_one_is(synthesis: Synthesis) -> None:
    """Both are warnings, and only one of them waits for the deployment."""
    parameter = CfnParameter(synthesis.stack, "Given", default=None)
    for name, has_key in (("Undecided", parameter.value_as_string), ("Without", False)):
        bucket = s3.CfnBucket(synthesis.stack, name)
        rule = {"BucketKeyEnabled": has_key, "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
        bucket.add_property_override("BucketEncryption", {"ServerSideEncryptionConfiguration": [rule]})
    with pytest.raises(RuntimeError):
        synthesis.app.synth()
    said = {
        one["violatingConstructs"][0]["constructPath"]: "only deployment can decide" in one["description"]
        for one in synthesis.report()["violations"]
        if one["ruleName"] == "s3-bucket-key"
    }
    assert said == {"Stack/Undecided": True, "Stack/Without": False}

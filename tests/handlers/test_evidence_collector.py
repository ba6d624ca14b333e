"""What is kept of a day, what a manifest says of it, and what becomes of a day that is not complete."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.handlers.evidence_collector import index as collector
from secure_ai_constructs.handlers.evidence_collector import sources
from tests.handlers.evidence_services import CARD, SOURCES, TRAIL, AuditedAccount
from tests.handlers.lambda_runtime import LambdaFunction
from tests.handlers.local_service import Answer, as_json, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "evidence/2026/11/28"
SCHEDULED = {"detail-type": "Scheduled Event", "source": "aws.events", "time": "2026-11-28T03:15:00Z", "detail": {}}
DENIED = refusal("AccessDeniedException")


def batch(event: dict[str, Any] | None = None, body: str = "") -> dict[str, Any]:
    return {"Records": [{"messageId": "message-0", "body": body or json.dumps(event or SCHEDULED)}]}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[AuditedAccount]:
    """An account whose services all answer."""
    found = AuditedAccount()
    with found.service:
        for name, value in found.environment.items():
            monkeypatch.setenv(name, value)
        sources.client.cache_clear()
        yield found
    sources.client.cache_clear()


def collect() -> list[str]:
    """The messages that come back."""
    return [one["itemIdentifier"] for one in collector.handler(batch(), None)["batchItemFailures"]]


def test_every_source_is_a_file_of_the_day_and_the_manifest_lists_them(account: AuditedAccount) -> None:
    assert collect() == []
    manifest = account.newest(f"{DAY}/manifest.json")
    assert [one["key"] for one in manifest["files"]] == [f"{DAY}/{name}.json" for name in SOURCES]
    assert (manifest["day"], manifest["missing"]) == ("2026/11/28", {})


def test_the_manifest_proves_what_was_written(account: AuditedAccount) -> None:
    collect()
    for one in account.newest(f"{DAY}/manifest.json")["files"]:
        [content] = account.objects[one["key"]]
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert (one["bytes"], one["version_id"]) == (len(content), "v1")


def test_all_pages_are_read(account: AuditedAccount) -> None:
    collect()
    rules = account.newest(f"{DAY}/compliance.json")
    assert [one["ConfigRuleName"] for one in rules["rules"]] == ["first", "second-conformance-pack-ab12"]
    assert [one["Control"] for one in rules["rules"]] == ["first", "second"]
    assert rules["is_complete"] is True


def test_of_a_rule_that_fails_it_is_kept_what_fails_it(account: AuditedAccount) -> None:
    collect()
    rules = account.newest(f"{DAY}/compliance.json")
    assert rules["failing"] == {"first": [{"type": "AWS::KMS::Key", "id": "key-1"}]}


def test_a_rule_that_may_not_be_asked_about_is_missing_and_the_others_are_kept(account: AuditedAccount) -> None:
    account.refused["GetComplianceDetailsByConfigRule"] = refusal("AccessDeniedException")
    assert collect() == ["message-0"]
    assert account.newest(f"{DAY}/manifest.json")["missing"] == {"compliance/first": "AccessDeniedException"}
    assert len(account.newest(f"{DAY}/compliance.json")["rules"]) == 2


def test_an_organization_s_trail_that_members_cannot_read_is_no_gap(account: AuditedAccount) -> None:
    account.trails = [{"Name": "organization", "TrailARN": TRAIL, "IsOrganizationTrail": True}]
    account.refused["GetEventSelectors"] = refusal("TrailNotFoundException")
    assert collect() == []
    [trail] = account.newest(f"{DAY}/settings.json")["trails"]
    assert (trail["trail"]["Name"], trail["not_readable"]) == ("organization", "TrailNotFoundException")


def test_a_posture_that_a_pipeline_should_upload_is_missed(
    account: AuditedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTURE_EXPECTED", "yes")
    assert collect() == ["message-0"]
    assert account.newest(f"{DAY}/manifest.json")["missing"] == {"posture": "nobody uploaded one"}


def test_of_findings_it_is_kept_what_failed_where_and_how_bad_it_is(account: AuditedAccount) -> None:
    collect()
    [finding] = account.newest(f"{DAY}/standards.json")["failed"]
    assert (finding["control"], finding["severity"], finding["resources"]) == ("SageMaker.5", "HIGH", ["arn:model"])


def test_what_is_on_in_the_account_is_kept(account: AuditedAccount) -> None:
    assert collect() == []
    settings = account.newest(f"{DAY}/settings.json")
    [trail] = settings["trails"]
    assert (trail["status"], trail["trail"]["Name"]) == ({"IsLogging": True}, "audit")
    assert settings["detectors"]["d1"]["Status"] == "ENABLED"
    assert settings["invocation-logging"] == {"textDataDeliveryEnabled": True}
    assert settings["conformance-packs"] == [{"ConformancePackName": "ours"}]
    assert "ResponseMetadata" not in json.dumps(settings)


def test_a_setting_that_may_not_be_read_is_missing_and_one_that_the_region_lacks_is_not(
    account: AuditedAccount,
) -> None:
    account.refused["GetTrailStatus"] = refusal("AccessDeniedException")
    account.refused["/enforcedGuardrailsConfiguration"] = refusal("UnknownOperationException")
    assert collect() == ["message-0"]
    [missing] = account.newest(f"{DAY}/manifest.json")["missing"].items()
    assert (missing[0].startswith("settings/trails/"), missing[1]) == (True, "AccessDeniedException")
    assert account.newest(f"{DAY}/settings.json")["enforced-guardrails"] == {"not_offered": "UnknownOperationException"}


def test_too_many_findings_are_said_to_be_too_many(account: AuditedAccount) -> None:
    account.findings = sources.MOST + 1
    collect()
    standards = account.newest(f"{DAY}/standards.json")
    assert (len(standards["failed"]), standards["is_complete"]) == (sources.MOST, False)


def test_cards_are_kept_as_they_stand(account: AuditedAccount) -> None:
    collect()
    cards = account.newest(f"{DAY}/model-cards.json")["cards"]
    assert [(one["ModelCardName"], one["ModelCardStatus"], one["Content"]) for one in cards] == [
        ("fraud", "Approved", CARD),
        ("claims", "Approved", CARD),
    ]
    assert "CreatedBy" not in cards[0]


def test_a_card_under_a_key_that_does_not_admit_us_is_named_and_the_others_are_kept(account: AuditedAccount) -> None:
    account.refused["fraud"] = DENIED
    assert collect() == ["message-0"]
    assert account.newest(f"{DAY}/manifest.json")["missing"] == {"model-cards/fraud": "AccessDeniedException"}
    [card] = account.newest(f"{DAY}/model-cards.json")["cards"]
    assert card["ModelCardName"] == "claims"


def test_reports_are_asked_for_where_there_are_any(account: AuditedAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "us-gov-west-1")
    assert collect() == []
    assert account.newest(f"{DAY}/reports.json") == {"not_offered": "aws-us-gov"}


def test_a_source_that_fails_does_not_keep_the_others_from_being_written(account: AuditedAccount) -> None:
    account.refused["/findings"] = DENIED
    assert collect() == ["message-0"]
    manifest = account.newest(f"{DAY}/manifest.json")
    assert manifest["missing"] == {"standards": "AccessDeniedException"}
    assert len(manifest["files"]) == len(SOURCES) - 1


def test_an_incomplete_day_is_collected_again_and_a_complete_one_is_not(account: AuditedAccount) -> None:
    account.refused["/detector"] = DENIED
    assert collect() == ["message-0"]
    account.refused.clear()
    assert collect() == []
    written = {key: len(versions) for key, versions in account.objects.items() if versions}
    assert collect() == []
    assert {key: len(versions) for key, versions in account.objects.items() if versions} == written
    assert account.newest(f"{DAY}/manifest.json")["missing"] == {}


def test_the_posture_that_a_pipeline_uploaded_is_named_with_its_hash(account: AuditedAccount) -> None:
    posture = json.dumps({"assembly": {"sha256": "a" * 64}}).encode()
    account.objects["posture/posture.json"] = [b"{}", posture]
    collect()
    assert account.newest(f"{DAY}/manifest.json")["posture"] == {
        "key": "posture/posture.json",
        "version_id": "v2",
        "sha256": hashlib.sha256(posture).hexdigest(),
        "assembly_sha256": "a" * 64,
    }


@pytest.mark.parametrize("posture", [b"{}", b"no json", b"[]"])
def test_a_posture_that_is_none_does_not_keep_the_day_from_being_written(
    account: AuditedAccount, posture: bytes
) -> None:
    account.objects["posture/posture.json"] = [posture]
    assert collect() == ["message-0"]
    manifest = account.newest(f"{DAY}/manifest.json")
    assert set(manifest["missing"]) == {"posture"}
    assert len(manifest["files"]) == len(SOURCES)


def test_a_card_that_is_no_json_is_named_and_the_others_are_kept(account: AuditedAccount) -> None:
    account.refused["fraud"] = as_json({"ModelCardName": "fraud", "Content": "no json"})
    assert collect() == ["message-0"]
    manifest = account.newest(f"{DAY}/manifest.json")
    assert (set(manifest["missing"]), len(manifest["files"])) == ({"model-cards/fraud"}, len(SOURCES))


def test_a_day_without_a_posture_says_so(account: AuditedAccount) -> None:
    collect()
    assert account.newest(f"{DAY}/manifest.json")["posture"] is None


def test_a_bucket_that_refuses_brings_the_message_back(account: AuditedAccount) -> None:
    account.service.first.extend([Answer(403)] * 3)
    assert collect() == ["message-0"]


def test_a_service_that_throttles_is_asked_again(account: AuditedAccount) -> None:
    """The first question of all is for the manifest."""
    account.service.first.append(Answer(503))
    assert collect() == []


@pytest.mark.parametrize("body", ["{}", "[]", "no json", '{"time": "yesterday"}'])
def test_a_message_that_is_no_event_comes_back(account: AuditedAccount, body: str) -> None:
    assert collector.handler(batch(body=body), None)["batchItemFailures"] == [{"itemIdentifier": "message-0"}]
    assert account.objects == {}


def test_what_is_logged_names_codes_and_no_people(account: AuditedAccount, capsys: pytest.CaptureFixture[str]) -> None:
    account.refused["/findings"] = refusal("AccessDeniedException", message="user/somebody may not")
    collect()
    logged = capsys.readouterr().out
    assert json.loads(logged) == {"not_collected": {"standards": "AccessDeniedException"}}


def test_it_runs_in_the_real_runtime(account: AuditedAccount, tmp_path: Path) -> None:
    with LambdaFunction("evidence_collector.index", tmp_path, account.environment) as function:
        ended = function.invoke(batch())
    assert (ended.error, ended.result) == (None, {"batchItemFailures": []})
    assert account.newest(f"{DAY}/manifest.json")["missing"] == {}

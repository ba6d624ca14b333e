"""What the collector of evidence asks: an account's Config, Security Hub, GuardDuty, Inspector, cards and reports."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from tests.handlers.local_service import Answer, LocalService, Request, as_json, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

BUCKET = "evidence"
SERVICES = (
    "ARTIFACT",
    "BEDROCK",
    "CLOUDTRAIL",
    "CONFIG_SERVICE",
    "GUARDDUTY",
    "INSPECTOR2",
    "S3",
    "SAGEMAKER",
    "SECURITYHUB",
)
SOURCES = ("compliance", "model-cards", "reports", "scans", "settings", "standards", "threats")
TRAIL = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit"
CARD = {"intended_uses": {"risk_rating": "High"}}
NO_SUCH_KEY = Answer(
    404, b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', {"Content-Type": "application/xml"}
)


class AuditedAccount:
    """Answers for every service; `refused` maps what is asked to the answer that it gets instead."""

    def __init__(self) -> None:
        """Starts with an empty bucket, two rules, two cards, and one finding."""
        self.objects: dict[str, list[bytes]] = {}
        """By key, every version."""
        self.refused: dict[str, Answer] = {}
        self.findings = 1
        self.trails: list[dict[str, Any]] = [{"Name": "audit", "TrailARN": TRAIL}]
        self.service = LocalService(self._respond)

    @property
    def environment(self) -> dict[str, str]:
        addresses = {f"AWS_ENDPOINT_URL_{one}": self.service.url for one in SERVICES}
        return {**addresses, "BUCKET": BUCKET, "SOURCES": json.dumps(SOURCES)}

    def newest(self, key: str) -> Any:
        return json.loads(self.objects[key][-1])

    def _respond(self, request: Request) -> Answer:
        path = unquote(urlsplit(request.path).path)
        if path.startswith(f"/{BUCKET}/"):
            return self._object(request, path.removeprefix(f"/{BUCKET}/"))
        asked = request.headers.get("X-Amz-Target", path)
        name = asked.rpartition(".")[2]
        return self.refused.get(name) or self._answers()[name](request)

    def _object(self, request: Request, key: str) -> Answer:
        versions = self.objects.setdefault(key, [])
        if request.method == "GET":
            return Answer(200, versions[-1], {"x-amz-version-id": f"v{len(versions)}"}) if versions else NO_SUCH_KEY
        checksum = base64.b64encode(hashlib.sha256(request.body).digest()).decode()
        if request.headers["x-amz-checksum-sha256"] != checksum:
            return refusal("BadDigest")
        versions.append(request.body)
        return Answer(200, headers={"ETag": '"0"', "x-amz-version-id": f"v{len(versions)}"})

    def _answers(self) -> dict[str, Callable[[Request], Answer]]:
        return {
            "DescribeComplianceByConfigRule": self._rules,
            "GetComplianceDetailsByConfigRule": self._details,
            "ListModelCards": lambda _: as_json({"ModelCardSummaries": [_summary("fraud"), _summary("claims")]}),
            "DescribeModelCard": self._card,
            "/v1/report/list": lambda _: as_json({"reports": [{"id": "report-1", "name": "SOC 2 Type 2"}]}),
            "/coverage/statistics/list": lambda _: as_json({"totalCounts": 3, "countsByGroup": []}),
            "/standards/get": lambda _: as_json({"StandardsSubscriptions": []}),
            "/findings": self._failed,
            "DescribeConformancePacks": lambda _: as_json(
                {"ConformancePackDetails": [{"ConformancePackName": "ours"}]}
            ),
            "DescribeTrails": lambda _: as_json({"trailList": self.trails}),
            "GetTrailStatus": lambda _: as_json({"IsLogging": True}),
            "GetEventSelectors": lambda _: as_json({"TrailARN": TRAIL, "AdvancedEventSelectors": []}),
            "ListMonitoringSchedules": lambda _: as_json({"MonitoringScheduleSummaries": []}),
            "/logging/modelinvocations": lambda _: as_json({"loggingConfig": {"textDataDeliveryEnabled": True}}),
            "/enforcedGuardrailsConfiguration": lambda _: as_json({"guardrailsConfig": []}),
            "/detector/d1": lambda _: as_json({"status": "ENABLED", "serviceRole": "role"}),
            "/detector": lambda _: as_json({"detectorIds": ["d1"]}),
            "/detector/d1/findings/statistics": lambda _: as_json(
                {"findingStatistics": {"countBySeverity": {"2.0": 1}}}
            ),
        }

    def _rules(self, request: Request) -> Answer:
        """Two pages."""
        second = "NextToken" in request.json
        complies = "COMPLIANT" if second else "NON_COMPLIANT"
        rule = {
            "ConfigRuleName": "second-conformance-pack-ab12" if second else "first",
            "Compliance": {"ComplianceType": complies},
        }
        return as_json({"ComplianceByConfigRules": [rule], **({} if second else {"NextToken": "more"})})

    def _details(self, request: Request) -> Answer:
        assert request.json["ComplianceTypes"] == ["NON_COMPLIANT"]
        qualifier = {
            "ConfigRuleName": request.json["ConfigRuleName"],
            "ResourceType": "AWS::KMS::Key",
            "ResourceId": "key-1",
        }
        return as_json(
            {"EvaluationResults": [{"EvaluationResultIdentifier": {"EvaluationResultQualifier": qualifier}}]}
        )

    def _card(self, request: Request) -> Answer:
        name = request.json["ModelCardName"]
        if name in self.refused:
            return self.refused[name]
        return as_json(
            {
                "ModelCardArn": f"arn:aws:sagemaker:eu-central-1:111122223333:model-card/{name}",
                "ModelCardName": name,
                "ModelCardVersion": 3,
                "ModelCardStatus": "Approved",
                "Content": json.dumps(CARD),
                "CreationTime": 1790000000,
                "CreatedBy": {"UserProfileName": "somebody"},
            }
        )

    def _failed(self, _: Request) -> Answer:
        found = {
            "Id": "finding-1",
            "UpdatedAt": "2026-11-28T03:00:00Z",
            "Compliance": {"Status": "FAILED", "SecurityControlId": "SageMaker.5"},
            "Severity": {"Label": "HIGH"},
            "Resources": [{"Id": "arn:model", "Type": "AwsSageMakerModel"}],
        }
        return as_json({"Findings": [found] * self.findings})


def _summary(name: str) -> dict[str, Any]:
    return {
        "ModelCardName": name,
        "ModelCardArn": f"arn:aws:sagemaker:eu-central-1:111122223333:model-card/{name}",
        "ModelCardStatus": "Approved",
        "CreationTime": 1790000000,
    }

"""What an account has once, as far as the handlers of its baseline see it: a setting, scans, roles, evaluations."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

from tests.handlers.local_service import Answer, LocalService, Request, as_json, refusal

NAMESPACE = 'xmlns="https://iam.amazonaws.com/doc/2010-05-08/"'


class Artifact:
    """Whether the account is subscribed to what AWS Artifact publishes."""

    def __init__(self) -> None:
        """Starts as every account does."""
        self.status = "NOT_SUBSCRIBED"
        self.service = LocalService(self._respond)

    def forget(self) -> None:
        self.status = "NOT_SUBSCRIBED"

    def _respond(self, request: Request) -> Answer:
        if request.method == "PUT":
            self.status = request.json["notificationSubscriptionStatus"]
        return as_json({"accountSettings": {"notificationSubscriptionStatus": self.status}})


class BedrockSetting:
    """Model invocation logging: one setting, or none."""

    def __init__(self) -> None:
        """Starts with logging turned off, as every account does."""
        self.logging: dict[str, Any] | None = None
        self.service = LocalService(self._respond)

    def forget(self) -> None:
        self.logging = None

    def _respond(self, request: Request) -> Answer:
        if request.path != "/logging/modelinvocations":
            return refusal("UnknownOperationException")
        if request.method == "GET":
            return as_json({} if self.logging is None else {"loggingConfig": self.logging})
        self.logging = request.json["loggingConfig"] if request.method == "PUT" else None
        return as_json({})

    @property
    def writes(self) -> list[str]:
        """The methods of the calls that changed the setting."""
        return [one.method for one in self.service.requests if one.method != "GET"]


class Inspector:
    """Scans that are turned on a few looks after somebody asked for them."""

    def __init__(self) -> None:
        """Starts with nothing on."""
        self.on: dict[str, int] = {}
        """How often each scan is still reported as being turned on."""
        self.refused = ""
        """With which code everything is refused."""
        self.first_enable: Answer | None = None
        """What the first call to turn something on gets for an answer."""
        self.service = LocalService(self._respond)

    def forget(self) -> None:
        self.on.clear()
        self.refused = ""

    def _respond(self, request: Request) -> Answer:
        [account] = request.json["accountIds"]
        if request.path == "/enable" and self.first_enable:
            first, self.first_enable = self.first_enable, None
            return first
        if request.path == "/enable":
            return as_json(self._enable(account, request.json["resourceTypes"]))
        return as_json({"accounts": [self._status(account)]})

    def _enable(self, account: str, types: list[str]) -> dict[str, Any]:
        under_way = all(one in self.on for one in types)
        if code := self.refused or ("ENABLE_IN_PROGRESS" if under_way else ""):
            return {"accounts": [], "failedAccounts": [{"accountId": account, "errorCode": code, "errorMessage": "no"}]}
        for one in types:
            self.on.setdefault(one, 2)
        return {"accounts": [self._status(account)], "failedAccounts": []}

    def _status(self, account: str) -> dict[str, Any]:
        states = {}
        for name, key in (("EC2", "ec2"), ("ECR", "ecr"), ("LAMBDA", "lambda"), ("LAMBDA_CODE", "lambdaCode")):
            left = self.on.get(name)
            states[key] = {"status": "DISABLED" if left is None else "ENABLING" if left else "ENABLED"}
            if left:
                self.on[name] = left - 1
        return {"accountId": account, "state": {"status": "ENABLED"}, "resourceState": states}


FRAMEWORKS = {
    "AWS Generative AI Best Practices Framework v2": "a0000000-0000-0000-0000-000000000001",
    "PCI DSS V4.0": "a0000000-0000-0000-0000-000000000002",
    "SOC 2": "a0000000-0000-0000-0000-000000000003",
}


REPORTS_KEY = "arn:aws:kms:eu-central-1:111122223333:key/reports"


class AuditManager:
    """The standard frameworks, two on a page, for an account that uses the service under a key."""

    def __init__(self) -> None:
        """Starts in use."""
        self.status, self.key = "ACTIVE", REPORTS_KEY
        self.service = LocalService(self._respond)

    def forget(self) -> None:
        self.status, self.key = "ACTIVE", REPORTS_KEY

    def _respond(self, request: Request) -> Answer:
        address = urlsplit(request.path)
        asked = parse_qs(address.query)
        if address.path == "/account/status":
            return as_json({"status": self.status})
        if address.path == "/settings/ALL":
            return as_json({"settings": {"kmsKey": self.key}})
        if address.path != "/assessmentFrameworks" or asked["frameworkType"] != ["Standard"]:
            return refusal("ValidationException")
        start = int(asked.get("nextToken", ["0"])[0])
        page = list(FRAMEWORKS.items())[start : start + 2]
        more = {"nextToken": str(start + 2)} if start + 2 < len(FRAMEWORKS) else {}
        return as_json({"frameworkMetadataList": [{"name": name, "id": one} for name, one in page], **more})


EVERYTHING = {"filter": "*", "filterType": "WILDCARD"}
WANTED: dict[str, Any] = {
    "scanType": "ENHANCED",
    "rules": [{"scanFrequency": "CONTINUOUS_SCAN", "repositoryFilters": [EVERYTHING]}],
}


class RegistrySetting:
    """The scan setting of a registry, as ECR answers for one of which nobody said anything."""

    def __init__(self) -> None:
        """Starts unset."""
        self.setting: dict[str, Any] = {}
        self.forget()
        self.service = LocalService(self._respond)

    def forget(self) -> None:
        self.setting = {"scanType": "BASIC", "rules": []}

    def _respond(self, request: Request) -> Answer:
        if not request.headers["X-Amz-Target"].endswith(".GetRegistryScanningConfiguration"):
            return refusal("UnknownOperationException")
        return as_json({"registryId": "111122223333", "scanningConfiguration": self.setting})


class PublicAccess:
    """What S3 blocks for an account; it answers as a proxy, because the SDK puts the account before the host's name."""

    HOST = "s3-control.test"
    SETTINGS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")

    def __init__(self) -> None:
        """Starts without a setting, as accounts do."""
        self.blocked: dict[str, bool] | None = None
        self.service = LocalService(self._respond)

    @property
    def environment(self) -> dict[str, str]:
        """What brings the SDK here."""
        return {
            "AWS_ENDPOINT_URL_S3_CONTROL": f"http://{self.HOST}",
            "HTTP_PROXY": self.service.url,
            "NO_PROXY": "localhost",
        }

    def forget(self) -> None:
        self.blocked = None

    def _respond(self, request: Request) -> Answer:
        account = request.headers["x-amz-account-id"]
        if request.path != f"http://{account}.{self.HOST}/v20180820/configuration/publicAccessBlock":
            return s3_error("AccessDenied", 403)
        if request.method == "PUT":
            written = ET.fromstring(request.body)  # noqa: S314 - from the SDK
            texts = {one.tag.rpartition("}")[-1]: one.text for one in written}
            self.blocked = {name: texts.get(name) == "true" for name in self.SETTINGS}
            return Answer()
        if self.blocked is None:
            return s3_error("NoSuchPublicAccessBlockConfiguration", 404)
        said = "".join(f"<{name}>{str(one).lower()}</{name}>" for name, one in self.blocked.items())
        body = f"<PublicAccessBlockConfiguration>{said}</PublicAccessBlockConfiguration>"
        return Answer(body=body.encode(), headers={"Content-Type": "application/xml"})


def s3_error(code: str, status: int) -> Answer:
    """An error as S3 sends it."""
    body = f"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
    return Answer(status, body.encode(), {"Content-Type": "application/xml"})


class Retention:
    """How long Bedrock's providers keep what they are told."""

    def __init__(self) -> None:
        """Starts as every account does."""
        self.mode = "default"
        self.service = LocalService(self._respond)

    def forget(self) -> None:
        self.mode = "default"

    def _respond(self, request: Request) -> Answer:
        if request.path != "/data-retention" or "AWS4-HMAC-SHA256" not in request.headers["Authorization"]:
            return refusal("AccessDeniedException", 403)
        if request.method == "PUT":
            self.mode = request.json["mode"]
        return as_json({"mode": self.mode})


class Roles:
    """IAM's service-linked roles."""

    def __init__(self) -> None:
        """Starts without one."""
        self.services: list[str] = []
        self.service = LocalService(self._respond)

    def _respond(self, request: Request) -> Answer:
        given = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        service = given["AWSServiceName"]
        if given["Action"] != "CreateServiceLinkedRole" or not service.endswith(".amazonaws.com"):
            return iam_error("InvalidInput", message="no service of that name has a role of its own")
        if service in self.services:
            return iam_error("InvalidInput", message=f"Service role name {service} has been taken in this account")
        self.services.append(service)
        name = "CreateServiceLinkedRole"
        role = f"<Role><RoleName>{service}</RoleName></Role>"
        body = f"<{name}Response {NAMESPACE}><{name}Result>{role}</{name}Result></{name}Response>"
        return Answer(200, body.encode(), {"Content-Type": "text/xml"})


def iam_error(code: str, status: int = 400, message: str = "no") -> Answer:
    """An error as IAM sends it."""
    body = f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    return Answer(status, body.encode(), {"Content-Type": "text/xml"})


class Evaluations:
    """What Config is told."""

    def __init__(self) -> None:
        """Starts without a word."""
        self.told: list[dict[str, Any]] = []
        self.service = LocalService(self._respond)

    def _respond(self, request: Request) -> Answer:
        self.told += request.json["Evaluations"]
        return as_json({"FailedEvaluations": []})

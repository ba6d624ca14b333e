"""As much of Secrets Manager as handlers see: versions, and the labels that are moved between them.

AWS source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.handlers.local_service import Answer, LocalService, Request, as_json, refusal

CURRENT, PENDING, PREVIOUS = "AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"
TARGET = "secretsmanager."


@dataclass
class Version:
    """A version may have labels and no value yet: so Secrets Manager starts a rotation."""

    text: str | None
    stages: set[str] = field(default_factory=set)


class SecretsManager:
    """Its state is `secrets`: the versions of each."""

    def __init__(self) -> None:
        """Starts empty."""
        self.secrets: dict[str, dict[str, Version]] = {}
        self.service = LocalService(self._respond)
        self._actions = {
            "GetSecretValue": self._get,
            "DescribeSecret": self._describe,
            "PutSecretValue": self._put,
            "UpdateSecretVersionStage": self._move,
        }

    def create(self, secret: str, value: Any) -> None:
        text = value if isinstance(value, str) else json.dumps(value)
        self.secrets[secret] = {"version-of-creation-0000000000000000": Version(text, {CURRENT})}

    def start_rotation(self, secret: str, version: str) -> None:
        self.secrets[secret][version] = Version(None, {PENDING})

    def value(self, secret: str, stage: str = CURRENT) -> dict[str, str]:
        """What a version holds."""
        [text] = [one.text for one in self.secrets[secret].values() if stage in one.stages]
        found: dict[str, str] = json.loads(text or "{}")
        return found

    def _respond(self, request: Request) -> Answer:
        action = self._actions.get(request.headers["X-Amz-Target"].removeprefix(TARGET))
        if action is None:
            return refusal("AccessDeniedException", message="the role has no right to do this")
        versions = self.secrets.get(request.json["SecretId"])
        return action(versions, request.json) if versions else refusal("ResourceNotFoundException")

    def _get(self, versions: dict[str, Version], given: dict[str, Any]) -> Answer:
        stage = given.get("VersionStage", CURRENT if "VersionId" not in given else None)
        for name, version in versions.items():
            fits = given.get("VersionId", name) == name and (stage is None or stage in version.stages)
            if fits and version.text is not None:
                return as_json({"ARN": given["SecretId"], "VersionId": name, "SecretString": version.text})
        return refusal("ResourceNotFoundException", message="Secrets Manager can't find the specified secret value")

    def _describe(self, versions: dict[str, Version], given: dict[str, Any]) -> Answer:
        stages = {name: sorted(one.stages) for name, one in versions.items() if one.stages}
        return as_json({"ARN": given["SecretId"], "RotationEnabled": True, "VersionIdsToStages": stages})

    def _put(self, versions: dict[str, Version], given: dict[str, Any]) -> Answer:
        name, text = given["ClientRequestToken"], given["SecretString"]
        there = versions.setdefault(name, Version(None))
        if there.text not in (None, text):
            return refusal("ResourceExistsException")
        there.text = text
        for stage in given.get("VersionStages", [CURRENT]):
            _label(versions, stage, name)
        return as_json({"ARN": given["SecretId"], "VersionId": name})

    def _move(self, versions: dict[str, Version], given: dict[str, Any]) -> Answer:
        stage = given["VersionStage"]
        holders = [name for name, one in versions.items() if stage in one.stages]
        if holders not in ([], [given.get("RemoveFromVersionId")]):
            return refusal("InvalidParameterException", message="RemoveFromVersionId must be the version that has it")
        if stage == CURRENT:
            _label(versions, PREVIOUS, holders[0])
        _label(versions, stage, given["MoveToVersionId"])
        return as_json({"ARN": given["SecretId"]})


def _label(versions: dict[str, Version], stage: str, to: str) -> None:
    for one in versions.values():
        one.stages.discard(stage)
    versions[to].stages.add(stage)

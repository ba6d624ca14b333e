"""The posture as data: versioned, in a deterministic order, without a clock.

The schema is docs/posture-schema.json.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.responsibility import duties

if TYPE_CHECKING:
    from secure_ai_constructs.access import Grant
    from secure_ai_constructs.assembly import Acknowledgment
    from secure_ai_constructs.responsibility import Duty
    from secure_ai_constructs.review import Answer, Finding, Posture

SCHEMA_VERSION = "1.4"


def render(posture: Posture) -> str:
    """The posture as JSON, two spaces a level, with a line feed at the end."""
    return json.dumps(document(posture), indent=2, ensure_ascii=False) + "\n"


def document(posture: Posture) -> dict[str, Any]:
    """The posture as the mapping that the schema describes."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "secure-ai-constructs", "version": version("secure-ai-constructs")},
        "assembly": {
            "sha256": posture.assembly_digest,
            "templates": list(posture.templates),
            "resources": posture.resources,
            "unjudged": [
                {
                    "template": one.template,
                    "logical_id": one.logical_id,
                    "resource_type": one.resource_type,
                    "construct_path": one.construct_path,
                }
                for one in posture.unjudged
            ],
        },
        "questions": [_question(answer) for answer in posture.answers],
        "findings": [_finding(finding) for finding in posture.findings],
        "grants": [_grant(one) for one in posture.grants],
        "responsibility": [_duty(one) for one in duties(posture)],
        "unmatched_acknowledgments": [_acknowledgment(one) for one in posture.unmatched],
        "acknowledged_elsewhere": [_acknowledgment(one) for one in posture.accepted_elsewhere],
    }


def _acknowledgment(one: Acknowledgment) -> dict[str, str]:
    return {"control": one.control, **_acceptance(one), "construct_path": one.construct_path}


def _grant(grant: Grant) -> dict[str, Any]:
    return {
        "who": list(grant.who),
        "effect": grant.effect,
        "actions": list(grant.actions),
        "resources": list(grant.resources),
        "condition": grant.condition or None,
        "template": grant.template,
        "logical_id": grant.logical_id,
    }


def _question(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.question.name.lower(),
        "text": answer.question.value,
        "answer": answer.answer,
        "counts": {
            "true": answer.passed,
            "false": answer.failed,
            "unknown": answer.unknown,
            "acknowledged": answer.acknowledged,
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "control": finding.control.id,
        "title": finding.control.title,
        "question": finding.control.question.name.lower(),
        "severity": finding.severity.value,
        "verdict": finding.verdict.value,
        "template": finding.template,
        "stack": finding.stack,
        "logical_id": finding.logical_id,
        "resource_type": finding.resource_type,
        "construct_path": finding.construct_path,
        "evidence": [
            {"template": one.template, "logical_id": one.logical_id, "path": one.path, "value": one.value}
            for one in finding.evidence
        ],
        "baseline": list(finding.control.baseline),
        "requirements": [str(requirement) for requirement in finding.control.satisfies],
        "acknowledgment": _acceptance(finding.acknowledgment) if finding.acknowledgment else None,
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "row": duty.row.id,
        "title": duty.row.title,
        "owner": duty.row.owner.value,
        "state": duty.state.value,
        "controls": list(duty.controls),
        "resources": [{"template": template, "logical_id": logical_id} for template, logical_id in duty.resources],
        "reports": list(duty.row.reports),
        "said": list(duty.said),
    }


def _acceptance(acknowledgment: Acknowledgment) -> dict[str, str]:
    return {
        "reason": acknowledgment.reason,
        "owner": acknowledgment.owner,
        "expires": acknowledgment.expires,
    }

"""A notebook installs what patches it when it starts: one that nobody stops stays as it was on its first day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import granted_to
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_7, NIST_SI_2

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


def holds(notebook: Resource) -> Truth:
    return notebook.peers("AWS::Scheduler::Schedule").any(
        lambda schedule: (
            schedule["Target.Arn"].matches(r"(?i):aws-sdk:sagemaker:stopNotebookInstance$")
            & schedule["Target.Input"].refers_to(notebook)
            & ~schedule["State"].equals("DISABLED")
            & _may_stop(schedule["Target.RoleArn"])
        )
    )


def _may_stop(role: Value) -> Truth:
    """Of a role that stands elsewhere nobody reads here what it may."""
    found = role.target
    return (
        granted_to(found, lambda one: one.allows() & one.covers("sagemaker:StopNotebookInstance"))
        if found
        else role.is_set()
    )


CONTROL = Control(
    id="sagemaker-notebook-stops",
    title="A schedule stops every notebook, so that its next start patches it",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::NotebookInstance",),
    holds=holds,
    fix="Stop the notebook by a schedule of EventBridge Scheduler; SecureNotebook does.",
    sources=(
        "https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-software-updates.html",
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html",
    ),
    baseline=("INS-3",),
    satisfies=(NIST_CM_7, NIST_SI_2),
)

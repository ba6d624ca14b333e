"""Root on a notebook switches off what guards it, and the credentials of its role are read from its metadata.

Inspector does not look into notebooks: what they run at their start is what patches them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import (
    NIST_AC_6,
    NIST_CM_7,
    SECURITY_HUB_SAGEMAKER_3,
    SECURITY_HUB_SAGEMAKER_8,
)

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


_METADATA = "InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion"


def holds(notebook: Resource) -> Truth:
    return (
        notebook["RootAccess"].equals("Disabled")
        & notebook["PlatformIdentifier"].matches(r"^notebook-al2023-")
        & notebook[_METADATA].equals("2")
        & _runs_something(notebook["LifecycleConfigName"])
    )


def _runs_something(configuration: Value) -> Truth:
    """Of a configuration that stands elsewhere nobody reads here what it runs."""
    found = configuration.target
    return found["OnStart"].has_at_least(1) if found else configuration.is_set()


CONTROL = Control(
    id="sagemaker-notebook-hardened",
    title="Notebooks have no root, a current platform, something to run at their start, and metadata by token alone",
    question=Question.THREATS,
    severity=Severity.ERROR,
    applies_to=("AWS::SageMaker::NotebookInstance",),
    holds=holds,
    fix="Set RootAccess to Disabled, PlatformIdentifier to notebook-al2023-v1, the metadata version to 2, and patch by LifecycleConfigName; SecureNotebook does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/nbi.html",),
    baseline=("INS-3",),
    satisfies=(SECURITY_HUB_SAGEMAKER_3, SECURITY_HUB_SAGEMAKER_8, NIST_AC_6, NIST_CM_7),
)

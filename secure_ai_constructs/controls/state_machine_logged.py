"""A fine-tuning job was started, stopped or failed, and nobody can say by whom and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_2, NIST_SC_28

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(machine: Resource) -> Truth:
    logging = machine["LoggingConfiguration"]
    return (
        logging["Level"].equals("ALL")
        & logging["Destinations"].has_at_least(1)
        & is_customer_key(machine["EncryptionConfiguration.KmsKeyId"])
    )


CONTROL = Control(
    id="state-machine-logged",
    title="State machines log every step, under a customer managed key",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::StepFunctions::StateMachine",),
    holds=holds,
    fix="Set LoggingConfiguration with level ALL, and EncryptionConfiguration with a key of your own.",
    sources=("https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",),
    baseline=("KMS-5",),
    satisfies=(NIST_AU_2, NIST_SC_28),
)

"""A service that may use a key for anyone decrypts for the customer of another account, too.

A key policy that lets a service principal in must say for which account, resource or encryption
context it works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import POSITIVE, Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_SC_12
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


_SOURCES = r"aws:SourceAccount|aws:SourceArn|aws:SourceOrgID|kms:CallerAccount|kms:ViaService|kms:EncryptionContext:.*"


def holds(key: Resource) -> Truth:
    return statements(key["KeyPolicy"]).all(_names_its_source)


def _names_its_source(statement: Statement) -> Truth:
    return implied(
        statement.allows(),
        lambda: implied(
            statement.to_service(lambda service: service.is_set()),
            lambda: statement.requires(POSITIVE, _SOURCES),
        ),
    )


CONTROL = Control(
    id="kms-key-policy-sourced",
    title="Key policies let services in only for their own account or resource",
    question=Question.ENCRYPTION,
    severity=Severity.ERROR,
    applies_to=("AWS::KMS::Key",),
    holds=holds,
    fix="Add aws:SourceAccount, aws:SourceArn or an encryption-context condition to each service's statement; EventBridge "
    "writes to topics by kms:EncryptionContext:aws:sns:topicArn alone.",
    sources=("https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html",),
    baseline=("KMS-2",),
    satisfies=(
        NIST_AC_6,
        NIST_SC_12,
    ),
)

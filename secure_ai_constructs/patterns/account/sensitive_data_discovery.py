"""Personal data in buckets where nobody expected it."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_macie as macie
from constructs import Construct

from secure_ai_constructs.patterns.foundation import Operations
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.service import require_offered

MACIE_TYPE = "AWS::Macie::Session"
CHANGES = (
    "CreateAllowList",
    "CreateFindingsFilter",
    "DisableMacie",
    "UpdateAutomatedDiscoveryConfiguration",
    "UpdateClassificationScope",
    "UpdateFindingsFilter",
    "UpdateMacieSession",
)
_FINDING = {
    "source": ["aws.macie"],
    "detail-type": ["Macie Finding"],
    "detail": {"severity": {"description": ["High", "Medium"]}},
}


class SensitiveDataAlarms(Construct):
    """Tells of what Macie finds, and of Macie that is turned off."""

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        operations.tell_of(self, "Findings", "personal data and secrets in buckets", _FINDING)
        operations.tell_of(self, "MacieChanges", "Macie that is turned off or looks away", api_calls("macie2", CHANGES))


class SensitiveDataDiscovery(Construct):
    """Amazon Macie, which looks for personal data and secrets in the account's buckets; it bills by what it reads.

    It is asked for. The locks of this library's buckets name their readers, so
    Macie finds what is in others. It stays on when the stack goes.
    AWS source: https://docs.aws.amazon.com/macie/latest/user/what-is-macie.html
    """

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        """Turns Macie on; raises ValueError where the Region does not have it."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_offered(self, MACIE_TYPE)
        self.session = macie.CfnSession(
            self, "Session", status="ENABLED", finding_publishing_frequency="FIFTEEN_MINUTES"
        )
        self.session.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        self.alarms = SensitiveDataAlarms(self, "Alarms", operations=operations)

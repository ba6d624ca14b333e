"""Who outside can reach what, and who has rights that nobody uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_accessanalyzer as accessanalyzer
from constructs import Construct

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.foundation import Operations

UNUSED_DAYS = 90
_FINDING = {
    "source": ["aws.access-analyzer"],
    "detail-type": ["Access Analyzer Finding", "Unused Access Finding for IAM entities"],
    "detail": {"status": ["ACTIVE"]},
}


class AccessAlarms(Construct):
    """Tells of what Access Analyzer finds."""

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        operations.tell_of(self, "Findings", "access from outside, and access that nobody uses", _FINDING)


class AccessAnalysis(Construct):
    """IAM Access Analyzer for access from outside the account, and for rights unused in 90 days.

    The analyzer of unused access is billed by the role and user.
    AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html
    """

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        self.external = accessanalyzer.CfnAnalyzer(self, "External", type="ACCOUNT")
        self.unused = accessanalyzer.CfnAnalyzer(
            self,
            "Unused",
            type="ACCOUNT_UNUSED_ACCESS",
            analyzer_configuration=accessanalyzer.CfnAnalyzer.AnalyzerConfigurationProperty(
                unused_access_configuration=accessanalyzer.CfnAnalyzer.UnusedAccessConfigurationProperty(
                    unused_access_age=UNUSED_DAYS
                )
            ),
        )
        self.alarms = AccessAlarms(self, "Alarms", operations=operations)

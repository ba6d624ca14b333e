"""Who outside can reach what, and who has rights that nobody uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Environment, Stack
from aws_cdk import aws_accessanalyzer as accessanalyzer
from constructs import Construct

from secure_ai_constructs.patterns.foundation import Operations
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.kind import require_kind, require_like
from secure_ai_constructs.patterns.foundation.place import require_part

if TYPE_CHECKING:
    from aws_cdk import aws_s3 as s3


UNUSED_DAYS = 90
ANALYZER_CHANGES = ("CreateArchiveRule", "DeleteAnalyzer", "UpdateAnalyzer", "UpdateArchiveRule")
_FINDING = {
    "source": ["aws.access-analyzer"],
    "detail-type": [
        "Access Analyzer Finding",
        "Internal Access Finding",
        "Unused Access Finding for IAM entities",
    ],
    "detail": {"status": ["ACTIVE"]},
}


class AccessAlarms(Construct):
    """Tells of what Access Analyzer finds, and of whoever has it find less."""

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        operations.tell_of(self, "Findings", "access from outside, and access that nobody uses", _FINDING)
        calls = api_calls("access-analyzer", ANALYZER_CHANGES)
        operations.tell_of(self, "AnalyzerChanges", "analyzers that go or find less", calls)


class AccessAnalysis(Construct):
    """IAM Access Analyzer for access from outside the account, and for rights unused in 90 days.

    `watch_inside` adds who within the account reaches the most confidential buckets. The analyzers of unused and
    of internal access are billed, by the role and user and by the resource.
    AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html
    """

    def __init__(
        self, scope: Construct, id: str, *, operations: Operations, external: bool = True, unused: bool = True
    ) -> None:
        """Creates the analyzers and what tells of them; an account has one of each kind, which it may have already."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_kind(f"{self.node.path}: external", external, bool)
        require_kind(f"{self.node.path}: unused", unused, bool)
        self.external = accessanalyzer.CfnAnalyzer(self, "External", type="ACCOUNT") if external else None
        self.unused = self._unused() if unused else None
        self.internal: accessanalyzer.CfnAnalyzer | None = None
        self.alarms = AccessAlarms(self, "Alarms", operations=operations)

    def _unused(self) -> accessanalyzer.CfnAnalyzer:
        of = accessanalyzer.CfnAnalyzer
        return of(
            self,
            "Unused",
            type="ACCOUNT_UNUSED_ACCESS",
            analyzer_configuration=of.AnalyzerConfigurationProperty(
                unused_access_configuration=of.UnusedAccessConfigurationProperty(unused_access_age=UNUSED_DAYS)
            ),
        )

    def watch_inside(self, *buckets: s3.IBucket) -> accessanalyzer.CfnAnalyzer:
        """An analyzer of who within the account reaches these buckets; an account has one, so it is asked for once.

        It stands in a stack of its own when a bucket stands in another than this: that one may need what is here.
        """
        for one in buckets:
            require_like(f"{self.node.path}: a bucket", one, "a bucket (of a DataBucket, its bucket)", "bucket_arn")
        if not buckets:
            raise ValueError(f"{self.node.path}: buckets must name what is watched, none were")
        if self.internal:
            raise ValueError(
                f"{self.node.path}: an account has one analyzer of internal access, and it was made already"
            )
        of = accessanalyzer.CfnAnalyzer
        # Accounts may be named for the analyzer of an organization alone.
        inclusion = of.InternalAccessAnalysisRuleCriteriaProperty(resource_arns=[one.bucket_arn for one in buckets])
        here = Stack.of(self)
        is_elsewhere = any(Stack.of(one) is not here for one in buckets)
        self.internal = of(
            self._stack_after(here) if is_elsewhere else self,
            "Internal",
            type="ACCOUNT_INTERNAL_ACCESS",
            analyzer_configuration=of.AnalyzerConfigurationProperty(
                internal_access_configuration=of.InternalAccessConfigurationProperty(
                    internal_access_analysis_rule=of.InternalAccessAnalysisRuleProperty(inclusions=[inclusion])
                )
            ),
        )
        return self.internal

    def _stack_after(self, here: Stack) -> Stack:
        """A stack in the same place, that is deployed after those of the buckets."""
        return Stack(
            self,
            "Inside",
            env=Environment(account=here.account, region=here.region),
            description="Who within the account reaches the most confidential buckets",
            termination_protection=here.termination_protection,
        )

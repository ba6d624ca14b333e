"""Who runs the workload, and what they need for it: a key for logs, alerts, access logs, a budget, a kill switch."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from aws_cdk import Stack
from aws_cdk import aws_budgets as budgets
from constructs import Construct

from secure_ai_constructs.patterns.foundation.access_log_bucket import AccessLogBucket
from secure_ai_constructs.patterns.foundation.alert_topic import AlertTopic
from secure_ai_constructs.patterns.foundation.customer_key import CustomerKey, require_two_roles
from secure_ai_constructs.patterns.foundation.encrypted_queue import encrypted_queue
from secure_ai_constructs.patterns.foundation.event_rule import EventRule, api_calls
from secure_ai_constructs.patterns.foundation.key_policy import KeyPurpose
from secure_ai_constructs.patterns.foundation.kind import require_kind, require_number
from secure_ai_constructs.patterns.foundation.malware_scan import NOT_CLEAN, NOT_SCANNING, NOT_TAGGED
from secure_ai_constructs.regions import offered

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from aws_cdk import aws_iam as iam

NOTIFY_AT_PERCENT = (80, 100)
LARGEST_BUDGET = 1_000_000_000
KEY_CHANGES = (
    "CancelKeyDeletion",
    "DisableKey",
    "DisableKeyRotation",
    "EnableKey",
    "PutKeyPolicy",
    "ScheduleKeyDeletion",
)
BUCKET_CHANGES = (
    "DeleteBucketEncryption",
    "DeleteBucketPolicy",
    "DeleteBucketPublicAccessBlock",
    "PutBucketLifecycle",
    "PutBucketEncryption",
    "PutBucketLogging",
    "PutBucketNotification",
    "PutBucketObjectLockConfiguration",
    "PutBucketPolicy",
    "PutBucketPublicAccessBlock",
    "PutBucketReplication",
    "PutBucketVersioning",
)


class Operations(Construct):
    """What the teams of a workload share to be run and watched, and that holds none of their data.

    The key encrypts logs and queues; alerts have another one, so that they tell of this one, too. It
    is never a team's key: disabling that must not silence what is said about the team.
    """

    data_classification = ""
    """As which the first pattern that it was given to has tagged it; empty until then."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        emails: Sequence[str] = (),
        access_logs: AccessLogBucket | None = None,
        administrator: iam.IRole | None = None,
        revoker: iam.IRole | None = None,
        monthly_budget_usd: int | None = None,
    ) -> None:
        """Creates key, topic and access-log bucket; `emails` are asked to confirm that they want the alerts.

        `administrator` is the one role that the keys name for their care: it neither uses nor disables them.
        `revoker` is the one that the teams' keys name for switching a team off and on again; it must be another.
        `monthly_budget_usd` is what the account may spend on Amazon Bedrock before the topic is told, at 80
        and 100 percent; AWS counts with a delay of hours.
        """
        super().__init__(scope, id)
        require_two_roles(administrator, revoker, of=self)
        require_kind(f"{self.node.path}: access_logs", access_logs, AccessLogBucket, type(None))
        if monthly_budget_usd is not None:
            require_number(f"{self.node.path}: monthly_budget_usd", monthly_budget_usd)
        if monthly_budget_usd is not None and not 1 <= monthly_budget_usd <= LARGEST_BUDGET:
            raise ValueError(
                f"{self.node.path}: monthly_budget_usd must be at least 1 and at most {LARGEST_BUDGET:,}, was "
                f"{monthly_budget_usd}"
            )
        region = Stack.of(self).region
        if monthly_budget_usd and not offered("AWS::Budgets::Budget", region):
            raise ValueError(
                f"{self.node.path}: the Region must offer AWS::Budgets::Budget for monthly_budget_usd; {region} does not"
            )
        self.administrator, self.revoker = administrator, revoker
        self.key = CustomerKey(
            self,
            "Key",
            description="Encrypts logs and queues; holds no team's data",
            purposes=[KeyPurpose.LOGS, KeyPurpose.ALERTS],
            administrator=administrator,
        )
        self.alerts = AlertTopic(self, "Alerts", emails=emails, administrator=administrator)
        self._access_logs = access_logs
        self.undelivered = encrypted_queue(self, "Undelivered", key=self.alerts.key)
        """What nobody took: alerts that did not reach the topic, and events that were given up."""
        self.alerts.alarm_on_waiting(
            self,
            "NotTaken",
            self.undelivered,
            description="An alert did not reach its topic, or an event was given up; it waits 14 days in a queue",
        )
        self.tell_of(self, "KeyChanges", "keys that are switched off, deleted or opened", api_calls("kms", KEY_CHANGES))
        self.tell_of(
            self,
            "BucketChanges",
            "buckets whose locks, copies, scans or lifetimes change",
            api_calls("s3", BUCKET_CHANGES),
        )
        self.tell_of(self, "NotClean", "documents with malware, or that could not be scanned", NOT_CLEAN)
        self.tell_of(self, "NotTagged", "documents that were scanned and could not be tagged", NOT_TAGGED)
        self.tell_of(self, "NotScanning", "scanners that do not work: what they did not scan is not read", NOT_SCANNING)
        self.budget = self._budget(monthly_budget_usd) if monthly_budget_usd else None

    @cached_property
    def access_logs(self) -> AccessLogBucket:
        """Where buckets write who used them: the one that was given, or one that is made for the first bucket."""
        return self._access_logs or AccessLogBucket(self, "AccessLogs")

    @property
    def stewards(self) -> tuple[iam.IRole, ...]:
        """The roles that keys name: what has such a key stands behind their stacks."""
        return tuple(role for role in (self.administrator, self.revoker) if role)

    def data_key(
        self, scope: Construct, id: str, *, description: str, purposes: Collection[KeyPurpose] = (KeyPurpose.DATA,)
    ) -> CustomerKey:
        """A key for data of the workload, which the administrator cares for and the revoker switches off and on."""
        return CustomerKey(
            scope,
            id,
            description=description,
            purposes=purposes,
            administrator=self.administrator,
            revoker=self.revoker,
        )

    def tell_of(
        self, scope: Construct, id: str, what: str, pattern: dict[str, Any], *, reads_too: bool = False
    ) -> EventRule:
        """A rule that sends what matches to the topic, for all of the account: the bus has room for few rules."""
        return self.alerts.tell_of(scope, id, what, pattern, undelivered=self.undelivered, reads_too=reads_too)

    def _budget(self, usd: int) -> budgets.CfnBudget:
        subscriber = budgets.CfnBudget.SubscriberProperty(address=self.alerts.topic.topic_arn, subscription_type="SNS")
        return budgets.CfnBudget(
            self,
            "Budget",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=usd, unit="USD"),
                cost_filters={"Service": ["Amazon Bedrock"]},
            ),
            notifications_with_subscribers=[
                budgets.CfnBudget.NotificationWithSubscribersProperty(
                    notification=budgets.CfnBudget.NotificationProperty(
                        comparison_operator="GREATER_THAN",
                        notification_type="ACTUAL",
                        threshold=percent,
                        threshold_type="PERCENTAGE",
                    ),
                    subscribers=[subscriber],
                )
                for percent in NOTIFY_AT_PERCENT
            ],
        )

"""Where alarms and events go: encrypted, so that EventBridge and CloudWatch can still publish."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from secure_ai_constructs.patterns.foundation.customer_key import CustomerKey, require_purposes
from secure_ai_constructs.patterns.foundation.event_rule import EventRule
from secure_ai_constructs.patterns.foundation.key_policy import KeyPurpose
from secure_ai_constructs.patterns.foundation.kind import (
    require_each,
    require_like,
    require_number,
    require_whole_number,
)
from secure_ai_constructs.patterns.foundation.place import require_key_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sqs as sqs

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


class AlertTopic(Construct):
    """A topic for alarms and events of this account, under a customer managed key.

    A topic under `alias/aws/sns` drops what alarms and rules send it, silently: their services
    cannot be let into the key that AWS manages. Messages may name resources and people, so
    subscribers are named here and confirm for themselves. Rules may publish under no condition,
    which EventBridge does not support: whoever knows the topic's ARN may have it told of what never was.
    AWS source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey | None = None,
        emails: Sequence[str] = (),
        administrator: iam.IRole | None = None,
    ) -> None:
        """Creates the topic; `key` must have been made with `KeyPurpose.ALERTS`.

        Without one it makes its own, which names `administrator` for its care.
        """
        super().__init__(scope, id)
        self._path = self.node.path
        if key is not None:
            require_key_here("key", key, of=self)
            require_purposes("key", key, KeyPurpose.ALERTS, of=self)
        require_each(f"{self._path}: emails", emails, str)
        if len(set(emails)) < len(emails):
            raise ValueError(f"{self._path}: emails must be named once, were {', '.join(emails)}")
        for email in emails:
            if not _EMAIL.fullmatch(email):
                raise ValueError(f"{self._path}: emails must be addresses such as 'team@example.com', was {email!r}")
        self.key = key or self._own_key(administrator)
        self.topic = sns.Topic(self, "Topic", master_key=self.key)
        account = Stack.of(self).account
        publish = {"Effect": "Allow", "Action": "sns:Publish", "Resource": self.topic.topic_arn}
        alarms = {
            "Sid": "Alarms",
            **publish,
            "Principal": {"Service": ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"]},
            "Condition": {"StringEquals": {"aws:SourceAccount": account}},
        }
        # EventBridge tells a topic of no condition, so that a statement with one lets nothing in.
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
        rules = {"Sid": "Events", **publish, "Principal": {"Service": "events.amazonaws.com"}}
        tls_only = {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "sns:Publish",
            "Resource": self.topic.topic_arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        document = iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": [alarms, rules, tls_only]})
        self.policy = sns.TopicPolicy(self, "Policy", topics=[self.topic], policy_document=document)
        for email in emails:
            self.topic.add_subscription(subscriptions.EmailSubscription(email))

    def _own_key(self, administrator: iam.IRole | None) -> kms.Key:
        own = CustomerKey(
            self, "Key", description="Encrypts alerts", purposes=[KeyPurpose.ALERTS], administrator=administrator
        )
        return own.key

    def tell_of(
        self,
        scope: Construct,
        id: str,
        what: str,
        pattern: dict[str, Any],
        *,
        undelivered: sqs.Queue,
        reads_too: bool = False,
    ) -> EventRule:
        """A rule that sends the topic what matches, and `undelivered` what the topic did not take."""
        return EventRule(
            scope,
            id,
            description=f"Tells of {what}",
            pattern=pattern,
            target=self.topic,
            dead_letters=undelivered,
            reads_too=reads_too,
        )

    def alarm_above(
        self,
        scope: Construct,
        id: str,
        metric: cloudwatch.IMetric,
        *,
        threshold: float = 0,
        description: str,
        silence_is_good: bool = True,
    ) -> cloudwatch.Alarm:
        """An alarm that tells the topic when a metric rises above a threshold once, and when it falls again.

        No data is no reason for alarm, because these metrics count what goes wrong. Where it is no good news either,
        because somebody has to look before he can say, `silence_is_good` is False: the alarm stays as it is.
        """
        require_like(f"{self._path}: metric", metric, "a metric", "to_metric_config")
        require_number(f"{self._path}: threshold", threshold)
        alarm = cloudwatch.Alarm(
            scope,
            id,
            metric=metric,
            threshold=threshold,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING
            if silence_is_good
            else cloudwatch.TreatMissingData.IGNORE,
            alarm_description=description,
        )
        return self._telling(alarm)

    def alarm_on_waiting(self, scope: Construct, id: str, queue: sqs.Queue, *, description: str) -> cloudwatch.Alarm:
        """An alarm that tells the topic when something waits in a queue of what was given up."""
        require_like(f"{self._path}: queue", queue, "a queue", "metric_approximate_number_of_messages_visible")
        waiting = queue.metric_approximate_number_of_messages_visible(period=Duration.minutes(5), statistic="Maximum")
        return self.alarm_above(scope, id, waiting, description=description)

    def alarm_on_silence(
        self, scope: Construct, id: str, metric: cloudwatch.IMetric, *, periods: int, description: str
    ) -> cloudwatch.Alarm:
        """An alarm that tells the topic when a metric that should be at least 1 is less, or is not there, so often."""
        require_like(f"{self._path}: metric", metric, "a metric", "to_metric_config")
        require_whole_number(f"{self._path}: periods", periods)
        alarm = cloudwatch.Alarm(
            scope,
            id,
            metric=metric,
            threshold=1,
            comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
            evaluation_periods=periods,
            treat_missing_data=cloudwatch.TreatMissingData.BREACHING,
            alarm_description=description,
        )
        return self._telling(alarm)

    def _telling(self, alarm: cloudwatch.Alarm) -> cloudwatch.Alarm:
        action = actions.SnsAction(self.topic)
        alarm.add_alarm_action(action)
        alarm.add_ok_action(action)
        return alarm

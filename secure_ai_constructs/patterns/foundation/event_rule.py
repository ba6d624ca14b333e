"""What happens, sent where somebody or something acts on it, and kept when it could not be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from constructs import Construct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_sns as sns


class EventRule(Construct):
    """A rule of the default bus with one target, and a queue for what the target did not take.

    Through the L1: the L2's targets would give a topic a second policy, which replaces the first.
    The target must admit EventBridge: `AlertTopic` does, and a queue is opened here for this rule; the queue of dead
    letters is opened for all rules of the account.
    AWS source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        description: str,
        pattern: dict[str, Any] | None = None,
        schedule: str | None = None,
        target: sqs.Queue | sns.ITopic,
        dead_letters: sqs.Queue,
        reads_too: bool = False,
    ) -> None:
        """Creates the rule: `pattern` and `schedule` are as EventBridge reads them, and one of them is given.

        Of calls of an API, EventBridge leaves out those that only read, unless `reads_too` is asked for.
        """
        super().__init__(scope, id)
        if (pattern is None) is (schedule is None):
            raise ValueError(f"{self.node.path}: a rule must have either a pattern or a schedule")
        if pattern is not None and not _is_pattern(pattern):
            raise ValueError(
                f"{self.node.path}: a pattern must be keys with lists of what matches, as {{'source': ['aws.config']}}, "
                f"was {pattern!r}"
            )
        arn = target.queue_arn if isinstance(target, sqs.Queue) else target.topic_arn
        self.rule = events.CfnRule(
            self,
            "Rule",
            description=description,
            event_pattern=pattern,
            schedule_expression=schedule,
            state="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" if reads_too else "ENABLED",
            targets=[
                events.CfnRule.TargetProperty(
                    id="Target",
                    arn=arn,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=dead_letters.queue_arn),
                )
            ],
        )
        _admit(dead_letters, self._rules)
        if isinstance(target, sqs.Queue):
            _admit(target, self._from_here(target))

    def _from_here(self, queue: sqs.Queue) -> dict[str, Any]:
        """This rule alone; had the queue's own stack to name it from another, each stack would wait for the other."""
        return (
            {"ArnEquals": {"aws:SourceArn": self.rule.attr_arn}} if Stack.of(queue) is Stack.of(self) else self._rules
        )

    @property
    def _rules(self) -> dict[str, Any]:
        """All rules of the account: a queue's policy has room for 20 statements, and dead letters come from more rules."""
        stack = Stack.of(self)
        return {"ArnLike": {"aws:SourceArn": f"arn:{stack.partition}:events:{stack.region}:{stack.account}:rule/*"}}


def _admit(queue: sqs.Queue, condition: dict[str, Any]) -> None:
    """A statement that is there already is not written twice.

    AWS source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
    """
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue.queue_arn,
        "Condition": condition,
    }
    queue.add_to_resource_policy(iam.PolicyStatement.from_json(statement))


def _is_pattern(pattern: object) -> bool:
    """Keys hold keys, or lists of what matches.

    AWS source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
    """
    return (
        isinstance(pattern, dict)
        and bool(pattern)
        and all(
            isinstance(key, str) and (bool(one) if isinstance(one, list) else _is_pattern(one))
            for key, one in pattern.items()
        )
    )


def api_calls(service: str, names: Sequence[str]) -> dict[str, Any]:
    """The pattern of calls of a service's API, which the bus learns from the account's trail.

    AWS source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    """
    return {
        "source": [f"aws.{service}"],
        "detail-type": ["AWS API Call via CloudTrail"],
        "detail": {"eventSource": [f"{service}.amazonaws.com"], "eventName": list(names)},
    }

"""All models on one page: which answer, which drift, which are watched, and what their cards say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.foundation.caller import give, grant, named
from secure_ai_constructs.patterns.foundation.kind import require_each
from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
from secure_ai_constructs.patterns.sagemaker.endpoint_monitor import EndpointMonitor
from secure_ai_constructs.patterns.sagemaker.ml_activities import (
    WATCHING_ACTIONS,
    look_at_models,
    read_cards,
    watch_models,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


WIDTH = 24
MOST_ALARMS = 100
"""That one widget shows."""


class ModelDashboard(Construct):
    """A CloudWatch dashboard of models and guardrails, for those who answer for them.

    SageMaker's own Model Dashboard is a view of the console that Model Monitor fills, which is closed to
    new customers.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-dashboard.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        monitors: Sequence[EndpointMonitor],
        guardrails: Sequence[ContentGuardrail] = (),
    ) -> None:
        """Creates the dashboard, one row of cards and one of each model."""
        super().__init__(scope, id)
        require_each(f"{self.node.path}: monitors", monitors, EndpointMonitor)
        require_each(f"{self.node.path}: guardrails", guardrails, ContentGuardrail)
        if not monitors:
            raise ValueError(f"{self.node.path}: monitors must be at least one, was none")
        self._card_keys = list(dict.fromkeys(one.endpoint.card.key.key_arn for one in monitors))
        self.dashboard = cloudwatch.Dashboard(self, "Dashboard")
        self.dashboard.add_widgets(
            cloudwatch.TextWidget(markdown=_cards(monitors), width=WIDTH, height=2 + len(monitors))
        )
        alarms = [alarm for one in monitors for told in one.alarms.values() for alarm in told]
        for first in range(0, len(alarms), MOST_ALARMS):
            shown = alarms[first : first + MOST_ALARMS]
            self.dashboard.add_widgets(
                cloudwatch.AlarmStatusWidget(title="Drift and silence", alarms=shown, width=WIDTH)
            )
        for monitor in monitors:
            self.dashboard.add_widgets(*_model(monitor))
        if guardrails:
            metrics = [one.metric(name) for one in guardrails for name in ("Invocations", "InvocationsIntervened")]
            self.dashboard.add_widgets(cloudwatch.GraphWidget(title="Guardrails", left=metrics, width=WIDTH))

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets a risk manager see the dashboard, the alarms, and what is written down of models."""
        cards = read_cards(Stack.of(self), self._card_keys)
        seen = (*look_at_models(Stack.of(self)), *cards, *watch_models()[1:])
        give(grantee, (named(one, self.node.path) for one in seen), of=self)
        return grant(grantee, WATCHING_ACTIONS, ["*"], of=self)


def _cards(monitors: Sequence[EndpointMonitor]) -> str:
    rows = [
        f"| {one.endpoint.served.name} | {one.endpoint.card.content.risk.value} | {one.endpoint.card.content.owner} "
        f"| {one.endpoint.card.card.model_card_name} |"
        for one in monitors
    ]
    return "\n".join(["| model | risk | owner | card |", "|---|---|---|---|", *rows])


def _model(monitor: EndpointMonitor) -> list[cloudwatch.IWidget]:
    endpoint = monitor.endpoint
    answers = [endpoint.metric(one) for one in ("Invocations", "Invocation4XXErrors", "Invocation5XXErrors")]
    drift = [monitor.headline(kind) for kind in monitor.kinds]
    return [
        cloudwatch.GraphWidget(title=f"{endpoint.served.name}: answers", left=answers, width=8),
        cloudwatch.GraphWidget(
            title=f"{endpoint.served.name}: latency", left=[endpoint.metric("ModelLatency", statistic="p99")], width=8
        ),
        cloudwatch.GraphWidget(title=f"{endpoint.served.name}: drift", left=drift, width=8),
    ]

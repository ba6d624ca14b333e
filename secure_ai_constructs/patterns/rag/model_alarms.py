"""What is told of a team's calls of a model: how much, how often refused, and which the guardrail did not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.foundation import AlertTopic
    from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
    from secure_ai_constructs.patterns.rag.language_model import LanguageModel
    from secure_ai_constructs.patterns.rag.model_access import ModelAccess

MOST_TOKENS_A_DAY = 1_000_000_000_000
TOKENS_A_DAY = 2_000_000
"""Of a team and a model, some hundred long conversations an hour; more of them is told of, and nothing is refused."""


class ModelAlarms(Construct):
    """Alarms on one way to a model, whoever uses it.

    The guardrail's metric is of all teams that share it: a call past it is told of when nobody's call
    was guarded in the same five minutes, or when it was not made through a profile at all.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        access: ModelAccess,
        guardrail: ContentGuardrail,
        alerts: AlertTopic,
        team: str,
        tokens_a_day: int = TOKENS_A_DAY,
        parser: LanguageModel | None = None,
    ) -> None:
        """Creates the alarms; `team` begins what they say.

        What `parser` is asked by Bedrock itself, when documents are ingested, comes through no profile.
        """
        super().__init__(scope, id)
        self._access, self._parser = access, parser
        for alarm_id, metric, most, what in (
            (
                "Unguarded",
                self._unguarded(guardrail),
                0,
                "The model was called without the guardrail, or past all profiles",
            ),
            ("Tokens", self._tokens(), tokens_a_day, f"More than {tokens_a_day:,} tokens in a day"),
            (
                "Throttled",
                self._metric("InvocationThrottles"),
                0,
                "Bedrock refused calls of the model because there were too many",
            ),
        ):
            alerts.alarm_above(self, alarm_id, metric, threshold=most, description=f"{team}: {what}")

    def _unguarded(self, guardrail: ContentGuardrail) -> cloudwatch.MathExpression:
        past = "FILL(calls, 0) > 0 AND FILL(guarded, 0) == 0"
        watched = {"calls": self._metric("Invocations"), "guarded": guardrail.metric("Invocations")}
        reads_documents = self._parser is not None and self._parser.model_id == self._access.model.model_id
        if self._access.metric_id != self._access.model.model_id and not reads_documents:
            # Without a profile these are the ordinary calls.
            past = f"({past}) OR FILL(direct, 0) > 0"
            watched["direct"] = self._metric("Invocations", model=self._access.model.model_id)
        return cloudwatch.MathExpression(
            expression=f"IF({past}, 1, 0)", using_metrics=watched, label="calls past the guardrail or the profile"
        )

    def _tokens(self) -> cloudwatch.MathExpression:
        day = Duration.days(1)
        return cloudwatch.MathExpression(
            expression="FILL(input, 0) + FILL(output, 0)",
            using_metrics={
                "input": self._metric("InputTokenCount", day),
                "output": self._metric("OutputTokenCount", day),
            },
            label="tokens a day",
            period=day,
        )

    def _metric(self, name: str, period: Duration | None = None, *, model: str = "") -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace="AWS/Bedrock",
            metric_name=name,
            dimensions_map={"ModelId": model or self._access.metric_id},
            statistic="Sum",
            period=period or Duration.minutes(5),
        )

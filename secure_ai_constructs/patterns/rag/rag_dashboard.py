"""One page that shows how the teams of a RAG are doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from secure_ai_constructs.patterns.rag.ingestion_logs import NAMESPACE

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail

OUTCOMES = ("Answered", "Blocked", "NoDocuments")
"""What becomes of a question; the query function counts them by team."""


class RagDashboard(Construct):
    """Answers, refusals, tokens and guardrail interventions, by team.

    Searches find the teams' metrics, so the dashboard does not grow with them and does not depend
    on their stacks.
    AWS source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
    """

    def __init__(self, scope: Construct, id: str, *, rag: str, guardrail: ContentGuardrail) -> None:
        """Creates the dashboard; its name is CloudFormation's."""
        super().__init__(scope, id)
        self.dashboard = cloudwatch.Dashboard(self, "Dashboard")
        self.dashboard.add_widgets(*(_by_team(rag, outcome) for outcome in OUTCOMES))
        self.dashboard.add_widgets(
            _by_team(rag, "OutputTokens"),
            cloudwatch.GraphWidget(
                title="Guardrail",
                left=[guardrail.metric(one) for one in ("Invocations", "InvocationsIntervened")],
                width=8,
            ),
            cloudwatch.GraphWidget(
                title="Documents that failed",
                left=[_search(f'{{"{NAMESPACE}/{rag}"}} FailedDocuments', "Sum")],
                width=8,
            ),
        )


def _by_team(rag: str, metric: str) -> cloudwatch.GraphWidget:
    query = f'{{{NAMESPACE},Rag,Team}} MetricName="{metric}" Rag="{rag}"'
    return cloudwatch.GraphWidget(title=metric, left=[_search(query, "Sum")], width=8)


def _search(query: str, statistic: str) -> cloudwatch.MathExpression:
    return cloudwatch.MathExpression(
        expression=f"SEARCH('{query}', '{statistic}', 300)", using_metrics={}, label="", period=Duration.minutes(5)
    )

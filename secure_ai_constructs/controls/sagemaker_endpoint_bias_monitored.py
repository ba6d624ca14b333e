"""A model that treats one group worse every month goes on deciding about its people, and nobody asked it to.

Where answers are not yes or no, or nobody knows of whom a question is, bias cannot be observed: the endpoint's tag
`BiasNotObservable` says so, and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import scheduled, told_of_drift
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4, OWASP_LLM09
from secure_ai_constructs.truth import Truth, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(endpoint: Resource) -> Truth:
    untold = ~told_of_drift(endpoint, "bias")
    return implied(untold, lambda: scheduled(endpoint, "ModelBias") | _is_not_observable(endpoint))


def _is_not_observable(endpoint: Resource) -> Truth:
    return endpoint["Tags"].any(lambda tag: tag["Key"].equals("BiasNotObservable") & tag["Value"].is_set())


CONTROL = Control(
    id="sagemaker-endpoint-bias-monitored",
    title="Bias of an endpoint's answers raises an alarm, and so does its silence, or it is said why not",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Endpoint",),
    holds=holds,
    fix="Watch the endpoint with DriftMonitor and name the facet and group that it must not treat otherwise.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-model-monitor-bias-drift.html",),
    baseline=("MM-4", "MM-6"),
    satisfies=(NIST_SI_4, OWASP_LLM09),
)

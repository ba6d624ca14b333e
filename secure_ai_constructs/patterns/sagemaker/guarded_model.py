"""A model of one's own that speaks, behind the same guardrail as Bedrock's."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.foundation import Operations, Service, ServiceFunction
from secure_ai_constructs.patterns.foundation.caller import grant, require_apart
from secure_ai_constructs.patterns.foundation.kind import require_kind, require_whole_number
from secure_ai_constructs.patterns.foundation.place import require_beside, require_part
from secure_ai_constructs.patterns.foundation.tag_value import classify
from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
from secure_ai_constructs.patterns.sagemaker.private_sagemaker_endpoint import PrivateSageMakerEndpoint

MOST_TOKENS = 4096


class GuardedModel(Construct):
    """A function that checks a question, asks an endpoint, and checks the answer; it fails closed.

    The request is `{"text": "…"}`, the response `status` (`answered` or `blocked`), `answer` and
    `guardrail`. Grant `grant_ask`, and nobody else the endpoint: `grant_invoke` is the way around.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-independent-api.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint: PrivateSageMakerEndpoint,
        guardrail: ContentGuardrail,
        operations: Operations,
        max_tokens: int = 512,
    ) -> None:
        """Creates the function; `guardrail` may be shared with RAGs, and stands in a stack that is deployed before."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_kind(f"{self.node.path}: endpoint", endpoint, PrivateSageMakerEndpoint)
        require_kind(f"{self.node.path}: guardrail", guardrail, ContentGuardrail)
        require_beside("guardrail", guardrail, of=self)
        require_whole_number(f"{self.node.path}: max_tokens", max_tokens, most=MOST_TOKENS)
        if guardrail.data_classification not in ("", endpoint.data_classification):
            raise ValueError(
                f"{self.node.path}: the guardrail must be classified as the endpoint, {endpoint.data_classification}, "
                f"was shared by what is {guardrail.data_classification}: make one of its own"
            )
        if not guardrail.data_classification:
            classify(
                guardrail,
                owner=endpoint.card.content.owner,
                data_classification=endpoint.data_classification,
                jurisdiction=guardrail.residency.jurisdiction,
            )
            guardrail.data_classification = endpoint.data_classification
        network = endpoint.network
        self._depends_on = (network, network.vpc, guardrail, operations, endpoint, endpoint.served.artifacts)
        self.function = ServiceFunction(
            self,
            "Function",
            handler="guarded_inference",
            description=f"Asks {endpoint.served.name} under a guardrail",
            key=operations.key.key,
            network=network,
            environment={
                "ENDPOINT": endpoint.name,
                "GUARDRAIL_ID": guardrail.guardrail.attr_guardrail_id,
                "GUARDRAIL_VERSION": guardrail.version.attr_version,
                "MAX_TOKENS": str(max_tokens),
            },
            timeout=Duration.seconds(90),
        )
        endpoint.grant_invoke(self.function.role).assert_success()
        self.function.call(Service.SAGEMAKER_RUNTIME)
        self.function.reach(
            Service.BEDROCK_RUNTIME,
            actions=["bedrock:ApplyGuardrail"],
            resources=[guardrail.guardrail.attr_guardrail_arn],
        )
        self.function.allow(
            {
                "Sid": "ApplyGuardrail",
                "Effect": "Allow",
                "Action": "bedrock:ApplyGuardrail",
                "Resource": guardrail.arns,
            },
            {"Sid": "UseGuardrailKey", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": guardrail.key.key_arn},
        )
        operations.alerts.alarm_above(
            self,
            "Failures",
            self.function.function.metric_errors(period=Duration.minutes(5)),
            description=f"{endpoint.served.name}: questions that ended without an answer, because something failed",
        )

    def grant_ask(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets a principal ask; raises ValueError for one in a stack that the function's depends on."""
        require_apart(grantee, of=self, depends_on=self._depends_on)
        return grant(grantee, ["lambda:InvokeFunction"], [self.function.function.function_arn], of=self)

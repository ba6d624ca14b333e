"""A team's question answered: retrieved, asked under the guardrail, with citations, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Duration, Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.foundation import Service, ServiceFunction
from secure_ai_constructs.patterns.foundation.caller import grant
from secure_ai_constructs.patterns.foundation.kind import require_whole_number
from secure_ai_constructs.patterns.rag.governed_prompt import INSTRUCTIONS, GovernedPrompt, require_instructions
from secure_ai_constructs.patterns.rag.query_policy import query_statements

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.rag.model_access import ModelAccess
    from secure_ai_constructs.patterns.rag.team import Team

CONCURRENCY = 10
MOST_TOKENS = 1250
"""Some 5,000 characters, which is what the grounding check reads of an answer."""
MOST_PASSAGES = 20


def require_question(max_tokens: int, passages: int, instructions: str, *, of: str) -> None:
    """Raises ValueError for what no function can be asked to do."""
    require_whole_number(f"{of}: max_tokens", max_tokens, most=MOST_TOKENS)
    require_whole_number(f"{of}: passages", passages, most=MOST_PASSAGES)
    require_instructions(instructions, of=of)


class QueryFunction(Construct):
    """A Lambda function in the network that answers questions from a team's documents.

    It retrieves, calls Converse with the guardrail, and gives passages and question with their
    qualifiers, so that grounding is checked. When anything fails, there is no answer. The request
    is `{"question": "…"}`; docs/patterns/secure-bedrock-rag.md documents the response. Made by
    `Team.add_query_function`; whoever should ask gets `grant_ask`.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-converse-api.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        team: Team,
        access: ModelAccess,
        instructions: str = INSTRUCTIONS,
        max_tokens: int = 800,
        passages: int = 5,
    ) -> None:
        """Creates prompt, function and alarm; `passages` is how many are retrieved for a question."""
        # Before there is a construct: what was refused can be asked for again, rightly.
        require_question(max_tokens, passages, instructions, of=scope.node.path)
        super().__init__(scope, id)
        self._team, self._access = team, access
        shared = team.shared
        self.prompt = GovernedPrompt(self, "Prompt", key=team.key.key, instructions=instructions)
        self.function = ServiceFunction(
            self,
            "Function",
            handler="question_answering",
            description=f"Answers questions from the documents of {team.name}",
            key=shared.operations.key.key,
            events_key=team.key.key,
            network=shared.network,
            environment={
                "TEAM": team.name,
                "RAG": shared.name,
                "KNOWLEDGE_BASE_ID": team.knowledge_base.knowledge_base.attr_knowledge_base_id,
                "MODEL_ID": access.invoke_id,
                "GUARDRAIL_ID": shared.guardrail.guardrail.attr_guardrail_id,
                "GUARDRAIL_VERSION": shared.guardrail.version.attr_version,
                "PROMPT_ID": self.prompt.prompt.attr_id,
                "PROMPT_VERSION": self.prompt.version.attr_version,
                "MAX_TOKENS": str(max_tokens),
                "PASSAGES": str(passages),
            },
            timeout=Duration.minutes(5),
            concurrency=CONCURRENCY,
        )
        self._let_it_work()
        self._alarm()

    def grant_ask(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets a principal ask the latest version; it needs nothing else of the team.

        Raises ValueError for a principal in a stack that the team's depends on.
        """
        self._team.require_caller(grantee)
        given = grant(grantee, ["lambda:InvokeFunction"], [self.function.function.function_arn], of=self)
        self._team.note_caller(grantee)
        return given

    def _let_it_work(self) -> None:
        team, access, function = self._team, self._access, self.function
        endpoints = team.open_endpoints(access)
        for service in (Service.BEDROCK_RUNTIME, Service.BEDROCK_AGENT_RUNTIME):
            function.call(service)
        function.reach(Service.BEDROCK_AGENT, actions=["bedrock:GetPrompt"], resources=[team.own("prompt/*")])
        function.only_through(
            [team.shared.network.endpoints[Service.BEDROCK_AGENT].vpc_endpoint_id],
            sid="InstructionsThroughTheNetwork",
            actions=["bedrock:GetPrompt"],
        )
        function.allow(
            *query_statements(team.knowledge_base.arn, access, team.shared.guardrail, endpoints),
            {
                "Sid": "ReadInstructions",
                "Effect": "Allow",
                "Action": "bedrock:GetPrompt",
                "Resource": [self.prompt.prompt.attr_arn, self.prompt.version.attr_arn],
            },
            {
                "Sid": "DecryptInstructions",
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": team.key.key.key_arn,
                "Condition": {"ArnLike": {"kms:EncryptionContext:aws:bedrock-prompts:arn": team.own("prompt/*")}},
            },
            {
                "Sid": "KeepQuestions",
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": team.key.key.key_arn,
                "Condition": {"StringEquals": {"kms:ViaService": f"sqs.{Stack.of(self).region}.amazonaws.com"}},
            },
        )

    def _alarm(self) -> None:
        errors = self.function.function.metric_errors(period=Duration.minutes(5))
        what = "Questions that ended without an answer, because something failed"
        self._team.shared.operations.alerts.alarm_above(
            self, "Failures", errors, description=f"{self._team.name}: {what}"
        )

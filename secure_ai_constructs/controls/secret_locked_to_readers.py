"""Any role of the account with a broad permission on secrets signs in to the vectors, past the knowledge base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, OWASP_LLM08

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


_CREDENTIALS = ("AWS::Bedrock::KnowledgeBase", "StorageConfiguration.RdsConfiguration.CredentialsSecretArn")
_ATTACHMENT = "AWS::SecretsManager::SecretTargetAttachment"


def holds(secret: Resource) -> Truth:
    """An attachment to a database stands for its secret."""
    return _is_locked(secret, secret) | secret.referrers(_ATTACHMENT, "SecretId").any(
        lambda one: _is_locked(one, secret)
    )


def _is_locked(named: Resource, secret: Resource) -> Truth:
    return named.referrers("AWS::SecretsManager::ResourcePolicy", "SecretId").any(
        lambda policy: statements(policy["ResourcePolicy"]).any(lambda one: _locks(one, named, secret))
    )


def _locks(statement: Statement, named: Resource, secret: Resource) -> Truth:
    return (
        statement.locks_out_others()
        & statement.covers("secretsmanager:GetSecretValue")
        & statement.value["Resource"].any(lambda arn: arn.equals("*") | arn.refers_to(secret) | arn.refers_to(named))
    )


def when(secret: Resource) -> Truth:
    return secret.referrers(*_CREDENTIALS).exist() | secret.referrers(_ATTACHMENT, "SecretId").any(
        lambda attachment: attachment.referrers(*_CREDENTIALS).exist()
    )


CONTROL = Control(
    id="secret-locked-to-readers",
    title="Secrets of a knowledge base refuse everyone but the named principals",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::SecretsManager::Secret",),
    when=when,
    holds=holds,
    fix="Deny secretsmanager:GetSecretValue with ArnNotLike aws:PrincipalArn; VectorStore.aurora_postgresql does.",
    sources=("https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",),
    baseline=("IAM-6",),
    satisfies=(NIST_AC_3, OWASP_LLM08),
)

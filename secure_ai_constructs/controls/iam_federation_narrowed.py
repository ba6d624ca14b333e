"""Anybody who has an account at a public identity provider becomes the role: the pipeline of a stranger's repository, too.

GitHub and its like sign tokens for all of their customers, with one audience: the subject alone tells whose
a token is. Where consumers sign in, the audience is the application.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import POSITIVE, Statement, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, NIST_AC_6
from secure_ai_constructs.truth import FALSE, Truth, all_of, any_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_PROVIDERS = {
    r"token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|agent\.buildkite\.com": (
        r"[^:]+:(sub|job_workflow_ref|repository|repository_id|repository_owner_id)"
    ),
    r"cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com": (
        r"[^:]+:(app_id|aud|oaud|sub)"
    ),
}
"""Providers of all the world, and the claims that say whose a token is."""
_OPEN = r"^([^:/*?]*:)?[^:/*?]*[*?]"
"""A wildcard before the customer's name ends, as in `repo:*`."""


def holds(role: Resource) -> Truth:
    return statements(role["AssumeRolePolicyDocument"]).all(
        lambda one: all_of(_is_narrowed(one, *named) for named in _PROVIDERS.items())
    )


def _is_narrowed(statement: Statement, provider: str, claim: str) -> Truth:
    return implied(_trusts(statement, provider), lambda: statement.requires(POSITIVE, claim, broad=_OPEN))


def _trusts(statement: Statement, provider: str) -> Truth:
    if (allows := statement.allows() & statement.covers("sts:AssumeRoleWithWebIdentity")) is FALSE:
        return FALSE
    return allows & statement.value["Principal"]["Federated"].any(lambda one: _is_of(one, provider))


def _is_of(named: Value, provider: str) -> Truth:
    """An ARN, the name of a provider that every account knows, or one that the app makes."""
    made = named.target
    return made["Url"].matches(rf"^(https://)?({provider})") if made else named.matches(rf"(^|/)({provider})")


def when(role: Resource) -> Truth:
    return statements(role["AssumeRolePolicyDocument"]).any(
        lambda one: any_of(_trusts(one, provider) for provider in _PROVIDERS)
    )


CONTROL = Control(
    id="iam-federation-narrowed",
    title="Roles for pipelines and sign-ins of a public identity provider say whose",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=("AWS::IAM::Role",),
    when=when,
    holds=holds,
    fix="Add StringEquals or StringLike on the provider's sub, as in repo:organization/repository:environment:production.",
    sources=(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
    ),
    baseline=("IAM-1",),
    satisfies=(NIST_AC_3, NIST_AC_6),
)

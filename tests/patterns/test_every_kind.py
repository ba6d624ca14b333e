"""Whatever is given for an argument, a mistake ends in our words, and never where an attribute is missed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_iam as iam

import secure_ai_constructs as library
from tests.patterns.models import endpoint, place
from tests.patterns.outcome import is_ours
from tests.patterns.synthesis import ACCOUNT, MODEL, rag, stack

if TYPE_CHECKING:
    from collections.abc import Callable

WRONG = (object(), [5], {"a": 1})
DATASET = library.Dataset("payments", "s3://bucket-a/key/file.csv", "v", "a" * 64, "confidential", "contract")
JOB = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:training-job/payments"


def of_a_model(kind: type, **arguments: Any) -> object:
    """A construct beside an endpoint, or before it."""
    where = place()
    given: dict[str, Any] = {
        name: value for name, value in arguments.items() if value is not place and value is not endpoint
    }
    for name, value in arguments.items():
        if value is place:
            given[name] = getattr(where, name)
        if value is endpoint:
            given[name] = endpoint(where)
    before = kind in (library.SecureNotebook, library.ModelArtifacts)
    return kind(where.before if before else where.stack, "Made", **given)


def people(**arguments: Any) -> object:
    where = place()
    model = endpoint(where)
    given = {
        "keys": [model.key.key],
        "card_keys": [model.card.key],
        "job_roles": [model.role],
        "hosting_roles": [model.role],
    }
    own = {"trust": iam.AccountRootPrincipal(), "network": where.network, "buckets": (), **given}
    return library.MlPersonas(where.stack, "People", **{**own, **arguments})


def in_virginia(**arguments: Any) -> object:
    scope = Stack(App(), "Test", env=Environment(account=ACCOUNT, region="us-east-1"))
    return library.ArtifactNotifications(scope, "Notifications", **arguments)


def settings(**arguments: Any) -> object:
    scope = stack()
    return library.BedrockAccountSettings(
        scope, "Settings", **{"operations": library.Operations(scope, "O"), **arguments}
    )


def registry(**arguments: Any) -> object:
    scope = stack()
    approver = iam.Role.from_role_arn(scope, "Approver", f"arn:aws:iam::{ACCOUNT}:role/approver")
    return library.ModelRegistry(scope, "Registry", **{"approver": approver, **arguments})


def made(kind: type) -> Callable[..., object]:
    return lambda **arguments: kind(stack(), "Made", **arguments)


def beside(kind: type) -> Callable[..., object]:
    return lambda **arguments: of_a_model(kind, **arguments)


CASES: dict[str, tuple[Callable[..., object], dict[str, Any]]] = {
    "AlertTopic": (made(library.AlertTopic), {"emails": ["a@example.com"]}),
    "ArtifactNotifications": (in_virginia, {"owner": "security", "emails": ["a@example.com"]}),
    "AuditedAccount": (
        made(library.AuditedAccount),
        {"owner": "security", "emails": ["a@example.com"], "exceptions": (), "without_rules": ()},
    ),
    "BedrockAccountSettings": (settings, {"retention": library.DataRetention.NONE, "guardrail": None}),
    "CardContent": (
        library.CardContent,
        {
            "intended_use": "a",
            "risk": library.RiskRating.LOW,
            "training": "t",
            "evaluation": "e",
            "limitations": "l",
            "owner": "o",
        },
    ),
    "ContentGuardrail": (
        made(library.ContentGuardrail),
        {
            "patterns": {"a": "b"},
            "denied_topics": [library.DeniedTopic("Legal", "Advice on law.")],
            "grounding": 0.7,
            "relevance": 0.5,
            "blocked_words": ["x"],
        },
    ),
    "CustomerKey": (made(library.CustomerKey), {"description": "d", "purposes": [library.KeyPurpose.DATA]}),
    "DataResidency": (
        library.DataResidency,
        {"regions": ("eu-central-1",), "jurisdiction": "EU", "inference": library.CrossRegionInference.NONE},
    ),
    "Dataset": (
        library.Dataset,
        {
            "name": "payments",
            "uri": DATASET.uri,
            "version_id": "v",
            "sha256": "a" * 64,
            "classification": "c",
            "legal_basis": "l",
        },
    ),
    "DeniedTopic": (library.DeniedTopic, {"name": "Legal", "definition": "Advice on law."}),
    "DriftMonitor": (
        beside(library.DriftMonitor),
        {
            "endpoint": endpoint,
            "signature": library.ModelSignature(("a", "b")),
            "image": place,
            "operations": place,
        },
    ),
    "InstanceFleet": (library.InstanceFleet, {"instance_type": "ml.m5.large", "least": 2, "most": 4}),
    "LanguageModel": (library.LanguageModel.in_region, {"model_id": "amazon.nova-lite-v1:0"}),
    "MlPersonas": (
        people,
        {
            "trust": iam.AccountRootPrincipal(),
            "buckets": (),
        },
    ),
    "ModelArtifacts": (beside(library.ModelArtifacts), {"network": place, "operations": place}),
    "ModelLineage": (
        beside(library.ModelLineage),
        {
            "endpoint": endpoint,
            "operations": place,
            "datasets": [DATASET],
            "training_job": JOB,
            "weights_sha256": "a" * 64,
        },
    ),
    "ModelRegistry": (registry, {"description": "Models"}),
    "ModelSignature": (
        library.ModelSignature,
        {"features": ("a", "b"), "problem": library.Problem.BINARY, "threshold": 0.5, "limits": {}},
    ),
    "OnPremisesRole": (
        made(library.OnPremisesRole),
        {
            "certificate_authority_arn": f"arn:aws:acm-pca:eu-central-1:{ACCOUNT}:certificate-authority/a",
            "common_name": "machine",
        },
    ),
    "Operations": (made(library.Operations), {"emails": ["a@example.com"], "monthly_budget_usd": 100}),
    "PrivateNetwork": (made(library.PrivateNetwork), {"cidr": "10.0.0.0/16", "on_premises": ()}),
    "SecureNotebook": (
        beside(library.SecureNotebook),
        {"network": place, "operations": place, "owner": "o", "instance_type": "ml.t3.medium", "stops_at": "20:00"},
    ),
    "ServiceCard": (
        made(library.ServiceCard),
        {"service": library.AiService.TEXTRACT, "url": "https://a", "read": date(2026, 11, 1), "reader": "me"},
    ),
    "aurora_postgresql": (library.VectorStore.aurora_postgresql, {"max_capacity": 4}),
    "query": (
        lambda **arguments: rag().add_team("claims").add_query_function(**arguments),
        {"model": MODEL, "max_tokens": 500, "passages": 5, "instructions": "Answer."},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_right_is_taken(name: str) -> None:
    make, right = CASES[name]
    assert make(**right)


@pytest.mark.parametrize(("name", "argument"), [(name, one) for name, (_, right) in CASES.items() for one in right])
def test_what_is_of_no_kind_is_refused_in_our_words(name: str, argument: str) -> None:
    make, right = CASES[name]
    for wrong in WRONG:
        if (name, argument) == ("ModelSignature", "limits") and wrong == {"a": 1}:
            continue  # a limit of a name that is unknown is refused in a test of its own
        with pytest.raises(ValueError, match="must") as caught:
            make(**{**right, argument: wrong})
        assert is_ours(caught.value)

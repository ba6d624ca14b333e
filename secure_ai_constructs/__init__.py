"""Secure, governed AI on AWS: CDK constructs, controls at synth, and a posture report.

Names resolve on first use, so that importing the package starts no Node process.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from secure_ai_constructs.nag import SecureAiChecks, accept_risk
    from secure_ai_constructs.patterns.foundation import (
        AccessLogBucket,
        CustomerKey,
        DataBucket,
        MalwareScan,
        PrivateNetwork,
        Service,
    )
    from secure_ai_constructs.patterns.rag import (
        ContentGuardrail,
        EmbeddingModel,
        SecureBedrockRag,
        Team,
        VectorStore,
    )

_HOMES = {
    "AccessLogBucket": "patterns.foundation",
    "ContentGuardrail": "patterns.rag",
    "CustomerKey": "patterns.foundation",
    "DataBucket": "patterns.foundation",
    "EmbeddingModel": "patterns.rag",
    "MalwareScan": "patterns.foundation",
    "PrivateNetwork": "patterns.foundation",
    "SecureAiChecks": "nag",
    "SecureBedrockRag": "patterns.rag",
    "Service": "patterns.foundation",
    "Team": "patterns.rag",
    "VectorStore": "patterns.rag",
    "accept_risk": "nag",
}

__all__ = [
    "AccessLogBucket",
    "ContentGuardrail",
    "CustomerKey",
    "DataBucket",
    "EmbeddingModel",
    "MalwareScan",
    "PrivateNetwork",
    "SecureAiChecks",
    "SecureBedrockRag",
    "Service",
    "Team",
    "VectorStore",
    "accept_risk",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__

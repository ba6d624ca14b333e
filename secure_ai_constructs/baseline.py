"""The rows of the baseline: what a regulated AI workload has to see to, and whose it is.

A control names the rows that it serves; what becomes of each in an assembly, `responsibility.py` says.
AWS source: https://aws.amazon.com/compliance/shared-responsibility-model/
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Owner(Enum):
    """On which side of the line a row stands."""

    CUSTOMER = "customer"
    AWS = "aws"
    """Inherited: proved by AWS's own reports."""
    SHARED = "shared"
    """AWS runs what the customer configures."""
    HUMAN = "human"
    """Nobody can deploy it: people decide, approve or sign."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row."""

    id: str
    title: str
    """A claim that is true when it is seen to."""
    owner: Owner = Owner.CUSTOMER
    reports: tuple[str, ...] = ()
    """Series of reports in AWS Artifact that prove AWS's side."""
    parts: tuple[tuple[str, ...], ...] = ()
    """Rows that it is made of, by what they are for: it is seen to when all are, of whatever there is."""


_SOC, _ISO, _PCI = "SOC 2 Type 2", "ISO/IEC 27001", "PCI DSS"

_OWNED = (("IAM-4", "KMS-3", "GR-1", "GR-5", "NET-1", "NET-3"), ("IAM-7", "KMS-4", "NET-8"))
"""Who invokes, what is encrypted, which guardrail and which network, of Bedrock; the same of SageMaker."""
_LAYERS = (("GR-3", "IAM-4", "NET-3", "GR-1", "CT-1", "MIL-1", "GR-8", "GD-1", "KMS-3", "TLS-1"),)
"""What comes in, who gets where, what goes out, what is watched, what is encrypted."""

ROWS: tuple[Row, ...] = (
    Row("SRM-1", "Who owns which part of security is written down"),
    Row("SRM-2", "What the customer owns on Bedrock and SageMaker is seen to", parts=_OWNED),
    Row("IAM-1", "Each team's knowledge base has a role for its own bucket alone"),
    Row("IAM-2", "Services assume roles for this account alone"),
    Row("IAM-3", "Policies name actions and resources"),
    Row("IAM-4", "It is known which roles may invoke which models"),
    Row("IAM-5", "No team retrieves from another's knowledge base"),
    Row("IAM-6", "Data refuses everybody but named principals"),
    Row("IAM-7", "Each model and job has a role of its own"),
    Row("IAM-8", "Roles are passed by name, to named services"),
    Row("IAM-9", "Builders cannot build what is open or unencrypted"),
    Row("IAM-10", "No Bedrock API keys"),
    Row("IAM-11", "What the library makes stands inside a boundary"),
    Row("IAM-12", "Functions have roles, keys and logs of their own"),
    Row("IAM-13", "Access from outside, and access that nobody uses, is found"),
    Row("IAM-14", "Root, users and passwords are in order", Owner.HUMAN),
    Row("IAM-15", "Every use of a model is a team's"),
    Row("RM-1", "People have the role of their work"),
    Row("RM-2", "Roles are made of activities"),
    Row("RM-3", "Rights that nobody uses are found"),
    Row("KMS-1", "Each domain of data has a customer managed key that rotates"),
    Row("KMS-2", "Keys have policies that separate duties and lock nobody out"),
    Row("KMS-3", "Client and training data in S3 is encrypted"),
    Row("KMS-4", "Weights, volumes, captures and notebooks are encrypted"),
    Row("KMS-5", "Fine-tuned weights are encrypted"),
    Row("KMS-6", "What a knowledge base keeps for a moment is encrypted", Owner.SHARED, (_SOC, _ISO)),
    Row("KMS-7", "Vectors are encrypted"),
    Row("KMS-8", "Guardrails are encrypted"),
    Row("KMS-9", "Audit data is encrypted"),
    Row("KMS-10", "A team is switched off by its key"),
    Row("KMS-11", "Alerts and queues are encrypted"),
    Row("KMS-12", "Cards and packages of models are encrypted"),
    Row("TLS-1", "Data is reached over TLS 1.2 or newer alone"),
    Row("TLS-2", "Containers and nodes of a job talk encrypted"),
    Row("TLS-3", "Endpoints of AWS are reached by their current protocols", Owner.SHARED, (_SOC, _ISO)),
    Row("CT-1", "A protected trail of all Regions"),
    Row("CT-2", "Every management event is recorded"),
    Row("CT-3", "Data events of models, documents and vectors are recorded"),
    Row("CT-4", "What VPC endpoints refuse is recorded"),
    Row("CT-5", "Unusual rates of calls are noticed"),
    Row("CT-6", "The archive cannot be changed"),
    Row("CT-7", "Tampering raises an alert"),
    Row("CT-8", "The trail can be asked who accessed what, when"),
    Row("MIL-1", "Model invocations are logged"),
    Row("MIL-2", "The log of invocations lies where it is safe"),
    Row("MIL-3", "Large and binary bodies are logged, too"),
    Row("MIL-4", "Failures to log raise an alarm"),
    Row("MIL-5", "Logging stays on"),
    Row("MIL-6", "The log of prompts is treated as sensitive"),
    Row("MIL-7", "The way around the log, bedrock-mantle, is closed"),
    Row("MIL-8", "What endpoints are asked and answer is captured"),
    Row("MIL-9", "Ingestion and retrieval of knowledge bases are logged"),
    Row("NET-1", "A network without a way to the internet"),
    Row("NET-2", "S3 is reached through a gateway endpoint"),
    Row("NET-3", "Bedrock and SageMaker are reached through interface endpoints"),
    Row("NET-4", "Endpoints have policies"),
    Row("NET-5", "Security groups name what they let in and out"),
    Row("NET-6", "Endpoints have private names and stand in each zone"),
    Row("NET-7", "Data is reached through our endpoints alone"),
    Row("NET-8", "SageMaker runs in the network, in isolation"),
    Row("NET-9", "The account's brake on the internet"),
    Row("NET-10", "Vectors are reached privately"),
    Row("RES-1", "Regions are pinned"),
    Row("RES-2", "Prompts stay in the Regions that may answer", Owner.SHARED, (_SOC, _ISO)),
    Row("RES-3", "No copies by accident"),
    Row("RES-4", "AWS's AI services do not learn from the data", Owner.SHARED, (_SOC, _ISO)),
    Row("RES-5", "How long providers keep prompts is decided", Owner.SHARED, (_SOC, _ISO)),
    Row("RES-6", "Guardrails stay in the geography"),
    Row("RES-7", "Resources say how confidential their data is"),
    Row("DLG-1", "Access to the data itself is recorded"),
    Row("INT-1", "Training data and evidence cannot be tampered with"),
    Row("INT-2", "Checksums in transmission and at rest", Owner.SHARED, (_SOC, _ISO)),
    Row("INT-3", "Uploads are scanned for malware"),
    Row("INT-4", "Images and models are what was approved"),
    Row("INT-5", "Data passes a gate of quality"),
    Row("INT-6", "Log files are validated"),
    Row("LIN-1", "What a model was trained on is recorded"),
    Row("LIN-2", "Models are approved by somebody else than their maker", Owner.HUMAN),
    Row("LIN-3", "What a RAG ingested is recorded"),
    Row("LIN-4", "Experiments are tracked"),
    Row("GD-1", "GuardDuty watches models and data", Owner.SHARED, (_SOC, _ISO)),
    Row("GD-2", "GuardDuty scans uploads"),
    Row("GD-3", "Findings are exported and kept"),
    Row("GD-4", "Findings about models raise an alert"),
    Row("GD-5", "Sensitive data is discovered"),
    Row("GD-6", "Findings come together in Security Hub"),
    Row("INS-1", "Inspector scans", Owner.SHARED, (_SOC, _ISO)),
    Row("INS-2", "Images are scanned continuously"),
    Row("INS-3", "Notebooks are on a current platform, and patch themselves: Inspector does not scan them"),
    Row("INS-4", "Networks are not reachable by mistake"),
    Row("INS-5", "Known weaknesses raise an alert"),
    Row("ART-1", "Auditors read AWS's reports", Owner.HUMAN),
    Row("ART-2", "New reports of AWS are told of"),
    Row("ART-3", "AWS's side is proved by its reports", Owner.SHARED, (_SOC, _ISO)),
    Row("AUD-1", "Audit Manager assesses, where the account has it"),
    Row("AUD-2", "Evidence is collected on a schedule"),
    Row("AUD-3", "Security Hub checks AWS's standard for AI"),
    Row("CFG-1", "Config records"),
    Row("CFG-2", "An endpoint that loses its encryption is found"),
    Row("CFG-3", "A security group that is opened is found"),
    Row("CFG-4", "Rules of our own for AI"),
    Row("CFG-5", "Drift is found"),
    Row("CFG-6", "Configuration is queried across accounts"),
    Row("MC-1", "Every model has a card"),
    Row("MC-2", "Every use of Bedrock has a card"),
    Row("MC-3", "AWS's AI Service Cards are on record", Owner.HUMAN),
    Row("MC-4", "Cards are exported for auditors"),
    Row("MD-1", "One view of models, monitors and drift"),
    Row("MM-1", "Every endpoint is captured and watched"),
    Row("MM-2", "Drift of data is watched"),
    Row("MM-3", "Drift of quality is watched"),
    Row("MM-4", "Drift of bias is watched"),
    Row("MM-5", "Drift of attribution is watched"),
    Row("MM-6", "Drift and silence raise alarms"),
    Row("MM-7", "What generative models do is watched"),
    Row("GR-1", "Personal data and secrets are taken out of answers", Owner.SHARED, (_SOC, _ISO)),
    Row("GR-2", "Guardrails are pinned by version"),
    Row("GR-3", "Attacks on prompts are blocked", Owner.SHARED, (_SOC, _ISO)),
    Row("GR-4", "Answers are grounded", Owner.SHARED, (_SOC, _ISO)),
    Row("GR-5", "IAM makes the guardrail mandatory"),
    Row("GR-6", "The account enforces a guardrail"),
    Row("GR-7", "The organization enforces a guardrail"),
    Row("GR-8", "Interventions of guardrails raise alarms"),
    Row("GR-9", "Models of one's own stand behind a guardrail"),
    Row("GR-10", "Topics and words are denied"),
    Row("GR-11", "Fine-tuned models are invoked under a guardrail"),
    Row("DID-1", "All five layers are there", parts=_LAYERS),
    Row("DID-2", "Consumption is limited"),
    Row("DID-3", "Answers are handled as untrusted"),
    Row("DID-4", "Models act on nothing"),
    Row("DID-5", "Instructions are governed"),
    Row("SCO-1", "Scope and disciplines of each workload are on record", Owner.HUMAN),
    Row("SCO-2", "Policies and reporting", Owner.HUMAN),
    Row("HA-1", "Three zones, with endpoints in each", Owner.SHARED, (_SOC, _ISO)),
    Row("HA-2", "Endpoints are redundant", Owner.SHARED, (_SOC, _ISO)),
    Row("HA-3", "Bedrock is available, or its absence told of", Owner.SHARED, (_SOC, _ISO)),
    Row("HA-4", "The corpus can be recovered"),
    Row("HYB-1", "On-premises callers come in privately"),
    Row("HYB-2", "On-premises callers have no long-lived keys"),
    Row("HYB-3", "What runs where is stated", Owner.HUMAN),
    Row("AWS-1", "Data centers are guarded", Owner.AWS, (_SOC, _ISO, _PCI)),
    Row("AWS-2", "Hardware, hypervisor and network are run and patched", Owner.AWS, (_SOC, _ISO, _PCI)),
    Row("AWS-3", "Bedrock serves models apart from their providers and other customers", Owner.AWS, (_SOC, _ISO, _PCI)),
    Row("AWS-4", "SageMaker's hosts are run and patched", Owner.AWS, (_SOC, _ISO, _PCI)),
    Row("AWS-5", "Keys never leave the hardware of KMS", Owner.AWS, (_SOC, _ISO, _PCI)),
    Row("AWS-6", "Media are destroyed when they are retired", Owner.AWS, (_SOC, _ISO, _PCI)),
)
"""In the order of the document that they implement; the last are AWS's alone."""

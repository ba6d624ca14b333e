"""That somebody has read what AWS says of a service that decides by a model which nobody here has trained."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from aws_cdk import Token
from constructs import Construct

from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.record import record

FOLDER = "/secure-ai/service-cards"
LONGEST_READER = 256
_ADDRESS = re.compile(r"https://[^\s\"<>]{1,500}")


class AiService(Enum):
    """Services with models of AWS, by the prefix of their actions in IAM, and Bedrock's families of Amazon's models.

    AWS source: https://aws.amazon.com/ai/responsible-ai/resources/
    """

    COMPREHEND = "comprehend"
    NOVA = "nova"
    POLLY = "polly"
    REKOGNITION = "rekognition"
    TEXTRACT = "textract"
    TITAN = "titan"
    TRANSCRIBE = "transcribe"
    TRANSLATE = "translate"


class ServiceCard(Construct):
    """The record of an AI Service Card: which one, where it stands, when it was read, and by whom.

    AWS changes its cards, so the day counts. The record is a parameter that auditors read in the account; the card
    stays with AWS. One record for a service, account and Region.
    """

    def __init__(self, scope: Construct, id: str, *, service: AiService, url: str, read: date, reader: str) -> None:
        """Creates the record; `url` is the card's own address, and `reader` answers for having read it."""
        super().__init__(scope, id)
        path = self.node.path
        require_kind(f"{path}: service", service, AiService)
        require_kind(f"{path}: url", url, str)
        require_kind(f"{path}: read", read, date)
        require_kind(f"{path}: reader", reader, str)
        # East of Greenwich it may be tomorrow already.
        if type(read) is not date or read > datetime.now(tz=UTC).date() + timedelta(days=1):
            raise ValueError(f"{path}: read must be the day on which the card was read, was {read!r}")
        if Token.is_unresolved(url) or not _ADDRESS.fullmatch(url):
            raise ValueError(f"{self.node.path}: url must be the card's address and begin with https://, was {url!r}")
        if not 0 < len(reader.strip()) <= LONGEST_READER:
            raise ValueError(
                f"{self.node.path}: reader must say in at most {LONGEST_READER} characters who has read the card, was "
                f"{reader!r}"
            )
        self.parameter = record(
            self,
            name=f"{FOLDER}/{service.value}",
            description=f"The AI Service Card of {service.value}, as it was read",
            value=json.dumps({"url": url, "read": read.isoformat(), "reader": reader}),
        )

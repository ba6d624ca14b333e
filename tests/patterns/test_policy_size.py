"""How long a policy is taken to be, before anybody knows what AWS will call things."""

from __future__ import annotations

import pytest
from aws_cdk import Aws, Token

from secure_ai_constructs.patterns.foundation.policy_size import characters


@pytest.mark.parametrize(
    ("said", "length"),
    [
        ("a", 4),
        (["a", "b"], 10),
        ({"Action": "s3:GetObject"}, 26),
        (Aws.PARTITION, 13),
        (f"arn:{Aws.PARTITION}:s3:::{Aws.ACCOUNT_ID}-{Aws.REGION}", 50),
    ],
    ids=["text", "list", "mapping", "partition", "place"],
)
def test_what_is_written_and_what_aws_says_of_a_place_has_a_length(said: object, length: int) -> None:
    assert characters(said) == length


def test_what_deployment_names_is_taken_to_be_long() -> None:
    assert characters(Token.as_string({"Ref": "Bucket"})) == 128 + 3

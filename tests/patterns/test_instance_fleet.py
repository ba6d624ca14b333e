"""How many instances answer, and which of them SageMaker refuses a key for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cfnlint
import pytest

from secure_ai_constructs import InstanceFleet

# As AWS's pages of instance types list disks: those families of SageMaker hosting that have none.
WITHOUT_DISKS = {
    *("c4", "c5", "c6g", "c6gn", "c6i", "c7g", "c7i", "c8g", "inf1", "inf2", "m4", "m5", "m6g", "m6i", "m7g", "m7i"),
    *("r5", "r6g", "r6i", "r7g", "r7i", "r8g", "t2", "t3"),
}


def hosting_types() -> list[str]:
    """The instance types of SageMaker hosting, as cfn-lint lists them."""
    folder = Path(cfnlint.__file__).parent / "data/schemas/extensions/aws_sagemaker_hosting"
    listed: Any = json.loads((folder / "instancetype_enum.json").read_text(encoding="utf-8"))
    text = json.dumps(listed)
    return sorted({one for one in text.replace('"', " ").replace(",", " ").split() if one.startswith("ml.")})


def test_every_type_of_sagemaker_hosting_is_known_and_so_are_its_disks() -> None:
    types = hosting_types()
    assert len(types) > 250
    for one in types:
        fleet = InstanceFleet(instance_type=one)
        assert fleet.has_local_storage is (one.split(".")[1] not in WITHOUT_DISKS), one


@pytest.mark.parametrize("name", ["", "m6i.large", "ml.m6i", "serverless", "ml.M6i.large", "ml.m6i.large "])
def test_what_is_no_type_of_sagemaker_is_refused(name: str) -> None:
    with pytest.raises(
        ValueError, match=r"instance_type must be one of SageMaker's, .*serverless endpoints have no VPC"
    ):
        InstanceFleet(instance_type=name)


@pytest.mark.parametrize("least", [1, 0, -1, 101, 2.5, True])
def test_one_instance_is_no_fleet(least: Any) -> None:
    with pytest.raises(ValueError, match=f"least must be a whole number from 2 to 100, .*; was {least}"):
        InstanceFleet(least=least)


@pytest.mark.parametrize("most", [4, 5])
def test_a_fleet_has_room_to_grow(most: int) -> None:
    assert InstanceFleet(least=4, most=5).most == 5
    with pytest.raises(ValueError, match=f"most must be more than least, which is 5, because .*, was {most}"):
        InstanceFleet(least=5, most=most)


@pytest.mark.parametrize("calls", [0, -1, 1.5, True])
def test_calls_are_counted_in_whole_numbers(calls: Any) -> None:
    with pytest.raises(ValueError, match=f"calls_per_minute must be a whole number of at least 1, was {calls}"):
        InstanceFleet(calls_per_minute=calls)

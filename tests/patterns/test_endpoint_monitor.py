"""Two engines behind one interface: whoever reads a monitor need not know which it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam

from secure_ai_constructs import DriftMonitor, ManagedDriftMonitor, ModelDashboard, ModelSignature
from secure_ai_constructs.patterns.sagemaker.endpoint_monitor import EndpointMonitor
from secure_ai_constructs.patterns.sagemaker.model_signature import Problem
from tests.patterns.models import Place, endpoint, place
from tests.patterns.synthesis import mentions, only

if TYPE_CHECKING:
    from secure_ai_constructs import PrivateSageMakerEndpoint

SIGNATURE = ModelSignature(("amount", "age", "channel"), facet="channel", group="branch")
ENGINES = ("self-managed", "managed")


def monitor(engine: str, where: Place, watched: PrivateSageMakerEndpoint, **arguments: Any) -> EndpointMonitor:
    given: dict[str, Any] = {"endpoint": watched, "operations": where.operations}
    if engine == "managed":
        given = {"quality": Problem.BINARY, **given, "analyzer": where.image, "existing_customer": True, **arguments}
        return ManagedDriftMonitor(where.stack, "Monitor", **given)
    return DriftMonitor(where.stack, "Monitor", **given, signature=SIGNATURE, image=where.image, **arguments)


@pytest.mark.parametrize("engine", ENGINES)
def test_each_engine_has_kinds_alarms_headlines_and_labels(engine: str) -> None:
    where = place()
    found = monitor(engine, where, endpoint(where))
    assert isinstance(found, EndpointMonitor)
    assert {"data", "quality"} <= set(found.kinds) <= {"data", "quality", "bias", "attribution"}
    assert set(found.alarms) == set(found.kinds)
    assert all(found.alarms.values())
    for kind in found.kinds:
        assert found.headline(kind).period
    with pytest.raises(ValueError, match=r"Monitor: a kind must be one of data, .*, was 'biass'"):
        found.headline("biass")
    found.grant_write_labels(iam.Role(where.stack, "Labeller", assumed_by=iam.AccountRootPrincipal()))
    assert mentions(only(where.stack, "AWS::S3::BucketPolicy", "MonitorLabels"), "Labeller")


@pytest.mark.parametrize("engine", ENGINES)
def test_each_engine_is_on_the_dashboard(engine: str) -> None:
    where = place()
    ModelDashboard(where.stack, "Dashboard", monitors=[monitor(engine, where, endpoint(where))])
    assert mentions(only(where.stack, "AWS::CloudWatch::Dashboard"), "Drift and silence")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("capture", [None, "off"])
def test_a_monitor_of_an_endpoint_that_captures_nothing_is_refused(engine: str, capture: str | None) -> None:
    where = place()
    mute = endpoint(where)
    config = mute.endpoint_config
    config.data_capture_config = (
        config.DataCaptureConfigProperty(
            enable_capture=False, initial_sampling_percentage=100, destination_s3_uri="s3://a/b", capture_options=[]
        )
        if capture
        else None
    )
    message = (
        "Scoring/Monitor: the endpoint must capture questions and answers, .*; Scoring/Endpoint has no DataCapture"
    )
    with pytest.raises(ValueError, match=message):
        monitor(engine, where, mute)


def test_truth_for_a_monitor_that_takes_none_is_refused() -> None:
    where = place()
    found = monitor("managed", where, endpoint(where), quality=None)
    labeller = iam.Role(where.stack, "Labeller", assumed_by=iam.AccountRootPrincipal())
    with pytest.raises(
        ValueError, match=r"the monitor must watch quality or bias for labels to be written, .* was of data"
    ):
        found.grant_write_labels(labeller)

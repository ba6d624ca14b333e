"""Known drift is found and none is not, by the job itself, in a process as SageMaker starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from secure_ai_constructs.handlers.drift_monitor.attribution import ndcg
from secure_ai_constructs.handlers.drift_monitor.bias import Bias
from secure_ai_constructs.handlers.drift_monitor.capture import EVENT, PREDICTION, Capture, Labels, UnreadableError
from secure_ai_constructs.handlers.drift_monitor.data_drift import DataDrift, describe, psi
from secure_ai_constructs.handlers.drift_monitor.job import LIMITS, Settings, make_baseline, watch
from secure_ai_constructs.handlers.drift_monitor.model_quality import ModelQuality
from tests.handlers.drift_data import FEATURES, Drift, capture, payments, record, truth
from tests.handlers.drift_memory import peak, write
from tests.handlers.lambda_runtime import copy_of_asset

if TYPE_CHECKING:
    from pathlib import Path


BASE: dict[str, Any] = {"endpoint": "fraud", "facet": "channel", "group": "branch"}
NONE = Drift()
FOUND = {
    "data": Drift(amounts=0.5),
    "quality": Drift(noise=0.4),
    "bias": Drift(against=0.5),
    "attribution": Drift(swapped=1.0),
}
"""For each kind a drift that it must find."""


def settings(kind: str, **more: Any) -> Settings:
    return Settings(kind=kind, **{**BASE, **more})


@pytest.fixture(scope="module")
def baseline() -> dict[str, Any]:
    return make_baseline(payments(20_000, seed=1), settings("data"))


def watched(tmp_path: Path, baseline: dict[str, Any], kind: str, drift: Drift, **more: Any) -> dict[str, Any]:
    rows, share, seed = more.pop("rows", 4_000), more.pop("labelled", 1.0), more.pop("seed", 2)
    table = payments(rows, drift, seed=seed)
    capture(table, tmp_path / "capture", as_json=more.pop("as_json", False))
    if share:
        truth(table, tmp_path / "truth", share=share)
    return watch(tmp_path / "capture", tmp_path / "truth", baseline, settings(kind, **more))


# Memory

SMALL, LARGE, ROOM = 2, 20, 12
"""Megabytes of a capture file, and MiB that the larger one may take more: it is read line by line."""


@pytest.mark.parametrize("kind", FOUND)
def test_a_larger_capture_takes_no_more_memory(tmp_path: Path, baseline: dict[str, Any], kind: str) -> None:
    peaks = []
    for megabytes in (SMALL, LARGE):
        root = tmp_path / str(megabytes)
        (root / "baseline").mkdir(parents=True)
        (root / "baseline/baseline.json").write_text(json.dumps(baseline), encoding="utf-8")
        write(root, megabytes)
        peaks.append(peak(root, kind))
    assert peaks[1] < peaks[0] + ROOM


# Drift and none


@pytest.mark.parametrize("kind", FOUND)
@pytest.mark.parametrize("as_json", [False, True])
def test_known_drift_is_found(tmp_path: Path, baseline: dict[str, Any], kind: str, *, as_json: bool) -> None:
    assert watched(tmp_path, baseline, kind, FOUND[kind], as_json=as_json)["state"] == "drift"


@pytest.mark.parametrize("kind", FOUND)
@pytest.mark.parametrize("seed", range(3, 13))
def test_no_drift_is_found_where_there_is_none(tmp_path: Path, baseline: dict[str, Any], kind: str, seed: int) -> None:
    found = watched(tmp_path, baseline, kind, NONE, seed=seed)
    assert found["state"] == "ok", found


@pytest.mark.parametrize("kind", FOUND)
def test_one_kind_of_drift_is_not_taken_for_another(tmp_path: Path, baseline: dict[str, Any], kind: str) -> None:
    """Moved payments are no worse answers, and worse answers are no other payments."""
    other = {"data": FOUND["quality"], "quality": FOUND["data"], "bias": FOUND["data"], "attribution": FOUND["data"]}
    assert watched(tmp_path, baseline, kind, other[kind])["state"] == "ok"


def test_columns_that_are_no_longer_there_are_drift_by_themselves(tmp_path: Path, baseline: dict[str, Any]) -> None:
    found = watched(tmp_path, baseline, "data", Drift(missing=0.2))
    assert found["state"] == "drift"
    assert [name for name, one in found["columns"].items() if one["incomplete"]] == ["amount"]
    assert found["metrics"]["BrokenColumns"] == 1


def test_a_column_of_another_type_is_drift(tmp_path: Path, baseline: dict[str, Any]) -> None:
    table = payments(1_000, seed=2)
    table["amount"] = "EUR " + table["amount"].astype(str)
    capture(table, tmp_path / "capture")
    found = watch(tmp_path / "capture", None, baseline, settings("data"))
    assert found["state"] == "drift"
    assert found["columns"]["amount"]["mistyped"]


def test_a_category_that_nobody_knew_is_counted(tmp_path: Path, baseline: dict[str, Any]) -> None:
    table = payments(2_000, seed=2)
    table.loc[::2, "country"] = "XX"
    capture(table, tmp_path / "capture")
    found = watch(tmp_path / "capture", None, baseline, settings("data", limits={"share": 0.2}))
    assert found["state"] == "drift"
    assert found["columns"]["country"]["psi"] > 0.2
    assert not found["columns"]["channel"]["drifted"]


def test_errors_of_a_regression_are_compared(tmp_path: Path) -> None:
    table = payments(5_000, seed=1)
    table["label"] = table["prediction"] + np.random.default_rng(1).normal(0, 0.1, len(table))
    base = make_baseline(table, settings("quality", problem="regression"))
    assert base["quality"]["Rmse"] == pytest.approx(0.1, rel=0.05)
    for factor, state in ((1.0, "ok"), (2.0, "drift")):
        folder = tmp_path / str(factor)
        later = payments(2_000, seed=3)
        later["label"] = later["prediction"] + np.random.default_rng(2).normal(0, 0.1 * factor, len(later))
        capture(later, folder / "capture")
        truth(later, folder / "truth")
        found = watch(
            folder / "capture",
            folder / "truth",
            base,
            settings("quality", problem="regression", limits={"Rmse": 0.2, "Mae": 0.2}),
        )
        assert found["state"] == state


@pytest.mark.parametrize(
    ("before", "after"),
    [(5.0, -1e6), (5.0, 7.0), ([0.0] * 19 + [1.0], -9.0), ([0.0] * 9 + [1.0], -1_000.0), ([0.0, 1.0], 1.5)],
)
def test_a_column_that_left_its_range_is_drift_however_few_values_it_had(
    tmp_path: Path, before: Any, after: float
) -> None:
    def with_amounts(rows: int, seed: int, amounts: Any) -> pd.DataFrame:
        return payments(rows, seed=seed).assign(amount=np.resize(amounts, rows))

    base = make_baseline(with_amounts(5_000, 1, before), settings("data"))
    for amounts, state in ((before, "ok"), (after, "drift")):
        folder = tmp_path / state
        capture(with_amounts(2_000, 2, amounts), folder)
        assert watch(folder, None, base, settings("data"))["state"] == state


def test_values_above_all_that_were_known_are_in_a_bin_of_their_own(tmp_path: Path) -> None:
    def with_amounts(rows: int, most: float) -> pd.DataFrame:
        return payments(rows, seed=1).assign(amount=np.resize([0.0] * 19 + [most], rows))

    base = make_baseline(with_amounts(5_000, 1), settings("data"))
    capture(with_amounts(2_000, 1e6), tmp_path)
    assert watch(tmp_path, None, base, settings("data"))["columns"]["amount"]["drifted"]


def test_true_is_no_number_but_of_a_column_of_truths(tmp_path: Path, baseline: dict[str, Any]) -> None:
    table = payments(1_000, seed=2).astype({"amount": object})
    table.loc[::20, "amount"] = "true"
    capture(table, tmp_path / "amounts")
    found = watch(tmp_path / "amounts", None, baseline, settings("data"))
    assert (found["state"], found["columns"]["amount"]["mistyped"]) == ("drift", True)
    flags = make_baseline(payments(5_000, seed=1).assign(hour=np.resize([0, 1], 5_000)), settings("data"))
    capture(payments(1_000, seed=2).assign(hour=np.resize(["false", "true"], 1_000)), tmp_path / "flags")
    assert not watch(tmp_path / "flags", None, flags, settings("data"))["columns"]["hour"]["mistyped"]


@pytest.mark.parametrize("kind", FOUND)
def test_a_baseline_of_another_release_is_made_anew(tmp_path: Path, baseline: dict[str, Any], kind: str) -> None:
    found = watched(tmp_path, {**baseline, "schema": "1.0"}, kind, NONE)
    assert (found["state"], found["metrics"]) == ("not_observable", {})
    assert found["reason"] == "the baseline has schema 1.0, and this release makes 1.2: make it anew"


@pytest.mark.parametrize("words", [("true", "false"), ("TRUE", "False"), ("none", "x"), ("N/A", "x"), ("null", "x")])
def test_the_job_reads_training_data_as_it_reads_what_was_asked(tmp_path: Path, words: tuple[str, str]) -> None:
    """Pandas knows other words for nothing, and for true, than those who ask."""

    def worded(rows: int, seed: int) -> pd.DataFrame:
        return payments(rows, seed=seed).assign(country=np.resize(words, rows))

    asset = copy_of_asset("drift_monitor", tmp_path)
    (tmp_path / "training").mkdir()
    (tmp_path / "baseline").mkdir()
    worded(5_000, 1).to_csv(tmp_path / "training/all.csv", index=False)
    given = json.dumps({"kind": "data", **BASE})
    run(tmp_path, asset, SETTINGS_00=given)
    base = json.loads((tmp_path / "output/baseline.json").read_text(encoding="utf-8"))
    for as_json in (True, False):
        capture(worded(1_000, 2), tmp_path / str(as_json), as_json=as_json)
        found = watch(tmp_path / str(as_json), None, base, settings("data"))
        assert (found["state"], found["columns"]["country"]["psi"]) == ("ok", 0)


@pytest.mark.parametrize("group", ["true", "True"])
def test_a_group_is_true_however_it_is_spelled(group: str) -> None:
    table = payments(1_000, seed=1).assign(channel=np.resize(["true", "False"], 1_000))
    assert abs(make_baseline(table, settings("bias", group=group))["bias"]["Dppl"]) < 0.2


# What was not seen is never called no drift


@pytest.mark.parametrize("kind", FOUND)
def test_too_few_samples_are_insufficient(tmp_path: Path, baseline: dict[str, Any], kind: str) -> None:
    found = watched(tmp_path, baseline, kind, NONE, rows=199)
    assert found["state"] == "insufficient"
    assert "of which 200 are the least" in found["reason"]
    assert found["metrics"] == {}


def test_without_labels_quality_is_not_observable(tmp_path: Path, baseline: dict[str, Any]) -> None:
    found = watched(tmp_path, baseline, "quality", NONE, labelled=0)
    assert (found["state"], found["reason"]) == ("not_observable", "nobody wrote labels")


def test_labels_of_other_payments_are_none(tmp_path: Path, baseline: dict[str, Any]) -> None:
    capture(payments(1_000), tmp_path / "capture")
    later = payments(1_000)
    later.index += 1_000_000
    truth(later, tmp_path / "truth")
    found = watch(tmp_path / "capture", tmp_path / "truth", baseline, settings("quality"))
    assert (found["state"], found["reason"]) == ("not_observable", "no label belongs to a captured answer")


def test_labels_of_a_few_are_insufficient(tmp_path: Path, baseline: dict[str, Any]) -> None:
    assert watched(tmp_path, baseline, "quality", NONE, labelled=0.02)["state"] == "insufficient"


def test_one_group_alone_cannot_be_compared(tmp_path: Path, baseline: dict[str, Any]) -> None:
    table = payments(1_000)
    table["channel"] = "app"
    capture(table, tmp_path / "capture")
    found = watch(tmp_path / "capture", None, baseline, settings("bias"))
    assert (found["state"], found["reason"]) == ("not_observable", "only one group was seen")


def test_an_empty_capture_is_insufficient(tmp_path: Path, baseline: dict[str, Any]) -> None:
    (tmp_path / "capture").mkdir()
    for kind in ("data", "bias", "attribution"):
        assert watch(tmp_path / "capture", None, baseline, settings(kind))["state"] == "insufficient"


# The numbers


def test_the_index_is_the_one_of_the_textbook() -> None:
    whole = 0.25 * np.log(2) + (-0.25) * np.log(0.5 / 0.75)
    many = 10_000_000
    assert psi([0.5, 0.5], np.array([50, 50]), many) == 0
    assert psi([0.25, 0.75], np.array([many, many]), many) == pytest.approx(whole, abs=1e-5)


def test_chance_adds_nothing_to_the_index_however_many_values_a_column_has() -> None:
    random = np.random.default_rng(5)
    shares = 1 / np.arange(1, 51)
    shares /= shares.sum()
    for rows in (200, 1_000):
        drawn = [np.bincount(random.choice(50, rows, p=shares), minlength=50) for _ in range(50)]
        assert max(psi(shares.tolist(), one, 20_000) for one in drawn) < 0.2


def test_the_statistic_of_a_sample_is_close_to_that_of_all(tmp_path: Path, baseline: dict[str, Any]) -> None:
    before, after = payments(20_000, seed=1), payments(20_000, Drift(amounts=0.3), seed=2)
    capture(after, tmp_path / "capture")
    found = watch(tmp_path / "capture", None, baseline, settings("data"))
    whole = stats.ks_2samp(before["amount"], after["amount"]).statistic
    assert found["columns"]["amount"]["ks"] == pytest.approx(whole, abs=0.03)


def test_quality_is_what_its_definitions_say() -> None:
    random = np.random.default_rng(3)
    table = payments(3_000, seed=5)
    table[EVENT], table[PREDICTION] = table.index.astype(str), table["prediction"]
    quality = ModelQuality("binary", dict(zip(table[EVENT], table["label"], strict=True)))
    for part in np.array_split(random.permutation(len(table)), 7):
        quality.add(table.iloc[part])
    found, said = quality.metrics(), table["prediction"] >= 0.5
    hit = (said & (table["label"] == 1)).sum()
    ranks = stats.rankdata(table["prediction"])
    positives = int(table["label"].sum())
    auc = (ranks[table["label"] == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(table) - positives))
    assert found["Accuracy"] == pytest.approx((said == table["label"]).mean())
    assert found["F1"] == pytest.approx(2 * hit / (said.sum() + positives))
    assert found["Auc"] == pytest.approx(auc, abs=0.002)


def test_classes_are_counted_each_by_itself() -> None:
    table = payments(6)
    table[EVENT], table[PREDICTION] = [str(one) for one in range(6)], [0, 1, 2, 2, 1, 0]
    quality = ModelQuality("multiclass", {str(one): float(label) for one, label in enumerate([0, 1, 2, 1, 1, 2])})
    quality.add(table)
    assert quality.metrics()["Accuracy"] == pytest.approx(4 / 6)
    assert quality.metrics()["F1"] == pytest.approx(np.mean([2 / 3, 4 / 5, 1 / 2]))


@pytest.mark.parametrize("times", [1, 20])
def test_bias_is_what_aws_defines_and_what_few_rejections_cannot_say_is_left_out(times: int) -> None:
    table = payments(8 * times)
    table["channel"] = (["branch"] * 4 + ["app"] * 4) * times
    table[EVENT], table[PREDICTION] = [str(one) for one in range(len(table))], [1, 0, 0, 0, 1, 1, 1, 0] * times
    truth_of = dict(zip(table[EVENT], [1, 1, 0, 0, 1, 1, 0, 0] * times, strict=True))
    bias = Bias("channel", "branch", labels=truth_of)
    bias.add(table)
    assert bias.metrics() == {
        "Dppl": pytest.approx(3 / 4 - 1 / 4),
        "Di": pytest.approx((1 / 4) / (3 / 4)),
        **({"Dcr": pytest.approx(2 / 3 - 2 / 1)} if times > 1 else {}),
    }


def test_without_labels_bias_says_what_answers_alone_tell(tmp_path: Path, baseline: dict[str, Any]) -> None:
    found = watched(tmp_path / "none", baseline, "bias", NONE, labelled=0)
    assert (found["state"], found["reason"]) == ("not_observable", "nobody wrote labels")
    assert found["metrics"].keys() == {"Dppl", "Di"}
    assert watched(tmp_path / "some", baseline, "bias", FOUND["bias"], labelled=0)["state"] == "drift"


def test_a_few_labels_say_nothing_of_conditional_rejection(tmp_path: Path, baseline: dict[str, Any]) -> None:
    found = watched(tmp_path, baseline, "bias", NONE, rows=2_000, labelled=0.01)
    assert (found["state"], found["reason"][:4]) == ("insufficient", "Dcr:")


def test_a_ranking_that_is_the_same_gains_everything() -> None:
    assert ndcg({"a": 0.7, "b": 0.3}, {"a": 0.6, "b": 0.4}) == 1
    assert ndcg({"a": 0.7, "b": 0.3}, {"a": 0.4, "b": 0.6}) < 1
    assert ndcg({"a": 0.0}, {"a": 0.0}) == 1


def test_chunks_change_no_result(tmp_path: Path, baseline: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    table = payments(3_000, seed=2)
    capture(table, tmp_path / "capture")
    truth(table, tmp_path / "truth")
    for kind in FOUND:
        results = []
        for rows in (100, 5_000):
            monkeypatch.setattr(Capture.__init__, "__kwdefaults__", {"rows": rows})
            results.append(watch(tmp_path / "capture", tmp_path / "truth", baseline, settings(kind))["metrics"])
        assert results[0] == pytest.approx(results[1])


# Chance is no drift, and neither is what a caller can send


def rare(rows: int, seed: int, share: float = 0.018) -> pd.DataFrame:
    """Fraud is rare, and the model answers as well as before."""
    table = payments(rows, seed=seed)
    random = np.random.default_rng(seed)
    table["label"] = (random.random(rows) < share).astype(int)
    table["prediction"] = np.clip(random.normal(0.1 + 0.6 * table["label"], 0.15), 0, 1)
    return table


@pytest.mark.parametrize("rows", [200, 1_000, 2_000])
def test_rare_cases_are_no_drift_of_quality(tmp_path: Path, rows: int) -> None:
    base = make_baseline(rare(20_000, seed=1), settings("quality", facet="", group=""))
    states = set()
    for seed in range(2, 17):
        table, folder = rare(rows, seed), tmp_path / str(seed)
        capture(table, folder / "capture", files=1)
        truth(table, folder / "truth")
        states.add(watch(folder / "capture", folder / "truth", base, settings("quality"))["state"])
    assert states <= {"ok", "insufficient"}
    assert ("ok" in states) is (rows > 200)


def test_what_cannot_be_said_of_few_cases_is_not_called_good(tmp_path: Path) -> None:
    """A model that calls everything good is right in 98 of 100 cases, and finds no fraud."""
    base = make_baseline(rare(20_000, seed=1), settings("quality", facet="", group=""))
    table = rare(900, seed=2, share=0.01)
    table["prediction"] = 0.01
    capture(table, tmp_path / "capture")
    truth(table, tmp_path / "truth")
    found = watch(tmp_path / "capture", tmp_path / "truth", base, settings("quality"))
    assert found["state"] == "insufficient"
    assert found["reason"].startswith("Auc, F1 of ")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table.assign(label="yes"), "must have a number as label in every row, had none in 400"),
        (lambda table: table.assign(prediction=None), "must have a number as prediction in every row"),
        (lambda table: table.assign(label=2), "must have 0 or 1 as label, for yes or no, had 2"),
        (lambda table: table.assign(label=0), "must hold at least 20 of each class"),
        (lambda table: table.head(5), "must hold at least 200 rows, had 5"),
        (lambda table: table.assign(amount=None, hour="null"), "must have a value in every column, had none in amount"),
        (lambda table: table.assign(prediction=99), "must have a score from 0 to 1 as prediction, had 99"),
    ],
)
def test_a_baseline_of_nothing_is_refused(spoil: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"training data {message}"):
        make_baseline(spoil(payments(400, seed=1)), settings("quality"))


@pytest.mark.parametrize(("name", "said"), [("prediction", 0.5), ("label", -1), ("label", 10_000)])
def test_a_class_is_a_whole_number(name: str, said: float) -> None:
    table = payments(400, seed=1).assign(prediction=1).assign(**{name: said})
    message = f"training data must have the number of a class, from 0 to 9999 as {name}, had {said}"
    with pytest.raises(ValueError, match=message):
        make_baseline(table, settings("quality", problem="multiclass", facet="", group=""))


@pytest.mark.parametrize("kind", ["quality", "bias", "attribution"])
def test_percentages_are_no_probabilities(tmp_path: Path, baseline: dict[str, Any], kind: str) -> None:
    """Of a model that answers in percent from now on, AUC and bias would be those of one that always says yes."""
    table = payments(1_000, seed=2)
    table["prediction"] *= 100
    capture(table, tmp_path / "capture")
    truth(table, tmp_path / "truth")
    found = watch(tmp_path / "capture", tmp_path / "truth", baseline, settings(kind))
    assert (found["state"], found["reason"][-33:]) == ("not_observable", "answers are not a score from 0 to 1"[-33:])


def test_as_many_classes_as_answers_take_no_time() -> None:
    quality = ModelQuality("multiclass", {str(one): float(one) for one in range(9_000)})
    table = payments(9_000, seed=1)
    table[EVENT], table[PREDICTION] = [str(one) for one in range(9_000)], np.roll(np.arange(9_000.0), 1)
    quality.add(table)
    assert quality.metrics() == {"Accuracy": 0, "F1": 0}


def test_one_feature_alone_has_no_rank(tmp_path: Path) -> None:
    def alone(rows: int, seed: int) -> pd.DataFrame:
        return payments(rows, seed=seed)[["amount", "label", "prediction"]]

    base = make_baseline(alone(5_000, 1), settings("attribution", facet="", group=""))
    line = {"encoding": "CSV", "observedContentType": "text/csv"}
    records = [
        {
            "captureData": {
                "endpointInput": {**line, "data": str(row["amount"])},
                "endpointOutput": {**line, "data": str(row["prediction"])},
            },
            "eventMetadata": {"eventId": str(number)},
        }
        for number, row in alone(400, 2).iterrows()
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    found = watch(tmp_path, None, base, settings("attribution"))
    assert (found["state"], found["reason"]) == ("not_observable", "one feature alone has no rank")


def test_answers_of_several_values_are_not_guessed_at(tmp_path: Path, baseline: dict[str, Any]) -> None:
    table = payments(400, seed=2)
    capture(table, tmp_path / "capture")
    for path in (tmp_path / "capture").rglob("*.jsonl"):
        lines = [json.loads(one) for one in path.read_text().splitlines()]
        for one in lines:
            one["captureData"]["endpointOutput"]["data"] = "0.2,0.8"
        path.write_text("\n".join(map(json.dumps, lines)))
    found = watch(tmp_path / "capture", None, baseline, settings("attribution"))
    assert found["state"] == "not_observable"
    assert "must have one value as an answer, had 2" in found["reason"]


def test_a_model_whose_answers_are_now_chance_is_not_observable(tmp_path: Path, baseline: dict[str, Any]) -> None:
    table = payments(1_000, seed=2)
    table["prediction"] = np.random.default_rng(3).random(len(table))
    capture(table, tmp_path / "capture")
    found = watch(tmp_path / "capture", None, baseline, settings("attribution"))
    assert (found["state"], found["reason"][-3:]) == ("not_observable", "now")


@pytest.mark.parametrize("rows", [200, 1_000, 5_000])
def test_claims_of_a_few_large_sums_are_no_drift(rows: int) -> None:
    """Errors whose tails are heavy, as those of sums of money, vary more than normal ones."""
    random = np.random.default_rng(1)

    def errors(number: int) -> ModelQuality:
        quality = ModelQuality("regression", {str(one): 0.0 for one in range(number)})
        missed = random.lognormal(0, 1.5, number)
        quality.add(pd.DataFrame({EVENT: [str(one) for one in range(number)], PREDICTION: missed}))
        return quality

    base = errors(100_000)
    states = [errors(rows).result(base.metrics(), {}, base.errors())["state"] for _ in range(100)]
    assert states.count("drift") <= 1


def test_a_regression_that_misses_twice_as_far_is_drift() -> None:
    random = np.random.default_rng(1)

    def errors(number: int, factor: float) -> ModelQuality:
        quality = ModelQuality("regression", {str(one): 0.0 for one in range(number)})
        missed = factor * random.normal(0, 1, number)
        quality.add(pd.DataFrame({EVENT: [str(one) for one in range(number)], PREDICTION: missed}))
        return quality

    base = errors(5_000, 1.0)
    found = errors(200, 2.0).result(base.metrics(), {}, base.errors())
    assert (found["state"], found["worse"]) == ("drift", ["Rmse", "Mae"])


@pytest.mark.parametrize("missing", [0.1, 0.2, 0.5])
def test_columns_with_gaps_are_not_called_broken_by_chance(missing: float) -> None:
    random = np.random.default_rng(1)

    def rows(number: int, missing: float) -> pd.DataFrame:
        table = pd.DataFrame(random.normal(0, 1, (number, 20)), columns=[f"f{one}" for one in range(20)])
        return table.mask(random.random(table.shape) < missing)

    def broken(number: int, missing: float) -> bool:
        drift = DataDrift(base, LIMITS)
        drift.add(rows(number, missing))
        return any(one["incomplete"] for one in drift.result()["columns"].values())

    base = describe([rows(5_000, missing)], [f"f{one}" for one in range(20)])
    assert sum(broken(200, missing) for _ in range(50)) <= 1
    assert all(broken(200, missing + 0.25) for _ in range(5))


@pytest.mark.parametrize("number", [300, 1_000])
def test_a_baseline_of_a_few_is_not_believed_to_the_digit(number: int) -> None:
    random = np.random.default_rng(1)

    def people(rows: int) -> Bias:
        bias = Bias("channel", "branch")
        of_the_group = random.random(rows) < 0.2
        table = {"channel": np.where(of_the_group, "branch", "app"), PREDICTION: (random.random(rows) < 0.1) * 1.0}
        bias.add(pd.DataFrame({**table, EVENT: [str(one) for one in range(rows)]}))
        return bias

    bases = [people(number) for _ in range(60)]
    states = [people(5_000).result(one.metrics(), {}, one.errors())["state"] for one in bases]
    assert states.count("drift") <= 1


@pytest.mark.parametrize("absurd", [1e5, 1e9, 1e200])
@pytest.mark.parametrize("middle", [1_000.0, 1e8])
def test_one_absurd_answer_blinds_no_attribution(tmp_path: Path, middle: float, absurd: float) -> None:
    def priced(seed: int) -> pd.DataFrame:
        table = payments(2_000, seed=seed)
        table["label"] = table["prediction"] = middle + table["amount"] - table["age"]
        return table

    base = make_baseline(priced(1), settings("data", problem="regression"))
    later = priced(2)
    later.loc[7, "prediction"] = absurd * middle
    capture(later, tmp_path / "capture")
    assert base["explained"] == pytest.approx(1, abs=0.001)
    found = watch(tmp_path / "capture", None, base, settings("attribution", problem="regression"))
    assert (found["state"], found["metrics"]["Ndcg"]) == ("ok", pytest.approx(1))


def test_a_label_that_is_absurd_is_left_out() -> None:
    quality = ModelQuality("regression", {"0": 1e308, "1": 2.0})
    table = payments(2, seed=1)
    table[EVENT], table[PREDICTION] = ["0", "1"], [1.0, 1.0]
    quality.add(table)
    assert (quality.samples, quality.metrics()["Rmse"]) == (1, 1.0)


@pytest.mark.parametrize("rows", [200, 1_000, 3_000])
def test_a_small_group_is_no_bias(tmp_path: Path, rows: int) -> None:
    def small(number: int, seed: int) -> pd.DataFrame:
        table = payments(number, seed=seed)
        table["channel"] = np.where(np.random.default_rng(seed).random(number) < 0.02, "branch", "app")
        return table

    base = make_baseline(small(20_000, 1), settings("bias"))
    states = set()
    for seed in range(2, 17):
        table, folder = small(rows, seed), tmp_path / str(seed)
        capture(table, folder / "capture", files=1)
        truth(table, folder / "truth")
        states.add(watch(folder / "capture", folder / "truth", base, settings("bias"))["state"])
    assert states <= {"ok", "insufficient"}
    assert ("insufficient" in states) is (rows < 2_000)


def test_one_column_that_changed_wholly_is_drift_among_many(tmp_path: Path, baseline: dict[str, Any]) -> None:
    table = payments(1_000, seed=2)
    table["amount"] *= 100
    capture(table, tmp_path / "capture")
    found = watch(tmp_path / "capture", None, baseline, settings("data"))
    assert (found["state"], found["metrics"]["DriftedColumns"]) == ("drift", 1)


@pytest.mark.parametrize("absurd", [float("inf"), 1e200, 1e9, -1e9])
def test_one_absurd_value_moves_no_attribution(tmp_path: Path, baseline: dict[str, Any], absurd: float) -> None:
    table = payments(2_000, seed=2)
    table.loc[7, "amount"] = absurd
    capture(table, tmp_path / "capture")
    assert watch(tmp_path / "capture", None, baseline, settings("attribution"))["state"] == "ok"


def test_a_model_that_always_answers_the_same_is_not_called_the_same_model(
    tmp_path: Path, baseline: dict[str, Any]
) -> None:
    table = payments(1_000, seed=2)
    table["prediction"] = 0.5
    capture(table, tmp_path / "capture")
    found = watch(tmp_path / "capture", None, baseline, settings("attribution"))
    assert (found["state"], found["reason"]) == ("not_observable", "all answers are the same")


def test_a_model_that_a_line_does_not_explain_is_not_observable(tmp_path: Path) -> None:
    def crossed(rows: int, seed: int) -> pd.DataFrame:
        table = payments(rows, seed=seed)
        table["prediction"] = 1 / (1 + np.exp(-5 * (table["amount"] - 100) * (table["age"] - 45) / 240))
        return table

    base = make_baseline(crossed(20_000, 1), settings("attribution"))
    assert base["explained"] < 0.05
    capture(crossed(2_000, 2), tmp_path / "capture")
    found = watch(tmp_path / "capture", None, base, settings("attribution"))
    assert found["state"] == "not_observable"
    assert "explains too little" in found["reason"]


def test_true_and_false_are_words_and_nan_is_nothing(tmp_path: Path) -> None:
    def flagged(rows: int, seed: int) -> pd.DataFrame:
        table = payments(rows, seed=seed)
        table["channel"] = np.random.default_rng(seed).random(rows) < 0.5
        return table

    base = make_baseline(flagged(20_000, 1), settings("data", group="True"))
    table = flagged(2_000, 2).astype({"amount": object})
    table.loc[:20, "amount"] = "nan"
    capture(table, tmp_path / "capture")
    assert watch(tmp_path / "capture", None, base, settings("data"))["state"] == "ok"


def test_a_group_of_a_column_with_gaps_is_found_by_its_number() -> None:
    table = payments(1_000, seed=1)
    table["channel"] = np.where(np.random.default_rng(1).random(1_000) < 0.5, 1.0, np.nan)
    table.loc[::5, "channel"] = 0.0
    assert abs(make_baseline(table, settings("bias", group="1"))["bias"]["Dppl"]) < 0.2
    with pytest.raises(ValueError, match="training data must hold at least 30 of the group and of others"):
        make_baseline(table, settings("bias", group="2"))


# What cannot be read


def sent(*values: str) -> str:
    """A record as an endpoint captures it that is asked in CSV."""
    sides = {"endpointInput": ",".join(values), "endpointOutput": "0.5"}
    data = {side: {"observedContentType": "text/csv", "encoding": "CSV", "data": one} for side, one in sides.items()}
    return json.dumps({"captureData": data, "eventMetadata": {"eventId": "e"}})


BAD = [
    "{",
    "[]",
    '{"captureData": {}}',
    "null",
    "1",
    '{"captureData": {"endpointInput": [], "endpointOutput": {}}}',
    "[" * 100_000,
    sent("x" * 200_000, *["1"] * (len(FEATURES) - 1)),
    sent().replace('"CSV"', '"JSON"').replace('"data": ""', f'"data": [[{"9" * 400}, 1, 1, 1]]'),
    sent().replace('"CSV"', '"JSON"').replace('"data": ""', '"data": [[[], 1, 1, 1]]'),
    sent(*["1"] * len(FEATURES)).replace('"CSV"', '"JSON"').replace('"0.5"', "{}"),
]


@pytest.mark.parametrize("line", BAD)
def test_one_record_that_is_none_does_not_blind_the_watch(tmp_path: Path, baseline: dict[str, Any], line: str) -> None:
    capture(payments(1_000, seed=2), tmp_path / "capture", files=1)
    (tmp_path / "capture/bad.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    found = watch(tmp_path / "capture", None, baseline, settings("data"))
    assert (found["state"], found["unreadable"], found["samples"]) == ("ok", 1, 1_000)


@pytest.mark.parametrize("answer", ["error", "inf", ""])
@pytest.mark.parametrize("kind", ["quality", "bias", "attribution"])
def test_answers_that_are_no_numbers_are_not_called_no_drift(
    tmp_path: Path, baseline: dict[str, Any], kind: str, answer: str
) -> None:
    table = payments(1_000, seed=2)
    table["prediction"] = table["prediction"].astype(object)
    table.loc[::2, "prediction"] = answer
    capture(table, tmp_path / "capture")
    truth(table, tmp_path / "truth")
    found = watch(tmp_path / "capture", tmp_path / "truth", baseline, settings(kind))
    assert (found["state"], found["metrics"]) == ("not_observable", {})
    assert "500 of 1000" in found["reason"]


def test_questions_are_watched_whatever_was_answered(tmp_path: Path, baseline: dict[str, Any]) -> None:
    table = payments(1_000, seed=2)
    table["prediction"] = "error"
    capture(table, tmp_path / "capture")
    assert watch(tmp_path / "capture", None, baseline, settings("data"))["state"] == "ok"


def test_one_label_that_is_none_does_not_blind_the_watch(tmp_path: Path, baseline: dict[str, Any]) -> None:
    table = payments(1_000, seed=2)
    capture(table, tmp_path / "capture")
    truth(table, tmp_path / "truth")
    bad = '{"groundTruthData": {"data": "inf", "encoding": "CSV"}, "eventMetadata": {"eventId": "1"}}'
    huge = bad.replace('"inf"', "9" * 400)
    (tmp_path / "truth/bad.jsonl").write_text(f"{bad}\n{{\n{huge}\n{'[' * 100_000}\n", encoding="utf-8")
    found = watch(tmp_path / "capture", tmp_path / "truth", baseline, settings("quality"))
    assert (found["state"], found["samples"]) == ("ok", 1_000)


def test_many_records_that_are_none_are_not_called_no_drift(tmp_path: Path, baseline: dict[str, Any]) -> None:
    capture(payments(1_000, seed=2), tmp_path / "capture", files=1)
    (tmp_path / "capture/bad.jsonl").write_text("{\n" * 20, encoding="utf-8")
    found = watch(tmp_path / "capture", None, baseline, settings("data"))
    assert found["state"] == "not_observable"
    assert "20 of 1020 records cannot be read, such as bad.jsonl line 1: JSONDecodeError" in found["reason"]


def read(tmp_path: Path, asked: Any, said: Any, *, kind: str = "application/json") -> pd.DataFrame:
    """What is made of one record of two features, `a` and `b`."""
    encoding = "JSON" if "json" in kind else "CSV"
    sides = {"endpointInput": asked, "endpointOutput": said}
    data = {
        side: {
            "observedContentType": kind,
            "encoding": encoding,
            "data": one if isinstance(one, str) else json.dumps(one),
        }
        for side, one in sides.items()
    }
    line = json.dumps({"captureData": data, "eventMetadata": {"eventId": "e"}})
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    found = Capture(tmp_path, ["a", "b"])
    [table] = found.chunks()
    assert found.unreadable == 0, found.example
    return table


@pytest.mark.parametrize(
    ("asked", "said", "kind"),
    [
        ("1,2", "0.5", "text/csv"),
        ("1,2\n1,2", "0.5\n0.5", "text/csv"),
        ("1,2\n1,2", "0.5,0.5", "text/csv"),
        ([1, 2], 0.5, "application/json"),
        ({"b": 2, "a": 1}, {"score": 0.5}, "application/json"),
        ({"instances": [[1, 2], [1, 2]]}, {"predictions": [0.5, 0.5]}, "application/json"),
        ({"instances": [{"b": 2, "a": 1}]}, {"predictions": [{"score": 0.5}]}, "application/json"),
        ({"instances": [{"features": [1, 2]}]}, {"predictions": [{"score": 0.5}]}, "application/json"),
        ('{"b": 2, "a": 1}\n{"a": 1, "b": 2}', "0.5\n0.5", "application/jsonlines"),
    ],
)
def test_endpoints_are_spoken_to_in_many_ways(tmp_path: Path, asked: Any, said: Any, kind: str) -> None:
    table = read(tmp_path, asked, said, kind=kind)
    assert {(float(one), float(other)) for one, other in zip(table["a"], table["b"], strict=True)} == {(1.0, 2.0)}
    assert set(table[PREDICTION]) == {0.5}


def test_a_question_has_the_name_that_its_caller_gave(tmp_path: Path) -> None:
    one = record(1, payments(1).iloc[0].to_dict())
    one["eventMetadata"]["inferenceId"] = "payment-7"
    (tmp_path / "a.jsonl").write_text(json.dumps(one), encoding="utf-8")
    [table] = Capture(tmp_path, FEATURES).chunks()
    assert table[EVENT].tolist() == ["payment-7"]


def test_a_label_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"groundTruthData": {"data": "?", "encoding": "CSV"}}\n', encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"a.jsonl line 1: must be a record of ground truth"):
        Labels(tmp_path)


def test_of_two_labels_of_an_event_the_later_one_counts(tmp_path: Path) -> None:
    lines = [
        json.dumps({"groundTruthData": {"data": str(label), "encoding": "CSV"}, "eventMetadata": {"eventId": event}})
        for event, label in (("a", 0), ("half \ud800", 1), ("a", 1))
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = Labels(tmp_path)
    assert dict(found) == {"a": 1.0, "half \ud800": 1.0}
    assert len(found) == 2
    assert found.get("b") is None


def test_nobody_s_labels_are_none(tmp_path: Path) -> None:
    assert not Labels(tmp_path)


def test_a_batch_is_told_apart_by_its_rows(tmp_path: Path) -> None:
    one = record(1, payments(1).iloc[0].to_dict())
    for part in ("endpointInput", "endpointOutput"):
        one["captureData"][part]["data"] += "\n" + one["captureData"][part]["data"]
    (tmp_path / "a.jsonl").write_text(json.dumps(one), encoding="utf-8")
    [table] = Capture(tmp_path, FEATURES).chunks()
    assert table[EVENT].tolist() == ["event-1/0", "event-1/1"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"kind": "x", "endpoint": "e"}',
            "kind must be one of data, quality, bias, attribution, was 'x'",
        ),
        ('{"kind": "data", "endpoint": "e", "problem": "x"}', "problem must be binary, multiclass"),
        ('{"kinds": "data"}', "settings must have the names of Settings"),
    ],
)
def test_settings_that_say_nothing_useful_are_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Settings.read(text)


def test_training_data_without_its_columns_is_refused() -> None:
    for name in ("label", "prediction", "channel"):
        with pytest.raises(ValueError, match=f"training data must have the column {name}, had "):
            make_baseline(payments(10).drop(columns=name), settings("data"))
    with pytest.raises(ValueError, match="training data must have the columns of the signature, in their order, had "):
        make_baseline(payments(1_000), settings("data", features_sha256="0" * 16))


# As SageMaker runs it


def run(root: Path, asset: Path, **environment: str) -> dict[str, Any]:
    """The job in a process of its own, which has nothing but the asset and the folders."""
    done = subprocess.run(
        [sys.executable, "-m", "handlers.drift_monitor"],
        env={"PYTHONPATH": str(asset), "PROCESSING_ROOT": str(root), "PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_job_makes_a_baseline_and_then_watches(tmp_path: Path) -> None:
    asset = copy_of_asset("drift_monitor", tmp_path)
    first, later = tmp_path / "first", tmp_path / "later"
    (first / "training").mkdir(parents=True)
    payments(5_000, seed=1).to_csv(first / "training/payments.csv", index=False)
    given = json.dumps({"kind": "data", **BASE})
    assert run(first, asset, SETTINGS_00=given[:20], SETTINGS_01=given[20:]) == {
        "wrote": "baseline.json",
        "state": None,
        "samples": 5_000,
    }
    (later / "baseline").mkdir(parents=True)
    (first / "output/baseline.json").rename(later / "baseline/baseline.json")
    capture(payments(1_000, FOUND["data"]), later / "capture")
    assert run(later, asset, SETTINGS_00=given, WINDOW="2026-11-24") == {
        "wrote": "data.json",
        "state": "drift",
        "samples": 1_000,
    }
    found = json.loads((later / "output/data.json").read_text(encoding="utf-8"))
    assert (found["endpoint"], found["kind"], found["window"], found["schema"]) == (
        "fraud",
        "data",
        "2026-11-24",
        "1.2",
    )

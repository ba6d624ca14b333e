"""`make bench`: what the library costs, as ratios against what the reader would pay anyway."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import by_hand, drift
from benchmarks.timing import interleaved

ROOT = Path(__file__).parent.parent
APPS = Path(__file__).parent / "apps"
BIN = Path(sys.executable).parent
ROUNDS = 5
SIZES = (100, 1_000, 10_000)
# CDK's own validator is off, as in tests: it would hide what is measured (docs/performance.md).
ENVIRONMENT = {"CDK_VALIDATION": "false", "PYTHONPATH": str(ROOT), "PATH": f"{BIN}:/usr/bin:/bin"}


def main() -> None:
    """Measures and prints, one group at a time."""
    with tempfile.TemporaryDirectory() as folder:
        synth(folder)
        teams(folder)
        review(folder)
        sizes(folder)
        drift.detected()
        drift.memory(folder)


def app(name: str, *arguments: str) -> list[str]:
    """The command that runs one of the apps."""
    return [sys.executable, str(APPS / f"{name}.py"), *arguments]


def stacks(folder: str) -> list[str]:
    """The stacks of the reference app, once it was synthesized."""
    found = (Path(folder) / "reference.out").glob("*.template.json")
    return sorted(one.name.removesuffix(".template.json") for one in found)


def synth(folder: str) -> None:
    """The reference app against an empty one and against the same resources written by hand."""
    interleaved({"once": app("reference")}, rounds=1, cwd=folder, environment=ENVIRONMENT)
    for stack in stacks(folder):
        template = json.loads((Path(folder) / "reference.out" / f"{stack}.template.json").read_text(encoding="utf-8"))
        (Path(folder) / f"by_hand_{stack.lower()}.py").write_text(by_hand.module(template), encoding="utf-8")
    commands = {
        "empty app": app("floor", str(ROOT / "cdk.json")),
        "by hand, typed L1": app("by_hand", *stacks(folder)),
        "reference app": app("reference"),
        "with SecureAi": app("reference", "SecureAi"),
        "with AwsSolutions": app("reference", "AwsSolutions"),
    }
    found = interleaved(commands, rounds=ROUNDS, cwd=folder, environment=ENVIRONMENT)
    print("\nSynthesis (median of interleaved runs)")
    for name, timing in found.items():
        print(f"  {name:<24} {timing}")
    plain = found["reference app"].median
    ours, theirs = (found[f"with {pack}"].median - plain for pack in ("SecureAi", "AwsSolutions"))
    print(f"  reference / empty        {plain / found['empty app'].median:6.2f} x   (ambition: at most 1.5)")
    print(f"  reference / by hand      {plain / found['by hand, typed L1'].median:6.2f} x")
    print(f"  SecureAi / AwsSolutions  {ours / theirs:6.2f} x   ({ours:.2f} s / {theirs:.2f} s; ambition: at most 0.1)")


def teams(folder: str) -> None:
    """What one more team costs."""
    found = interleaved(
        {number: app("teams", number) for number in ("1", "10", "50")},
        rounds=ROUNDS,
        cwd=folder,
        environment=ENVIRONMENT,
    )
    print("\nTeams")
    for number in ("10", "50"):
        each = (found[number].median - found["1"].median) / (int(number) - 1) * 1000
        print(f"  {number:>3} teams                {found[number]}   {each:5.1f} ms a team   (ambition: at most 5)")


def review(folder: str) -> None:
    """A cold `secure-ai review` against cfn-lint on the same templates."""
    templates = [f"reference.out/{stack}.template.json" for stack in stacks(folder)]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "secure-ai review": [str(BIN / "secure-ai"), "review", *templates],
        "cfn-lint": [str(BIN / "cfn-lint"), *templates],
    }
    found = interleaved(commands, rounds=ROUNDS, cwd=folder, environment=ENVIRONMENT)
    print("\nReview of the reference app, from a cold process")
    for name, timing in found.items():
        print(f"  {name:<24} {timing}")
    ratio = found["secure-ai review"].median / found["cfn-lint"].median
    print(f"  secure-ai / cfn-lint     {ratio:6.2f} x   (ambition: at most 0.5 s)")


def sizes(folder: str) -> None:
    """Review time by number of resources: copies of the reference app's resources."""
    commands = {}
    for size in SIZES:
        name = f"size-{size}.template.json"
        (Path(folder) / name).write_text(json.dumps(_template(folder, size)), encoding="utf-8")
        commands[f"{size:,} resources"] = [str(BIN / "secure-ai"), "review", name, "--format", "json"]
    found = interleaved(commands, rounds=3, cwd=folder, environment=ENVIRONMENT)
    print("\nReview by size")
    for name, timing in found.items():
        print(f"  {name:<24} {timing}")


def _template(folder: str, size: int) -> dict[str, Any]:
    """So many resources: whole copies of the stacks, each with logical ids of its own."""
    resources: dict[str, Any] = {}
    copy = 0
    while len(resources) < size:
        for stack in stacks(folder):
            text = (Path(folder) / "reference.out" / f"{stack}.template.json").read_text(encoding="utf-8")
            originals = json.loads(text)["Resources"]
            for logical_id in sorted(originals, key=len, reverse=True):
                text = text.replace(f'"{logical_id}"', f'"{logical_id}C{copy}"')
            resources |= json.loads(text)["Resources"]
        copy += 1
    return {"Resources": dict(list(resources.items())[:size])}


if __name__ == "__main__":
    main()

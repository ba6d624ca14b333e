"""Stacks whose modules `benchmarks.by_hand` wrote into the current folder: `by_hand.py NAME…`."""

import importlib
import sys

from aws_cdk import App, Environment, Stack

import app as reference

if __name__ == "__main__":
    sys.path.insert(0, ".")
    app = App(outdir="by_hand.out", context=reference.settings(), analytics_reporting=False)
    env = Environment(account=reference.EXAMPLE_ACCOUNT, region=reference.EXAMPLE_REGION)
    for name in sys.argv[1:]:
        importlib.import_module(f"by_hand_{name.lower()}").build(Stack(app, name, env=env))
    app.synth()

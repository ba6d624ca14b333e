"""A stack of one construct, for tests of the constructs."""

from __future__ import annotations

from aws_cdk import App, Environment, Stack

import app

ENV = Environment(account="123456789012", region="eu-central-1")


def stack(env: Environment | None = ENV) -> Stack:
    """An empty stack under the reference app's feature flags."""
    return Stack(App(context=app.settings(), analytics_reporting=False), "Test", env=env)

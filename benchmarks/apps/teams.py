"""A RAG of as many teams as the command line says, each in a stack of its own."""

import sys

from aws_cdk import App, Environment, Stack

import app as reference
from secure_ai_constructs import PrivateNetwork, SecureBedrockRag

if __name__ == "__main__":
    app = App(outdir="teams.out", context=reference.settings(), analytics_reporting=False)
    env = Environment(account=reference.EXAMPLE_ACCOUNT, region=reference.EXAMPLE_REGION)
    network = PrivateNetwork(Stack(app, "Network", env=env), "Network")
    rag = SecureBedrockRag(Stack(app, "Workload", env=env), "Rag", network=network, owner="platform")
    for number in range(int(sys.argv[1])):
        rag.add_team(f"team-{number}")
    app.synth()

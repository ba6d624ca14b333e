"""A RAG of as many teams as the command line says, spread over stacks of forty."""

import sys

from aws_cdk import App, Environment, Stack

import app as reference
from secure_ai_constructs import PrivateNetwork, SecureBedrockRag

TEAMS_A_STACK = 40

if __name__ == "__main__":
    app = App(outdir="teams.out", context=reference.settings(), analytics_reporting=False)
    env = Environment(account=reference.EXAMPLE_ACCOUNT, region=reference.EXAMPLE_REGION)
    network = PrivateNetwork(Stack(app, "Network", env=env), "Network")
    rag = None
    for number in range(int(sys.argv[1])):
        if rag is None or number % TEAMS_A_STACK == 0:
            stack = Stack(app, f"Rag{number // TEAMS_A_STACK}", env=env)
            rag = SecureBedrockRag(stack, "Rag", network=network, owner="platform")
        rag.add_team(f"team-{number}")
    app.synth()

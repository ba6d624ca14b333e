"""SageMaker's lineage, as far as the handler of edges sees it."""

from __future__ import annotations

from tests.handlers.local_service import Answer, LocalService, Request, as_json, refusal


class Lineage:
    """Edges by their two ends; the same one may be added again."""

    def __init__(self) -> None:
        """Starts without an edge."""
        self.edges: dict[tuple[str, str], str] = {}
        self.service = LocalService(self._respond)

    def _respond(self, request: Request) -> Answer:
        given = request.json
        ends = given["SourceArn"], given["DestinationArn"]
        if request.headers["X-Amz-Target"] != "SageMaker.AddAssociation":
            return refusal("UnknownOperationException")
        self.edges[ends] = given["AssociationType"]
        return as_json({"SourceArn": ends[0], "DestinationArn": ends[1]})

"""Which rules of AWS Config ask in a Region: those that stand alone, and those in conformance packs.

AWS source: https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.truth import FALSE, UNKNOWN, Truth, any_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly import Resource, Value

_RULE = "AWS::Config::ConfigRule"
_ELSEWHERE = ("TemplateS3Uri", "TemplateSSMDocumentDetails")


def asks(resource: Resource, identifier: str) -> Truth:
    """A rule that AWS keeps, such as `VPC_FLOW_LOGS_ENABLED`, asks in the Region of a resource."""
    return _some_rule(resource, lambda rule: rule["Source"]["SourceIdentifier"].equals(identifier))


def asks_about(resource: Resource, kind: str) -> Truth:
    """A rule of one's own asks about a type of resources, in the Region of one."""
    return _some_rule(
        resource,
        lambda rule: (
            rule["Source"]["Owner"].one_of("CUSTOM_LAMBDA", "CUSTOM_POLICY")
            & rule["Scope"]["ComplianceResourceTypes"].any(lambda one: one.equals(kind))
        ),
    )


def _some_rule(resource: Resource, claim: Callable[[Value], Truth]) -> Truth:
    packs, rules = resource.peers("AWS::Config::ConformancePack"), resource.peers(_RULE)
    asked: list[Callable[[], Truth]] = [
        lambda: packs.any(lambda pack: pack.in_region_of(resource) & _has(pack, claim)),
        lambda: rules.any(lambda rule: rule.in_region_of(resource) & claim(rule.properties)),
    ]
    return resource.assembly.any_of(asked, lambda ask: ask())


def _has(pack: Resource, claim: Callable[[Value], Truth]) -> Truth:
    """What stands in a file elsewhere, nobody reads here."""
    body = pack["TemplateBody"].parsed()
    rules = body["Resources"]
    if (elsewhere := any_of(pack[path].is_set() for path in _ELSEWHERE)) is not FALSE:
        return elsewhere & UNKNOWN
    if not body.is_known:
        return UNKNOWN
    return any_of(rules[name]["Type"].equals(_RULE) & claim(rules[name]["Properties"]) for name in rules.keys)

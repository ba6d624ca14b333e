"""Draws arguments for every construct of a RAG, right ones and wrong ones.

At most one part of a scenario is drawn from what may be wrong: what is refused is refused for one reason.
"""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st

from secure_ai_constructs import CrossRegionInference, DataProfile, KeyPurpose, RiskRating, Service
from secure_ai_constructs.patterns.foundation.data_residency import GEOGRAPHIES, WITH_GUARDRAIL_PROFILE
from secure_ai_constructs.patterns.rag.guardrail_content import OTHER_ENTITIES, PERSONAL
from secure_ai_constructs.patterns.rag.model_customization import BASE_MODELS
from tests.patterns.scenario import Arguments, Scenario

REGIONS = ("eu-central-1", "eu-north-1", "eu-west-1", "us-east-1", "us-west-2", "us-gov-west-1", "ap-northeast-1")
NO_REGIONS = ("us-west-1", "il-central-1", "me-central-1", "cn-north-1", "ap-southeast-3", "moon-1")
WITH_COHERE = {"eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-northeast-1"}
WITHOUT_BUDGETS = {"eu-north-1", "us-gov-west-1"}
MODELS = ("amazon.nova-lite-v1:0", "anthropic.claude-sonnet-4-20250514-v1:0", "meta.llama3-3-70b-instruct-v1:0")
NO_MODELS = (
    "",
    "nova",
    "amazon.supernova-v9:0",
    "cohere.rerank-v3-5:0",
    "acme.nova-1",
    "eu.amazon.nova-lite-v1:0",
    "*",
    "amazon.nova lite",
)
TEXT = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=40)
DEFINITIONS = st.text(st.characters(codec="ascii", categories=("L", "N", "P")), min_size=1, max_size=200)
THRESHOLDS = st.floats(0.5, 0.99)
NO_THRESHOLDS = st.one_of(st.floats(-2, 0.49), st.floats(1, 3), st.just(float("nan")))


PARTS = (
    "region",
    "residency",
    "network",
    "embedding",
    "chunking",
    "parsing",
    "guardrail",
    "operations",
    "rag",
    "team",
    "question",
    "card",
    "further",
)


@st.composite
def scenarios(draw: st.DrawFn, wrong: str = "") -> Scenario:
    """Scenarios with nothing wrong in them, or with one part drawn from what may be wrong."""
    region = draw(st.sampled_from(NO_REGIONS if wrong == "region" else REGIONS))
    residency = draw(_residency(region, wrong=wrong == "residency"))
    geography = residency.get("within", "global" if "inference" in residency else "") if residency else ""
    evaluated = geography if region in WITH_GUARDRAIL_PROFILE.get(geography, ()) else ""
    guardrail = _guardrail(evaluated, wrong=wrong == "guardrail")
    operations = _operations(region, wrong=wrong == "operations")
    return Scenario(
        wrong=wrong,
        region=region,
        residency=residency,
        network=draw(_network(region, wrong=wrong == "network")),
        processing=draw(_processing(region, wrong)),
        guardrail=draw(guardrail if wrong == "guardrail" else st.none() | guardrail),
        operations=draw(operations if wrong == "operations" else st.none() | operations),
        rag=draw(_tags(wrong=wrong == "rag")),
        teams=draw(_teams(geography, wrong)),
        card=draw(_card(wrong=wrong == "card")),
        further=draw(_further(region, wrong=wrong == "further")),
    )


def _either(right: st.SearchStrategy[Any], not_right: st.SearchStrategy[Any], *, wrong: bool) -> Any:
    return not_right if wrong else right


@st.composite
def _residency(draw: st.DrawFn, region: str, *, wrong: bool) -> Arguments | None:
    around = [one for one, regions in GEOGRAPHIES.items() if region in regions]
    anywhere = {"regions": (region,), "jurisdiction": "EU", "inference": CrossRegionInference.GLOBAL}
    named = TEXT.map(lambda one: {"regions": (region,), "jurisdiction": one})
    alone = st.one_of(st.none(), st.just({"in_region": region}), st.just(anywhere), named)
    right = st.one_of(alone, st.sampled_from(around).map(lambda one: {"within": one})) if around else alone
    elsewhere = [one for one in GEOGRAPHIES if one not in around]
    not_right = st.one_of(
        st.sampled_from([*elsewhere, "mars", ""]).map(lambda one: {"within": one}),
        st.sampled_from(["ca-central-1", ""]).map(lambda one: {"in_region": one}),
        st.just({"regions": (), "jurisdiction": "EU"}),
        st.just({"regions": (region,), "jurisdiction": " "}),
        st.just({"regions": region, "jurisdiction": "EU"}),
    )
    found: Arguments | None = draw(_either(right, not_right, wrong=wrong))
    return found


@st.composite
def _network(draw: st.DrawFn, region: str, *, wrong: bool) -> Arguments:
    with_fips = region.startswith("us-")
    right = {
        "cidr": st.sampled_from(["10.0.0.0/16", "172.16.0.0/20", "192.168.0.0/18"]),
        "on_premises": st.lists(st.sampled_from(["10.64.0.0/12", "192.168.128.0/24"]), max_size=2, unique=True),
        "fips": st.booleans() if with_fips else st.just(False),
        "administrator": st.booleans(),
    }
    found: Arguments = draw(st.fixed_dictionaries({}, optional=right) | _given_network(right["on_premises"]))
    if wrong:
        ranges = ["8.8.8.0/24", "0.0.0.0/0", "127.0.0.0/8", "fd00::/8", "premises", "192.168.0.1/16"]
        found |= draw(
            st.one_of(
                st.sampled_from([*ranges, "10.0.0.0/8", "10.0.0.0/24"]).map(lambda one: {"cidr": one}),
                st.sampled_from(ranges).map(lambda one: {"on_premises": [one]}),
                st.just({"fips": not with_fips, "on_premises": [] if not with_fips else ["100.64.0.0/10"]}),
                _given_network(st.just([]), zones=(0, 1)),
                st.just({"zones": 2, "endpoints": [Service.KMS], "groups": False, "s3": True}),
            )
        )
    return found


def _given_network(on_premises: st.SearchStrategy[Any], zones: Any = (2, 3)) -> st.SearchStrategy[Arguments]:
    """A VPC that exists, and what is in it already."""
    bedrock = [Service.BEDROCK_AGENT, Service.BEDROCK_AGENT_RUNTIME, Service.BEDROCK_RUNTIME]
    services = [Service.CLOUDWATCH_LOGS, Service.KMS, Service.STS, *bedrock]
    return st.fixed_dictionaries(
        {
            "zones": st.sampled_from(zones),
            "endpoints": st.lists(st.sampled_from(services), unique=True),
            "groups": st.just(True),
            "s3": st.booleans(),
        },
        optional={"on_premises": on_premises},
    )


@st.composite
def _processing(draw: st.DrawFn, region: str, wrong: str) -> Arguments:
    """The three parts, each as what makes it and with what."""
    is_titan = draw(st.booleans()) or region not in WITH_COHERE
    titan = st.sampled_from([256, 512, 1024]).map(lambda one: ("titan_text_v2", {"dimensions": one}))
    cohere: st.SearchStrategy[Any] = st.sampled_from([("cohere_english_v3", {}), ("cohere_multilingual_v3", {})])
    no_dimensions = st.integers(-1, 2000).map(lambda one: ("titan_text_v2", {"dimensions": one}))
    no_model = st.just(("", {"model_id": "acme.embed-v1", "dimensions": 1024}))
    largest = 8192 if is_titan else 512
    sizes = st.integers(1, largest)
    fixed = st.fixed_dictionaries({"max_tokens": sizes, "overlap_percentage": st.integers(1, 99)})
    no_fixed = st.fixed_dictionaries(
        {}, optional={"max_tokens": st.integers(-1, 10_000), "overlap_percentage": st.integers(-1, 120)}
    )
    level = st.integers(2, min(largest, 2000))
    levels = st.builds(
        lambda child, more, overlap: {
            "child_tokens": child,
            "parent_tokens": child + more,
            "overlap_tokens": min(overlap, child - 1),
        },
        level,
        st.integers(1, 2000),
        st.integers(1, 100),
    )
    no_levels = st.just({"child_tokens": 500, "parent_tokens": 500})
    chunkings = st.one_of(
        fixed.map(lambda one: ("fixed_size", one)), levels.map(lambda one: ("hierarchical", one)), st.just(("none", {}))
    )
    no_chunkings = st.one_of(
        no_fixed.map(lambda one: ("fixed_size", one)), no_levels.map(lambda one: ("hierarchical", one))
    )
    parsings = st.sampled_from(MODELS[:2]).map(lambda one: ("", one))
    no_parsings = st.sampled_from(
        [*(("", one) for one in (*NO_MODELS, MODELS[2])), ("eu", MODELS[0]), ("global", MODELS[0])]
    )
    return {
        "embedding": draw(
            _either(titan if is_titan else cohere, st.one_of(no_dimensions, no_model), wrong=wrong == "embedding")
        ),
        "chunking": draw(_either(chunkings, no_chunkings, wrong=wrong == "chunking")),
        "parsing": draw(_either(st.none() | parsings, no_parsings, wrong=wrong == "parsing")),
    }


@st.composite
def _guardrail(draw: st.DrawFn, geography: str, *, wrong: bool) -> Arguments:
    topics = st.tuples(TEXT, DEFINITIONS, st.lists(TEXT, max_size=2, unique=True).map(tuple))
    found: Arguments = draw(
        st.fixed_dictionaries(
            {"geography": st.just(geography)},
            optional={
                "blocked_words": st.lists(TEXT, max_size=3, unique=True),
                "denied_topics": st.lists(topics, max_size=3, unique_by=lambda one: one[0]),
                "patterns": st.dictionaries(TEXT, st.sampled_from(["POL-[0-9]{8}", "[A-Z]{3}", "x+"]), max_size=3),
                "grounding": THRESHOLDS,
                "relevance": THRESHOLDS,
                "masked": st.lists(st.sampled_from([*PERSONAL, *OTHER_ENTITIES[:9]]), max_size=5, unique=True),
                "also_blocked": st.lists(st.sampled_from(OTHER_ENTITIES[9:]), max_size=3, unique=True),
                "masks_questions": st.booleans(),
                "key": st.booleans(),
                "administrator": st.booleans(),
            },
        )
    )
    if wrong:
        found |= draw(
            st.one_of(
                NO_THRESHOLDS.map(lambda one: {"grounding": one}),
                NO_THRESHOLDS.map(lambda one: {"relevance": one}),
                st.sampled_from(["", "(", "(?=x)", "x" * 501]).map(lambda one: {"patterns": {"mine": one}}),
                st.just({"patterns": {f"pattern-{number}": "x" for number in range(11)}}),
                st.sampled_from([("", "x", ()), ("Law", "", ()), ("Law", "x" * 201, ())]).map(
                    lambda one: {"denied_topics": [one]}
                ),
                st.just({"denied_topics": [(f"Topic {number}", "x", ()) for number in range(31)]}),
                st.sampled_from(["mars", "EU", "jp"]).map(lambda one: {"geography": one}),
                st.sampled_from(["PASSWORD", "SHOE_SIZE", ""]).map(lambda one: {"masked": [one]}),
                st.just({"masked": ["NAME"], "also_blocked": ["NAME"]}),
            )
        )
    return found


@st.composite
def _operations(draw: st.DrawFn, region: str, *, wrong: bool) -> Arguments:
    budget = {} if region in WITHOUT_BUDGETS else {"monthly_budget_usd": st.integers(1, 1_000_000)}
    found: Arguments = draw(
        st.fixed_dictionaries(
            dict.fromkeys(("administrator", "revoker", "access_logs"), st.booleans()),
            optional={
                "emails": st.lists(st.sampled_from(["a@example.com", "b@example.com"]), max_size=2, unique=True),
                "retention": st.integers(1, 3650),
                **budget,
            },
        )
    )
    if wrong:
        found |= draw(
            st.one_of(
                st.sampled_from(["team", "", "a@@example.com", " a@example.com"]).map(lambda one: {"emails": [one]}),
                st.integers(-5, 0).map(lambda one: {"monthly_budget_usd": one}),
            )
        )
    return found


@st.composite
def _tags(draw: st.DrawFn, *, wrong: bool) -> Arguments:
    found: Arguments = draw(
        st.fixed_dictionaries(
            {"owner": TEXT}, optional={"data_classification": TEXT, "tokens_a_day": st.integers(1, 10**12)}
        )
    )
    blank = st.sampled_from(["owner", "data_classification"]).map(lambda one: {one: " "})
    none = st.sampled_from([0, -1, 10**13, 1.5, True]).map(lambda one: {"tokens_a_day": one})
    return found | (draw(blank | none) if wrong else {})


@st.composite
def _teams(draw: st.DrawFn, geography: str, wrong: str) -> tuple[Arguments, ...]:
    """One team in most scenarios: a team's stack is what a synth costs."""
    number = draw(st.sampled_from([1, 1, 1, 1, 1, 2, 3]))
    names = draw(st.lists(_name(), min_size=number, max_size=number, unique=True))
    teams = [draw(_team(name, geography, wrong_question=wrong == "question")) for name in names]
    if wrong == "team":
        teams[-1] |= draw(
            st.one_of(
                st.sampled_from(["Claims", "", "a", "1st", "x" * 31, "claims team"]).map(lambda one: {"name": one}),
                st.sampled_from(["public", "/public/", "/", "a//", " /"]).map(lambda one: {"prefix": one}),
                st.sampled_from([0, 0.5, 1.25, 257, True]).map(
                    lambda one: {"store": ("aurora", {"max_capacity": one})}
                ),
                st.just({"documents": "elsewhere"}),
                st.just({"stack": "of the RAG"}),
            )
        )
        if draw(st.booleans()):
            teams.append({**teams[0]})
    return tuple(teams)


def _name() -> st.SearchStrategy[str]:
    return st.from_regex(r"[a-z][a-z0-9-]{1,29}", fullmatch=True)


@st.composite
def _team(draw: st.DrawFn, name: str, geography: str, *, wrong_question: bool) -> Arguments:
    stores: st.SearchStrategy[Any] = st.one_of(
        st.sampled_from([("s3", {}), ("opensearch", {}), ("opensearch", {"standby_replicas": False})]),
        st.integers(2, 512).map(lambda halves: ("aurora", {"max_capacity": halves / 2})),
    )
    models = st.tuples(st.sampled_from(["", geography]), st.sampled_from(MODELS))
    question = {
        "max_tokens": st.integers(1, 1250),
        "passages": st.integers(1, 20),
        "instructions": st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=50),
    }
    found: Arguments = draw(
        st.fixed_dictionaries(
            {
                "name": st.just(name),
                "store": stores,
                "documents": st.sampled_from(["", "", "own"]),
                "prefix": st.sampled_from(["", "", "public/", "a/b/"]),
                "model": models,
                "question": st.none() | st.fixed_dictionaries({}, optional=question),
            },
            optional={
                "grant": st.sampled_from(["team", "apart"]),
                "made_before": st.booleans(),
                "stack": st.just("given"),
            },
        )
    )
    if wrong_question:
        found |= draw(
            st.one_of(
                st.sampled_from(NO_MODELS).map(lambda one: {"model": ("", one)}),
                st.sampled_from(["mars", "global", "au"]).map(lambda one: {"model": (one, MODELS[0])}),
                st.sampled_from([0, -1, 1251]).map(lambda one: {"question": {"max_tokens": one}}),
                st.sampled_from([0, 21, 100]).map(lambda one: {"question": {"passages": one}}),
                st.just({"question": {"instructions": " "}}),
                st.just({"question": {}, "twice": True}),
            )
        )
    return found


@st.composite
def _card(draw: st.DrawFn, *, wrong: bool) -> Arguments:
    found: Arguments = draw(
        st.fixed_dictionaries(
            {
                "intended_use": TEXT,
                "evaluation": TEXT,
                "limitations": TEXT,
                "risk": st.sampled_from(RiskRating),
                "model_id": st.sampled_from(MODELS),
            }
        )
    )
    if wrong:
        name = draw(st.sampled_from(["intended_use", "evaluation", "limitations"]))
        found[name] = draw(st.sampled_from(["", " ", "x" * 2049]))
    return found


@st.composite
def _further(draw: st.DrawFn, region: str, *, wrong: bool) -> Arguments:
    of_team, of_audit = (
        [KeyPurpose.DATA, KeyPurpose.VECTORS, KeyPurpose.PROMPTS],
        [KeyPurpose.LOGS, KeyPurpose.TRAIL, KeyPurpose.ALERTS],
    )
    tuned = [model for model, regions in BASE_MODELS.items() if region in regions]
    function = st.fixed_dictionaries(
        {"inside": st.booleans(), "description": st.text(max_size=256), "seconds": st.integers(1, 900)},
        optional={
            "environment": st.dictionaries(st.sampled_from(["MODE", "TEAM_1", "ab"]), TEXT, max_size=2),
            "concurrency": st.integers(1, 100),
            "events_key": st.just(True),
        },
    )
    no_settings: list[Arguments] = [
        {"seconds": 0},
        {"seconds": 901},
        {"description": "x" * 257},
        {"environment": {"1st": "x"}},
        {"environment": {"AWS_REGION": "x"}},
        {"concurrency": 0},
        {"handler": "nowhere"},
    ]
    no_function = st.sampled_from(no_settings).map(
        lambda one: {"inside": False, "description": "x", "seconds": 60, **one}
    )
    right: dict[str, st.SearchStrategy[Any]] = {
        "profile": st.sampled_from(DataProfile),
        "outside": st.sampled_from([one for one in DataProfile if one is not DataProfile.DOCUMENTS]),
        "topic": st.booleans(),
        "function": function,
        "purposes": st.one_of(
            st.lists(st.sampled_from(of_team), min_size=1, unique=True),
            st.lists(st.sampled_from(of_audit), min_size=1, unique=True),
        ),
        "common_name": TEXT,
    }
    if tuned:
        right["base_model"] = st.sampled_from(tuned)
    not_right = {
        "purposes": st.just([]) | st.builds(lambda a, b: [a, b], st.sampled_from(of_team), st.sampled_from(of_audit)),
        "common_name": st.sampled_from(["", " ", "*", "printer-*"]),
        "base_model": st.sampled_from([*NO_MODELS, *(one for one in BASE_MODELS if one not in tuned)]),
        "function": no_function,
    }
    found: Arguments = draw(st.fixed_dictionaries({}, optional=right))
    if wrong:
        name = draw(st.sampled_from(sorted(not_right)))
        found[name] = draw(not_right[name])
    return found

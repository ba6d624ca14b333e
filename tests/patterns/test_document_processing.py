"""Parsing, chunking and embedding: values that say what they are, and have to fit one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs import Chunking, DocumentProcessing, EmbeddingModel, LanguageModel, Parsing
from tests.patterns.synthesis import MODEL, stack

if TYPE_CHECKING:
    from collections.abc import Callable

COHERE = EmbeddingModel.cohere_multilingual_v3()

# Embedding


@pytest.mark.parametrize("dimensions", [256, 512, 1024])
def test_titan_has_dimensions_to_choose_from(dimensions: int) -> None:
    model = EmbeddingModel.titan_text_v2(dimensions=dimensions)
    assert (model.dimensions, model.is_configurable, model.longest_chunk) == (dimensions, True, 8192)


@pytest.mark.parametrize("model", [COHERE, EmbeddingModel.cohere_english_v3()])
def test_cohere_has_one_length_and_reads_short_chunks(model: EmbeddingModel) -> None:
    assert (model.dimensions, model.is_configurable, model.longest_chunk) == (1024, False, 512)


def test_an_embedding_model_is_one_of_the_region_of_the_stack() -> None:
    assert COHERE.arn(stack()) == "arn:aws:bedrock:eu-central-1::foundation-model/cohere.embed-multilingual-v3"


@pytest.mark.parametrize("dimensions", [0, 300, 1536])
def test_dimensions_that_the_model_does_not_have_are_refused(dimensions: int) -> None:
    with pytest.raises(ValueError, match=rf"dimensions must be one of \(256, 512, 1024\), was {dimensions}"):
        EmbeddingModel.titan_text_v2(dimensions=dimensions)
    with pytest.raises(ValueError, match=rf"dimensions must be one of \(1024,\), was {dimensions}"):
        EmbeddingModel("cohere.embed-english-v3", dimensions)


def test_an_embedding_model_that_knowledge_bases_do_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match=r"an embedding model must be one that knowledge bases support .*'acme\.e1'"):
        EmbeddingModel("acme.e1", 1024)


def test_a_region_without_the_embedding_model_is_refused() -> None:
    COHERE.require_region("eu-central-1", of="Rag")
    with pytest.raises(ValueError, match=r"Rag: the embedding model must be offered in the Region; .*was us-east-2"):
        COHERE.require_region("us-east-2", of="Rag")


# Chunking


def test_chunks_of_a_size_repeat_some_of_the_one_before() -> None:
    assert Chunking.fixed_size(max_tokens=500, overlap_percentage=10).as_configuration() == {
        "chunkingStrategy": "FIXED_SIZE",
        "fixedSizeChunkingConfiguration": {"maxTokens": 500, "overlapPercentage": 10},
    }


def test_small_chunks_stand_in_larger_ones() -> None:
    assert Chunking.hierarchical().as_configuration() == {
        "chunkingStrategy": "HIERARCHICAL",
        "hierarchicalChunkingConfiguration": {
            "levelConfigurations": [{"maxTokens": 1500}, {"maxTokens": 300}],
            "overlapTokens": 60,
        },
    }


def test_documents_that_were_cut_before_are_not_cut() -> None:
    assert Chunking.none().as_configuration() == {"chunkingStrategy": "NONE"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"max_tokens": 0}, "max_tokens must be from 1 to 8192, was 0"),
        ({"max_tokens": 8193}, "max_tokens must be from 1 to 8192, was 8193"),
        ({"overlap_percentage": 0}, "overlap_percentage must be from 1 to 99, was 0"),
        ({"overlap_percentage": 100}, "overlap_percentage must be from 1 to 99, was 100"),
    ],
)
def test_a_size_out_of_range_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        Chunking.fixed_size(**arguments)


@pytest.mark.parametrize(
    ("overlap", "child", "parent"),
    [(0, 300, 1500), (300, 300, 1500), (60, 1500, 1500), (60, 300, 8193), (400, 300, 200)],
)
def test_levels_that_do_not_stand_in_one_another_are_refused(overlap: int, child: int, parent: int) -> None:
    message = rf"overlap, child and parent must be ever larger.*, were {overlap}, {child} and {parent}"
    with pytest.raises(ValueError, match=message):
        Chunking.hierarchical(parent_tokens=parent, child_tokens=child, overlap_tokens=overlap)


@pytest.mark.parametrize(
    "chunking", [Chunking.fixed_size(max_tokens=513), Chunking.hierarchical(parent_tokens=2000, child_tokens=600)]
)
def test_chunks_longer_than_the_model_reads_are_refused(chunking: Chunking) -> None:
    processing = DocumentProcessing(chunking=chunking, embedding=COHERE)
    message = "Rag: chunks must be no longer than the 512 tokens that cohere.embed-multilingual-v3 reads, were "
    with pytest.raises(ValueError, match=message) as it:
        processing.require_region("eu-central-1", of="Rag")
    assert str(it.value).endswith(str(chunking.largest))


@pytest.mark.parametrize(
    "chunking",
    [
        Chunking.fixed_size(max_tokens=512),
        Chunking.hierarchical(parent_tokens=2000, child_tokens=512),
        Chunking.none(),
    ],
)
def test_chunks_that_the_model_reads_are_taken(chunking: Chunking) -> None:
    DocumentProcessing(chunking=chunking, embedding=COHERE).require_region("eu-central-1", of="Rag")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Chunking.fixed_size(max_tokens=True), "max_tokens must be a whole number, was True"),
        (lambda: Chunking.fixed_size(overlap_percentage=20.5), "overlap_percentage must be a whole number, was 20.5"),  # type: ignore[arg-type]
        (lambda: Chunking.hierarchical(overlap_tokens=60.5), "overlap_tokens must be a whole number, was 60.5"),  # type: ignore[arg-type]
        (lambda: Chunking("FIXED_SIZE"), "a strategy must have its numbers, and NONE none"),
        (lambda: Chunking("NONE", (("x", {}),)), "a strategy must have its numbers, and NONE none"),
    ],
)
def test_sizes_are_whole_and_belong_to_their_strategy(make: Callable[[], Chunking], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("model_id", ["deepseek.r1-v1:0", "meta.llama3-3-70b-instruct-v1:0", "anthropic.claude-v2:1"])
def test_a_parsing_model_sees_pages(model_id: str) -> None:
    with pytest.raises(ValueError, match=f"a parsing model must be one that sees pages, .*, was {model_id}"):
        Parsing.foundation_model(LanguageModel.in_region(model_id))


def test_a_strategy_that_bedrock_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="strategy must be one of FIXED_SIZE, HIERARCHICAL, NONE, was 'MAGIC'"):
        Chunking("MAGIC")


# Parsing


def test_bedrock_s_own_parser_needs_no_model() -> None:
    scope = stack()
    assert Parsing.text().model_arns(scope) == []
    assert Parsing.text().as_configuration(scope) is None


def test_a_model_that_reads_pages_is_one_of_the_region() -> None:
    scope = stack()
    parsing = Parsing.foundation_model(MODEL)
    arn = f"arn:aws:bedrock:eu-central-1::foundation-model/{MODEL.model_id}"
    assert parsing.model_arns(scope) == [arn]
    assert parsing.as_configuration(scope) == {
        "parsingStrategy": "BEDROCK_FOUNDATION_MODEL",
        "bedrockFoundationModelConfiguration": {"modelArn": arn},
    }


@pytest.mark.parametrize("model", [LanguageModel.within("eu", MODEL.model_id), LanguageModel.anywhere(MODEL.model_id)])
def test_a_parsing_model_elsewhere_is_refused(model: LanguageModel) -> None:
    with pytest.raises(ValueError, match=f"a parsing model must be one of the Region.*was {model.geography}.amazon"):
        Parsing.foundation_model(model)
    with pytest.raises(ValueError, match="a parsing model must be one of the Region"):
        Parsing(model)

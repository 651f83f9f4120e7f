"""The layers hold: imports go down only, and what serves is light."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LAYERS = (
    {"period", "encodable", "dateline", "answer_signs"},
    {"answer_types", "answer", "article", "errors", "finding", "catalogue", "receipt"},
    {"leaning_words", "sentences", "sketch"},
    {"library", "terms", "question", "coefficients", "compiled", "wording", "alignment"},
    {"analysis", "spelling"},
    {
        "encoder",
        "reader",
        "reranker",
        "reading",
        "embedded",
        "milvus",
        "relative_words",
        "antecedent",
        "weekdays",
        "quantities",
        "date_words",
        "reasons",
    },
    {
        "compiling",
        "gpu",
        "survey",
        "shards",
        "keeping",
        "adding",
        "glosses",
        "dates",
        "disagreement",
        "leaning",
        "objections",
        "grouping",
    },
    {"timeliness", "removing", "context", "applying"},
    {"features", "subscriptions", "carrying"},
    {"ranking"},
    {"spans", "reranking", "exchanges"},
    {"followup"},
    {"judging", "stories", "proving", "coverage"},
    {"verifying", "news"},
    {"answering", "indexing", "moving", "correcting"},
    {"evaluation", "sharding"},
    {"comparison", "calibration"},
)
"""retrieval's modules, from the bottom up; a module imports from the layers below its own, or from its own package."""

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# answer is made of articles, with a receipt for each quote; terms and questions build on each other;
# nothing else in a layer knows its neighbours
NEIGHBOURS = {
    ("answer", "article"),
    ("answer", "receipt"),
    ("catalogue", "article"),
    ("receipt", "article"),
    ("receipt", "errors"),
    ("terms", "answer"),
    ("question", "terms"),
    ("compiling", "compiling"),
    ("embedded", "embedded"),
    ("milvus", "milvus"),
    ("reading", "reading"),
}


DEVELOPMENT = ("sklearn", "scipy", "pytest", "hypothesis", "benchmarks", "training")


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", modules("retrieval"), ids=str)
def test_retrieval_knows_neither_bot_nor_settings(path: Path) -> None:
    assert not {name for name in imported(path) if name.split(".")[0] in ("bot", "config", "telegram", "click", "rich")}


@pytest.mark.parametrize("path", modules("retrieval"), ids=str)
def test_retrieval_imports_go_down(path: Path) -> None:
    own = path.relative_to(ROOT / "retrieval").parts[0].removesuffix(".py")
    if own == "__init__":
        return
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "retrieval" and len(parts) > 1:
            assert LEVEL[parts[1]] < LEVEL[own] or (own, parts[1]) in NEIGHBOURS, f"{own} imports {parts[1]}"


@pytest.mark.parametrize("path", modules("bot"), ids=str)
def test_settings_are_read_by_the_command_line_alone(path: Path) -> None:
    if "cli" not in path.relative_to(ROOT).parts:
        assert "config.settings" not in imported(path)


@pytest.mark.parametrize("path", modules("bot") + modules("config"), ids=str)
def test_telegram_is_imported_in_its_folder_alone(path: Path) -> None:
    if "telegram" not in path.relative_to(ROOT).parts[1:2]:
        assert not {name for name in imported(path) if name.split(".")[0] == "telegram"}


@pytest.mark.parametrize("path", modules("retrieval") + modules("bot"), ids=str)
def test_the_product_needs_no_development_tools(path: Path) -> None:
    assert not {name for name in imported(path) if name.split(".")[0] in DEVELOPMENT}

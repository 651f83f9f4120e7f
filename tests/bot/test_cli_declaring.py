"""Commands are what their functions' signatures say."""

from pathlib import Path
from typing import Annotated, Any

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli.declaring import Argument, Option, group_of

Wait = Annotated[float, Option(help="How long.", least=0.5, most=2)]


@pytest.fixture
def seen() -> dict[str, Any]:
    return {}


@pytest.fixture
def app(seen: dict[str, Any]) -> click.Group:
    def put_away(
        files: Annotated[list[Path], Argument(help="What to put away.")],
        as_json: Annotated[bool, Option(name="--json", help="As JSON.")] = False,
        to_place: Annotated[Path | None, Option(help="Where to.")] = None,
        also: Annotated[list[str] | None, Option(help="What else.")] = None,
        copies: Annotated[int, Option(help="How many.", least=1)] = 3,
        wait: Wait = 1.0,
    ) -> None:
        """Put files away."""
        seen.update(locals())

    def call(name: Annotated[str | None, Argument(help="Whom.")] = None) -> None:
        """Call somebody."""
        seen.update(name=name)

    return group_of("things", "Does things.", [put_away, call])


def run(app: click.Group, *words: str) -> Result:
    return CliRunner().invoke(app, words, catch_exceptions=False)


def test_what_is_not_given_is_as_the_function_says(app: click.Group, seen: dict[str, Any]) -> None:
    assert run(app, "put-away", "a", "b").exit_code == 0
    expected = {"files": [Path("a"), Path("b")], "as_json": False, "to_place": None, "copies": 3, "wait": 1.0}
    assert {name: seen[name] for name in expected} == expected
    assert not seen["also"]
    run(app, "call")
    assert seen["name"] is None


def test_what_is_given_comes_in_its_type(app: click.Group, seen: dict[str, Any]) -> None:
    words = ("put-away", "--json", "--to-place", "x", "--also", "1", "--also", "2", "--copies", "5", "--wait", "2", "a")
    assert run(app, *words).exit_code == 0
    expected = {"as_json": True, "to_place": Path("x"), "also": ["1", "2"], "copies": 5, "wait": 2.0}
    assert {name: seen[name] for name in expected} == expected


@pytest.mark.parametrize(
    "words",
    [
        ("put-away",),
        ("put-away", "a", "--copies", "0"),
        ("put-away", "a", "--wait", "2.1"),
        ("call", "a", "b"),
        ("go",),
    ],
)
def test_a_wrong_use_ends_with_2(app: click.Group, seen: dict[str, Any], words: tuple[str, ...]) -> None:
    assert run(app, *words).exit_code == 2
    assert seen == {}


def test_help_names_everything_with_what_it_is_for(app: click.Group) -> None:
    told = run(app, "put-away", "--help").output
    for words in ("Put files away.", "FILES", "What to put away.", "--json", "--to-place PATH", "[default: 3; x>=1]"):
        assert words in told
    listed = run(app, "--help").output
    assert "Does things." in listed
    assert "put-away" in listed
    assert "Call somebody." in listed

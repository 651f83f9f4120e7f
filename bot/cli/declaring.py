"""Commands by their functions' signatures, whose parameters are `Annotated[type, Option(...)]` or `Annotated[type,
Argument(...)]`. Built on click alone: what does more at each start shows in the time to a first answer.
"""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

import click

_TYPES: dict[Any, click.ParamType[Any]] = {
    str: click.STRING,
    int: click.INT,
    float: click.FLOAT,
    Path: click.Path(path_type=Path),
}


@dataclass(frozen=True)
class Option:
    """A parameter that is named on the command line; a bool is a flag."""

    help: str
    name: str = ""  # such as "--json"; "" for the parameter's own
    least: float | None = None  # of a number
    most: float | None = None


@dataclass(frozen=True)
class Argument:
    """A parameter that is known by its place."""

    help: str


def group_of(name: str, help_: str, functions: Iterable[Callable[..., None]]) -> click.Group:
    """A group of commands, one a function."""
    return click.Group(name, commands=[_command_of(one) for one in functions], help=help_, no_args_is_help=True)


def _command_of(function: Callable[..., None]) -> click.Command:
    """The command of a function: its name, its docstring and its parameters."""
    parameters = [_parameter_of(one) for one in inspect.signature(function).parameters.values()]
    name, told = function.__name__.replace("_", "-"), inspect.getdoc(function) or ""
    return click.Command(name, callback=function, params=parameters, help=told, short_help=told)


def _parameter_of(parameter: inspect.Parameter) -> click.Parameter:
    """What click takes for a parameter; one that may be None is of the other type."""
    annotated, told = get_args(parameter.annotation)
    kinds = [annotated] if get_origin(annotated) is list else get_args(annotated) or [annotated]
    (kind,) = (one for one in kinds if one is not NoneType)
    several = get_origin(kind) is list
    if several:
        (kind,) = get_args(kind)
    required = parameter.default is inspect.Parameter.empty
    attributes: dict[str, Any] = {"required": required}
    if not required:
        attributes["default"] = parameter.default
    if several:
        attributes |= {"callback": _as_list, "default": None}
    if isinstance(told, Argument):
        nargs = -1 if several else 1
        return click.Argument([parameter.name], type=_TYPES[kind], nargs=nargs, help=told.help, **attributes)
    names = [told.name or f"--{parameter.name.replace('_', '-')}", parameter.name]
    shown = bool(parameter.default) and not required
    attributes |= {"help": told.help, "multiple": several, "show_default": shown}
    if kind is bool:
        return click.Option(names, is_flag=True, **attributes)
    return click.Option(names, type=_ranged(kind, told), **attributes)


def _ranged(kind: Any, told: Option) -> click.ParamType[Any]:
    """The type of an option's value, within its limits."""
    if told.least is None and told.most is None:
        return _TYPES[kind]
    return (click.IntRange if kind is int else click.FloatRange)(told.least, told.most)  # type: ignore[arg-type]


def _as_list(_: click.Context, __: click.Parameter, values: Iterable[str]) -> list[str]:
    return list(values)

"""Which functions of ours call which, read from the source: what one leads to, however many calls away."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

#: By a function's full name, the full names of all it uses.
Calls = Mapping[str, frozenset[str]]


def read(root: Path, apps: Iterable[str]) -> tuple[Calls, set[str]]:
    """The calls of every function at the top of a module, and those that own a transaction."""
    paths = [path for app in apps for path in (root / app).rglob("*.py") if "migrations" not in path.parts]
    modules = {_named(path.relative_to(root)): ast.parse(path.read_text()) for path in paths}
    names = {name: dict(_names(name, module)) for name, module in modules.items()}
    calls, atomic = {}, set()
    for name, module in modules.items():
        for function in (each for each in module.body if isinstance(each, ast.FunctionDef)):
            own = f"{name}.{function.name}"
            calls[own] = frozenset(_followed(used, names) for used in _used(function, names[name]))
            if any("atomic" in ast.unparse(each) for each in function.decorator_list):
                atomic.add(own)
    return calls, atomic


def leading_to(goals: Iterable[str], calls: Calls) -> set[str]:
    """Functions that call one of `goals`, or something that leads there."""
    found = set(goals)
    while more := {name for name, used in calls.items() if used & found} - found:
        found |= more
    return found


def _named(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _names(module: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What each name at the top of a module stands for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((each.asname or each.name, f"{node.module}.{each.name}") for each in node.names)
    for own in tree.body:
        if isinstance(own, ast.FunctionDef | ast.ClassDef):
            yield own.name, f"{module}.{own.name}"


def _used(function: ast.FunctionDef, names: Mapping[str, str]) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in names:
            yield names[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            yield f"{names[node.value.id]}.{node.attr}"


def _followed(name: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """Where a name that was imported from a front stands itself."""
    module, _, last = name.rpartition(".")
    behind = names.get(module, {}).get(last, name)
    return name if behind == name else _followed(behind, names)

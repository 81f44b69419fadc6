"""The rules of dependence: the flow goes one way, and a newcomer can read any stage alone."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import montjoie

ROOT = Path(montjoie.__file__).parent
STAGES = ("collect", "extract", "ground", "reconcile", "record")
CORE = ("schema", "settled", "errors", "ids")  # in this order: each may import those before it, and settled the schema
FLOW = (
    "decided",
    "over_time",
    "history",
    "catch_up",
    "reading",
    "pipeline",
    "resolving",
    "asking",
    "deciding",
    "exporting",
    "interface",
    "recalled",
    "moments",
    "doctor",
)  # know the stages; nothing below knows them
CLI = ("cli", "cli_asking", "cli_keeping", "cli_lists", "cli_parts", "cli_reasons", "cli_serving")
EDGE = ("screens", "answers", "actor_answers", "place_answers", *CLI, "terminal", "interrupts", "__main__", "__init__")
MODULES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
LAZY_ALLOWED = {
    f"{name}.py" for name in CLI
}  # imports inside functions, so that --help is quick; collect opens its heavy libraries when they are needed
MOST_LINES = 500


def tree(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def imports(node: ast.AST) -> Iterator[str]:
    """Yield the modules that a piece of code imports."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Import):
            yield from (name.name for name in inner.names)
        elif isinstance(inner, ast.ImportFrom) and inner.module:
            yield inner.module
            yield from (f"{inner.module}.{name.name}" for name in inner.names)


def ours(module: Path) -> set[str]:
    """Return the parts of the package that a module imports: "schema", "record", …"""
    return {name.split(".")[1] for name in imports(tree(module)) if name.startswith("montjoie.")}


def belongs(module: Path) -> str:
    return module.parts[0] if len(module.parts) > 1 else module.stem


@pytest.mark.parametrize("module", [m for m in MODULES if belongs(m) in CORE], ids=str)
def test_the_core_imports_the_standard_library_and_itself(module: Path) -> None:
    assert ours(module) <= set(CORE) - {belongs(module)}
    outside = {name.split(".")[0] for name in imports(tree(module))} - {"montjoie"}
    assert outside <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("module", [m for m in MODULES if belongs(m) in STAGES], ids=str)
def test_a_stage_never_imports_another_stage(module: Path) -> None:
    assert ours(module) <= {*CORE, "settings", belongs(module)}


@pytest.mark.parametrize("module", [m for m in MODULES if belongs(m) == "serve"], ids=str)
def test_serving_sees_only_the_record_and_the_types(module: Path) -> None:
    assert ours(module) <= {*CORE, "record", "serve"}


def test_nothing_imports_the_command_line() -> None:
    for module in MODULES:
        if module.stem not in ("__main__", *CLI):
            assert not ours(module) & set(CLI), module


def test_only_the_flow_knows_more_than_one_stage() -> None:
    for module in MODULES:
        if belongs(module) not in {*FLOW, *EDGE, *STAGES}:
            assert len(ours(module) & set(STAGES)) <= 1, module


@pytest.mark.parametrize("stage", [*STAGES, "serve"])
def test_the_files_of_a_stage_have_no_cycle(stage: str) -> None:
    graph = {
        module.stem: {name.split(".")[2] for name in imports(tree(module)) if name.startswith(f"montjoie.{stage}.")}
        for module in MODULES
        if belongs(module) == stage
    }
    reached: dict[str, set[str]] = {}

    def below(name: str, above: tuple[str, ...]) -> set[str]:
        assert name not in above, f"{stage}: {' → '.join([*above, name])}"
        if name not in reached:
            reached[name] = {name}.union(*(below(inner, (*above, name)) for inner in graph.get(name, ()) if inner in graph))
        return reached[name]

    for name in graph:
        below(name, ())


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_our_own_modules_are_imported_at_the_top(module: Path) -> None:
    if module.name in LAZY_ALLOWED:
        return
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert not [name for name in imports(node) if name.startswith("montjoie")], f"{module}: {node.name}"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_only_the_command_line_prints_and_nothing_asserts(module: Path) -> None:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and module.name != "cli.py":
            assert node.func.id != "print", module
        assert not isinstance(node, ast.Assert), f"{module}: line {getattr(node, 'lineno', 0)}"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_file_says_what_it_does_and_stays_short(module: Path) -> None:
    text = (ROOT / module).read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), module
    assert text.count("\n") <= MOST_LINES, module

"""The objects of the export → Arrow tables with the columns of the export, and for incidents flat columns before them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from typing_extensions import is_typeddict

from montjoie.errors import InputError
from montjoie.serve import export_shape as shape

if TYPE_CHECKING:
    import pyarrow as pa

SHAPES = {
    "documents": shape.DocumentShape,
    "incidents": shape.IncidentShape,
    "claims": shape.ClaimShape,
    "commitments": shape.CommitmentShape,
    "disagreements": shape.DisagreementShape,
    "ledger": shape.LedgerShape,
}
FLAT = (  # of incidents: name, type, where it is found
    ("date_start", "string", ("time", "start")),
    ("date_end", "string", ("time", "end")),
    ("date_precision", "int64", ("time", "precision")),
    ("place_name", "string", ("place", "name")),
    ("within", "string", ("place", "within")),
    ("country", "string", ("place", "country")),
    ("latitude", "float64", ("place", "lat")),
    ("longitude", "float64", ("place", "lon")),
    ("killed_low", "int64", ("toll", "killed", "low")),
    ("killed_best", "int64", ("toll", "killed", "best")),
    ("killed_high", "int64", ("toll", "killed", "high")),
    ("injured_low", "int64", ("toll", "injured", "low")),
    ("injured_best", "int64", ("toll", "injured", "best")),
    ("injured_high", "int64", ("toll", "injured", "high")),
    ("grade_value", "string", ("grade", "value")),
)


def arrow() -> Any:
    """Return pyarrow, or raise InputError that says how to get it."""
    try:
        import pyarrow as pa
    except ModuleNotFoundError as error:
        raise InputError("tables need pyarrow, which is not installed; add it with: pip install 'montjoie[tables]'") from error
    return pa


def table(kind: str, objects: Sequence[Mapping[str, Any]]) -> "pa.Table":
    """Return objects of one kind as an Arrow table; no objects give a table without rows and the same columns."""
    pa = arrow()
    flat = FLAT if kind == "incidents" else ()
    hints = get_type_hints(SHAPES[kind])
    schema = pa.schema(
        [pa.field("id", pa.string())]
        + [pa.field(name, getattr(pa, type_name)()) for name, type_name, _ in flat]
        + [pa.field(name, _type(pa, hint)) for name, hint in hints.items() if name != "id"]
    )
    rows = [{**{name: _value(hint, one.get(name)) for name, hint in hints.items()}, **_flat(one, flat)} for one in objects]
    return pa.Table.from_pylist(rows, schema=schema)


def write_parquet(export: shape.ExportShape, folder: Path) -> dict[str, int]:
    """Write a data set for each kind into a folder; return how many rows each has."""
    pa = arrow()
    from pyarrow import parquet

    try:
        for kind in SHAPES:
            (folder / kind).mkdir(parents=True, exist_ok=True)
            draft = folder / kind / ".part-0.parquet"
            made = table(kind, export[kind])  # type: ignore[literal-required]
            parquet.write_table(made.replace_schema_metadata(None), draft, compression="zstd")
            draft.replace(folder / kind / "part-0.parquet")
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{folder} cannot be written ({error}); name a folder with --out") from error
    return {kind: len(export[kind]) for kind in SHAPES}  # type: ignore[literal-required]


def _flat(one: Mapping[str, Any], columns: Sequence[tuple[str, str, tuple[str, ...]]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, _, path in columns:
        value: Any = one
        for step in path:
            value = value.get(step) if value else None
        found[name] = value
    return found


def _type(pa: Any, hint: Any) -> Any:
    """Return the Arrow type of a field of the export's shape."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        kinds = [kind for kind in inside if kind is not NoneType]
        return _type(pa, kinds[0]) if len(kinds) == 1 else pa.string()  # true or why not: as words
    if origin is list:
        return pa.list_(_type(pa, inside[0]))
    if origin is dict:
        return pa.map_(_type(pa, inside[0]), _type(pa, inside[1]))
    if origin is not None:  # NotRequired[...]
        return _type(pa, inside[0])
    if is_typeddict(hint):
        return pa.struct([pa.field(name, _type(pa, kind)) for name, kind in get_type_hints(hint).items()])
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[hint]


def _value(hint: Any, value: Any) -> Any:
    """Return a value as its Arrow type wants it: maps as pairs, and "true" in words where a reason could stand."""
    if value is None:
        return None
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        kinds = [kind for kind in inside if kind is not NoneType]
        if len(kinds) > 1:
            return value if isinstance(value, str) else str(value).lower()
        return _value(kinds[0], value)
    if origin is list:
        return [_value(inside[0], item) for item in value]
    if origin is dict:
        return [(key, _value(inside[1], item)) for key, item in value.items()]
    if is_typeddict(hint):
        return {name: _value(kind, value.get(name)) for name, kind in get_type_hints(hint).items()}
    return value

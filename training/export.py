"""Writes trained weights as one ONNX file, its products in 8-bit blocks, beside the labels and the tokenizer that belong to it."""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from montjoie.extract.labels import CLASSES, LAYERS, RELATIONS, columns
from montjoie.extract.model_files import FORMAT
from montjoie.extract.pairs import SIGNS
from training.data import BASE
from training.model import DEPTH, HEADS, SIZE, on_grid

BLOCK = 64  # weights that share a scale: of 32 keep half a percent more of the items and cost a tenth of the speed, of 128 the other way

CONTRIB = "com.microsoft"
SHIPPED = Path("src/montjoie/extract/model")
SPEAKERS = Path(__file__).parent / "speakers.json"  # of speakers.py
ALIKE = Path(__file__).parent / "alike.json"  # of alike.py
Weights = dict[str, np.ndarray]


class Graph:
    """Collects nodes and constants."""

    def __init__(self, weights: Weights, quantised: bool) -> None:
        self.weights, self.quantised = weights, quantised
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, op: str, inputs: list[str], domain: str = "", **attributes: object) -> str:
        name = f"{op}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def linear(self, x: str, name: str) -> str:
        """Return a product with its bias: in 8-bit blocks, or in fp32."""
        weight, bias = self.weights[f"{name}.weight"], self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        if not self.quantised:  # the very weights that were trained with, in fp32 arithmetic
            made = self.node("MatMul", [x, self.constant(f"{name}.weight", on_grid(torch.from_numpy(weight)).numpy().T)])
            return self.node("Add", [made, bias])
        packed, scales = blocks(weight)
        inputs = [x, self.constant(f"{name}.weight", packed), self.constant(f"{name}.scales", scales)]
        shape = {"K": weight.shape[1], "N": weight.shape[0], "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
        return self.node("Add", [self.node("MatMulNBits", inputs, CONTRIB, **shape), bias])

    def norm(self, x: str, y: str, name: str) -> str:
        both = self.node("Add", [x, y])
        inputs = [self.constant(f"{name}.{kind}", self.weights[f"{name}.{kind}"]) for kind in ("weight", "bias")]
        return self.node("LayerNormalization", [both, *inputs], axis=-1, epsilon=1e-12)

    def embedded(self, ids: str) -> str:
        table = self.weights["pieces.weight"]
        if not self.quantised:
            return self.node("Gather", [self.constant("pieces", table), ids])
        scale = np.abs(table).max(1, keepdims=True) / 127
        rows = self.node("Gather", [self.constant("pieces", np.rint(table / scale).astype(np.int8)), ids])
        scales = self.node("Gather", [self.constant("pieces.scale", scale.astype(np.float32)), ids])
        return self.node("Mul", [self.node("Cast", [rows], to=TensorProto.FLOAT), scales])


def blocks(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a weight (outputs × inputs) as unsigned bytes around 128 in blocks of inputs, and the scale of each block."""
    rows = on_grid(torch.from_numpy(weight)).numpy().reshape(weight.shape[0], -1, BLOCK)
    scales = np.maximum(np.abs(rows).max(2, keepdims=True), 1e-12) / 127
    return (np.rint(rows / scales) + 128).astype(np.uint8), scales[..., 0].astype(np.float32).reshape(-1)


def graph(weights: Weights, *, quantised: bool = True) -> onnx.ModelProto:
    """Return the model: pieces and shapes of one window in, the scores of every head for every piece out."""
    made = Graph(weights, quantised)
    shapes = made.node("Gather", [made.constant("shapes.table", weights["shapes.weight"]), "shapes"])
    count = made.node("Shape", ["pieces_of_window"])
    zero = made.constant("zero", np.array([0], dtype=np.int64))
    positions = made.node("Slice", [made.constant("positions", weights["positions.weight"]), zero, count])
    x = made.node("Add", [made.embedded("pieces_of_window"), shapes])
    x = made.node("Unsqueeze", [made.norm(x, positions, "norm"), zero])
    for layer in range(DEPTH):
        name = f"blocks.{layer}"
        parts = [made.linear(x, f"{name}.{part}") for part in ("query", "key", "value")]
        mixed = made.node("MultiHeadAttention", parts, CONTRIB, num_heads=HEADS)
        x = made.norm(x, made.linear(mixed, f"{name}.out"), f"{name}.attended")
        inner = made.node("Gelu", [made.linear(x, f"{name}.inner")], CONTRIB)
        x = made.norm(x, made.linear(inner, f"{name}.outer"), f"{name}.done")
    heads = made.node("MatMul", [made.node("Squeeze", [x, zero]), made.constant("heads.weight", weights["heads.weight"].T)])
    made.nodes.append(helper.make_node("Add", [heads, made.constant("heads.bias", weights["heads.bias"])], ["scores"]))
    given = [helper.make_tensor_value_info(name, TensorProto.INT64, ["pieces"]) for name in ("pieces_of_window", "shapes")]
    out = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["pieces", len(weights["heads.bias"])])]
    body = helper.make_graph(made.nodes, "reader", given, out, made.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=9, producer_name="montjoie")


def write(weights: Weights, out: Path, *, thresholds: dict[str, float], confidence: Path | None = None, quantised: bool = True) -> str:
    """Write model.onnx, tokenizer.json and labels.json into a folder and return the model's digest."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.onnx").write_bytes(graph(weights, quantised=quantised).SerializeToString(deterministic=True))
    shutil.copyfile(BASE / "tokenizer.json", out / "tokenizer.json")
    digests = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")}
    labels = {
        "format": FORMAT,
        "files": digests,
        "size": SIZE,
        "layers": list(LAYERS),
        "classes": {name: list(of) for name, of in CLASSES.items()},
        "columns": {name: list(of) for name, of in columns().items()},
        "relations": list(RELATIONS),
        "distance": np.round(weights["distance"].astype(np.float64), 4).tolist(),
        "signs": dict(zip(SIGNS, np.round(weights["signs"].astype(np.float64), 4).tolist(), strict=True)),
        "alone": round(float(weights["alone"][0]), 4),
        "thresholds": thresholds,
        "alike": json.loads(ALIKE.read_text(encoding="utf-8")),
        "speakers": json.loads(SPEAKERS.read_text(encoding="utf-8")),
        "confidence": json.loads(confidence.read_text(encoding="utf-8")) if confidence else {},
    }
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    return digests["model.onnx"]


def weights_of(path: Path) -> Weights:
    """Return the arrays of a training run's file."""
    state = torch.load(path, weights_only=True)
    return {name: value.numpy().astype(np.float32) for name, value in state.get("model", state).items()}


def main() -> None:
    """Write the shipped files from a run's averaged weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="final.pt, or last.pt of a run that goes on")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--thresholds", type=Path, help="thresholds.json of tune.py")
    parser.add_argument("--confidence", type=Path, help="confidence.json of calibrate.py")
    parser.add_argument("--fp32", action="store_true", help="without quantising, to compare with")
    args = parser.parse_args()
    thresholds = json.loads(args.thresholds.read_text(encoding="utf-8")) if args.thresholds else {}
    print(write(weights_of(args.weights), args.out, thresholds=thresholds, confidence=args.confidence, quantised=not args.fp32))


if __name__ == "__main__":
    main()

"""How many 8-bit multiplications and additions a second one core does in a plain product of matrices, for comparison."""

import time

import numpy as np
import onnxruntime

ROWS, INNER, COLUMNS, TIMES = 512, 1536, 384, 40


def operations_a_second() -> float | None:
    """Return the rate, or None where the package `onnx` (dependency group train) is not there to write the product down."""
    try:
        from onnx import TensorProto, helper, numpy_helper
    except ImportError:
        return None
    weight = numpy_helper.from_array(np.random.default_rng(0).integers(-127, 127, (INNER, COLUMNS), dtype=np.int8), "w")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["x", "w"], ["y"])],
        "product",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, [ROWS, INNER])],
        [helper.make_tensor_value_info("y", TensorProto.INT32, [ROWS, COLUMNS])],
        [weight],
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    x = {"x": np.random.default_rng(1).integers(0, 255, (ROWS, INNER), dtype=np.uint8)}
    session.run(None, x)
    begun = time.perf_counter()
    for _ in range(TIMES):
        session.run(None, x)
    return 2.0 * ROWS * INNER * COLUMNS * TIMES / (time.perf_counter() - begun)

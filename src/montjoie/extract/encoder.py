"""The encoder: one window in, the scores of its words out; the only file that imports onnxruntime."""

from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from montjoie.errors import ResourceMissing
from montjoie.extract.model_files import ModelFiles
from montjoie.extract.windows import Window

DECIMALS = 3  # to which scores are rounded, so that a last bit decides nothing


class Encoder:
    """Runs the model on one unpadded window a call, on one thread: an article's scores depend on nothing but the article."""

    def __init__(self, files: ModelFiles) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(files.model, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's errors share no class of their own
            raise ResourceMissing(f"onnxruntime {version('onnxruntime')} cannot run the model: {error}") from error
        self.tokenizer = Tokenizer.from_str(files.tokenizer)
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def __call__(self, window: Window) -> NDArray[np.float32]:
        """Return the scores of a window's words, the mean of their pieces': words × columns, rounded."""
        scores = self._session.run(["scores"], {"pieces_of_window": window.pieces, "shapes": window.shapes})[0]
        bounds = np.append(window.begins, window.end)
        sums = np.add.reduceat(scores[: window.end], window.begins, axis=0)
        return np.round(sums / np.diff(bounds)[:, None], DECIMALS).astype(np.float32)


def runtime() -> dict[str, str]:
    """Return what scores depend on beside the model: the runtime and where it computes."""
    return {"onnxruntime": version("onnxruntime"), "provider": "CPUExecutionProvider"}

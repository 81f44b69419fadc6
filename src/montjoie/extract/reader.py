"""The reader: Document → Reading, with a model and no hand in it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from threading import Lock

from montjoie.extract.attribution import Claim, named, read_claims, with_speakers
from montjoie.extract.commitments import read_commitments
from montjoie.extract.decode import Scored, decode
from montjoie.extract.encoder import Encoder, runtime
from montjoie.extract.incidents import Count, read_incidents, relevance
from montjoie.extract.model_files import FOLDER, ModelFiles, load_model
from montjoie.extract.toll_telling import told_tolls
from montjoie.extract.windows import split
from montjoie.schema import ClaimRead, CommitmentRead, Document, Reading, RelationRead

LANGUAGES = frozenset({"en"})  # that the model was trained on; others are kept and not read


class Reader:
    """Reads articles with the model of a folder. Raises ResourceMissing where it is not there or not what it was."""

    def __init__(self, count: Count, folder: Path = FOLDER) -> None:
        self.files: ModelFiles = load_model(folder)
        self.count = count
        self._lock = Lock()
        self._encoder: Encoder | None = None

    @property
    def digest(self) -> str:
        """Return the digest that its readings carry as their maker."""
        return self.files.digest

    @property
    def facts(self) -> dict[str, str]:
        """Return what its readings depend on: model, tokenizer, runtime."""
        files = self.files.labels["files"]
        return {"model": self.digest, "network": files["model.onnx"], "tokenizer": files["tokenizer.json"], **runtime()}

    @property
    def encoder(self) -> Encoder:
        """Return the encoder, loaded once, when it is first needed; threads may share it."""
        with self._lock:
            if self._encoder is None:
                self._encoder = Encoder(self.files)
            return self._encoder

    def reads(self, document: Document) -> bool:
        """Say whether a document is in a language that the model reads. Too little text to tell is read."""
        return document.language in LANGUAGES or document.language == "und"

    def read(self, document: Document) -> Reading:
        """Return the reading of a document: the same whatever was read before it."""
        words = split(document.text, document.title, self.encoder.tokenizer)
        scored = replace(decode(words, self.encoder, self.files.distance, self.files.thresholds), weights=self.files.confidence)
        return assembled(document, self.digest, scored, self.files, self.count)


def assembled(document: Document, maker: str, scored: Scored, files: ModelFiles, count: Count) -> Reading:
    """Return the reading that the scored spans of a document make."""
    incidents = read_incidents(scored, files.same, count)
    said = named(document.text, told_tolls(scored, read_claims(scored, incidents), incidents), files.speakers)
    commitments = read_commitments(scored, [claim for claim in said if claim.contents], incidents, count)
    return Reading(
        document=document.id,
        maker=maker,
        incidents=tuple(with_speakers([incident.read for incident in incidents], said)),
        claims=tuple(_about_acts(claim.read, commitments) for claim in said),
        commitments=tuple(commitments),
        relations=tuple(_contradictions(document, said)),
        relevance=relevance(scored, incidents),
    )


def _about_acts(claim: ClaimRead, acts: Sequence[CommitmentRead]) -> ClaimRead:
    """Return a claim that also speaks of the commitments it reports."""
    return replace(claim, about=(*claim.about, *(act.item for act in acts if act.by == claim.item)))


def _contradictions(document: Document, claims: Sequence[Claim]) -> list[RelationRead]:
    """Return the denials that contradict an accusation or a claim of responsibility for the same incident by somebody else."""
    made = []
    for one, other in combinations([claim.read for claim in claims if claim.read.about], 2):
        kinds = {one.kind, other.kind}
        speakers = {document.text[claim.source.start : claim.source.end].casefold() for claim in (one, other)}
        if "denies" in kinds and kinds & {"accuses", "claims_responsibility"} and set(one.about) & set(other.about) and len(speakers) > 1:
            made.append(RelationRead(type="contradicts", a=one.item, b=other.item))
    return made

"""A text → who and what it names, with every naming in order, and the mentions of speakers that are to be led back to them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from montjoie.extract import speaker_words as lists
from montjoie.extract.speaker_names import Form, Name, bare, names_of, words_of
from montjoie.extract.windows import sentence_cuts
from montjoie.schema import Span

RECENT = 24  # entities named last before a mention that are weighed
AHEAD = 8  # entities named first after it
SPOKEN = 6  # latest speakers
SHARING = 12  # entities that share a word with it
ALIKE = 85  # of 100, how near a misspelt surname comes
PRONOUNS = {
    "he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "herself": "she", "it": "it", "its": "it",
    "they": "they", "them": "they", "their": "they", "i": "i", "me": "i", "my": "i", "we": "we", "us": "we", "our": "we", "who": "who",
}  # fmt: skip
CUT = re.compile(r"(?:,|\s(?:of|at|in|from|for|to|who|whose|with|close|on|by|near|inside|that|which|and)\b)")
MARK = re.compile(r"[“”„«»\"]|\n")


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that an article names or describes. `at`: where it begins to be named, in order of the text."""

    words: Form
    span: Span
    shape: str  # person, org, place, one, many, other
    at: list[int] = field(default_factory=list)
    told: set[str] = field(default_factory=set)  # words that stand beside it: "prime minister", "head of"
    sex: str = ""
    short: str = ""  # the acronym that the text gives it in brackets
    named: bool = False  # by a name, not a description
    called: set[Form] = field(default_factory=set)  # mentions already led back to it

    @property
    def countries(self) -> set[str]:
        """Return the countries that its own words and those beside it name."""
        return {lists.COUNTRIES[word] for word in self.told.union(self.words) if word in lists.COUNTRIES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """The words that name a source, taken apart."""

    span: Span
    kind: str  # he, she, it, they, i, we, who, name, role
    words: Form
    head: str
    shape: str  # of what it speaks of, as far as its own words say
    given: str  # "a", "the", "bare"
    sex: str
    own: Entity | None  # what it names or describes by itself


class Article:
    """The entities of an article and its mentions of speakers, in order; what is settled of one weighs for the next."""

    def __init__(self, text: str, sources: Sequence[Span]) -> None:
        self.text = text
        self.names = names_of(text)
        self.starts = [name.start for name in self.names]
        self.cuts = sentence_cuts(text)
        self.marks = [(match.start(), match.group()) for match in MARK.finditer(text)]
        self.mark_starts = [at for at, _ in self.marks]
        self.entities: list[Entity] = []
        self.by_form: dict[Form, list[Entity]] = {}
        self.by_word: dict[str, list[Entity]] = {}
        self.seen: list[tuple[int, Entity]] = []  # every naming, in order of place
        self.spoke: list[tuple[int, Entity]] = []
        self._enter()
        people = [entity for entity in self.entities if entity.shape == "person"]
        self.top = max(people, key=lambda entity: len(entity.at), default=None)
        self.mentions = [self._mention(span) for span in sorted(set(sources), key=lambda span: (span.start, span.end))]

    def sentence(self, at: int) -> int:
        """Return the number of the sentence that a character is in."""
        return bisect_right(self.cuts, at)

    def quoted(self, at: int) -> bool:
        """Say whether a character lies between quotation marks of its paragraph."""
        place = bisect_left(self.mark_starts, at) - 1
        straight = 0
        while place >= 0 and self.marks[place][1] != "\n":
            mark = self.marks[place][1]
            if mark in "“„«":
                return True
            if mark in "”»":
                return straight % 2 == 1
            straight += 1
            place -= 1
        return straight % 2 == 1

    def settle(self, mention: Mention, entity: Entity | None) -> None:
        """Keep who a mention is, for the mentions behind it."""
        speaker = entity or mention.own
        if speaker is None:
            return
        if speaker not in self.by_word.get(speaker.words[-1], ()):
            self._index(speaker)
        at = mention.span.start
        if at not in speaker.at:
            speaker.at.insert(bisect_left(speaker.at, at), at)
        place = bisect_right(self.seen, at, key=lambda item: item[0])
        self.seen.insert(place, (at, speaker))
        self.spoke.append((at, speaker))
        speaker.called.add(mention.words)
        if mention.kind == "role":
            speaker.told.update(mention.words)
        if not speaker.sex and mention.kind in ("he", "she"):
            speaker.sex = "m" if mention.kind == "he" else "f"

    def candidates(self, mention: Mention) -> list[Entity]:
        at = bisect_left(self.seen, mention.span.start, key=lambda item: item[0])
        before = distinct((entity for _, entity in reversed(self.seen[max(0, at - 4 * RECENT) : at])), RECENT)
        behind = distinct((entity for _, entity in self.seen[at : at + 4 * AHEAD]), AHEAD)
        spoke = distinct((entity for _, entity in reversed(self.spoke[-4 * SPOKEN :])), SPOKEN)
        alike: list[Entity] = []
        if mention.kind in ("name", "role"):
            for word in mention.words:
                alike.extend(self.by_word.get(word, ())[:12])
            alike.extend(self.by_form.get(mention.words, ()))
            alike.extend(self.by_form.get((mention.head,), ()))
            if mention.kind == "role":
                alike.extend(entity for entity in self.entities[:400] if mention.head in entity.told)
        every = dict.fromkeys([*before, *behind, *spoke, *alike])
        person = mention.kind in ("he", "she") or (mention.kind == "role" and mention.shape == "one")
        return [entity for entity in every if not self.within(entity, mention) and not (person and entity.shape == "place")]

    def within(self, entity: Entity, mention: Mention) -> bool:
        """Say whether an entity is named by nothing but the mention itself, or by a part of it."""
        if entity is mention.own and mention.kind == "name":
            if len(entity.words) > len(mention.words):
                return False
            return len(words_of(self.text[entity.span.start : entity.span.end])) <= len(
                words_of(self.text[mention.span.start : mention.span.end])
            )
        if entity.words == mention.words and (entity is mention.own or not entity.named):
            return True
        return mention.span.start <= entity.span.start and entity.span.end <= mention.span.end

    # ---------------------------------------------------------------- what is named

    def _enter(self) -> None:
        forms: dict[Form, list[Name]] = {}
        for name in self.names:
            forms.setdefault(name.words, []).append(name)
        longer: dict[Form, list[Form]] = {}
        for form in forms:
            for cut in range(1, len(form)):
                longer.setdefault(form[cut:], []).append(form)
            if len(form) in (2, 3) and forms[form][0].shape == "person":
                longer.setdefault(form[:1], []).append(form)
        acronyms: dict[str, list[Form]] = {}
        for form, found in forms.items():
            for short in sorted({name.short for name in found if name.short} | lists.initials(form)):
                acronyms.setdefault(short, []).append(form)
        _misspelt(forms, longer)
        fullest: dict[Form, Entity] = {}
        for form, found in forms.items():
            if not self._above(form, longer, acronyms):
                fullest[form] = self._entity(form, found)
        for form, found in forms.items():
            up = self._above(form, longer, acronyms)
            tops = [fullest[top] for top in up if top in fullest] or ([fullest[form]] if form in fullest else [])
            for top in tops:
                self._name(top, found)
            self.by_form[form] = tops
        self.seen.sort(key=lambda item: item[0])
        for entity in self.entities:
            entity.at = sorted(set(entity.at))

    @staticmethod
    def _above(form: Form, longer: Mapping[Form, list[Form]], acronyms: Mapping[str, list[Form]]) -> list[Form]:
        """Return the fuller forms of a form, of which it is the end, the given name or the acronym."""
        up = list(longer.get(form, ()))
        if len(form) == 1:
            up += [other for other in acronyms.get(form[0], ()) if other != form]
        return list(dict.fromkeys(up))

    def _entity(self, form: Form, found: Sequence[Name]) -> Entity:
        name = found[0]
        titled = max(found, key=lambda name: name.core - name.start)
        if len(form) == 1 and titled.start < titled.core:
            span = Span(start=titled.start, end=titled.end)
        else:
            span = Span(start=name.core, end=name.close)
        entity = Entity(words=form, span=span, shape=name.shape, named=True)
        self._index(entity)
        return entity

    def _index(self, entity: Entity) -> None:
        self.entities.append(entity)
        for word in sorted(set(entity.words)):
            self.by_word.setdefault(word, []).append(entity)

    def _name(self, entity: Entity, found: Sequence[Name]) -> None:
        for name in found:
            entity.at.append(name.core)
            self.seen.append((name.core, entity))
            entity.told.update(name.told)
            entity.sex = entity.sex or name.sex
            entity.short = entity.short or name.short

    # ---------------------------------------------------------------- mentions

    def _mention(self, span: Span) -> Mention:
        whole = self.text[span.start : span.end]
        words = bare(words_of(whole))
        raw = whole.split()
        first = raw[0].casefold() if raw else ""
        kind = PRONOUNS.get(whole.casefold().strip(), "") if whole == "I" or not whole.isupper() else ""
        given = "the" if first in lists.DEFINITE else "a" if first in lists.INDEFINITE else "bare"
        own, name = (None, None) if kind else self._own(span, words)
        if name is not None and span.start == name.start < name.core:
            given = "titled"
        short = CUT.split(whole)[0]
        head = (bare(words_of(short)) or words or ("",))[-1]
        if not kind:
            small = not short.split() or short.split()[-1][:1].islower()
            office = head in lists.ROLES or head in lists.BODIES
            lone = (
                len(words) == 1 and given == "bare" and not office and not head.endswith("s")
            )  # a surname, where a text knows no capitals
            kind = "role" if name is None and (office or (small and not lone)) else "name"
        shape = lists.shape_of(head) if kind == "role" else (own.shape if own else "other")
        sex = "m" if kind == "he" else "f" if kind == "she" else (name.sex if name else lists.sex_of(words))
        return Mention(
            span=span, kind=kind, words=name.words if name else words or ("",), head=head, shape=shape, given=given, sex=sex, own=own
        )

    def _own(self, span: Span, words: Form) -> tuple[Entity | None, Name | None]:
        """Return what a source names by itself, with the name that it begins or ends with; else what it describes."""
        if not words:
            return None, None
        inside = self.names[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]
        inside = [name for name in inside if name.start == span.start or self.text[name.start - 1] != "("]  # of a body, not its acronym
        for name in [*inside[-1:], *inside[:1]]:
            begins = name.start == span.start and self.text[name.end : name.end + 1] in (",", "(")
            ends = name.close >= span.end - 1 and (name.core > name.start or not self._governed(span.start, name.start))
            if (begins or ends) and self.by_form.get(name.words):
                return self.by_form[name.words][0], name
        for entity in self.by_form.get(words, ()):
            return entity, None
        head = (bare(words_of(CUT.split(self.text[span.start : span.end])[0])) or words)[-1]
        entity = Entity(words=words, span=span, shape=lists.shape_of(head), told=set(words))
        self.by_form[words] = [entity]
        return entity, None

    def _governed(self, start: int, name: int) -> bool:
        before = words_of(self.text[start:name])
        return bool(before) and (
            before[-1] in lists.GOVERNING or (before[-1] == "the" and before[-2:-1] != () and before[-2] in lists.GOVERNING)
        )


def last_before(entity: Entity, at: int) -> int:
    place = bisect_left(entity.at, at)
    return entity.at[place - 1] if place else -1


def distinct(found: Iterable[Entity], most: int) -> list[Entity]:
    made: dict[int, Entity] = {}
    for entity in found:
        made.setdefault(id(entity), entity)
        if len(made) == most:
            break
    return list(made.values())


def _misspelt(forms: Mapping[Form, Sequence[Name]], longer: dict[Form, list[Form]]) -> None:
    """Take a surname that stands alone for one that differs from it by a letter or two."""
    full = [form for form in forms if len(form) > 1 and forms[form][0].shape == "person"]
    for form in [form for form in forms if len(form) == 1 and len(form[0]) > 4 and form not in longer and form[0] not in lists.COUNTRIES]:
        near = [other for other in full if other[-1][0] == form[0][0] and ratio(other[-1], form[0]) >= ALIKE]
        if near:
            longer[form] = near

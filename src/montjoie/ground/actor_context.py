"""What one text says about its own actors: whom it names and where, its abbreviations, its names of people and their offices."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from montjoie.ground.actor_list import ActorList, Name
from montjoie.ground.actor_names import near_name
from montjoie.ground.actor_words import Token, fold, tokens_of
from montjoie.schema import Span

_DEFINED = re.compile(r"\(([A-Z][A-Za-z-]{1,9})\)")
_SENTENCE_END = re.compile(r"[.!?;:\n\"“”]")
_NAME_GAP = re.compile(r"^[  .\-–]{0,3}$")  # what may stand between the words of one name
_SMALL_WORDS = frozenset({"of", "for", "the", "and", "on", "in", "de", "al", "to"})
_CASELESS_SHARE = 0.01  # a text with a smaller share of capital letters was stripped of them
_WHERE_NOT_WHOSE = frozenset({"in", "at", "with", "for", "from", "on"})
_TELLERS = frozenset({"correspondent", "reporter", "journalist", "commentator", "blogger"})
_LONGEST_DEFINED = 12  # words of a name that an abbreviation in brackets stands for
_TITLE_REACH = 14  # words before a name in which its title may stand
_COMMANDS = frozenset({"heads", "headed", "leads", "led", "commands", "commanded", "chairs", "chaired", "runs", "directs", "oversees"})
_HOLDS_OFFICE = _COMMANDS | {"is", "was", "serves", "served"}
_APPOSITION_REACH = 16  # words after a name in which its title may stand


@dataclass(frozen=True, slots=True)
class Mention:
    """A listed actor, or an institution of a state, where the text names it."""

    start: int
    end: int
    actor: str


@dataclass(frozen=True, slots=True)
class Form:
    """A name of the text in its folded words, titles taken off; `first` and `last` index the text's words."""

    words: tuple[str, ...]
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Cue:
    """What the text says of a person's standing: an office, rank or organisation, and the state whose it is."""

    public: bool = False
    state: str | None = None
    offices: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()  # the words for offices and ranks in it


class TextActors:
    """A text's words and what is found in them, worked out when first asked for."""

    def __init__(self, text: str, actors: ActorList, day: date | None) -> None:
        self.text = text
        self.actors = actors
        self.day = day
        self.words = actors.words
        self.tokens = tokens_of(text)
        capitals = sum(1 for token in self.tokens if token.capital)
        self.caseless = len(self.tokens) > 20 and capitals < _CASELESS_SHARE * len(self.tokens)
        self._forms: dict[str, list[Form]] | None = None
        self._mentions: tuple[Mention, ...] | None = None
        self._defined: dict[str, tuple[Span, str | None]] | None = None
        self._cues: dict[tuple[str, ...], Cue] = {}
        self._near: dict[tuple[str, ...], str | None] = {}
        self._states: frozenset[str] | None = None

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Return the listed actors and the states' institutions that the text names, in order."""
        if self._mentions is None:
            self._mentions = tuple(self._find_mentions())
        return self._mentions

    @property
    def states_named(self) -> frozenset[str]:
        """Return the states that the text tells of, by name, adjective, people or capital."""
        if self._states is None:
            named = {name.actor for _, _, names in self.named_in(self.tokens) for name in names}  # "Congo" is two of them
            self._states = frozenset(actor for actor in named if actor.startswith("state:"))
        return self._states

    @property
    def defined(self) -> dict[str, tuple[Span, str | None]]:
        """Return what the text itself says its abbreviations mean: the words, and the listed actor if they name one."""
        if self._defined is None:
            self._defined = self._find_defined()
        return self._defined

    @property
    def forms(self) -> dict[str, list[Form]]:
        """Return the names of the text by each of their words."""
        if self._forms is None:
            self._forms = {}
            for form in self._find_forms():
                for word in form.words:
                    self._forms.setdefault(word, []).append(form)
        return self._forms

    def longer_forms(self, words: Sequence[str], at: int) -> list[Form]:
        """Return the longest names of the text that hold these words, one for each name; earlier ones if there are any."""
        every = [form for form in self.forms.get(words[-1], ()) if len(form.words) > len(words) and _holds(form.words, words)]
        every = [form for form in every if form.start < at] or every
        longest: list[Form] = []
        for form in sorted(every, key=lambda form: (-len(form.words), form.start)):
            if not any(set(form.words) <= set(other.words) for other in longest):
                longest.append(form)
        return longest

    def cue(self, words: tuple[str, ...]) -> Cue:
        """Return what the text says of the standing of a person, over every mention of the name.

        The last word alone counts as a mention only where no other name of the text ends with it.
        """
        if words not in self._cues:
            self._cues[words] = self._find_cue(words)
        return self._cues[words]

    def person(self, words: Sequence[str]) -> str | None:
        """Return the listed person whose name these words are."""
        found = {name.actor for name in self.actors.names_of(" ".join(words)) if name.actor.startswith("person:") or name.how == "user"}
        return found.pop() if len(found) == 1 else None

    def near(self, words: tuple[str, ...]) -> str | None:
        """Return the listed person whose name these words nearly are."""
        if words not in self._near:
            self._near[words] = near_name(words, self.actors.people)
        return self._near[words]

    def state_in(self, tokens: Sequence[Token]) -> str | None:
        """Return the one state that words name or are an adjective of; `None` for none or several."""
        found = {names[0].actor for _, _, names in self.named_in(tokens) if names[0].actor.startswith("state:")}
        return found.pop() if len(found) == 1 else None

    def state_of_title(self, tokens: Sequence[Token]) -> str | None:
        """Return the state whose office a title says it is: "Polish ambassador to Kenya" is Poland's, a professor nobody's."""
        end = len(tokens)
        for index, token in enumerate(tokens):
            abroad = token.folded == "to" and not any(self.words.is_a("office", after.folded) for after in tokens[index + 1 : index + 3])
            if token.folded in _WHERE_NOT_WHOSE or abroad:
                end = index
                break
        whose = tokens[:end]
        of_state = ("stateorg", "military")
        for token in whose:
            if self.words.is_a("orgword", token.folded) and not any(self.words.is_a(name, token.folded) for name in of_state):
                return None
            if token.folded in _TELLERS:  # a Moscow correspondent is not Russia's
                return None
        return self.state_in(whose)

    def named_in(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, tuple[Name, ...]]]:
        """Yield the names of the list in words, longest first from the left: first word, word after the last, names."""
        index = 0
        while index < len(tokens):
            length, names = self.actors.longest(tokens, index)
            if length:
                yield index, index + length, names
            index += length or 1

    def _find_mentions(self) -> Iterator[Mention]:
        tokens = self.tokens
        for first, after, names in self.named_in(tokens):
            if names[0].actor.startswith("state:"):
                yield from self._institutions(first, after, names[0].actor)
            for name in names[:1] if len({name.actor for name in names}) == 1 else ():
                if name.how in ("name", "user"):
                    yield Mention(tokens[first].start, tokens[after - 1].end, name.actor)

    def _institutions(self, first: int, after: int, state: str) -> Iterator[Mention]:
        """Yield the institution that stands after a state's adjective, or before "of" and its name."""
        tokens, heads = self.tokens, self.words.heads
        for length in range(min(self.words.longest_head, len(tokens) - after), 0, -1):
            code = heads.get(" ".join(token.folded for token in tokens[after : after + length]))
            if (
                code
                and code != "state"
                and _NAME_GAP.match(self.text[tokens[after - 1].end : tokens[after].start].replace("'s", "").replace("’s", ""))
            ):
                yield Mention(tokens[first].start, tokens[after + length - 1].end, self.actors.institution(code, state).id)
                return
        of = first - 1
        while of > 0 and tokens[of].folded == "the":
            of -= 1
        if of <= 0 or tokens[of].folded != "of":
            return
        for length in range(min(self.words.longest_head, of), 0, -1):
            code = heads.get(" ".join(token.folded for token in tokens[of - length : of] if token.folded != "the"))
            if code and code != "state":
                yield Mention(tokens[of - length].start, tokens[after - 1].end, self.actors.institution(code, state).id)
                return

    def _find_defined(self) -> dict[str, tuple[Span, str | None]]:
        found: dict[str, tuple[Span, str | None]] = {}
        starts = {token.start: index for index, token in enumerate(self.tokens)}
        for match in _DEFINED.finditer(self.text):
            after = starts.get(match.start(1))
            if after and (long := self._long_form(match[1], after)) and match[1] not in found:
                found[match[1]] = long
        return found

    def _long_form(self, short: str, after: int) -> tuple[Span, str | None] | None:
        """Return the words before a bracket that its abbreviation stands for."""
        tokens, first, best = self.tokens, after, None
        while first > 0 and after - first < _LONGEST_DEFINED:
            token = tokens[first - 1]
            if not (token.capital or token.folded in _SMALL_WORDS) or _SENTENCE_END.search(self.text[token.end : tokens[first].start]):
                break
            first -= 1
            if token.capital and token.folded[0] == short[0].lower():
                best = first
        if best is None or after - best < 2:
            return None
        long = tokens[best:after]
        length, names = self.actors.longest(tokens, best)
        actor = names[0].actor if length == len(long) and len(names) == 1 else None
        if actor is None and (listed := self.actors.find(short, day=self.day)) and len(listed) == 1:
            near = set(fold(listed[0].name).split()) | {word for alias in listed[0].aliases for word in fold(alias).split()}
            actor = listed[0].id if all(token.folded in near or token.folded in _SMALL_WORDS for token in long) else None
        return Span(start=long[0].start, end=long[-1].end), actor

    def _find_forms(self) -> Iterator[Form]:
        """Yield each run of capitalised words of which the part after titles and states is shaped like a name."""
        tokens, index = self.tokens, 0
        while index < len(tokens):
            if not self._begins_name(tokens[index]):
                index += 1
                continue
            first = index
            index += 1
            while index < len(tokens) and self._goes_on(index):
                index += 1
            while index > first + 1 and not tokens[index - 1].capital:
                index -= 1
            yield from self._form(first, index)

    def _begins_name(self, token: Token) -> bool:
        return token.capital and not token.raw[0].isdigit() and not self.words.is_a("stop", token.folded)

    def _goes_on(self, index: int) -> bool:
        token, before = self.tokens[index], self.tokens[index - 1]
        gap = self.text[before.end : token.start]
        if before.possessive or not _NAME_GAP.match(gap):
            return False
        ends = gap.startswith(".") and len(before.raw) > 1 and not self.words.is_a("office", before.folded)
        if ends and not self.words.is_a("honorific", before.folded):
            return False
        return (token.capital and not token.raw[0].isdigit()) or self.words.is_a("personpart", token.folded)

    def _form(self, first: int, after: int) -> Iterator[Form]:
        start = first
        for index in range(first, after):
            if index + 1 < after and (self.is_title(self.tokens[index]) or self._is_body(self.tokens[index])):
                start = index + 1
        words = tuple(token.folded for token in self.tokens[start:after])
        if words and not any(self.words.is_a("orgword", word) for word in words):
            yield Form(words, self.tokens[start].start, self.tokens[after - 1].end, start, after)

    def _is_body(self, token: Token) -> bool:
        """Say whether a word in a run of capitals is an organisation before a name ("NATO", "SSPDF")."""
        return token.raw.isupper() and token.raw.isalpha() and (len(token.raw) > 2 or bool(self.actors.names_of(token.folded)))

    def is_title(self, token: Token) -> bool:
        """Say whether a word stands before a name rather than in it: an office, a rank, "Mr", a state."""
        word = token.folded
        if any(self.words.is_a(name, word) for name in ("office", "rank", "honorific", "title", "orgword", "stop")):
            return True
        return any(name.actor.startswith("state:") and name.how != "capital" for name in self.actors.names_of(word))

    def _find_cue(self, words: tuple[str, ...]) -> Cue:
        last = words[-1]
        shared = any(not _holds(words, form.words) and not _holds(form.words, words) for form in self.forms.get(last, ()))
        public, states, offices, titles = False, set[str](), set[str](), set[str]()
        for index, token in enumerate(self.tokens):
            if token.folded != last and not (token.folded == last + "s" and len(last) > 3):
                continue
            first = index
            while first > 0 and index - first < len(words) - 1 and self.tokens[first - 1].folded == words[-2 - (index - first)]:
                first -= 1
            if shared and index - first + 1 < min(2, len(words)):
                continue
            for cue in (self._title_before(first), self._title_after(index + 1)):
                public = public or cue.public
                offices.update(cue.offices)
                titles.update(cue.titles)
                if cue.state:
                    states.add(cue.state)
        return Cue(public, states.pop() if len(states) == 1 else None, tuple(sorted(offices)), frozenset(titles))

    def _title_before(self, first: int) -> Cue:
        """Return the standing that the words right before a name give it: "Col.", "the head of the city council"."""
        tokens, words = self.tokens, self.words
        begin = first
        while begin > 0 and first - begin < _TITLE_REACH and self._same_phrase(begin, first):
            begin -= 1
        phrase = tokens[begin:first]
        while phrase and words.is_a("honorific", phrase[-1].folded):
            phrase = phrase[:-1]
        near = tokens[max(0, begin - 1) : first]
        if not phrase or any(words.is_a("kin", token.folded) for token in near[-6:]):
            return Cue()
        apart = "," in self.text[tokens[first - 1].end : tokens[first].start]
        if apart and words.is_a("preposition", phrase[0].folded):  # "a colleague of the mayor, X"
            return Cue()
        if words.is_a("office", phrase[-1].folded):
            return self._cue_of(phrase)
        titles = [i for i, token in enumerate(phrase[:-1]) if words.is_a("office", token.folded) or token.folded == "member"]
        ends_in_body = any(words.is_a(name, phrase[-1].folded) for name in ("orgword", "stateorg", "nobody")) or phrase[-1].capital
        if titles and ends_in_body and any(words.is_a("preposition", token.folded) for token in phrase[titles[-1] :]):
            return self._cue_of(phrase[titles[0] :])
        return Cue()

    def _same_phrase(self, begin: int, first: int) -> bool:
        """Say whether the word before `begin` is still of the phrase that leads up to a name."""
        token = self.tokens[begin - 1]
        gap = self.text[token.end : self.tokens[begin].start]
        if begin == first and gap.strip() == ",":
            return self.words.is_a("office", token.folded) or self.words.is_a("orgword", token.folded)
        short_title = gap.strip() == "." and (
            self.words.is_a("rank", token.folded) or self.words.is_a("office", token.folded) or len(token.raw) == 1
        )
        if (gap.strip() and not short_title and gap.strip() not in ("-", "–", "'s", "’s", '"', "”")) or "\n" in gap:
            return False
        word = token.folded
        known = ("office", "rank", "honorific", "orgword", "stateorg", "nobody", "preposition", "determiner", "modifier", "title", "former")
        compound = begin < first and self.words.is_a("orgword", self.tokens[begin].folded)  # "fire service", "gas company"
        plain = word in ("and", "member", "political", "regional", "military")
        return token.capital or compound or plain or any(self.words.is_a(name, word) for name in known)

    def _title_after(self, after: int) -> Cue:
        """Return the standing that an apposition gives a name: "X, mayor of Y", "X, who heads", "X of the Z ministry"."""
        tokens, words = self.tokens, self.words
        if after >= len(tokens) or tokens[after - 1].possessive:
            return Cue()
        gap = self.text[tokens[after - 1].end : tokens[after].start].strip()
        if gap not in (",", "(", ", (", "–", "—", "-"):
            return Cue()
        end = after
        while end < len(tokens) and end - after < _APPOSITION_REACH:
            if end > after and _SENTENCE_END.search(self.text[tokens[end - 1].end : tokens[end].start]):
                break
            if end > after and "," in self.text[tokens[end - 1].end : tokens[end].start]:
                break
            end += 1
        phrase = tokens[after:end]
        if phrase[0].folded == "who" and len(phrase) > 2 and phrase[1].folded in _HOLDS_OFFICE:
            phrase = phrase[1:] if phrase[1].folded in _COMMANDS else phrase[2:]
            if phrase[0].folded in _COMMANDS:
                return Cue(any(token.capital or words.is_a("orgword", token.folded) for token in phrase[1:]))
        head = next((i for i, token in enumerate(phrase) if words.is_a("preposition", token.folded)), len(phrase))
        if any(words.is_a("kin", token.folded) or words.is_a("pronoun", token.folded) for token in phrase[:head]):
            return Cue()
        if head == 0 and phrase[0].folded in ("of", "from", "at", "with"):
            belongs = any(token.capital and words.is_a("orgword", token.folded) for token in phrase[1:])
            return Cue(belongs)
        if any(words.is_a("office", token.folded) for token in phrase[:head]):
            return self._cue_of(phrase)
        role = any(words.is_a("speakerless", token.folded) or token.folded == "member" for token in phrase[:head])
        return Cue(role and self._of_a_body(phrase[head:]))

    def _of_a_body(self, after: Sequence[Token]) -> bool:
        """Say whether an expert or member is of a named body: "analyst with X", "a member of the council", "... at the X Institute"."""
        if not after:
            return False
        straight = after[0].folded in ("of", "at", "with", "for") and any(
            token.capital or self.words.is_a("orgword", token.folded) for token in after[1:4]
        )
        links = [i for i, token in enumerate(after) if token.folded in ("of", "at")]
        return straight or any(token.capital and self.words.is_a("orgword", token.folded) for i in links for token in after[i : i + 6])

    def office_before(self, before: Sequence[Token]) -> tuple[str, ...]:
        """Return the office that words end in ("U.S. Secretary of State"), none where it is a former one."""
        words = [token.folded for token in before if token.folded != "the" and not self.words.is_a("honorific", token.folded)]
        if any(self.words.is_a("former", word) for word in words):
            return ()
        found = [office for first in range(len(words)) if (office := self.words.offices.get(" ".join(words[first:])))]
        return tuple(found[:1]) if not (words and "deputy" in words) else ()

    def _cue_of(self, phrase: Sequence[Token]) -> Cue:
        if any(self.words.is_a("former", token.folded) for token in phrase):
            return Cue(True)
        titles = frozenset(token.folded for token in phrase if self.words.is_a("office", token.folded))
        return Cue(True, self.state_of_title(phrase), self.office_before(phrase), titles)


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    """Say whether words stand in other words, in their order and unbroken."""
    return any(tuple(whole[i : i + len(part)]) == tuple(part) for i in range(len(whole) - len(part) + 1))

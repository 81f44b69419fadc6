"""Readings → grounded readings: words become places, days, actors and counts, each with how it is known."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from montjoie.ground import act_terms
from montjoie.ground.act_circle import circle_of, circle_words
from montjoie.ground.act_meant import meant_acts
from montjoie.ground.act_start import start_of, tells_nothing
from montjoie.ground.actor_days import at_event
from montjoie.ground.actor_list import ActorList
from montjoie.ground.actor_lists import read_actor_list
from montjoie.ground.actor_speakers import speaker_behind
from montjoie.ground.actors import ActorSpan, agencies_credited, resolve_actors
from montjoie.ground.clock import Zones, zone_of_report
from montjoie.ground.date_lengths import duration_days
from montjoie.ground.date_periods import Days
from montjoie.ground.date_text import reached_before, times_told
from montjoie.ground.date_zone import in_zone
from montjoie.ground.dates import not_after_its_report, resolve_time
from montjoie.ground.doers import doers_of, kinds_of, reality_of
from montjoie.ground.figure_corrections import key_of, sense_of, with_new_numbers
from montjoie.ground.figure_sense import counted, person_of
from montjoie.ground.forms import change_of, form_of, names_another, told_before
from montjoie.ground.gazetteer import Gazetteer
from montjoie.ground.mostly import mostly_about
from montjoie.ground.named_together import each_of, parties_whole, with_parts
from montjoie.ground.numbers import figure_of, is_cumulative, read_count
from montjoie.ground.place_lists import joined_places, read_place_list
from montjoie.ground.place_names import fold
from montjoie.ground.places import resolve_places
from montjoie.ground.private_names import private_name
from montjoie.ground.sentences import sentences
from montjoie.ground.speaker_sides import named_in, named_sides, with_side
from montjoie.ground.terms_time import Telling, hours_of, term_time
from montjoie.ground.wording import article_words, content_words, place_words, telling_words, wording
from montjoie.ids import content_id
from montjoie.schema import (
    Claim,
    ClaimRead,
    Commitment,
    CommitmentRead,
    Document,
    Figure,
    GroundedFigure,
    GroundedReading,
    IncidentRead,
    Mention,
    PlaceWords,
    Reading,
    Relation,
    Span,
    Told,
    When,
    Where,
    Who,
)

__all__ = ["ActorList", "Gazetteer", "ground", "ground_all", "joined_places", "read_actor_list", "read_count", "read_place_list"]

GIVEN = "given"  # the maker of readings that a person (or another model) handed over: what they resolved is respected
BLAMING = ("accuses", "condemns")  # "X accused Y of it": that Y did it is X's word, wherever Y stands
MAKING = ("agrees", "announces", "extends", "proposes", "confirms_holding")  # acts beside which the terms are told
SPEAKING = ("source", "via", "party", "bound", "actor", "against")  # roles in which somebody described stands for the body he is of
CARRIED_OUT = ("displacement", "aid", "release")  # what a corridor, a pause or an exchange is for
LEADS_TO_PLACE = re.compile(  # what stands before the name of a place that a commitment is about, and not before a party to it
    r"(?:\b(?:from|to|towards?|into|out of|around|in|inside|near|at|between|via|through|outside|leave|leaving|reach|for|of)(?: the (?:cit(?:y|ies)|towns?|villages?) of)?|[–—-])\s*$",
    re.IGNORECASE,
)
WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
LIST_GOES_ON = re.compile(r"^\s*(?:,|and|or|, and|[–—-])\s*$", re.IGNORECASE)
PART_OF_A_NAME = re.compile(r"\b(?!(?:City|Town|Village|Port)\b)[A-Z]\w+ of (?:the )?$")  # "the Line of Control": Control is no town here
NAMES = re.compile(r"[^\W\d_a-z][\w'’`-]+(?:[ -](?:[^\W\d_a-z][\w'’`-]+|al-[\w'’`]+|and-on))*")


def ground_all(pairs: Iterable[tuple[Document, Reading]], places: Gazetteer, actors: ActorList) -> Iterator[GroundedReading]:
    """Ground a stream of readings, each with its document."""
    for document, reading in pairs:
        yield ground(document, reading, places, actors)


def ground(document: Document, reading: Reading, places: Gazetteer, actors: ActorList) -> GroundedReading:
    """Return one reading grounded; what cannot be resolved stays unresolved, with the reason."""
    work = _Work(document, reading, places, actors)
    mentions = tuple(work.mention(incident) for incident in work.in_order)
    mostly = mostly_about(mentions, document.title)
    mentions = tuple(replace(m, article=article_words(document.title, document.text)) if m.id in mostly[:1] else m for m in mentions)
    claims = tuple(work.claim(claim) for claim in reading.claims)
    acts = meant_acts([work.commitment(commitment, mentions) for commitment in reading.commitments], claims, mentions, document.text)
    circle = circle_of(acts, claims, (where for mention in mentions for where in mention.wheres))
    commitments = tuple(replace(act, circle=circle, words=circle_words(document.text, act, work.sentences, actors)) for act in acts)
    ids = work.ids
    outlet = actors.find(document.outlet, day=work.published) if document.outlet else ()
    return GroundedReading(
        document=document.id,
        source_key=document.source_key,
        outlet=document.outlet,
        outlet_who=Who(span=Span(start=0, end=1), id=outlet[0].id, name=outlet[0].name, kind=outlet[0].kind, basis="outlet")
        if outlet
        else None,
        mentions=mentions,
        claims=claims,
        commitments=commitments,
        relations=tuple(Relation(type=r.type, a=ids[r.a], b=ids[r.b]) for r in reading.relations if r.a in ids and r.b in ids),
        known=work.known,
        mostly=mostly,
        agencies=agencies_credited(document.text, actors),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """The content spans of one claim."""

    claim: str
    spans: tuple[Span, ...]

    def holds(self, span: Span) -> bool:
        return any(content.start <= span.start and span.end <= content.end for content in self.spans)

    @property
    def length(self) -> int:
        return sum(span.end - span.start for span in self.spans)


class _Work:
    """What is worked out once for a document: its ids, places, actors and sentences."""

    def __init__(self, document: Document, reading: Reading, places: Gazetteer, actors: ActorList) -> None:
        self.document = document
        self.reading = reading
        self.text = document.text
        self.gazetteer = places
        self.actors = actors
        self.given = reading.maker == GIVEN
        self.published = date.fromisoformat(document.published.at[:10]) if document.published else None
        self.in_order = sorted(reading.incidents, key=lambda incident: (min(incident.triggers), incident.item))
        self.ids = self._ids()
        self.known: dict[str, datetime | None] = self._known()
        self.contents = sorted(
            (
                _Content(claim=self.ids[claim.item], spans=claim.content + (claim.against if claim.kind in BLAMING else ()))
                for claim in reading.claims
            ),
            key=lambda content: (content.length, content.claim),
        )
        self.wheres = self._wheres()
        self.zones = Zones(gazetteer=places, report=zone_of_report(document))
        self.sentences = sentences(self.text)
        self.whos = self._whos(actors)
        self.whens = self._whens()
        self.kinds = kinds_of(self.text, reading, given=self.given)

    # ---------------------------------------------------------------- once for the document

    def _ids(self) -> dict[str, str]:
        """Return each item's id, from its document and its earliest words; a second item on the same words gets a number."""
        ids: dict[str, str] = {}
        taken: dict[tuple[str, Span], int] = {}

        def name(kind: str, item: str, span: Span) -> None:
            nth = taken[kind, span] = taken.get((kind, span), -1) + 1
            ids[item] = content_id(kind, document=self.document.id, start=span.start, end=span.end, nth=nth)

        for incident in self.reading.incidents:
            name("mention", incident.item, min(incident.triggers))
        for claim in self.reading.claims:
            name("claim", claim.item, min(claim.content))
        for commitment in self.reading.commitments:
            name("act", commitment.item, min(commitment.content))
        return ids

    def _known(self) -> dict[str, datetime | None]:
        """Return from when each item is known: the date line that it stands under, else the document's publication."""
        first = {incident.item: min(incident.triggers) for incident in self.reading.incidents}
        first |= {claim.item: min((claim.source, *claim.content)) for claim in self.reading.claims}
        first |= {commitment.item: min(commitment.content) for commitment in self.reading.commitments}
        own = self.document.published.not_after if self.document.published else None
        known = {}
        for item, span in first.items():
            part = next((part for part in self.document.parts if part.start <= span.start < part.end), None)
            known[self.ids[item]] = part.not_after if part else own
        return known

    def _day(self, span: Span) -> date | None:
        """Return the day from which words are told: that of their date line, else the publication."""
        part = next((part for part in self.document.parts if part.start <= span.start < part.end), None)
        return part.day if part else self.published

    def _wheres(self) -> Mapping[Span, Where]:
        """Resolve every place of the document together, so that each helps the others."""
        words: dict[Span, PlaceWords] = {}
        for incident in self.in_order:
            for place in incident.places:
                words.setdefault(place.span, place)
        for commitment in self.reading.commitments:
            for name in self._route_words(commitment):
                if not any(other.start < name.end and name.start < other.end for other in words):
                    words[name] = PlaceWords(span=name)
        listed = [words[span] for span in sorted(words)]
        wheres = resolve_places(self.text, listed, self.gazetteer, outlet_country=self.document.outlet_country, given=self.given)
        return {where.span: where for where in wheres}

    def _route_words(self, commitment: CommitmentRead) -> list[Span]:
        """Return the names of the places that a commitment is about: all of its area's, and those that its content leads up to.

        "Kyiv agreed to open a corridor from Mariupol and Volnovakha" is about Mariupol and Volnovakha.
        """
        found = list(self._names(commitment.area, countries=True)) if commitment.area else []
        times = [span for span in (commitment.start, commitment.duration) if span is not None]  # "Istanbul time" is no place of it
        for span in commitment.content:
            last = None
            for name in self._names(span):
                if any(time.start <= name.start < time.end for time in times):
                    continue
                goes_on = last is not None and LIST_GOES_ON.search(self.text[last.end : name.start])
                if goes_on or LEADS_TO_PLACE.search(self.text[max(0, name.start - 40) : name.start]):
                    found.append(name)
                    last = name
        return sorted(set(found))

    def _names(self, span: Span, *, countries: bool = False) -> Iterator[Span]:
        """Yield the capitalised names inside a span that the gazetteer knows, as something smaller than a country unless asked."""
        for match in NAMES.finditer(self.text, span.start, span.end):
            candidates = () if WEEKDAY.fullmatch(match.group()) else self.gazetteer.find(match.group())  # Thursday is an island too
            if PART_OF_A_NAME.search(self.text, max(0, match.start() - 40), match.start()) and {c.kind for c in candidates} == {
                "settlement"
            }:
                continue
            if candidates and (countries or not any(candidate.kind == "country" for candidate in candidates)):
                yield Span(start=match.start(), end=match.end())

    def _whos(self, actors: ActorList) -> Mapping[tuple[Span, str], Who]:
        """Resolve every actor of the document together."""
        wanted: dict[tuple[Span, str], ActorSpan] = {}
        named = {claim.source: claim.who for claim in self.reading.claims if claim.who}  # "he" is the same where he is a party

        def want(spans: Iterable[Span | None], role: str) -> None:
            for span in spans:
                if span is not None:
                    full = named.get(span) or speaker_behind(self.text, span, self.reading.claims)
                    wanted.setdefault((span, role), ActorSpan(span=span, full=full, role=role))  # type: ignore[arg-type]

        for incident in self.in_order:
            want(incident.actors, "actor")
            want(incident.targets, "target")
            want((figure.by for figure in incident.toll), "source")
            want((figure.span for figure in incident.toll), "target")
        for claim in self.reading.claims:
            want((claim.source,), "source")
            want((claim.via,), "via")
            want(claim.against, "against")
        for commitment in self.reading.commitments:
            want(with_parts(self.text, self._parties(commitment)), "party")
            want(with_parts(self.text, commitment.bound), "bound")
        keys = sorted(wanted)
        whos = resolve_actors(self.text, [wanted[key] for key in keys], actors, day=self.published)
        sides, found = named_sides(self.text, whos, actors, self.published), self.sentences
        sided = [
            with_side(self.text, who, sides, found, actors, self.published) if role in SPEAKING else who
            for (_, role), who in zip(keys, whos, strict=True)
        ]
        return {key: self._with_private_name(who) for key, who in zip(keys, sided, strict=True)}

    def _with_private_name(self, who: Who) -> Who:
        """Return who is meant, an outlet that speaks of itself as one, with the words that name a person without a public role."""
        if (
            who.id is None
            and self.document.outlet
            and fold(self.text[who.span.start : who.span.end]) in (fold(self.document.outlet), fold(f"the {self.document.outlet}"))
        ):
            return replace(who, kind="media", public=True)
        if who.public or who.id is not None:
            return who
        words = who.full if isinstance(who.full, Span) else who.span
        found = private_name(self.text, words, self.gazetteer, named=who.kind == "person")
        return replace(who, private_name=found)

    def _whens(self) -> Mapping[str, When]:
        """Resolve times, each seen from what the text, or a time that was given, has reached before it ("two days later")."""
        whens: dict[str, When] = {}
        told = times_told(self.text, published=self.published, parts=self.document.parts)
        given_before: list[tuple[int, Days]] = []
        for incident in sorted(self.in_order, key=lambda i: (i.time.span if i.time else min(i.triggers), i.item)):
            words, planned = incident.time, incident.reality == "planned"
            span = words.span if words else min(incident.triggers)
            part = next((part for part in self.document.parts if part.start <= span.start < part.end), None)
            since = part.start if part else 0
            given = self.given and words is not None and (words.start is not None or words.end is not None)
            end, days = next(((end, days) for end, days in reversed(given_before) if since <= end <= span.start), (since, None))
            anchor = reached_before(told, span.start, since=end) or days
            when = resolve_time(
                self.text, words, published=self._day(span), anchor=anchor, given=given, ahead=planned, named=incident.triggers,
                lasting=incident.type == "war" or incident.aggregate,
            )  # fmt: skip
            if given and when.first is not None and when.last is not None:
                given_before.append((span.end, (when.first, when.last)))
            wheres = [self.wheres[place.span] for place in incident.places]
            when = in_zone(when, wheres, known=self._instant(span), planned=planned)
            when = when if given or incident.reality != "actual" else not_after_its_report(when)
            if when.first is not None and when.last is not None and when.span is not None:
                told_words = self.text[when.span.start : when.span.end]
                when = replace(when, instants=hours_of(told_words, when.first, when.last, self.zones, wheres))
            whens[incident.item] = when
        return whens

    def _instant(self, span: Span) -> datetime | None:
        """Return when words were published, where it is known to the minute."""
        published = self.document.published
        exact = published is not None and published.precision != "day" and self._day(span) == self.published
        return published.not_after if published is not None and exact else None

    # ---------------------------------------------------------------- item by item

    def _teller(self, span: Span) -> str | None:
        """Return the claim whose content holds a span, the shortest where claims lie in one another."""
        return next((content.claim for content in self.contents if content.holds(span)), None)

    def _told(self, incident: IncidentRead, spans: Iterable[Span], role: str) -> tuple[Told, ...]:
        """Return who the words of an incident name, on the side they stood on at its days, and who tells it."""
        when = self.whens[incident.item]
        whos = {span: self.whos[span, role] for span in dict.fromkeys(spans)}
        sided = {span: at_event(who, when, self.actors, earlier=incident.earlier) for span, who in whos.items()}
        return tuple(Told(who=who, claim=self._teller(span)) for span, who in sided.items())

    def mention(self, incident: IncidentRead) -> Mention:
        """Ground one incident."""
        text, triggers = self.text, tuple(sorted(set(incident.triggers)))
        actors, weapons = doers_of(text, incident, self.whos, self.reading.claims, self.kinds, given=self.given)
        trigger_words = [text[t.start : t.end] for t in triggers]
        target_words = [text[t.start : t.end] for t in incident.targets]
        toll = incident.toll if self.given else with_new_numbers(text, counted(text, incident.toll, trigger_words))
        tellers = {self._teller(trigger) for trigger in triggers}
        return Mention(
            id=self.ids[incident.item],
            item=incident.item,
            document=self.document.id,
            type=incident.type,
            reality=reality_of(incident, self.reading.claims, self.kinds, given=self.given),
            aggregate=incident.aggregate,
            earlier=incident.earlier,
            triggers=triggers,
            actors=self._told(incident, actors, "actor"),
            targets=self._told(incident, incident.targets, "target"),
            weapons=tuple(Told(who=Who(span=span, kind="weapon", basis="words"), claim=self._teller(span)) for span in weapons),
            target_class=incident.target_class,
            wheres=tuple(self.wheres[place.span] for place in {place.span: place for place in incident.places}.values()),
            when=self.whens[incident.item],
            figures=tuple(self.figure(incident, nth, toll, target_words) for nth in range(len(toll))),
            claim=tellers.pop() if len(tellers) == 1 else None,
            form=form_of(incident.type, trigger_words, target_words),
            change=change_of(trigger_words) if incident.type == "territory" else None,
            words=content_words(target_words + [text[w.start : w.end] for w in weapons]),
            wording=wording(text, self.sentences, triggers),
            telling=telling_words(text, self.sentences, triggers),
            place_words=place_words(text, [self.wheres[place.span] for place in incident.places]),
            another=any(names_another(text, trigger, told_before(incident, self.in_order)) for trigger in triggers[:1]),
            score=incident.score,
            weapon_class=act_terms.weapon_classes(" ".join(text[w.start : w.end] for w in weapons))
            or act_terms.weapon_classes(" ".join(trigger_words)),
        )

    def figure(self, incident: IncidentRead, nth: int, toll: Sequence[Figure], target_words: Sequence[str]) -> GroundedFigure:
        """Ground one figure of an incident's toll."""
        figure, of = toll[nth], figure_of(self.text, toll[nth], target_words)
        return GroundedFigure(
            id=content_id("figure", mention=self.ids[incident.item], start=figure.span.start, end=figure.span.end, nth=nth),
            figure=figure,
            of=of,
            of_side=self.whos[whose].side if of == "combatants" and (whose := (figure.span, "target")) in self.whos else None,
            by=self.whos[figure.by, "source"] if figure.by else None,
            claim=self._teller(figure.span),
            cumulative=is_cumulative(self.text, figure, incident_type=incident.type),
            sense=None if self.given else sense_of(self.text, nth, toll, [self._giver(one) for one in toll]),
            person=person_of(self.text, figure),
        )

    def _giver(self, figure: Figure) -> str | None:
        """Who gives a figure, as a key: the one named beside it, else the speaker of its claim, None where the article does."""
        source = figure.by or {self.ids[c.item]: c.source for c in self.reading.claims}.get(self._teller(figure.span) or "")
        return key_of(self.whos[source, "source"]) if source else None

    def claim(self, claim: ClaimRead) -> Claim:
        """Ground one claim."""
        return Claim(
            id=self.ids[claim.item],
            item=claim.item,
            document=self.document.id,
            source=claim.source,
            who=self.whos[claim.source, "source"],
            via=self.whos[claim.via, "via"] if claim.via else None,
            kind=self.kinds[self.reading.claims.index(claim)],
            direct=claim.direct,
            content=claim.content,
            cue=claim.cue,
            against=tuple(self.whos[span, "against"] for span in dict.fromkeys(claim.against)),
            about=tuple(self.ids[item] for item in claim.about if item in self.ids and not self.ids[item].startswith("claim-")),
            score=claim.score,
        )

    def commitment(self, commitment: CommitmentRead, mentions: Sequence[Mention]) -> Commitment:
        """Ground one act on a commitment."""
        broken_by = self.ids.get(commitment.broken_by) if commitment.broken_by else None
        day = self._day(min(commitment.content))
        told = (
            start_of(self.text, commitment.start, self._day(commitment.start), commitment.act, commitment.subject)
            if commitment.start
            else None
        )
        start, start_words = (told.when, told.words) if told is not None else (None, None)
        route = self._route(commitment, mentions)
        area = [
            where
            for span, where in sorted(self.wheres.items())
            if commitment.area and commitment.area.start <= span.start < commitment.area.end and where.lat is not None
        ]
        makes = commitment.act in MAKING
        exceptions = act_terms.exceptions_of(self.text, commitment.content, self.sentences) if makes else ()
        times = term_time(
            self._cut(start_words),
            self._cut(commitment.duration),
            Telling(day=day, zones=self.zones, wheres=(*area, *route), near=start.first if start and start.rule != "since" else None),
        )
        if start is not None and times.begins is None and times.ends is None and tells_nothing(self.text, start):
            start = None
        return Commitment(
            id=self.ids[commitment.item],
            item=commitment.item,
            document=self.document.id,
            subject=commitment.subject,
            act=commitment.act,
            content=commitment.content,
            party=each_of(
                self.text, [one for one in self._parties(commitment) if not act_terms.is_broker(self.text, one)], "party", self.whos
            ),
            bound=each_of(self.text, [one for one in commitment.bound if not act_terms.is_broker(self.text, one)], "bound", self.whos),
            scope=commitment.scope,
            scope_class=commitment.scope_class,
            area=area[0] if area else None,
            route=tuple(route),
            start=start,
            day=self._day_of_act(commitment, start, mentions),
            duration=commitment.duration,
            duration_days=duration_days(self.text[commitment.duration.start : commitment.duration.end]) if commitment.duration else None,
            condition=commitment.condition,
            claim=self.ids.get(commitment.by) if commitment.by else None,
            broken_by=broken_by,
            count=commitment.count,
            score=commitment.score,
            area_words=commitment.area,
            area_names=act_terms.names_told(self._cut(commitment.area) or ""),
            begins=times.begins,
            ends=times.ends,
            deadline=times.deadline,
            lasts_days=times.days,
            lasts_months=times.months,
            period=act_terms.period_of_count(self.text, commitment.count.span if commitment.count else None, self.sentences),
            weapons=act_terms.weapon_classes(self._cut(commitment.scope) or "") if set(commitment.scope_class) <= {"all"} else (),
            exceptions=exceptions,
            excepted=named_in(self.text, exceptions, self.actors, self.published),
            excludes=act_terms.excludes_somebody(self.text, exceptions),
            verification=act_terms.verification_of(self.text, commitment.content, self.sentences) if makes else (),
            benefits=act_terms.benefits_of(self.text, commitment.content) if makes else (),
        )

    def _parties(self, commitment: CommitmentRead) -> tuple[Span, ...]:
        return parties_whole(self.text, commitment, self.sentences) if commitment.act in MAKING else commitment.party

    def _cut(self, span: Span | None) -> str | None:
        return None if span is None else self.text[span.start : span.end]

    def _route(self, commitment: CommitmentRead, mentions: Sequence[Mention]) -> list[Where]:
        """Return the places that a commitment is about, as named; without any, those of what is told in its words or by its claim."""
        names = self._route_words(commitment)
        route = [
            where for span, where in sorted(self.wheres.items()) if any(span.start < name.end and name.start < span.end for name in names)
        ]
        if not route:
            about = next((claim.about for claim in self.reading.claims if claim.item == commitment.by), ())
            told = [m for m in mentions if m.type in CARRIED_OUT and (m.item in about or self._within(m, commitment))]
            route = [where for mention in told for where in mention.wheres]
        return [where for where in dict.fromkeys(route) if where.lat is not None and where.kind not in ("country", "sea")]

    def _within(self, mention: Mention, commitment: CommitmentRead) -> bool:
        return any(c.start <= t.start and t.end <= c.end for c in commitment.content for t in mention.triggers)

    def _day_of_act(self, commitment: CommitmentRead, start: When | None, mentions: Sequence[Mention]) -> When:
        """Return the day that an act concerns: its start, the incident that broke it, or an incident told in the same words."""
        if start is not None and start.first is not None:
            return start
        by_item = {mention.item: mention for mention in mentions}
        told = [by_item[commitment.broken_by]] if commitment.broken_by in by_item else []
        if commitment.start is None:
            told += [mention for mention in mentions if self._within(mention, commitment)]
        for mention in told:
            if mention.when.first is not None:
                return mention.when
        return When(rule="not_stated", not_after=self._day(min(commitment.content)))

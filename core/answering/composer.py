"""Replies out of content: which blocks, which buttons, which status."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from core.answering.choices import entry_choice, vote_choices
from core.answering.entries import case_blocks, faq_blocks, redirect_blocks
from core.answering.guides import GuideView
from core.answering.needs import distinct
from core.content import Content
from core.matcher import Decision
from core.models import (
    AskBack,
    Block,
    Candidate,
    Case,
    Choice,
    Citation,
    Danger,
    Entry,
    Facet,
    Guide,
    Law,
    PublicityAnswer,
    Redirect,
    Reply,
    SmallTalk,
)
from core.models.reply import Status

OFFERED = 3  # Entries offered when it is not clear which is meant.
SURE = 0.85  # Probability up to which an answer says what else may be meant.
FURTHER = 2  # Other matters of one message that are offered.
TOGETHER = 2  # Facets shown in one answer.
ARTICLES = 2  # Articles whose text is offered under an answer.
FACET_BUTTONS: tuple[Facet, ...] = (
    "materials",
    "process",
    "time",
    "fee",
    "where",
    "conditions",
    "result",
    "remedy",
    "basis",
)


class Composer:
    """Composes replies as of one day."""

    def __init__(self, content: Content, day: date) -> None:
        self.content, self.day = content, day
        self.sentences = content.sentences

    def sentence(self, key: str, status: Status, why: str) -> Reply:
        """One of the bot's own sentences."""
        return Reply(status, (Block("text", self.sentences[key]),), why=why)

    def small_talk(self, talk: SmallTalk) -> Reply:
        """The one reply to small talk."""
        return Reply("small_talk", (Block("text", talk.says),), why=f"small talk: {talk.id}")

    def danger(self, danger: Danger) -> Reply:
        """Safety first; then the guide, if there is one."""
        first = (Block("text", danger.says),)
        why = f"danger: {danger.id}"
        entry = self.content.entries.get(danger.entry or "")
        if entry is None:
            return Reply("redirect", first, kind="redirect", body=danger.body, why=why)
        reply = self.entry(entry, (), None, why=why)
        own = len(self._warning(entry.id))
        return replace(reply, blocks=first + reply.blocks[own:])

    def ask_back(self, ask: AskBack, facet: Facet | None) -> Reply:
        """The question back for a word that means several things."""
        options = [option for option in ask.options if option.entry in self.content.entries]
        choices = [
            entry_choice(option.label, option.entry, self._part(option.entry, facet))
            for option in options
        ]
        return Reply(
            "clarification",
            (Block("text", ask.ask),),
            (*choices, self._none()),
            facet=facet,
            why=f"ask back: {ask.id}",
            candidates=tuple(Candidate(option.entry, 0.0) for option in options),
        )

    def _part(self, entry: str, facet: Facet | None) -> Facet | None:
        """Return the facet for an entry that has facets: a guide."""
        return facet if isinstance(self.content.entries[entry].item, Guide) else None

    def which(self, candidates: tuple[Candidate, ...], facet: Facet | None, why: str) -> Reply:
        """Ask which of the nearest entries is meant."""
        named = [self.content.entries[item.entry] for item in candidates]
        offered = [each for each in named if each.kind != "redirect" or each.body][:OFFERED]
        choices = [
            entry_choice(entry.title, entry.id, self._part(entry.id, facet)) for entry in offered
        ]
        return Reply(
            "clarification",
            (*self._warning(candidates[0].entry), Block("text", self.sentences["did_you_mean"])),
            (*choices, self._none()),
            facet=facet,
            why=why,
        )

    def articles(self, law: Law, numbers: list[int]) -> Reply:
        """Offer articles of a law."""
        text = self.sentences["law_which"].format(law=law.short)
        choices = tuple(
            Choice(Citation(law=law.short, article=number).label, f"{law.id}/{number}")
            for number in numbers
        )
        return Reply("clarification", (Block("text", text),), choices, why="law and words")

    def entry(
        self,
        entry: Entry,
        facets: Sequence[Facet],
        option: str | None,
        why: str,
    ) -> Reply:
        """An entry, or facets of it, for an option of its situations; articles are LawDesk's.

        What to do first in danger stands before an entry that a danger leads to.
        """
        if isinstance(entry.item, Guide):
            reply = self._guide(entry, entry.item, facets, option, why)
        else:
            reply = self._whole(entry, facets[0] if facets else None, why)
        return replace(reply, blocks=self._warning(entry.id) + reply.blocks)

    def _warning(self, entry: str) -> tuple[Block, ...]:
        """Return what to do first where a danger leads to ``entry``; nothing elsewhere."""
        says = (danger.says for danger in self.content.dangers if danger.entry == entry)
        return tuple(Block("text", first) for first in islice(says, 1))

    def _whole(self, entry: Entry, facet: Facet | None, why: str) -> Reply:
        """An entry that is told as a whole; ``facet`` is what was asked for."""
        status: Status = "answered"
        choices: tuple[Choice, ...] = ()
        blocks: tuple[Block, ...] = ()
        match entry.item:
            case PublicityAnswer() as item:
                blocks = faq_blocks(entry, item, self.sentences, self.day)
                choices = (*self._next(item.next), *self._cases(entry), *self._articles(entry))
            case Case() as item:
                blocks = case_blocks(entry, item, self.sentences, self.day)
                choices = (*self._next(item.next), *self._articles(entry))
            case Redirect() as item:
                blocks = redirect_blocks(item, self.sentences)
                status = "redirect" if item.body else "unanswered_out_of_scope"
        outside = status == "unanswered_out_of_scope"
        return Reply(
            status,
            blocks,
            () if outside else (*choices, *self._votes()),
            kind=entry.kind,
            entry=entry.id,
            facet=facet if status == "answered" else None,
            body=entry.body,
            why=why,
        )

    def with_further(self, reply: Reply, decision: Decision, matters: Sequence[Entry]) -> Reply:
        """Offer the matters that parts of the message ask for, beside the one that is answered.

        When it was not clear which one is meant and there are several, it is clear now: these.
        """
        if decision.act == "answer" and reply.status != "clarification":
            first = self.content.entries[decision.candidates[0].entry]
            others = [each for each in matters if distinct(each, first)][:FURTHER]
            if others:
                return self._beside(reply, "further", others)
            if decision.candidates[0].score < SURE:
                return self._beside(reply, "or_else", self._next_nearest(decision))
            return reply
        if reply.status == "clarification" and reply.why == decision.why and len(matters) > 1:
            return Reply(
                "clarification",
                (Block("text", self.sentences["several"]),),
                (*(entry_choice(each.title, each.id) for each in matters[:OFFERED]), self._none()),
                why=reply.why,
            )
        return reply

    def _next_nearest(self, decision: Decision) -> list[Entry]:
        """Return what may be meant instead of the first: the next two that the bureau answers."""
        named = [self.content.entries[item.entry] for item in decision.candidates[1:OFFERED]]
        return [each for each in named if each.kind in ("guide", "faq")]

    def _beside(self, reply: Reply, sentence: str, entries: Sequence[Entry]) -> Reply:
        """Offer entries below an answer, first among its choices."""
        choices = [entry_choice(each.title, each.id) for each in entries]
        offered = {choice.data for choice in choices}
        others = [choice for choice in reply.choices if choice.data not in offered]
        if not choices:
            return reply
        block = Block("text", self.sentences[sentence])
        return replace(reply, blocks=(*reply.blocks, block), choices=(*choices, *others))

    def _guide(
        self, entry: Entry, guide: Guide, facets: Sequence[Facet], option: str | None, why: str
    ) -> Reply:
        view = GuideView(guide, self.sentences, self.day, option)
        facet = facets[0] if facets else None
        situation = view.open_situation(facet) if facet else None
        if facet and situation:
            choices = tuple(
                entry_choice(choice.label, entry.id, facet, choice.id)
                for choice in situation.options
            )
            return Reply(
                "clarification",
                (Block("title", guide.title), Block("text", situation.ask)),
                choices,
                kind="guide",
                entry=entry.id,
                facet=facet,
                why=f"situation: {situation.id}",
            )
        also = [each for each in facets[1:] if view.has(each) and not view.open_situation(each)]
        told = [facet, *also][:TOGETHER] if facet else []
        blocks = view.facets(told) if told else view.summary()
        buttons = [
            entry_choice(self.sentences[f"facet_{other}"], entry.id, other, view.option)
            for other in FACET_BUTTONS
            if other not in told and view.has(other)
        ]
        if facet:
            buttons.append(entry_choice(self.sentences["overview"], entry.id, None, view.option))
        return Reply(
            "answered",
            blocks,
            (*buttons, *self._next(guide.related), *self._questions(entry), *self._votes()),
            kind="guide",
            entry=entry.id,
            facet=facet,
            why=why,
        )

    def _next(self, ids: tuple[str, ...]) -> tuple[Choice, ...]:
        return tuple(
            entry_choice(self.content.entries[other].title, other, group="more")
            for other in ids[:3]
            if other in self.content.entries
        )

    def _questions(self, guide: Entry) -> tuple[Choice, ...]:
        """Publicity answers and cases that lead to the guide and are not among its own related."""
        assert isinstance(guide.item, Guide)
        shown = guide.item.related[:OFFERED]
        led = [other for other in self.content.led_by.get(guide.id, ()) if other not in shown]
        return self._next(tuple(led))

    def _cases(self, entry: Entry) -> tuple[Choice, ...]:
        """The case that names the answer, or that rests on the same first article."""
        named = self.content.led_by.get(entry.id, ())
        beside = self.content.citing.get(entry.articles[0], ()) if entry.articles else ()
        cases = [
            other for other in (*named, *beside) if self.content.entries[other].kind == "case"
        ]
        return self._next(tuple(cases[:1]))

    def _articles(self, entry: Entry) -> tuple[Choice, ...]:
        """The texts of the first articles that an entry rests on."""
        laws = [(self.content.register.get(law), number) for law, number in entry.articles]
        return tuple(
            Choice(Citation(law=law.short, article=number).label, f"{law.id}/{number}", "more")
            for law, number in laws[:ARTICLES]
            if law
        )

    def _votes(self) -> tuple[Choice, ...]:
        words = self.sentences
        return vote_choices(words["vote_yes"], words["vote_no"], words["vote_wrong"])

    def _none(self) -> Choice:
        return Choice(self.sentences["none"], "none")

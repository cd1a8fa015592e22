"""What a campaign adds to the desk: the item of the day, the quiz, a word under each answer."""

from dataclasses import dataclass, replace
from datetime import date

from core.answering.articles import LawDesk
from core.answering.choices import Chosen
from core.answering.composer import Composer
from core.answering.footer import basis_block, spoken_day
from core.campaigns import Running, named, running
from core.content import Content
from core.laws import LawTexts
from core.models import Block, Choice, Poll, Reply


@dataclass(frozen=True)
class Publicity:
    """Campaign replies as of one day."""

    content: Content
    texts: LawTexts
    day: date

    def today(self) -> Reply:
        """The item of the day of the campaign that runs, or that none runs."""
        current = running(self.content.campaigns, self.day)
        item = current.item(self.day) if current else None
        if current is None or item is None:
            return self._none()
        heading = self.content.sentences["campaign_today"].format(
            title=current.campaign.title, day=spoken_day(self.day)
        )
        reply = self._entry(item.entry)
        return replace(
            reply,
            blocks=(Block("note", heading), *reply.blocks),
            choices=(self._quiz_choice("quiz_start"), *reply.choices),
            why=f"campaign {current.id}",
        )

    def quiz(self, chosen: Chosen | None = None) -> Reply:
        """A question of the quiz, or what is right after an option was picked."""
        current = (
            named(self.content.campaigns, chosen.campaign)
            if chosen and chosen.campaign
            else running(self.content.campaigns, self.day)
        )
        if current is None or not current.campaign.quiz:
            return self._none()
        if chosen is None or chosen.number is None:
            return self._question(current, current.first(self.day))
        if chosen.picked is None:
            return self._question(current, chosen.number)
        return self._judged(current, chosen.number, chosen.picked)

    def mentioned(self, reply: Reply) -> Reply:
        """Return an answer with a word about the campaign that runs, if one does."""
        current = running(self.content.campaigns, self.day)
        if current is None or reply.status != "answered" or not reply.entry:
            return reply
        words = current.campaign.texts.get("note") or self.content.sentences[
            "campaign_note"
        ].format(title=current.campaign.title)
        return replace(reply, blocks=(*reply.blocks, Block("note", words)))

    def _entry(self, entry_id: str) -> Reply:
        entry = self.content.entries[entry_id]
        if entry.kind == "article":
            return LawDesk(self.content, self.texts, self.day).entry(entry, "item of the day")
        return Composer(self.content, self.day).entry(entry, (), None, why="item of the day")

    def _question(self, current: Running, number: int) -> Reply:
        question = current.question(number)
        if question is None:
            return self._question(current, 1)
        heading = self.content.sentences["quiz_heading"].format(
            title=current.campaign.title, number=number, count=len(current.campaign.quiz)
        )
        options = tuple(
            Choice(option, f"quiz={current.id}/{number}/{picked}")
            for picked, option in enumerate(question.options, 1)
        )
        return Reply(
            "small_talk",
            (Block("note", heading), Block("title", question.question)),
            (*options, self._next(current, number)),
            poll=Poll(question.question, question.options, question.right - 1, question.why),
            why=f"quiz {current.id} {number}",
        )

    def _judged(self, current: Running, number: int, picked: int) -> Reply:
        question = current.question(number)
        if question is None:
            return self._question(current, 1)
        key = "quiz_right" if picked == question.right else "quiz_wrong"
        first = self.content.sentences[key].format(right=question.options[question.right - 1])
        blocks = [Block("text", first), Block("text", question.why)]
        if basis := basis_block(self.content.sentences, question.basis):
            blocks.append(basis)
        articles = tuple(
            Choice(citation.label, f"{law.id}/{citation.article}", "more")
            for citation in question.basis
            if citation.article and (law := self.content.register.get(citation.law))
        )
        return Reply(
            "small_talk",
            tuple(blocks),
            (self._next(current, number), *articles),
            why=f"quiz {current.id} {number}: {picked}",
        )

    def _next(self, current: Running, number: int) -> Choice:
        label = self.content.sentences["quiz_next"]
        return Choice(label, f"quiz={current.id}/{current.after(number)}", "more")

    def _quiz_choice(self, key: str) -> Choice:
        return Choice(self.content.sentences[key], "quiz", "more")

    def _none(self) -> Reply:
        coming = sorted(
            (campaign.from_, campaign.title)
            for campaign in self.content.campaigns.values()
            if campaign.from_ > self.day
        )
        text = self.content.sentences["campaign_none"]
        if coming:
            day, title = coming[0]
            text += self.content.sentences["campaign_coming"].format(
                title=title, day=spoken_day(day)
            )
        return Reply("small_talk", (Block("text", text),), why="no campaign")

"""The way of a message: danger → small talk → law named → follow-up → matcher → reply → journal."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Literal

from core.answering.articles import LawDesk
from core.answering.browsing import browse, browse_group
from core.answering.choices import DIMENSIONS, Chosen, parse_choice, stamped
from core.answering.composer import Composer
from core.answering.first_words import FirstWords
from core.answering.needs import matters
from core.answering.publicity import Publicity
from core.answering.situations import question_back, told_option
from core.article_search import ArticleSearch
from core.content import Content
from core.journal import Journal, Row
from core.laws import LawTexts, Reference, ReferenceFinder
from core.matcher import Decision, Matcher
from core.models import Block, Candidate, Conversation, Reply
from core.signals import Query
from core.text import normalize

log = logging.getLogger(__name__)

SHORT_FOLLOW_UP = 14  # Characters up to which a facet without a matter is taken as a follow-up.
ARTICLES_AT_ONCE = 3
LAW_AND_WORDS = 24  # Characters up to which a law and some words ask for its articles.
LONG = 400  # Characters of an utterance from which the reply says that only a part was read.


class Answerer:
    """Answers utterances and choices from one set of content. Never raises to the channel."""

    def __init__(
        self,
        content: Content,
        journal: Journal | None = None,
        matcher: Matcher | None = None,
        texts: LawTexts | None = None,
    ) -> None:
        self.content = content
        self.matcher = matcher or Matcher(content)
        self.journal = journal
        self.texts = texts or LawTexts(content.register)
        self._references = ReferenceFinder(content.register)
        self._search: tuple[date, ArticleSearch] | None = None
        self._first_words = FirstWords(content)

    def ask(self, utterance: str, conversation: Conversation, today: date) -> Reply:
        """Answer one utterance."""
        try:
            reply = self._ask(utterance, conversation, Composer(self.content, today))
        except Exception as error:
            reply = self._failed(error)
        return self._finish(reply, conversation, utterance, "text", None)

    def choose(self, data: str, conversation: Conversation, today: date) -> Reply:
        """Answer a choice taken; ``data`` may come from a message of any age."""
        chosen = parse_choice(data)
        question = chosen.question if chosen else None
        try:
            reply = self._choose(chosen, conversation, Composer(self.content, today))
        except Exception as error:
            reply = self._failed(error)
        if chosen is None or not (chosen.entry or chosen.law):
            return reply
        if self.journal and question is not None and reply.entry:
            self.journal.chosen(question, reply.entry, chat=conversation.chat)
        return self._finish(reply, conversation, data, "choice", question)

    def browse(self, argument: str = "") -> Reply:
        """Offer the guides by theme, life event and matter type; ``argument`` names one."""
        for dimension in DIMENSIONS:
            if reply := browse_group(self.content, dimension, argument):
                return reply
        return browse(self.content)

    def publicity(self, shows: Literal["today", "quiz"], today: date) -> Reply:
        """Return the campaign's item of the day (``today``) or a question of its ``quiz``."""
        publicity = Publicity(self.content, self.texts, today)
        return publicity.today() if shows == "today" else publicity.quiz()

    def remark(self, text: str, conversation: Conversation) -> None:
        """Keep a citizen's remark for staff."""
        self._record(Reply("small_talk", (), why="remark"), conversation, text, "remark", None)

    def forget(self, conversation: Conversation) -> str:
        """Delete the chat's rows and the conversation's memory; return what to tell the citizen."""
        conversation.entry = conversation.facet = conversation.article = None
        deleted = True
        if self.journal and conversation.chat:
            deleted = self.journal.forget(conversation.chat) is not None
        return self.content.sentences["forgotten" if deleted else "not_forgotten"]

    def _ask(self, utterance: str, conversation: Conversation, composer: Composer) -> Reply:
        plain = normalize(utterance)
        if danger := self._first_words.danger(plain):
            return composer.danger(danger)
        if not plain:
            return composer.sentence("empty", "small_talk", "no letters")
        if talk := self._first_words.talk(plain):
            if talk.shows:
                return self.publicity(talk.shows, composer.day)
            return composer.small_talk(talk)
        if len(set(plain)) < 2:
            return composer.sentence("empty", "small_talk", "one letter, again and again")
        query = self.matcher.lexicon.query(self.matcher.read(utterance))
        if not any("\u4e00" <= character <= "\u9fff" for character in query.text):
            if not any(character.isalpha() for character in query.text):
                return composer.sentence("empty", "small_talk", "no words")
            return composer.sentence("foreign", "small_talk", "not Chinese")
        references = self._references.find(utterance)
        if reply := self._named(references, conversation, composer):
            return reply
        if reply := self._follow_up(query, conversation, composer):
            return reply
        decision = self.matcher.decide(query)
        if references and decision.act != "answer" and len(query.text) <= LAW_AND_WORDS:
            return self._within_law(references[0], query, composer)
        reply = self._decided(query, decision, conversation, composer)
        if decision.act != "abstain" and reply.status in ("answered", "redirect", "clarification"):
            several = matters(utterance, self.matcher, self.content.entries)
            reply = composer.with_further(reply, decision, several)
        if len(utterance) > LONG and reply.status in ("answered", "clarification"):
            note = Block("note", self.content.sentences["too_long"])
            reply = replace(reply, blocks=(*reply.blocks, note))
        reply = Publicity(self.content, self.texts, composer.day).mentioned(reply)
        return replace(reply, candidates=decision.candidates)

    def _named(
        self, references: list[Reference], conversation: Conversation, composer: Composer
    ) -> Reply | None:
        """Answer the articles named, up to three of them one after the other."""
        laws = LawDesk(self.content, self.texts, composer.day)
        replies = [
            reply
            for reference in references[:ARTICLES_AT_ONCE]
            if (reply := laws.answer(reference, conversation))
        ]
        if not replies:
            return None
        blocks = tuple(block for reply in replies for block in reply.blocks)
        return replace(replies[-1], blocks=blocks)

    def _within_law(self, reference: Reference, query: Query, composer: Composer) -> Reply:
        """Offer the articles of a law nearest to the words beside its name."""
        assert reference.law is not None
        law, day = reference.law, composer.day
        if self._search is None or self._search[0] != day:
            self._search = (day, ArticleSearch(self.content, self.texts, day))
        words = query.text.replace(normalize(reference.name), "")
        found = self._search[1].rank(words, 5, law.short) if words else []
        if not found:
            return LawDesk(self.content, self.texts, day).article(law, 1)
        return composer.articles(law, [each.number for each in found])

    def _decided(
        self,
        query: Query,
        decision: Decision,
        conversation: Conversation,
        composer: Composer,
    ) -> Reply:
        facet = query.facets[0] if query.facets else None
        asked = question_back(self.content.ask_back, self.matcher.lexicon, query, decision)
        if asked:
            return composer.ask_back(asked, facet)
        first = self.content.entries[decision.candidates[0].entry] if decision.candidates else None
        if first and first.kind == "redirect" and not first.body and decision.act != "abstain":
            return composer.entry(first, (), None, why=decision.why)
        if decision.act == "answer":
            entry = self.content.entries[decision.candidates[0].entry]
            if entry.kind == "article":
                return LawDesk(self.content, self.texts, composer.day).entry(entry, decision.why)
            return composer.entry(
                entry,
                query.facets,
                told_option(self.matcher.lexicon, query, entry.item),
                why=decision.why,
            )
        known = self.content.entries.get(conversation.entry or "")
        nearest = {candidate.entry for candidate in decision.candidates[:3]}
        # A short question goes on about the last matter only if it names no other.
        same = known and (known.id in nearest or (decision.act == "abstain" and not query.terms))
        if known and same and facet and len(query.text) <= SHORT_FOLLOW_UP:
            option = told_option(self.matcher.lexicon, query, known.item)
            return composer.entry(
                known, query.facets, option, why="follow-up: facet without a matter"
            )
        if decision.act == "clarify":
            return composer.which(decision.candidates, facet, decision.why)
        if decision.in_scope:
            return composer.sentence("no_match", "unanswered_no_match", decision.why)
        return composer.sentence("out_of_scope", "unanswered_out_of_scope", decision.why)

    def _follow_up(
        self, query: Query, conversation: Conversation, composer: Composer
    ) -> Reply | None:
        entry = self.content.entries.get(conversation.entry or "")
        if entry is None:
            return None
        option = told_option(self.matcher.lexicon, query, entry.item)
        if query.facets and self.matcher.lexicon.continues(query.text):
            return composer.entry(entry, query.facets, option, why="follow-up: facet only")
        if option and len(query.text) <= SHORT_FOLLOW_UP // 2 and not query.facets:
            facets = (conversation.facet,) if conversation.facet else ()
            return composer.entry(entry, facets, option, why="follow-up: situation only")
        return None

    def _choose(
        self, chosen: Chosen | None, conversation: Conversation, composer: Composer
    ) -> Reply:
        if chosen is None:
            return composer.sentence("stale_choice", "unanswered_no_match", "unknown choice")
        if chosen.browse:
            return browse(self.content)
        if chosen.today:
            return Publicity(self.content, self.texts, composer.day).today()
        if chosen.quiz:
            return Publicity(self.content, self.texts, composer.day).quiz(chosen)
        if chosen.dimension:
            group = browse_group(self.content, chosen.dimension, chosen.value)
            return group or browse(self.content)
        if chosen.vote:
            if self.journal and chosen.question is not None:
                self.journal.voted(chosen.question, chosen.vote, chat=conversation.chat)
            key = "thanks_vote" if chosen.vote == "yes" else "sorry_vote"
            return composer.sentence(key, "small_talk", f"vote {chosen.vote}")
        if chosen.none:
            if self.journal and chosen.question is not None:
                self.journal.none_of_these(chosen.question, chat=conversation.chat)
            return composer.sentence("none_of_these", "unanswered_no_match", "none of these")
        if chosen.law and chosen.number:
            law = self.content.register.by_id(chosen.law)
            if law is None:
                return composer.sentence("stale_choice", "unanswered_no_match", "law is gone")
            desk = LawDesk(self.content, self.texts, composer.day)
            return desk.article(law, chosen.number, chosen.branch)
        entry_id = chosen.entry
        entry = self.content.entries.get(entry_id or "")
        if entry is None:
            return composer.sentence("stale_choice", "unanswered_no_match", "entry is gone")
        facets = (chosen.facet,) if chosen.facet else ()
        return composer.entry(entry, facets, chosen.option, why="chosen")

    def _failed(self, error: Exception) -> Reply:
        # The type and the place, never the utterance: it may hold personal data.
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        log.error("answering failed: %s at %s", type(error).__name__, place)
        text = self.content.sentences.get("error", "")
        return Reply("error_internal", (Block("text", text),), why=type(error).__name__)

    def _finish(
        self,
        reply: Reply,
        conversation: Conversation,
        utterance: str,
        via: str,
        parent: int | None,
    ) -> Reply:
        conversation.article = reply.article or conversation.article
        if reply.entry and reply.status in ("answered", "clarification"):
            conversation.entry = reply.entry
            conversation.facet = reply.facet if reply.status == "clarification" else None
        elif reply.status in ("redirect", "clarification"):
            conversation.entry = conversation.facet = None
        question = self._record(reply, conversation, utterance, via, parent)
        return replace(reply, choices=stamped(reply.choices, question), question=question)

    def _record(
        self,
        reply: Reply,
        conversation: Conversation,
        utterance: str,
        via: str,
        parent: int | None,
    ) -> int | None:
        if self.journal is None:
            return None
        return self.journal.record(
            Row(
                at=datetime.now(UTC),
                channel=conversation.channel,
                chat=conversation.chat,
                utterance=utterance,
                status=reply.status,
                kind=reply.kind,
                entry=reply.entry,
                facet=reply.facet,
                candidates=_pairs(reply.candidates),
                content=self.content.digest,
                via=via,
                parent=parent,
            )
        )


def _pairs(candidates: tuple[Candidate, ...]) -> tuple[tuple[str, float], ...]:
    return tuple((candidate.entry, round(candidate.score, 3)) for candidate in candidates)

"""Laws asked for by name and article: the article, or exactly why there is none."""

from dataclasses import dataclass, replace
from datetime import date

from core.answering.choices import entry_choice
from core.answering.footer import review_block, spoken_day
from core.content import Content
from core.laws import LawTexts, Reference
from core.models import Block, Choice, Citation, Conversation, Digest, Entry, Law, Reply
from core.text.numerals import chinese_numeral

CITING = 3  # Entries offered that rest on the article.


@dataclass(frozen=True)
class LawDesk:
    """Answers about laws as of one day."""

    content: Content
    texts: LawTexts
    day: date

    def entry(self, entry: Entry, why: str) -> Reply:
        """Answer with the article of a digest."""
        citation = entry.citations[0]
        law = self.content.register.get(citation.law)
        assert law is not None
        assert citation.article is not None
        return replace(self.article(law, citation.article, citation.branch), why=why)

    def answer(self, reference: Reference, conversation: Conversation) -> Reply | None:
        """Answer a reference; None when it names a law in force without an article."""
        if reference.relative:
            return self._relative(reference, conversation)
        law = reference.law
        if law is None:
            return self._say("law_unknown", name=reference.name)
        version = law.version_on(self.day)
        if version is None:
            return self._not_in_force(law, reference.article)
        if reference.article is None:
            return None
        return self.article(law, reference.article, reference.branch)

    def article(self, law: Law, number: int, branch: int | None = None) -> Reply:
        """Show one article: digest, official text, what rests on it, the articles beside it."""
        version = law.version_on(self.day)
        if version is None:
            return self._not_in_force(law, number)
        if version.articles is None:
            return self._say("law_no_articles", law=law.short)
        if not 1 <= number <= version.articles:
            return self._say(
                "law_no_such", law=law.short, last=str(version.articles), number=str(number)
            )
        text = self.texts.article(law.short, number, branch, self.day)
        entry_id = f"{law.id}/{number}" + (f"-{branch}" if branch else "")
        digest = self.content.entries.get(entry_id)
        blocks = [Block("title", self._title(law, number, branch))]
        if digest and isinstance(digest.item, Digest):
            blocks += [
                Block("heading", self.content.sentences["digest"]),
                Block("text", digest.item.gist),
            ]
        if text:
            name = version.name or text.version
            heading = self.content.sentences["official_text"].format(
                version=name, source=text.source
            )
            blocks += [Block("heading", heading), Block("law", text.text)]
        else:
            blocks.append(Block("note", self.content.sentences["no_official_text"]))
        if law.note:
            blocks.append(Block("note", law.note))
        start = self.content.sentences["law_since"].format(day=spoken_day(version.from_))
        blocks.append(Block("note", start))
        if digest:
            blocks.append(review_block(self.content.sentences, digest.review, self.day))
        return Reply(
            "answered",
            tuple(blocks),
            self._choices(law, number, version.articles),
            kind="article",
            entry=entry_id if digest else None,
            article=(law.short, number),
            why="named",
        )

    def _title(self, law: Law, number: int, branch: int | None) -> str:
        label = Citation(law=law.short, article=number, branch=branch).label
        return f"{label}（第{chinese_numeral(number)}条）" if not branch else label

    def _choices(self, law: Law, number: int, last: int) -> tuple[Choice, ...]:
        words = self.content.sentences
        beside = []
        if number > 1:
            beside.append(Choice(words["law_previous"], f"{law.id}/{number - 1}"))
        if number < last:
            beside.append(Choice(words["law_next"], f"{law.id}/{number + 1}"))
        citing = [
            self.content.entries[other]
            for other in self.content.citing.get((law.short, number), ())
        ]
        # The case first, then answers to questions, then services.
        citing.sort(key=lambda entry: ("case", "faq", "guide", "redirect").index(entry.kind))
        return (
            *beside,
            *(entry_choice(entry.title, entry.id, group="more") for entry in citing[:CITING]),
        )

    def _not_in_force(self, law: Law, article: int | None) -> Reply:
        first = min(law.versions, key=lambda version: version.from_)
        if self.day < first.from_:
            return self._say("law_not_yet", law=law.short, day=spoken_day(first.from_))
        ends = [version.until for version in law.versions if version.until]
        choices: list[Choice] = []
        moved = next((move for move in law.moved if move.article == article), None)
        blocks = []
        if ends:
            key = "law_repealed" if law.replaced_by else "law_ended"
            blocks.append(
                self.content.sentences[key].format(
                    law=law.short,
                    day=spoken_day(max(ends)),
                    now="、".join(f"《{name}》" for name in law.replaced_by),
                )
            )
        if moved and moved.to:
            target = Citation(law=moved.law, article=moved.to).label
            blocks.append(
                self.content.sentences["law_moved"].format(number=str(article), target=target)
            )
            successor = self.content.register.get(moved.law)
            if successor:
                choices.append(Choice(target, f"{successor.id}/{moved.to}"))
        return Reply(
            "answered",
            tuple(Block("text", text) for text in blocks),
            tuple(choices),
            kind="article",
            why="not in force",
        )

    def _relative(self, reference: Reference, conversation: Conversation) -> Reply | None:
        if conversation.article is None:
            return None
        short, number = conversation.article
        law = self.content.register.get(short)
        if law is None:
            return None
        step = {"next": 1, "previous": -1, "same": 0}[reference.relative or "same"]
        return self.article(law, number + step)

    def _say(self, key: str, **filled: str) -> Reply:
        text = (Block("text", self.content.sentences[key].format(**filled)),)
        if key == "law_unknown":
            return Reply("unanswered_no_match", text, why=key)
        return Reply("answered", text, kind="article", why=key)

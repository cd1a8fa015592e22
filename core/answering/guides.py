"""A guide as blocks: its summary, or one facet in one screen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from core.answering.footer import basis_block, review_block
from core.models import (
    Block,
    Citation,
    Dated,
    Facet,
    Fee,
    Guide,
    Material,
    Period,
    Remedy,
    Situation,
    Statement,
    Step,
)

DIRECT = ("conditions", "basis")  # Facets whose answer is the summary before all.
PLAINLY = 2  # Up to so many differing items are shown with their labels instead of asking back.


class GuideView:
    """A guide as it holds on a day, for one option of a situation or for all."""

    def __init__(
        self, guide: Guide, sentences: Mapping[str, str], day: date, option: str | None = None
    ) -> None:
        self.guide, self.sentences, self.day = guide, sentences, day
        self._labels = {
            choice.id: choice.label
            for situation in guide.situations
            for choice in situation.options
        }
        self.option = option if option in self._labels else None
        self._rivals = {
            choice.id
            for situation in guide.situations
            if any(choice.id == self.option for choice in situation.options)
            for choice in situation.options
        } - {self.option}

    def summary(self) -> tuple[Block, ...]:
        """The whole guide in short."""
        guide = self.guide
        blocks = [
            Block("title", self._title()),
            *self._responsible(),
            Block("text", guide.summary),
        ]
        blocks += self._facet_blocks("time") + self._facet_blocks("fee")
        if pitfalls := self._lines(guide.pitfalls, self._statement):
            blocks.append(Block("list", self.sentences["pitfalls"], tuple(pitfalls[:3])))
        return (*blocks, *self._footer(guide.basis))

    def facets(self, facets: Sequence[Facet]) -> tuple[Block, ...]:
        """Facets one after the other, then the law they rest on."""
        items = [item for facet in facets for item in self._items(facet)]
        own = [citation for item in items for citation in getattr(item, "basis", ())]
        whole = self.guide.basis if "basis" in facets or not own else ()
        told = [block for facet in facets for block in self._told(facet)]
        return (
            Block("title", self._title()),
            *self._responsible(),
            *dict.fromkeys(told),  # Two facets may begin with the same summary.
            *self._footer([*own, *whole]),
        )

    def _told(self, facet: Facet) -> list[Block]:
        """Return a facet, or that nothing is known of it.

        “Can I” and “is it lawful” want the direct answer first; the law comes last in any case.
        """
        blocks = self._facet_blocks(facet)
        if facet in DIRECT:
            blocks.insert(0, Block("text", self.guide.summary))
        elif not blocks:
            label = self.sentences[f"facet_{facet}"]
            blocks.append(Block("text", self.sentences["facet_empty"].format(facet=label)))
        return blocks

    def has(self, facet: Facet) -> bool:
        """Say whether there is anything on a facet."""
        return facet == "basis" or bool(self._items(facet))

    def open_situation(self, facet: Facet) -> Situation | None:
        """Return the situation on which the facet's answer turns, when it must be asked."""
        items = self._items(facet)
        for situation in self.guide.situations:
            ids = {choice.id for choice in situation.options}
            if self.option in ids:
                continue
            differing = [item for item in items if ids & set(item.when)]
            if len(differing) > PLAINLY:
                return situation
        return None

    def _title(self) -> str:
        title = self.guide.title
        if self.option:
            title += self.sentences["for_option"].format(option=self._labels[self.option])
        return title

    def _responsible(self) -> list[Block]:
        if not self.guide.responsible:
            return []
        return [Block("note", self.sentences["responsible"].format(body=self.guide.responsible))]

    def _footer(self, citations: Iterable[Citation]) -> list[Block]:
        basis = basis_block(self.sentences, citations)
        review = review_block(self.sentences, self.guide, self.day)
        return [basis, review] if basis else [review]

    def _items(self, facet: Facet) -> list[Any]:
        guide = self.guide
        items: dict[Facet, Sequence[Dated]] = {
            "basis": (),
            "conditions": (*guide.applicants, *guide.conditions),
            "materials": guide.materials,
            "process": guide.process,
            "time": (*guide.time_limit.statutory, *guide.time_limit.notes),
            "fee": guide.fee,
            "where": guide.where,
            "result": guide.result,
            "remedy": guide.remedy,
        }
        return [item for item in items[facet] if self._applies(item)]

    def _applies(self, item: Any) -> bool:
        if not item.holds(self.day):
            return False
        when = set(item.when)
        return not (when & self._rivals) or self.option in when

    def _facet_blocks(self, facet: Facet) -> list[Block]:
        heading = self.sentences[f"facet_{facet}"]
        if facet == "basis":
            return []
        if facet == "time":
            items = [
                self._period(item) if isinstance(item, Period) else self._statement(item)
                for item in self._items("time")
            ]
            promised = self.guide.time_limit.promised
            if promised:
                items.append(self.sentences["promised"].format(period=spoken_period(promised)))
            elif self.guide.time_limit.statutory:
                items.append(self.sentences["promised_unknown"])
        else:
            writers: dict[Facet, Callable[[Any], str]] = {
                "materials": self._material,
                "process": self._step,
                "fee": self._fee,
                "remedy": self._remedy,
            }
            items = [writers.get(facet, self._statement)(item) for item in self._items(facet)]
        if not items:
            return []
        return [Block("steps" if facet == "process" else "list", heading, tuple(items))]

    def _lines(self, items: Iterable[Any], write: Callable[[Any], str]) -> list[str]:
        return [write(item) for item in items if self._applies(item)]

    def _statement(self, item: Statement) -> str:
        return self._labelled(item, item.text)

    def _material(self, item: Material) -> str:
        text = item.name
        details: list[str] = list(item.form)
        if item.copies:
            details.append(self.sentences["copies"].format(count=item.copies))
        if details:
            text += "，" + "、".join(details)
        if item.necessity == "情形" and not item.when:
            text += self.sentences["necessity_optional"]
        if item.necessity == "免交":
            text += self.sentences["necessity_waived"]
        for extra in (item.source, item.note):
            if extra:
                text = text.rstrip("。") + f"。{extra}"
        return self._labelled(item, text)

    def _step(self, item: Step) -> str:
        text = item.step + (f"（{item.who}）" if item.who else "")
        return self._labelled(item, text + (f"。{item.note}" if item.note else ""))

    def _fee(self, item: Fee) -> str:
        if item.yuan is None:
            amount = self.sentences["fee_unknown"]
        elif item.yuan == 0:
            amount = self.sentences["free"]
        else:
            amount = f"{item.yuan:g} 元" + (f"/{item.per}" if item.per else "")
        text = f"{item.item}：{amount}"
        if item.waived_when:
            text += "。" + self.sentences["waived_when"].format(when=item.waived_when)
        return self._labelled(item, text + (f"。{item.note}" if item.note else ""))

    def _period(self, item: Period) -> str:
        text = self.sentences["statutory"].format(period=spoken_period(item))
        if item.for_:
            text += f"（{item.for_}）"
        return self._labelled(item, text + (f"。{item.note}" if item.note else ""))

    def _remedy(self, item: Remedy) -> str:
        text = item.way
        if item.within:
            text += f"：{item.since}起{item.within}内" if item.since else f"：{item.within}内"
        return self._labelled(item, text)

    def _labelled(self, item: Any, text: str) -> str:
        labels = [self._labels[option] for option in item.when if option in self._labels]
        if labels and self.option not in item.when:
            text = self.sentences["for_option"].format(option="、".join(labels)) + text
        if item.to_confirm:
            text += self.sentences["confirm"]
        return text


def spoken_period(period: Period) -> str:
    """Write a period as 30个工作日, 60日, 6个月."""
    return f"{period.value}{'个' if period.unit == '工作日' else ''}{period.unit}"

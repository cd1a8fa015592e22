"""Publicity answers, cases, digests and redirects as blocks."""

from collections.abc import Mapping
from datetime import date

from core.answering.footer import basis_block, review_block
from core.models import Block, Case, Entry, PublicityAnswer, Redirect


def faq_blocks(
    entry: Entry, item: PublicityAnswer, sentences: Mapping[str, str], day: date
) -> tuple[Block, ...]:
    """The answer first, then why, then the law."""
    answer = item.answer + (sentences["confirm"] if item.to_confirm else "")
    blocks = [Block("title", item.question), Block("text", answer)]
    if item.reason:
        blocks.append(Block("text", item.reason))
    if basis := basis_block(sentences, entry.citations):
        blocks.append(basis)
    return (*blocks, review_block(sentences, entry.review, day))


def case_blocks(
    entry: Entry, item: Case, sentences: Mapping[str, str], day: date
) -> tuple[Block, ...]:
    """Facts, ruling, lesson."""
    blocks = [Block("title", item.title)]
    for key, text in (
        ("case_facts", item.facts),
        ("case_ruling", item.ruling),
        ("case_lesson", item.lesson),
    ):
        blocks += [Block("heading", sentences[key]), Block("text", text)]
    if basis := basis_block(sentences, entry.citations):
        blocks.append(basis)
    return (*blocks, review_block(sentences, entry.review, day))


def redirect_blocks(item: Redirect, sentences: Mapping[str, str]) -> tuple[Block, ...]:
    """Who is responsible, and what to say."""
    if item.body is None:
        return (Block("text", item.says), Block("note", sentences["hotline"]))
    first = sentences["redirect"].format(body=item.body)
    says = item.says + (sentences["confirm"] if item.to_confirm else "")
    if item.phone:
        says += sentences["redirect_phone"].format(phone=item.phone)
    blocks = [Block("title", item.title), Block("text", first), Block("text", says)]
    if basis := basis_block(sentences, item.basis):
        blocks.append(basis)
    return (*blocks, Block("note", sentences["hotline"]))

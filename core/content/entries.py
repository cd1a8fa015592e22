"""Each kind of content as an Entry."""

from core.models import (
    Case,
    Citation,
    DigestFile,
    Entry,
    Guide,
    PublicityAnswer,
    Redirect,
)


def guide_entry(entry_id: str, guide: Guide, path: str) -> Entry:
    """A guide, found by its titles and aliases."""
    return Entry(
        id=entry_id,
        kind="guide",
        title=guide.title,
        texts=_distinct(guide.title, guide.official_name, *guide.aliases),
        keywords=guide.keywords,
        item=guide,
        path=path,
        citations=guide.basis,
        review=guide,
        code=guide.code,
        theme=guide.theme,
    )


def faq_entry(entry_id: str, answer: PublicityAnswer, path: str) -> Entry:
    """A publicity answer, found by its question and aliases."""
    return Entry(
        id=entry_id,
        kind="faq",
        title=answer.question,
        texts=_distinct(answer.question, *answer.aliases),
        keywords=answer.keywords,
        item=answer,
        path=path,
        citations=answer.basis,
        review=answer,
        code=answer.code,
        theme=answer.theme,
    )


def case_entry(entry_id: str, case: Case, path: str) -> Entry:
    """A case, found by its title and aliases."""
    return Entry(
        id=entry_id,
        kind="case",
        title=case.title,
        texts=_distinct(case.title, *case.aliases),
        item=case,
        path=path,
        citations=case.basis,
        review=case,
    )


def digest_entries(law_id: str, file: DigestFile, path: str) -> list[Entry]:
    """The digests of one law, each found by its questions; id is ``law-id/number``."""
    entries = []
    for digest in file.digests:
        citation = Citation(law=file.law, article=digest.number, branch=digest.branch)
        branch = f"-{digest.branch}" if digest.branch else ""
        entries.append(
            Entry(
                id=f"{law_id}/{digest.number}{branch}",
                kind="article",
                title=citation.label,
                texts=_distinct(citation.label, *digest.asks),
                item=digest,
                path=path,
                citations=(citation,),
                review=file,
            )
        )
    return entries


def redirect_entry(redirect: Redirect, path: str) -> Entry:
    """A matter of another body, found by its title and aliases."""
    return Entry(
        id=redirect.id,
        kind="redirect",
        title=redirect.title,
        texts=_distinct(redirect.title, *redirect.aliases),
        keywords=redirect.keywords,
        item=redirect,
        path=path,
        citations=redirect.basis,
        body=redirect.body,
    )


def _distinct(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))

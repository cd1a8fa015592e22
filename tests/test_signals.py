"""Signals one by one, and the encoder behind its protocol."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.content import Content
from core.matcher import Matcher
from core.models import TermFile
from core.signals import GramIndex, LexicalSignal, Lexicon, lexical
from core.signals.encoder import VectorStore, find_embedder
from core.signals.grams import grams
from core.signals.sound import SoundIndex
from core.signals.spelling import Spelling, spellings
from core.signals.text_grams import TextGrams
from core.text import simplified_script


def test_bm25_prefers_the_document_that_shares_rare_grams() -> None:
    index = GramIndex.of_texts([["房产证丢了怎么补"], ["房产证怎么换"], ["契税怎么交"]])
    scores = index.bm25(grams("证丢了"))
    assert scores.argmax() == 0
    assert index.bm25(grams("不见")).tolist() == [0, 0, 0]


def test_all_is_common_with_the_same_text_and_nothing_with_another() -> None:
    index = GramIndex.of_texts([["补证"], ["过户"]])
    common, own = index.common(grams("补证"))
    assert (common / own).tolist() == pytest.approx([1, 0])
    assert (common * index.inverse_lengths / own**0.5).tolist() == pytest.approx([1, 0])


@pytest.mark.parametrize("near", [1, 2, 3])
def test_the_best_text_of_an_entry_counts(near: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical, "NEAR", near)
    own = [
        Spelling(texts, ()) for texts in (("过户",), ("补证", "换证", "丢证"), ("房产", "丢了"))
    ]
    words = Lexicon(TermFile(terms=()))
    signal = LexicalSignal(own, ["", "", ""], words)
    assert signal.measure(words.query("丢证"))["fuzzy"].round(3).tolist()[1] == 1
    assert signal.measure(words.query("丢了"))["fuzzy"].argmax() == 2
    assert signal.measure(words.query("过户"))["fuzzy"].tolist() == [1, 0, 0]
    assert signal.measure(words.query("天气"))["fuzzy"].tolist() == [0, 0, 0]


def test_what_is_shared_with_texts_is_the_same_looked_up_by_text_or_by_gram() -> None:
    documents = [["补证"], ["房产证丢了", "\ue000丢了"], ["过户"], ["证"]]
    query = grams("房产证怎么补")
    index = GramIndex.of_texts(documents, once=True)
    common, own = index.common(query)
    found = TextGrams(documents, [2, 1, 1]).compare(query, np.array([0, 2]))
    assert found.texts.tolist() == [0, 1, 3]
    assert found.starts.tolist() == [0, 2]
    cosine = common * index.inverse_lengths / own**0.5
    assert found.cosine.tolist() == pytest.approx(cosine[found.texts].tolist())


def test_a_text_of_signs_alone_stays_as_it_is(content: Content) -> None:
    entry = next(iter(content.entries.values()))
    (own,) = spellings([replace(entry, texts=("？？", "补证！"))])
    assert own.texts == ("？？", "补证")


@pytest.mark.parametrize("once", [False, True])
def test_texts_are_indexed_at_once_as_their_grams_are_one_by_one(once: bool) -> None:
    documents = [["补证补证", "𠮷过户"], [], ["过户"], ["", "a"]]
    of_each = [np.concatenate([grams(""), *map(grams, document)]) for document in documents]
    own = [np.unique(each) if once else each for each in of_each]
    owners = np.repeat(np.arange(len(own)), [len(each) for each in own])
    slow = GramIndex(np.concatenate(own), owners, len(own))
    fast = GramIndex.of_texts(documents, once)
    for query in (grams("补证"), grams("过户𠮷不"), grams("a")):
        assert fast.bm25(query).tolist() == pytest.approx(slow.bm25(query).tolist())
        assert fast.common(query)[0].tolist() == pytest.approx(slow.common(query)[0].tolist())
        found, same = fast.vocabulary.known(query), slow.vocabulary.known(query)
        assert fast.vocabulary.weight(found) == pytest.approx(slow.vocabulary.weight(same))
    assert fast.inverse_lengths.tolist() == pytest.approx(slow.inverse_lengths.tolist())
    assert not len(
        fast.vocabulary.known(grams("证过")[2:]).numbers
    )  # No gram reaches over to the next text.
    assert GramIndex.of_texts([]).bm25(grams("补")).tolist() == []


def test_grams_are_the_characters_and_their_pairs() -> None:
    assert len(grams("")) == 0
    assert len(grams("补")) == 1
    assert grams("补证").tolist() == [*map(ord, "补证"), (ord("补") + 1 << 21) + ord("证")]
    assert len(np.unique(grams("补证证补𠮷a"))) == 4 + 5


@pytest.mark.parametrize(
    ("said", "entry"),
    [("放产证移失怎么补办", "lost-certificate"), ("补政要登报码", "lost-certificate")],
)
def test_a_slip_between_homophones_is_heard(matcher: Matcher, said: str, entry: str) -> None:
    decision = matcher.decide(matcher.lexicon.query(said))
    assert decision.candidates[0].entry == entry


def test_sound_leaves_alone_what_is_spelt_right_or_sounds_otherwise(matcher: Matcher) -> None:
    sound = SoundIndex(spellings(matcher.entries))
    assert sound.respelt("补证要登报吗") is None
    assert sound.respelt("今天天气真不错") is None
    assert sound.respelt("补政要登报码") == "补证要登报吗"


class Counting:
    """An encoder of letters that counts what it is asked."""

    name, dim = "counting", 8

    def __init__(self) -> None:
        self.encoded = 0

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        self.encoded += len(texts)
        rows = np.array(
            [[1 + sum(map(ord, text)) % (7 + at) for at in range(self.dim)] for text in texts],
            dtype=np.float32,
        )
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_text_is_encoded_once_ever(tmp_path: Path) -> None:
    encoder = Counting()
    first = VectorStore(tmp_path / "v.db", encoder).passages(["甲", "乙", "甲"])
    assert encoder.encoded == 2
    second = VectorStore(tmp_path / "v.db", encoder).passages(["甲", "乙", "丙"])
    assert encoder.encoded == 3
    assert np.allclose(first[:2], second[:2], atol=1e-3)
    assert VectorStore(tmp_path / "v.db", encoder).passages([]).shape == (0, 8)


def test_the_encoder_is_asked_only_in_doubt_and_only_when_ready(
    content: Content, tmp_path: Path
) -> None:
    encoder = Counting()
    matcher = Matcher(content, embedder=encoder, folder=tmp_path)
    matcher.decide(matcher.lexicon.query("我家的事情不知道该找谁办理房子"))
    assert encoder.encoded == 0
    matcher.prepare()
    made = encoder.encoded
    matcher.decide(matcher.lexicon.query("房产证丢了怎么补"))
    assert encoder.encoded == made
    matcher.decide(matcher.lexicon.query("我家的事情不知道该找谁办理房子"))
    assert encoder.encoded == made + 1


def test_none_means_no_encoder() -> None:
    assert find_embedder("none") is None


def test_the_encoder_reads_traditional_script_as_simplified() -> None:
    assert simplified_script("房產證丟了，怎麼補？") == "房产证丢了，怎么补？"
    assert simplified_script("房产证（１）") == "房产证（１）"


@pytest.mark.skipif(find_embedder("auto") is None, reason="the encoder is not installed")
def test_the_real_encoder_ranks_by_meaning_and_takes_odd_text() -> None:
    encoder = find_embedder("auto")
    assert encoder is not None
    texts = encoder.passages(["不动产权证书遗失补发", "交通违章处理"])
    query = encoder.queries(["房产证丢了怎么补"])[0]
    assert (texts @ query).argmax() == 0
    assert encoder.queries(["\ud800" + "长" * 5000]).shape == (1, encoder.dim)


def test_an_alias_word_for_word_is_answered(matcher: Matcher) -> None:
    for entry in matcher.entries:
        for text in entry.texts:
            decision = matcher.decide(matcher.lexicon.query(text))
            assert decision.act == "answer", text
            assert decision.candidates[0].entry == entry.id, text

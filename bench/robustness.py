"""How many right firsts survive disturbances of the exam's utterances: python -m bench.robustness

For every utterance whose first candidate is right (its entry, or one of its service), the same
utterance is disturbed in each way and asked again; the share that keeps a right first is printed.
``--encoder`` asks the sentence encoder in doubt, too. Slips fall at places drawn by a fixed seed.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import jieba
from opencc import OpenCC
from pypinyin import lazy_pinyin

from core.content import load
from core.exam import read_paper
from core.matcher import Matcher
from core.models import QueryFile
from core.signals.encoder import find_embedder
from core.signals.pinyin import syllable

ROOT = Path(__file__).resolve().parent.parent
Disturb = Callable[[str, random.Random], str]

# Characters that are taken for each other by their shape, in pairs.
# Written one after the other, two by two.
SHAPES = (
    "己已末未土士人入日曰拆折证征登澄记计户卢屋居房旁产严权杈继断承丞遗遣赠憎买卖抵低押抻租祖地池宅宇基墓征怔收牧补朴偿尝规现划戈许讦可司建健违连举誉报服公分开井复夏"
    "议仪诉拆讼颂测侧绘给图圈矿旷山出邻怜路跆阳阴光兄树村井并田由农衣村材集隼体休承亟包句查杳询旬更吏正止名各变恋注住销锁失夫丢去换唤离禽婚昏父交母毋子孑女汝老考死列"
    "钱浅税悦费贵多夕"
)
TYPED = 16  # Characters of a question that somebody may type in pinyin.
ENGLISH = {
    "房产证": "certificate", "房子": "house", "过户": "transfer", "丢了": "lost", "多少钱": "how much",
    "材料": "documents", "继承": "inherit", "离婚": "divorce", "抵押": "mortgage", "合同": "contract",
    "房东": "landlord", "邻居": "neighbor", "法院": "court", "租房": "rent", "多久": "how long",
}  # fmt: skip
PUNCTUATION = "，。！？、；：,.!?;:（）()“”\"' 　"
EMOJI = "🙏😭🏠❓"


def similar(text: str, rng: random.Random, others: dict[str, list[str]]) -> str:
    """Replace one character that has others like it."""
    places = [place for place, character in enumerate(text) if others.get(character)]
    if not places:
        return text
    place = rng.choice(places)
    return text[:place] + rng.choice(others[text[place]]) + text[place + 1 :]


def homophones(texts: list[str]) -> dict[str, list[str]]:
    """Return for each character the three commonest others of our texts that sound alike."""
    by_sound: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for character in text:
            if sound := syllable(character):
                by_sound[sound][character] += 1
    return {
        character: [other for other, _ in alike.most_common(4) if other != character][:3]
        for alike in by_sound.values()
        for character in alike
    }


def shapes() -> dict[str, list[str]]:
    """Return for each character those that look like it."""
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in zip(SHAPES[::2], SHAPES[1::2], strict=True):
        found[one].append(other)
        found[other].append(one)
    return dict(found)


def dropped(text: str, rng: random.Random) -> str:
    """Leave out one character."""
    place = rng.randrange(len(text))
    return text[:place] + text[place + 1 :]


def swapped(text: str, rng: random.Random) -> str:
    """Change the order of two neighbours."""
    if len(text) < 2:
        return text
    place = rng.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def wide(text: str, rng: random.Random) -> str:
    """Write letters, digits and marks full width, with an emoji in the middle and at the end."""
    full = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    place = len(full) // 2
    return full[:place] + rng.choice(EMOJI) + full[place:] + rng.choice(EMOJI) * 2


def filled(text: str, rng: random.Random) -> str:
    """Speak as people do before and after the matter."""
    before = rng.choice(
        ["你好，请问一下，", "麻烦问一下啊，", "领导您好，我想咨询一下，", "那个，我想问问"]
    )
    after = rng.choice(["，谢谢啦", "，急，在线等", "，麻烦您了，谢谢！", "，请帮忙看看"])
    return before + text + after


def bare(text: str, rng: random.Random) -> str:
    """Leave out all punctuation."""
    return "".join(character for character in text if character not in PUNCTUATION)


def latin(text: str) -> str:
    """Type a text in pinyin, word by word."""
    return " ".join("".join(lazy_pinyin(word)) for word in jieba.cut(text))


def mixed(text: str) -> str:
    """Say in English what many know in English."""
    for word, english in ENGLISH.items():
        text = text.replace(word, english)
    return text


def disturbances(texts: list[str]) -> dict[str, Disturb]:
    """Return the eight ways, by name."""
    sounds, forms, traditional = homophones(texts), shapes(), OpenCC("s2t")
    return {
        "homophone slip": lambda text, rng: similar(text, rng, sounds),
        "shape slip": lambda text, rng: similar(text, rng, forms),
        "dropped character": dropped,
        "swapped characters": swapped,
        "traditional script": lambda text, rng: str(traditional.convert(text)),
        "full width and emoji": wide,
        "filler before and after": filled,
        "no punctuation": bare,
    }


def main(arguments: list[str]) -> None:
    """Print the table."""
    jieba.setLogLevel(60)
    content = load(ROOT).content
    assert content is not None, "the content has errors: python bot.py check"
    embedder = find_embedder("auto") if "--encoder" in arguments else None
    matcher = Matcher(content, embedder=embedder, folder=ROOT / "var")
    matcher.prepare()
    codes = {entry.id: entry.code or entry.id for entry in matcher.entries}
    services = {codes[entry.id] for entry in matcher.entries if entry.kind == "guide"}

    def right(text: str, wanted: str) -> bool:
        candidates = matcher.decide(matcher.lexicon.query(matcher.read(text))).candidates
        return bool(candidates) and codes[candidates[0].entry] == wanted

    asked = [
        (ask.say, codes[file.entry])
        for file in read_paper(ROOT).files.values()
        if isinstance(file, QueryFile) and file.entry in codes
        for ask in file.asks
    ]
    good = [(say, wanted) for say, wanted in asked if right(say, wanted)]
    print(f"{len(good)} of {len(asked)} utterances have a right first\n")
    print("| disturbance | right first kept | changed |\n|---|---|---|")
    for name, disturb in disturbances([say for say, _ in asked]).items():
        rng = random.Random(name)
        changed = [(disturb(say, rng), say, wanted) for say, wanted in good]
        kept = sum(right(text, wanted) for text, _, wanted in changed)
        touched = sum(text != say for text, say, _ in changed)
        print(f"| {name} | {kept / len(good):.3f} | {touched} |", flush=True)
    short = [(say, wanted) for say, wanted in good if len(say) <= TYPED and wanted in services]
    kept = sum(right(latin(say), wanted) for say, wanted in short)
    print(
        f"| all in pinyin, {TYPED} characters or less | {kept / len(short):.3f} | {len(short)} |"
    )
    kept = sum(right(mixed(say), wanted) for say, wanted in good if mixed(say) != say)
    touched = sum(mixed(say) != say for say, _ in good)
    print(f"| some words in English | {kept / touched:.3f} | {touched} |")


if __name__ == "__main__":
    main(sys.argv[1:])

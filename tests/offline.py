"""A client that annotates by itself, from nothing but `/v1/lexicon` and `/v1/lexicon/rules`: slow, plain, of its own.

It says how the rules are meant to be read, by whoever writes them in another language; the labelled sentences hold it to
the service's answers.
"""

import re
import unicodedata
from typing import Any, NamedTuple

OPENING, CLOSING = "“‘「『〝«‹《〈\"'", "”’」』〞»›》〉\"'"
IGNORED = re.compile(
    "[\\s“”‘’「」『』〝〞«»‹›\"'《》〈〉·•‧∙⋅・\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
LINE_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")


class Found(NamedTuple):
    """A term: from where to where it stands in the text, and which concepts it names."""

    start: int
    end: int
    concepts: list[str]


class Client:
    """What is downloaded once."""

    def __init__(self, lexicon: dict[str, Any], rules: dict[str, Any]) -> None:
        self.named = dict(zip(lexicon["labels"], lexicon["named"], strict=True))
        self.telling = [set(words.split()) for words in lexicon["telling"]]
        self.ids = [concept["id"] for concept in lexicon["concepts"]]
        self.fold = str.maketrans(*rules["fold"])
        self.costs = {word: one["cost"] for one in rules["words"] for word in one["words"].split()}
        self.counted = {word for one in rules["words"] if one["counted"] for word in one["words"].split()}
        self.evidence, self.lattice = rules["evidence"], rules["lattice"]
        self.formed = [(re.compile(one["pattern"]), one["cost"]) for one in self.lattice["formed"]]

    def annotate(self, text: str) -> list[Found]:
        """Return the leftmost-longest terms of a text."""
        self.kept, self.places, self.between = self._normal(text)
        found: list[Found] = []
        behind = 0
        for start in range(len(self.kept)):
            for end in range(len(self.kept), start, -1):
                places = self.named.get(self.kept[start:end])
                if places is None or start < behind or not self._is_meant(start, end, places):
                    continue
                found.append(Found(self.places[start], self.places[end - 1] + 1, [self.ids[place] for place in places]))
                behind = end
                break
        return found

    def _normal(self, text: str) -> tuple[str, list[int], list[str]]:
        """Return the text without what is ignored, where each character stands, and what was left out before each."""
        kept, places, between, left_out = "", [], [], ""
        for place, character in enumerate(text):
            if IGNORED.fullmatch(character):
                left_out += character
                continue
            forms = unicodedata.normalize("NFKC", character).lower().translate(self.fold)
            if self._parts_paragraphs(left_out):
                kept, places, between = f"{kept}\n", [*places, place - 1], [*between, ""]
            for one in forms:
                kept, places, between, left_out = kept + one, [*places, place], [*between, left_out], ""
        return kept, places, [*between, left_out]

    def _parts_paragraphs(self, between: str) -> bool:
        breaks = len(LINE_BREAK.findall(between))
        return breaks > 1 or "\t" in between or (breaks == 1 and "\u3000" in between)

    def _is_meant(self, start: int, end: int, places: list[int]) -> bool:
        label, rule = self.kept[start:end], self.evidence
        ordinary = label in self.counted and label[0] not in rule["numerals"]
        if ordinary and not any(self._is_crossed(start, end, place) for place in (start, end)):
            return True
        if any(self._is_in_latin(place) for place in (start, end)):
            return False
        opened = [place for place in range(start, end + 1) if any(mark in OPENING for mark in self.between[place])]
        closed = [place for place in range(start, end + 1) if any(mark in CLOSING for mark in self.between[place])]
        if any(start < place < end for place in opened + closed):
            opened, closed = [place for place in opened if place < end], [place for place in closed if place > start]
            behind = self.kept[end - 1] if closed and closed[-1] == end - 1 else ""
            if len(opened) != len(closed) or (behind and behind in rule["function_words"]):
                return False
        if (start in opened and end in closed) or end - start > rule["longest_in_doubt"]:
            return True
        better = self._better(start, end, ordinary=ordinary)
        if better >= (rule["sure_when_long"] if end - start >= rule["long"] else rule["sure"]):
            return True
        near = self.kept[max(0, start - rule["near"]) : start], self.kept[end : end + rule["near"]]
        words = {part[at : at + 2] for part in near for at in range(len(part) - 1)}
        return better >= rule["doubtful"] and any(words & self.telling[place] for place in places)

    def _is_parted(self, place: int) -> bool:
        """Return whether something that no word goes over stands before a place: anything but one line break and the like."""
        zero_width = re.sub(
            "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]", "", self.between[place]
        )
        return not re.fullmatch("(?:(?:\r\n|[\n\r\u2028\u2029]) *)?", zero_width)

    def _is_in_latin(self, place: int) -> bool:
        """Return whether a place is inside of a Latin word or a number, also one with a decimal point."""
        if not 0 < place < len(self.kept) or self.between[place]:
            return False
        before, after = self.kept[max(0, place - 2) : place], self.kept[place : place + 2]
        is_decimal = re.match("[0-9][.][0-9]", before + after) or re.search("[0-9][.][0-9]$", before + after)
        return bool(is_decimal or re.fullmatch("[a-z0-9]{2}", before[-1] + after[0]))

    def _is_crossed(self, start: int, end: int, place: int) -> bool:
        """Return whether a word that is longer than a common word, or commoner, goes over a place."""
        if not 0 < place < len(self.kept) or self._is_parted(place):
            return False
        own = self.costs[self.kept[start:end]]
        return any(
            word in self.costs
            and (len(word) > end - start or self.costs[word] < own)
            and not self._is_compound(self.kept, begin, start, end, stop)
            for begin in range(max(0, place - 3), place)
            for stop in range(place + 1, begin + self.lattice["longest_word"] + 1)
            for word in [self.kept[begin:stop]]
            if len(word) == stop - begin
        )

    def _is_compound(self, text: str, begin: int, start: int, end: int, stop: int) -> bool:
        other = text[end:stop] if begin == start else text[begin:start] if stop == end else ""
        return len(other) > 1 and other in self.costs

    def _better(self, start: int, end: int, *, ordinary: bool) -> float:
        """Return by how much the best way to read what stands around with the term on its own is better than across it."""
        first, last = start, end
        while first > max(0, start - self.evidence["reach"]) and self.kept[first - 1].isalnum():
            if self._is_parted(first):
                break
            first -= 1
        while last < min(len(self.kept), end + self.evidence["reach"]) and self.kept[last].isalnum():
            if self._is_parted(last):
                break
            last += 1
        text, start, end = self.kept[first:last], start - first, end - first
        ways: list[dict[bool, float]] = [{} for _ in range(len(text) + 1)]
        ways[0][False] = 0.0
        for begin in range(len(text)):
            for stop, cost in self._words(text, begin):
                if not ordinary and (begin, stop) == (start, end):
                    continue
                crosses = begin < start < stop or begin < end < stop
                crosses = crosses and not self._is_compound(text, begin, start, end, stop)
                for crossed, so_far in ways[begin].items():
                    known = ways[stop].get(crossed or crosses, float("inf"))
                    ways[stop][crossed or crosses] = min(known, so_far + cost)
        return ways[-1].get(True, float("inf")) - ways[-1].get(False, float("inf"))

    def _words(self, text: str, begin: int) -> list[tuple[int, float]]:
        if not re.match("[〇㐀-䶿一-鿿豈-﫿\U00020000-\U000323af]", text[begin]):
            return [(begin + 1, self.lattice["other_cost"])]
        found = [(begin + 1, self.costs.get(text[begin], self.lattice["unknown_cost"]))]
        for stop in range(begin + 2, min(begin + self.lattice["longest_word"], len(text)) + 1):
            if (cost := self.costs.get(text[begin:stop])) is not None:
                found.append((stop, cost))
                if stop == begin + 2 and text[stop : stop + 1] and text[stop] in self.lattice["suffixes"]:
                    found.append((stop + 1, cost + self.lattice["suffix_cost"]))
        matched = ((pattern.match(text, begin), cost) for pattern, cost in self.formed)
        return [*found, *((one.end(), cost) for one, cost in matched if one)]

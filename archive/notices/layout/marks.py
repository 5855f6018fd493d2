"""How Chinese punctuation behaves at the ends of lines and beside other marks."""

NEVER_FIRST = frozenset("，。、；：？！）》”’〕】」』…—·％‰℃%,.;:?!)]}〉 ")
NEVER_LAST = frozenset("（《“‘〔【「『([{〈")

# Blank part of a mark's square that a line may take away, in thousandths of an em; measured in the faces.
BLANK_AFTER = dict.fromkeys("，。、；：）》”’〕】」』〉", 500) | dict.fromkeys("？！", 300)
BLANK_BEFORE = dict.fromkeys("（《“‘〔【「『〈", 500)
COMFORTABLE = 400  # a lone mark keeps a tenth of an em more than beside another mark
AFTER_NUMBER = 150  # "1、" squeezed further reads as one word


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters (GB/T 15834, notice-format P3)."""
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "@._/%:+-=&?#~'\"$,;()")


def squeeze_room(text: str, index: int) -> tuple[int, bool]:
    """How much of the mark at `index` may be squeezed inside a line, and whether it stands beside another mark."""
    character = text[index]
    following = text[index + 1] if index + 1 < len(text) else ""
    preceding = text[index - 1] if index else ""
    if blank := BLANK_AFTER.get(character, 0):
        if following in BLANK_AFTER or following in BLANK_BEFORE:
            return blank, True
        if preceding.isascii() and preceding.isdigit() and character == "、":
            return AFTER_NUMBER, False
        return min(blank, COMFORTABLE), False
    if blank := BLANK_BEFORE.get(character, 0):
        if preceding in BLANK_BEFORE:
            return blank, True
        if preceding in BLANK_AFTER:
            return 0, False  # the mark before it has given the room
        return min(blank, COMFORTABLE), False
    return 0, False

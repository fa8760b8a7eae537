"""What Python makes of regular expressions and of formats: `python record_patterns.py > patterns.json`.

ComfyUI's nodes RegexMatch, RegexExtract, RegexReplace and StringFormat hand texts to Python's `re` and `str.format`.
"""
import json
import random
import re

ATOMS = ["a", "b", "[a-c]", "[^a]", r"\w", r"\d", r"\s", ".", r"\W", r"\S", r"\D", "(a|b)", "(?:ab|c)", r"(\w)", "[A-Z]",
         r"[\w-]", r"\b", r"\B", "^", "$", "é", "ß", "(?=a)", "(?!b)", "(?<=a)", "(?<!a)", r"[\d.]", "x", "l", "e", r"\.",
         r"\n", r"[^\n]", "(?P<q>e)", r"\1", "(?i:A)", "[é-ü]", r"\t", r"\x41", r"\u00e9", "[]a]", "[^]]", r"\-", " ", ",",
         "(?>a+)", "(a*)", "(?:a|b)*", "(?:a?b?){2}", "(?#x)", "(?P=q)", "(?(1)b|c)", r"\Z", r"\A", "(?:)", "(b*?)", "[a-",
         "{", "}", "a{1", r"\07", r"\q", "(?:a|)", "((a)|b)", "(?-i:a)"]
COUNTS = [""] * 4 + ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{,2}", "{2,}?", "*+", "{2,1}"]
TEXTS = ["a lake", "Ünïcode straße", "two\nlines\n", "tab\tx", "", "  padded  ", "ABC abc", "red, green, blue", "naïve café",
         "12", "-3.5", "aabbab", "abcabc", "xxxx", "日本語 テキスト", "İstanbul", "ſtraße KELVIN \u212a", "a\nb\na", "Aa bB_1"]
TEMPLATES = ["", "X", r"\1", r"<\g<0>>", r"\2-\1", "$1", "\\\\", r"\n", r"\g<q>", "\\", r"a\0b", r"\g<1>\101", r"\g<", r"\q", r"\."]
FORMATS = ["{a}", "{a:>8}|", "{a:.2f}", "{a!r}", "{a:05}", "{a:e}", "{a:,}", "{a:+}", "{a:x}", "{a:%}", "{a:^9}|", "{a:*<6}",
           "{a!s:.3}", "{a:g}", "{a:d}", "{a:_}", "{a:#x}", "{a:b}", "{a:c}", "{a:.1%}", "{a:10.3f}", "{a:<5}|", "{a:=+8}", "{a:s}",
           "{a:.3}", "{a:,.2f}", "{a: }", "{a:#o}", "{a:_b}", "{a:08.3f}", "{a!a:>12}", "{a:n}", "{a:G}", "{a!q}", "{a:X}"]
VALUES = ["lake", "it's", "", "a\nb", 0, 7, -42, 123456789, 97, 0.5, 1.5, -2.75, 1e10, 1e-7, 12345.678, 1e22, True, False]


def found(pattern, text, flags, mode, template):
    if mode == "replace":
        return re.sub(pattern, template, text, flags=flags)
    if mode == "replace 2":
        return re.sub(pattern, template, text, count=2, flags=flags)
    return [[m.group(i) for i in range(m.re.groups + 1)] for m in re.finditer(pattern, text, flags)]


def main():
    chance = random.Random(29)
    patterns = []
    while len(patterns) < 900:
        pattern = "".join(chance.choice(ATOMS) + chance.choice(COUNTS) for _ in range(chance.randrange(1, 5)))
        if chance.random() < 0.15:
            pattern += "|" + chance.choice(ATOMS)
        text, template = chance.choice(TEXTS), chance.choice(TEMPLATES)
        mode = chance.choice(["replace", "replace 2", "find", "find"])
        flags = [flag for flag in "ims" if chance.random() < 0.3]
        value = sum(getattr(re, flag.upper()) for flag in flags)
        try:
            result = found(pattern, text, value, mode, template)
        except (re.error, IndexError):
            result = None
        patterns.append([pattern, text, "".join(flags), mode, template, result])
    formats = []
    for template in FORMATS:
        for value in VALUES:
            try:
                formats.append([template, value, template.format(a=value)])
            except (ValueError, OverflowError, KeyError):
                formats.append([template, value, None])
    print(json.dumps({"patterns": patterns, "formats": formats}, ensure_ascii=False).replace("], [", "],\n["))


main()

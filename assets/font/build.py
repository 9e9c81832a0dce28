#!/usr/bin/python3
"""Makes paper.ttf.zst and rare.ttf.zst, the fonts of printed papers.

Run once, offline, on a Debian machine with the packages python3-fonttools and
zstd; the unpacked packages fonts-wqy-microhei, fonts-droid-fallback and
fonts-lxgw-wenkai lie in the folder given as the first argument:

    for p in fonts-wqy-microhei fonts-droid-fallback fonts-lxgw-wenkai
    do apt-get download $p && dpkg-deb -x ${p}_*.deb unpacked; done
    python3 build.py unpacked

README.md beside this file says what is taken from where, and why.
"""
import subprocess
import sys

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FONTS = sys.argv[1] + "/usr/share/fonts/truetype/"
EXT_A = range(0x3400, 0x4DC0)
# Latin with accents, Greek, Cyrillic, punctuation, signs, arrows, boxes,
# kana, CJK: what a form, a name or a quoted notice may hold.
BASE = [
    (0x20, 0x7F), (0xA0, 0x180), (0x1CD, 0x1DD), (0x251, 0x262), (0x2C6, 0x2DE),
    (0x391, 0x3CA), (0x401, 0x452), (0x2010, 0x2040), (0x20AC, 0x20AD),
    (0x2103, 0x2104), (0x2116, 0x2117), (0x2121, 0x2122), (0x2160, 0x217A),
    (0x2190, 0x219A), (0x2200, 0x2270), (0x2460, 0x24A0), (0x2500, 0x2580),
    (0x25A0, 0x25D0), (0x2605, 0x2607), (0x2640, 0x2643), (0x2713, 0x2714),
    (0x3000, 0x3130), (0x3200, 0x3244), (0x338E, 0x33D6), (0x4E00, 0xA000),
    (0xF900, 0xFB00), (0xFE30, 0xFE6C), (0xFF01, 0xFF5F), (0xFFE0, 0xFFE6),
]
HAN_BEYOND = range(0x20000, 0x32000)


def cut(font, chars):
    """Keeps the glyphs of chars, drops hints, layout tables and long names."""
    o = subset.Options()
    o.hinting = False
    o.layout_features = []
    o.glyph_names = False
    o.notdef_outline = True
    o.name_IDs = [0, 1, 13, 14]
    o.drop_tables += ["GPOS", "GSUB", "GDEF", "vhea", "vmtx", "FFTM", "gasp", "DSIG"]
    s = subset.Subsetter(o)
    s.populate(unicodes=chars)
    s.subset(font)


def add(font, name, char, glyph, advance):
    font.setGlyphOrder(font.getGlyphOrder() + [name])
    font["glyf"][name] = glyph
    font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[char] = name


def take(font, other, chars):
    """Copies glyphs of another font, scaled to this font's square."""
    k = font["head"].unitsPerEm / other["head"].unitsPerEm
    names, glyphs = other.getBestCmap(), other.getGlyphSet()
    for c in chars:
        if c not in names or c in font.getBestCmap():
            continue
        whole, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
        glyphs[names[c]].draw(whole)
        whole.replay(TransformPen(pen, (k, 0, 0, k, 0, 0)))
        add(font, "u%04X" % c, c, pen.glyph(), round(glyphs[names[c]].width * k))


def boxes(font):
    """Boxes to tick, U+2610 empty and U+2611 ticked, as large as a character:
    the fonts have none or small ones."""
    tick = font.getBestCmap()[0x2713]
    for name, char in ("box", 0x2610), ("boxticked", 0x2611):
        pen = TTGlyphPen(font.getGlyphSet())
        for lo, hi in ((200, 1800), (330, 1670)):
            corners = [(lo, lo - 250), (lo, hi - 250), (hi, hi - 250), (hi, lo - 250)]
            if lo == 330:  # the inside runs the other way round
                corners.reverse()
            pen.moveTo(corners[0])
            for corner in corners[1:]:
                pen.lineTo(corner)
            pen.closePath()
        if char == 0x2611:
            whole = DecomposingRecordingPen(font.getGlyphSet())
            font.getGlyphSet()[tick].draw(whole)
            whole.replay(pen)
        add(font, name, char, pen.glyph(), 2048)


def save(font, family, out):
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = family
    font["head"].created = font["head"].modified = 0
    font.recalcTimestamp = False
    font.save("/tmp/" + out)
    subprocess.run(["zstd", "-q", "-f", "--ultra", "-22", "/tmp/" + out, "-o", out + ".zst"], check=True)


def main():
    base = TTFont(FONTS + "wqy/wqy-microhei.ttc", fontNumber=0)
    cut(base, [c for lo, hi in BASE for c in range(lo, hi)])
    take(base, TTFont(FONTS + "droid/DroidSansFallbackFull.ttf"), EXT_A)
    boxes(base)
    save(base, "Heshi Paper", "paper.ttf")

    rare = TTFont(FONTS + "lxgw-wenkai/LXGWWenKai-Regular.ttf")
    cut(rare, [c for c in rare.getBestCmap() if c in HAN_BEYOND])
    save(rare, "Heshi Rare", "rare.ttf")


if __name__ == "__main__":
    main()

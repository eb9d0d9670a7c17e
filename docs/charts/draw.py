#!/usr/bin/env python3
"""Draws the JSON files given (all beside this script otherwise) as SVG files beside this script.

A file holds {"title", "unit", "x": [labels], "series": [{"name", "values"}]}: bars in groups, one group for each label.
Python 3.8 or newer, nothing else. The colours follow the reader's light or dark mode.
"""
import json
import pathlib
import sys
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 300, 16, 64, 34
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328 } .title { font-weight: 600; font-size: 15px }
  .value { font-size: 11px; fill: #59636e; text-anchor: middle } .label { text-anchor: middle } line { stroke: #d1d9e0 }
  .s0 { fill: #4c78a8 } .s1 { fill: #f58518 } .s2 { fill: #54a24b } .s3 { fill: #b279a2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .value { fill: #9198a1 } line { stroke: #3d444d }
    .s0 { fill: #79a7d9 } .s1 { fill: #ffad57 } .s2 { fill: #7fc97f } .s3 { fill: #d5a6cf }
  }"""


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def draw(chart):
    labels, series, out = chart["x"], chart["series"], []
    highest = max(value for one in series for value in one["values"]) or 1
    group = (WIDTH - 2 * LEFT) / len(labels)
    bar = min(56, group * 0.8 / len(series))
    floor, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP - 18
    out.append(f'<text class="title" x="{LEFT}" y="24">{escape(chart["title"])}, {escape(chart["unit"])}</text>')
    x = LEFT
    for i, one in enumerate(series):
        out.append(f'<rect class="s{i}" x="{x}" y="38" width="12" height="12" rx="2"/>')
        out.append(f'<text x="{x + 18}" y="49">{escape(one["name"])}</text>')
        x += 40 + 7.2 * len(one["name"])
    for g, label in enumerate(labels):
        middle = LEFT + group * (g + 0.5)
        out.append(f'<text class="label" x="{middle:.0f}" y="{HEIGHT - 12}">{escape(label)}</text>')
        for i, one in enumerate(series):
            value = one["values"][g]
            height, left = max(1, room * value / highest), middle + (i - len(series) / 2) * bar
            out.append(f'<rect class="s{i}" x="{left + 1:.1f}" y="{floor - height:.1f}" width="{bar - 2:.1f}" '
                       f'height="{height:.1f}" rx="2"/>')
            out.append(f'<text class="value" x="{left + bar / 2:.1f}" y="{floor - height - 5:.1f}">{number(value)}</text>')
    out.append(f'<line x1="{LEFT}" x2="{WIDTH - LEFT}" y1="{floor}" y2="{floor}"/>')
    words = "; ".join(f'{one["name"]}: ' + ", ".join(f"{x} {number(v)}" for x, v in zip(labels, one["values"])) for one in series)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">\n'
            f'<title>{escape(chart["title"])}</title><desc>{escape(words)}</desc>\n<style>{STYLE}\n</style>\n' + "\n".join(out) + "\n</svg>\n")


for name in sys.argv[1:] or sorted(HERE.glob("*.json")):
    path = pathlib.Path(name)
    (HERE / (path.stem + ".svg")).write_text(draw(json.loads(path.read_text())))

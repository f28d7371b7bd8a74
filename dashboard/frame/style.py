"""The page's own style: calm ground, figures that line up, touch targets a thumb can hit."""

from __future__ import annotations

from dashboard import theme
from dashboard.languages import texts
from dashboard.serve import MOST_MEGABYTES

_CSS = """
<style>
.stApp, .stApp button, .stApp input, .stMarkdown, .stHtml { font-family: %(font)s; }
.block-container, .stMainBlockContainer { max-width: 1180px; padding-left: 2rem; padding-right: 2rem; }
.stHtml h1.page { font-size: 1.7rem; font-weight: 650; margin: 0; padding: 0; letter-spacing: -0.01em; }
.lead { color: %(quiet)s; font-size: 1rem; margin: .15rem 0 .35rem; }
.asof { color: %(quiet)s; font-size: .86rem; display: flex; gap: .9rem; flex-wrap: wrap; align-items: center; }
.dot { display: inline-block; width: .55rem; height: .55rem; border-radius: 50%%; margin-right: .4rem; }
.banner { border-radius: .6rem; padding: .75rem 1rem; font-size: .95rem; line-height: 1.5; margin: .3rem 0; }
.banner.held { background: %(held_ground)s; border-left: 4px solid %(held)s; }
.banner.wrong { background: %(wrong_ground)s; border-left: 4px solid %(wrong)s; }
.banner.calm { background: %(panel)s; border-left: 4px solid %(zero)s; }
.chart-title { font-size: 1.16rem; font-weight: 640; line-height: 1.38; margin: 0; text-wrap: balance; }
.chart-sub { color: %(quiet)s; font-size: .86rem; margin: .2rem 0 0; line-height: 1.45; }
.chart-cover { color: %(quiet)s; font-size: .8rem; margin: .1rem 0 0; line-height: 1.45; }
.chart-notes { color: %(quiet)s; font-size: .82rem; line-height: 1.5; }
.swipe { display: none; }
.stHtml:has(> .swipe) { display: none; }
.empty { padding: 1.2rem 1rem; background: %(panel)s; border-radius: .6rem; line-height: 1.6; font-size: .93rem; }
.empty b { display: block; margin-bottom: .2rem; }
.tiles { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: .8rem; }
.tile { background: %(panel)s; border-radius: .7rem; padding: .85rem .95rem .7rem; min-width: 0; display: flex;
  flex-direction: column; }
.tile .name { color: %(quiet)s; font-size: .82rem; line-height: 1.3; min-height: 2.1em; }
.tile .value { font-size: 1.65rem; font-weight: 660; line-height: 1.2; font-variant-numeric: tabular-nums;
  letter-spacing: -0.01em; }
.tile .change { font-size: .8rem; line-height: 1.4; margin-top: .2rem; }
.tile .quiet { color: %(quiet)s; font-size: .78rem; line-height: 1.4; }
.tile img { width: 100%%; height: 34px; margin-top: auto; padding-top: .5rem; display: block; }
.finding { font-size: 1rem; line-height: 1.5; }
[data-testid="stPageLink"] a, [data-testid="stPageLink"] span, [data-testid="stPageLink"] p { white-space: normal;
  overflow: visible; }
.section { font-size: 1.02rem; font-weight: 640; margin: .4rem 0 0; }
.scroll { overflow: auto; max-height: 420px; border: 1px solid %(grid)s; border-radius: .5rem; }
table.figures { border-collapse: collapse; width: 100%%; font-size: .84rem; font-variant-numeric: tabular-nums; }
table.figures th { position: sticky; top: 0; background: %(panel)s; color: %(quiet)s; font-weight: 600;
  text-align: left; white-space: nowrap; padding: .45rem .7rem; }
table.figures td { padding: .4rem .7rem; border-top: 1px solid %(grid)s; white-space: nowrap; }
table.figures .r { text-align: right; }
table.figures tr.wrong td { background: %(wrong_ground)s; }
table.figures tr.held td { background: %(held_ground)s; }
.nights { display: grid; grid-template-columns: repeat(7, 2.3rem); gap: .28rem; }
.nights span { height: 2.1rem; border-radius: .4rem; display: flex; align-items: center; justify-content: center;
  font-size: .76rem; gap: .15rem; background: %(panel)s; color: %(quiet)s; }
.nights .published { background: %(good_ground)s; color: %(text)s; }
.nights .withheld { background: %(held_ground)s; color: %(text)s; box-shadow: inset 0 0 0 1.5px %(held)s; }
.nights .failed { background: %(wrong_ground)s; color: %(text)s; box-shadow: inset 0 0 0 1.5px %(wrong)s; }
.nights .head { background: transparent; height: 1.3rem; }
.nights .blank { background: transparent; }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .8rem; }
.pair .side { background: %(panel)s; border-radius: .7rem; padding: .85rem .95rem; line-height: 1.6; font-size: .93rem;
  overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.pair .side b { font-size: 1.1rem; }
.pair .quiet { color: %(quiet)s; font-size: .86rem; }
.stButton button, .stDownloadButton button, [data-testid="stPopover"] button { min-height: 44px; }
/* the words inside the place to drop files are the browser toolkit's own, in English: ours stand over them */
[data-testid="stFileUploaderDropzone"] > span button p { font-size: 0; }
[data-testid="stFileUploaderDropzone"] > span button p::after { content: "%(browse)s"; font-size: .95rem; }
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
[data-testid="stFileUploaderDropzoneInstructions"] span::after { content: "%(limit)s"; font-size: .86rem; }
[data-testid="stFileUploaderDropzone"] { min-height: 6rem; }
.stCheckbox label, [data-testid="stRadioOption"] { min-height: 44px; align-items: center; }
.stCheckbox label > span + div,
[data-testid="stRadioOption"] > span + div > div:first-child { box-shadow: inset 0 0 0 1px %(quiet)s; }
@media (max-width: 1080px) { .tiles { grid-template-columns: repeat(3, minmax(0, 1fr)); } }
@media (max-width: 640px) {
  .block-container, .stMainBlockContainer { padding-left: .9rem; padding-right: .9rem; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .6rem; }
  .stHtml h1.page { font-size: 1.4rem; }
  .chart-title { font-size: 1.05rem; }
  .swipe, .stHtml:has(> .swipe) { display: block; }
  [class*="st-key-wide_"], [class*="st-key-late_"] { overflow-x: auto; }
  [class*="st-key-wide_"] [data-testid="stElementContainer"],
  [class*="st-key-late_"] [data-testid="stElementContainer"] { min-width: 580px; }
  .st-key-wide_cost_waterfall [data-testid="stElementContainer"],
  .st-key-wide_migration_matrix [data-testid="stElementContainer"] { min-width: 760px; }
  /* the latest months stand in sight; the earlier ones are a swipe away */
  [class*="st-key-late_"] { direction: rtl; }
  [class*="st-key-late_"] > * { direction: ltr; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; } }
</style>
"""


def css(language: str, *, dark: bool) -> str:
    """Style sheet of one language on the light or the dark ground."""
    palette = theme.DARK if dark else theme.LIGHT
    depth = 0.3 if dark else 0.13
    t = texts(language)
    return _CSS % {
        **palette,
        "font": theme.font_stack(language),
        "browse": t("adding.browse"),
        "limit": t("adding.limit", mb=MOST_MEGABYTES),
        "held": theme.HELD,
        "wrong": theme.WRONG,
        "held_ground": theme.faint(theme.HELD, depth),
        "wrong_ground": theme.faint(theme.WRONG, depth),
        "good_ground": theme.faint(theme.GOOD, depth + 0.07),
    }

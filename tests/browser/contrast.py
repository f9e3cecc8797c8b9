"""Contrast of colours, each kind of text once: to measure it takes axe longer than all the rest.

Texts of one kind (same colour, same size for the eye, same elements and colours behind them as far
as these show) have the same contrast, on whatever page and at whatever width they stand. What axe
found good is not measured again in this process; what it could not measure it tries on each page.
"""

from __future__ import annotations

from playwright.sync_api import Page

RULE = "color-contrast"

# Gives the kinds of the texts that are on the page, and keeps there which texts they are.
# Down from 24 px, or 18.66 px in bold, the higher contrast of WCAG 1.4.3.
_FIND = """() => {
  const kinds = globalThis.kindsOfText = new Map();
  const known = new Map([[null, {behind: "", fade: 1}]]);
  const fields = "input:not([type=checkbox], [type=radio]), select, textarea";
  const says = (element) => element.matches(fields) || [...element.childNodes]
    .some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 1);
  const isSeen = (element) => {
    const {width, height, right, bottom} = element.getBoundingClientRect();
    const isHere = width > 1 && height > 1 && right + scrollX > 0 && bottom + scrollY > 0;
    return isHere && element.checkVisibility({visibilityProperty: true});
  };
  const look = (element) => {
    if (known.has(element)) return known.get(element);
    const style = getComputedStyle(element), around = look(element.parentElement);
    const colour = style.backgroundColor, fade = style.opacity * around.fade;
    const own = [element.localName, element.className.baseVal ?? element.className,
                 colour, style.backgroundImage, style.opacity, style.filter].join(" ");
    const isOpaque = colour.startsWith("rgb(") && style.backgroundImage === "none";
    const sight = {behind: isOpaque ? `${own} ${fade}` : `${own} on ${around.behind}`, fade};
    known.set(element, sight);
    return sight;
  };
  for (const element of document.body.querySelectorAll("*")) {
    if (element instanceof SVGElement || !says(element) || !isSeen(element)) continue;
    const style = getComputedStyle(element), isBold = style.fontWeight >= 700;
    const isLarge = parseFloat(style.fontSize) >= (isBold ? 18.66 : 24);
    const isOff = element.matches(":disabled, [aria-disabled=true]");
    const kind = [style.color, style.textShadow, isLarge, isOff, look(element).behind].join(" ");
    kinds.set(kind, [...(kinds.get(kind) ?? []), element]);
  }
  return [...kinds.keys()];
}"""
# Measures the first and the last text of each of these kinds; gives what is bad and what is good.
_MEASURE = """async ([rule, unknown]) => {
  const mark = "data-measured", kindOf = new Map();
  for (const kind of unknown) {
    const texts = globalThis.kindsOfText.get(kind);
    for (const text of [texts[0], texts.at(-1)]) {
      text.setAttribute(mark, "");
      kindOf.set(text, kind);
    }
  }
  axe.configure({rules: [{id: rule, selector: `[${mark}]`}]});
  const {violations, passes} = await axe.run({
    resultTypes: ["violations", "passes"], elementRef: true,
    runOnly: {type: "rule", values: [rule]},
  });
  for (const text of kindOf.keys()) text.removeAttribute(mark);
  const nodes = (found) => found.flatMap((results) => results.nodes);
  return {
    bad: nodes(violations).map((node) => [node.target, node.failureSummary]),
    good: nodes(passes).map((node) => kindOf.get(node.element)),
  };
}"""
_good: set[str] = set()


def weak_contrasts(page: Page) -> list[object]:
    """The texts that cannot be read well; the page has axe in it already."""
    unknown = [kind for kind in page.evaluate(_FIND) if kind not in _good]
    if not unknown:
        return []
    answer = page.evaluate(_MEASURE, [RULE, unknown])
    _good.update(answer["good"])
    return list(answer["bad"])

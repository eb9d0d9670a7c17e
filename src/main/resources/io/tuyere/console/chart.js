// Line charts by uPlot, with a text that says the same to whoever does not see them.

import uPlot from './uPlot.esm.js';
import { el, fill, stroke } from './dom.js';

const HEIGHT = 220;

/** The colour that a style's variable stands for in the present theme. */
function colour(name) {
  const probe = el('span', { hidden: true });
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/**
 * A figure with a chart.
 *
 * @param lines each { label, dashed, colour } where colour is the name of a style's variable
 * @param value what a number on the vertical axis looks like
 */
export class Chart {
  constructor(caption, lines, value, { scaleTime = true } = {}) {
    this.lines = lines;
    this.value = value;
    this.scaleTime = scaleTime;
    this.place = el('div', { class: 'place', role: 'img', 'aria-label': caption });
    this.summary = el('p', { class: 'summary' });
    this.legend = el('ul', { class: 'legend' });
    this.caption = caption;
    this.element = el('figure', { class: 'chart' }, el('figcaption', {}, caption), this.place, this.legend, this.summary);
    this.data = [[], ...lines.map(() => [])];
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.place);
    this.themed = () => this.draw();
    addEventListener('themechange', this.themed);
  }

  /** Shows other numbers, and says them in words. */
  update(data, words) {
    this.data = data;
    this.summary.textContent = words;
    this.place.setAttribute('aria-label', `${this.caption}. ${words}`);
    if (this.plot) {
      this.plot.setData(data);
    } else {
      this.draw();
    }
  }

  draw() {
    const width = this.place.clientWidth;
    if (!width) {
      return; // not on the page yet: its first size draws it
    }
    this.plot?.destroy();
    const [text, line] = [colour('--muted'), colour('--line')];
    const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const strokes = this.lines.map((each) => colour(each.colour));
    this.plot = new uPlot({
      width, height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: this.scaleTime }, y: { range: (plot, least, most) => [0, most > 0 ? most * 1.1 : 1] } },
      axes: [axis, { ...axis, size: 64, values: (plot, ticks) => ticks.map(this.value) }],
      series: [{}, ...this.lines.map((each, i) => ({
        label: each.label, stroke: strokes[i], width: 2, spanGaps: true, points: { show: false },
        dash: each.dashed ? [6, 4] : undefined,
      }))],
    }, this.data, this.place);
    fill(this.legend, this.lines.map((each, i) => el('li', {}, stroke(strokes[i], each.dashed), each.label)));
  }

  fit() {
    if (!this.plot) {
      this.draw();
    } else if (this.place.clientWidth && this.place.clientWidth !== this.plot.width) {
      this.plot.setSize({ width: this.place.clientWidth, height: HEIGHT });
    }
  }

  close() {
    removeEventListener('themechange', this.themed);
    this.resized.disconnect();
    this.plot?.destroy();
  }
}

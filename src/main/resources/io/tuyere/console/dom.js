// Elements made of data. Text becomes text nodes only: nothing that comes from a server is ever read as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element; properties that begin with "on" are listeners, `class` and whatever has a hyphen are attributes. */
export function el(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else if (key === 'class' || key === 'for' || key === 'role' || key === 'scope' || key.includes('-')) {
      made.setAttribute(key, value);
    } else {
      made[key] = value;
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** A line as it is drawn in a chart, for its legend. */
export function stroke(colour, dashed) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 10');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', 'M0 5h24');
  line.setAttribute('stroke', colour);
  line.setAttribute('stroke-width', '3');
  if (dashed) {
    line.setAttribute('stroke-dasharray', '5 4');
  }
  svg.append(line);
  return svg;
}

/** Replaces what an element holds. */
export function fill(place, ...children) {
  place.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}

/**
 * A table that can be given other rows; each row is a list of cells (text or elements), the first of which names the row.
 * Controls in it keep the focus over an update when they have a `data-key`.
 *
 * @param columns names, or { name, kind } where kind is a class for the cells
 */
export function table(caption, columns, rows = [], empty = 'none') {
  const kinds = columns.map((column) => column.kind ?? '');
  const head = el('tr', {}, columns.map((column, i) =>
    el('th', { scope: 'col', class: kinds[i] }, column.name ?? column)));
  const body = el('tbody');
  const made = el('table', {}, el('caption', {}, caption), el('thead', {}, head), body);
  // It can be scrolled sideways on a narrow screen, by keyboard too.
  const frame = el('div', { class: 'scroll', role: 'region', 'aria-label': caption, tabIndex: 0 }, made);
  frame.update = (next) => {
    const focused = body.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    fill(body, next.length ? next.map((cells) => row(cells, kinds))
      : el('tr', {}, el('td', { colSpan: columns.length, class: 'note' }, empty)));
    if (focused) {
      [...body.querySelectorAll('[data-key]')].find((each) => each.dataset.key === focused)?.focus();
    }
  };
  frame.update(rows);
  return frame;
}

function row(cells, kinds) {
  return el('tr', {}, cells.map((cell, i) =>
    i === 0 ? el('th', { scope: 'row', class: kinds[i] }, cell ?? '') : el('td', { class: kinds[i] }, cell ?? '')));
}

/** Facts with their names. */
export function facts(entries) {
  return el('dl', { class: 'facts' }, entries.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

/** A word with the colour of how good it is; the word alone tells it too. */
export function badge(word, how) {
  return el('span', { class: `badge ${how}` }, word);
}

/** A part of a view under a heading. */
export function section(heading, ...children) {
  const title = el('h2', {}, heading);
  title.id = `h-${heading.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  return el('section', { 'aria-labelledby': title.id }, title, ...children);
}

/** A labelled control. */
export function field(label, control, hint) {
  control.id = `f-${label.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  const explained = hint ? el('p', { class: 'hint', id: `${control.id}-hint` }, hint) : null;
  if (explained) {
    control.setAttribute('aria-describedby', explained.id);
  }
  return el('div', {}, el('label', { for: control.id }, label), explained, control);
}

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function number(value) {
  return Number.isFinite(value) ? NUMBER.format(value) : '–';
}

export function percent(part) {
  return Number.isFinite(part) ? `${NUMBER.format(part * 100)} %` : '–';
}

export function seconds(value) {
  if (!Number.isFinite(value)) {
    return '–';
  }
  return value < 1 ? `${NUMBER.format(value * 1000)} ms` : `${NUMBER.format(value)} s`;
}

export function span(millis) {
  const all = Math.max(0, Math.round(millis / 1000));
  if (all < 60) {
    return `${all} s`;
  }
  if (all < 3600) {
    return `${Math.floor(all / 60)} min ${all % 60} s`;
  }
  return all < 86_400 ? `${Math.floor(all / 3600)} h ${Math.floor((all % 3600) / 60)} min` : `${Math.floor(all / 86_400)} d`;
}

const pad = (part) => String(part).padStart(2, '0');

/** The time of day; with the date where it is another day. */
export function time(iso) {
  const at = new Date(iso);
  const day = at.toDateString() === new Date().toDateString()
    ? '' : `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} `;
  const shown = `${day}${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
  return el('time', { dateTime: iso, title: iso }, shown);
}

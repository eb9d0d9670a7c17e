// Reads the page of metrics, and tells what happened between two readings of it.

const LINE = /^([a-z_0-9]+)(?:\{(.*)\})? ([^ ]+)/;
const LABEL = /([a-z_0-9]+)="((?:[^"\\]|\\.)*)"/g;

/** The series of these names: each with its labels and value. */
export function parse(text, names) {
  const series = new Map();
  for (const line of text.split('\n')) {
    const parts = LINE.exec(line);
    if (parts && names.includes(parts[1])) {
      const labels = Object.fromEntries([...(parts[2] ?? '').matchAll(LABEL)].map(([, name, value]) => [name, value]));
      const of = series.get(parts[1]) ?? [];
      of.push({ labels, value: Number(parts[3]) });
      series.set(parts[1], of);
    }
  }
  return series;
}

/** Sums of a counter by one label, of those series that pass. */
export function sums(series, name, label, passes = () => true) {
  const found = new Map();
  for (const { labels, value } of series.get(name) ?? []) {
    if (passes(labels)) {
      found.set(labels[label], (found.get(labels[label]) ?? 0) + value);
    }
  }
  return found;
}

/** What a sum grew by; a counter that fell began anew with the process. */
export function growth(now, before, key) {
  const [end, begin] = [now.get(key) ?? 0, before.get(key) ?? 0];
  return end >= begin ? end - begin : end;
}

/** The time within which this part of the calls between two readings ended, from the buckets of a timer. */
export function quantile(now, before, name, region, part) {
  const of = (series) => sums(series, `${name}_bucket`, 'le', (labels) => labels.region === region);
  const [end, begin] = [of(now), before ? of(before) : new Map()];
  const buckets = [...end.keys()]
    .map((le) => ({ le: le === '+Inf' ? Infinity : Number(le), count: growth(end, begin, le) }))
    .sort((a, b) => a.le - b.le);
  const all = buckets.at(-1)?.count ?? 0;
  if (!all) {
    return NaN;
  }
  const rank = part * all;
  let [below, floor] = [0, 0];
  for (const { le, count } of buckets) {
    if (count >= rank) {
      return le === Infinity ? floor : floor + (le - floor) * ((rank - below) / Math.max(1, count - below));
    }
    [below, floor] = [count, le];
  }
  return NaN;
}

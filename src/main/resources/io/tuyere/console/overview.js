// How each region does at the moment, from the metrics and the breakers.

import { all, get, metrics, post, repeat } from './api.js';
import { Chart } from './chart.js';
import { badge, el, fill, number, percent, seconds, section, span, table } from './dom.js';
import { growth, parse, quantile, sums } from './metrics.js';

const PAUSE_MS = 3_000;
const KEPT = 240; // points of the charts: twelve minutes
const WINDOW = 10; // readings between which rates are taken: half a minute
const CALLS = 'tuyere_requests_total';
const TIMES = 'tuyere_request_seconds';
const CODES = 'tuyere_cloud_codes_total';
const NAMES = [CALLS, `${TIMES}_bucket`, CODES];
const CALM = ['closed', 'held-closed'];

const readings = []; // they outlive the view, so that coming back finds the curves
const points = [];

async function show(place, { signal, say, may, trouble }) {
  const regions = await all('/admin/v1/regions', 'regions', 100, signal);
  const lines = regions.map((region, i) => ({ label: region.id, colour: `--series-${i % 7}` }));
  const traffic = new Chart('Calls per second, by region', lines, number);
  const latency = new Chart('Time within which 95 % of calls end, by region', lines, seconds);
  const byRegion = table('Regions, over the last half minute', ['Region', { name: 'Calls/s', kind: 'number' },
    { name: 'Median', kind: 'number' }, { name: '95 %', kind: 'number' }, { name: 'Not ok', kind: 'number' },
    'Breaker', { name: 'Why, and what next', kind: 'words' }, 'Steer']);
  const breakers = table('Breakers with something to tell', ['Kind', 'Region', 'Project', 'Family', 'Position',
    { name: 'Why, and what next', kind: 'words' }, 'Steer'], [], 'All is well: no breaker has anything to tell.');
  const codes = table('Codes that the cloud refused calls with, since the start', ['Code', 'Class', 'Region',
    { name: 'Calls', kind: 'number' }, { name: 'Last half minute', kind: 'number' }], [], 'none so far');
  const said = el('div');
  fill(place, said, section('Regions', byRegion), el('div', { class: 'pair' }, section('Traffic', traffic.element),
    section('Latency', latency.element)), section('Breakers', breakers), section('Refusals by the cloud', codes));
  signal.addEventListener('abort', () => [traffic, latency].forEach((chart) => chart.close()));

  const steer = (label, address, key, warning) => el('button', {
    type: 'button', disabled: !may('operate'), 'data-key': `${address} ${JSON.stringify(key)}`,
    'aria-label': `${label}: ${key.kind} ${key.region} ${key.project ?? ''}`.trim(),
    onclick: async () => {
      if (warning && !confirm(warning)) {
        return;
      }
      try {
        const now = await post(address, key, signal);
        fill(said);
        say(`${now.region}: ${now.kind} breaker is ${now.position}`);
        await look();
      } catch (cause) {
        if (cause.name !== 'AbortError') {
          fill(said, trouble(cause));
        }
      }
    },
  }, label);

  const look = async () => {
    const [text, states, open] = await Promise.all([metrics(signal), all('/admin/v1/regions', 'regions', 100, signal),
      get('/admin/v1/breakers', { limit: 100 }, signal)]);
    read(text, states);
    byRegion.update(states.map((region) => regionRow(region, steer)));
    breakers.update(open.breakers.map((breaker) => breakerRow(breaker, steer)));
    codes.update(codeRows());
    draw(traffic, states, 'rate', (value) => `${number(value)}/s`);
    draw(latency, states, 'slow', seconds);
    if (document.getElementById('status').textContent.includes('trying again')) {
      say('');
    }
  };
  await repeat(look, PAUSE_MS, signal, say);
}

function read(text, regions) {
  const now = { at: Date.now(), series: parse(text, NAMES) };
  readings.push(now);
  if (readings.length > WINDOW) {
    readings.shift();
  }
  if (readings.length > 1) {
    points.push({ at: now.at / 1000, by: Object.fromEntries(regions.map(({ id }) => [id, since(readings.at(-2), id)])) });
  }
  if (points.length > KEPT) {
    points.shift();
  }
}

/** What went on in a region from a reading to the last one. */
function since(before, region) {
  const now = readings.at(-1);
  const of = (reading) => sums(reading.series, CALLS, 'outcome', (labels) => labels.region === region);
  const [end, begin] = [of(now), of(before)];
  const calls = [...end.keys()].map((outcome) => [outcome, growth(end, begin, outcome)]);
  const total = calls.reduce((sum, [, grown]) => sum + grown, 0);
  const good = calls.find(([outcome]) => outcome === 'ok')?.[1] ?? 0;
  return {
    rate: now.at > before.at ? (total * 1000) / (now.at - before.at) : NaN,
    bad: total ? (total - good) / total : NaN,
    median: quantile(now.series, before.series, TIMES, region, 0.5),
    slow: quantile(now.series, before.series, TIMES, region, 0.95),
  };
}

function draw(chart, regions, what, shown) {
  const data = [points.map((point) => point.at),
    ...regions.map(({ id }) => points.map((point) => {
      const value = point.by[id]?.[what];
      return Number.isFinite(value) ? value : null;
    }))];
  const lately = regions.map(({ id }) => [id, points.at(-1)?.by[id]?.[what] ?? NaN])
    .filter(([, value]) => value > 0)
    .map(([id, value]) => `${id} ${shown(value)}`);
  chart.update(data, lately.length ? `Now: ${lately.join(', ')}.` : 'No calls at the moment.');
}

function regionRow(region, steer) {
  const lately = since(readings[0], region.id);
  const { breaker } = region;
  const key = { kind: 'transport', region: region.id };
  return [`${region.name} (${region.id})`, number(lately.rate), seconds(lately.median), seconds(lately.slow),
    percent(lately.bad), breaker ? position(breaker) : badge(region.called ? 'closed' : 'not called yet', 'plain'),
    breaker ? why(breaker) : '',
    el('div', { class: 'row' }, steer('Hold open', '/admin/v1/breakers/hold-open', key, `Refuse all calls to ${region.name} until it is reset?`),
      steer('Reset', '/admin/v1/breakers/reset', key))];
}

function breakerRow(breaker, steer) {
  const { kind, region, project, family } = breaker;
  return [kind, region, project, family, position(breaker), why(breaker),
    steer('Reset', '/admin/v1/breakers/reset', { kind, region, project, family })];
}

function position(breaker) {
  const word = breaker.position;
  return badge(word, CALM.includes(word) ? 'good' : word === 'probing' ? 'warn' : 'bad');
}

function why(breaker) {
  const parts = breaker.position.startsWith('held') ? ['by hand'] : [];
  if (breaker.reason) {
    parts.push(breaker.code ? `${breaker.reason} (${breaker.code})` : breaker.reason);
  }
  if (breaker.since_ms) {
    parts.push(`for ${span(breaker.since_ms)}`);
  }
  if (breaker.probe_in_ms) {
    parts.push(`next probe in ${span(breaker.probe_in_ms)}`);
  }
  return parts.join('; ');
}

function codeRows() {
  const [now, before] = [readings.at(-1).series, readings[0].series];
  const name = ({ code, region }) => `${code}/${region}`;
  const earlier = new Map((before.get(CODES) ?? []).map(({ labels, value }) => [name(labels), value]));
  return [...(now.get(CODES) ?? [])]
    .sort((a, b) => b.value - a.value)
    .slice(0, 50)
    .map(({ labels, value }) => [labels.code, labels.class, labels.region, number(value),
      number(Math.max(0, value - (earlier.get(name(labels)) ?? 0)))]);
}

export default { title: 'Overview', show };

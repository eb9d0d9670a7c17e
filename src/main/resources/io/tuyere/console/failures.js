// The calls that end with trouble, as they come.

import { Refused, events, get, pause } from './api.js';
import { badge, el, field, fill, section, table, time } from './dom.js';

const KEPT = 200;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

async function show(place, { signal, say }) {
  const kept = [];
  let [last, waiting, held] = [0, 0, false];
  const found = table('Calls with trouble, the latest first', [{ name: 'At', kind: 'time' }, 'Tenant', { name: 'Call', kind: 'words' },
    'Region', 'Status', { name: 'What', kind: 'words' }, { name: 'What to do', kind: 'words' }, { name: 'Request id', kind: 'words' }], [], 'none so far');
  const filter = el('input', { type: 'search', autocomplete: 'off', spellcheck: false });
  const draw = () => {
    const wish = filter.value.trim().toLowerCase();
    const fitting = kept.filter((each) => JSON.stringify(each).toLowerCase().includes(wish));
    found.update(fitting.slice(0, KEPT).map(row));
  };
  const hold = el('button', {
    type: 'button', 'aria-pressed': 'false',
    onclick: () => {
      held = !held;
      hold.setAttribute('aria-pressed', String(held));
      hold.textContent = held ? 'Go on' : 'Hold';
      waiting = 0;
      draw();
      say(held ? 'Held: new ones are counted only.' : 'Live.');
    },
  }, 'Hold');
  filter.addEventListener('input', draw);
  const take = (entry) => {
    last = entry.number;
    kept.unshift(entry);
    kept.length = Math.min(kept.length, KEPT);
  };

  const before = await get('/admin/v1/failures', { limit: 500 }, signal);
  before.failures.forEach(take);
  last = before.last;
  fill(place, section('Live', el('div', { class: 'row' }, field('Only those with', filter, 'Any part: a tenant, region, error or code.'),
    el('div', { class: 'narrow' }, hold)), found));
  draw();
  say('Live.');

  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    try {
      for await (const entry of events('/admin/v1/failures/stream', last, signal)) {
        wait = FIRST_PAUSE_MS;
        take(entry);
        if (held) {
          waiting += 1;
          say(`Held: ${waiting} new.`);
        } else {
          draw();
          say(`Live. The latest: ${entry.error || entry.cloud_code || entry.outcome}, ${entry.region}.`);
        }
      }
    } catch (cause) {
      if (signal.aborted || (cause instanceof Refused && cause.status !== 0 && cause.status !== 503)) {
        throw cause;
      }
    }
    say('The line is lost; trying again.');
    await pause(wait, signal);
  }
}

function row(entry) {
  const own = entry.error && el('a', { href: `/tuyere/v1/errors/${entry.error}`, target: '_blank', rel: 'noreferrer' }, entry.error);
  const what = entry.cloud_code ? `cloud code ${entry.cloud_code}` : own || entry.outcome;
  return [time(entry.at), entry.tenant, `${entry.method} ${entry.template}`, entry.region,
    badge(String(entry.status), entry.status >= 500 ? 'bad' : 'warn'),
    what, [entry.hint, entry.detail].filter((text) => text).join(' – '), entry.request_id];
}

export default { title: 'Failures', show };

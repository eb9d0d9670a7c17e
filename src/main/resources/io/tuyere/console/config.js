// What became of each reading of the configuration, and reading it again.

import { Refused, get, post } from './api.js';
import { badge, el, fill, section, table, time } from './dom.js';

async function show(place, { signal, say, may, trouble }) {
  const result = el('div');
  const history = table('Readings of the configuration, the latest first', ['Number', { name: 'At', kind: 'time' }, 'Because of',
    'Became', { name: 'Problems, or keys that wait for a restart', kind: 'words' }]);
  const effective = el('pre', { tabIndex: 0 });
  const button = el('button', {
    type: 'button', class: 'first', disabled: !may('operate'),
    onclick: async () => {
      button.disabled = true;
      try {
        await reload();
        await look();
      } catch (cause) {
        if (cause.name !== 'AbortError') {
          fill(result, trouble(cause));
        }
      } finally {
        button.disabled = !may('operate');
      }
    },
  }, 'Read the files again');
  const reload = async () => {
    try {
      const taken = await post('/admin/v1/config/reload', undefined, signal);
      fill(result);
      say(`Generation ${taken.number} is in force.`);
    } catch (cause) {
      if (!(cause instanceof Refused)) {
        throw cause;
      }
      fill(result, trouble(cause)); // the list tells of it, too
    }
  };
  const look = async () => {
    const [readings, config] = await Promise.all([get('/admin/v1/config/generations', { limit: 100 }, signal),
      get('/admin/v1/config', {}, signal)]);
    history.update(readings.generations.map((each) => generation(each, readings.generation)));
    effective.textContent = JSON.stringify(config.effective, null, 2);
  };
  await look();
  fill(place,
    section('Generations', el('p', { class: 'note' }, 'A new configuration is taken whole or not at all: while one is refused, the old one stays in force.'),
      el('p', {}, button, may('operate') ? '' : ' (needs the role operate)'), result, history),
    section('In force', el('details', {}, el('summary', {}, 'All keys, secrets masked'), effective)));
}

function generation(each, inForce) {
  const outcome = each.number === inForce ? badge('in force', 'good') : each.taken ? badge('replaced', 'plain') : badge('refused', 'bad');
  const notes = [...each.problems, ...each.waiting_for_restart.map((key) => `${key} waits for a restart`)];
  return [String(each.number), time(each.at), each.trigger, outcome,
    notes.length ? el('ul', { class: 'tight' }, notes.map((note) => el('li', {}, note))) : ''];
}

export default { title: 'Configuration', show };

// Who may call, and what is used of their months.

import { Refused, all, get, path, post } from './api.js';
import { Chart } from './chart.js';
import { credentials } from './credentials.js';
import { badge, el, facts, field, fill, number, percent, section, table, time } from './dom.js';
import { creating, editing } from './tenant-editor.js';

const PAGE = 100;
const DAY_MS = 86_400_000;

async function show(place, view) {
  await (view.rest ? one(place, view, view.rest) : list(place, view));
}

async function list(place, view) {
  const { signal, say, may } = view;
  const rows = [];
  const found = table('Tenants by id', ['Tenant', 'Default region', { name: 'Regions', kind: 'words' }, { name: 'Credentials', kind: 'number' },
    { name: 'Plan, calls/s', kind: 'number' }, { name: 'Used this month', kind: 'number' }, 'Of the budget', 'Used up']);
  const more = el('button', { type: 'button', hidden: true }, 'More');
  let after = '';
  const next = async () => {
    const query = after ? { limit: PAGE, after } : { limit: PAGE };
    const [page, budgets] = await Promise.all([get('/admin/v1/tenants', query, signal), get('/admin/v1/budgets', query, signal)]);
    const used = new Map(budgets.budgets.map((each) => [each.tenant, each.projects]));
    rows.push(...page.tenants.map((tenant) => summary(tenant, used.get(tenant.id) ?? [])));
    found.update(rows);
    after = page.next ?? '';
    more.hidden = !after;
    say(`${rows.length} of ${page.total} tenants`);
    return page;
  };
  more.addEventListener('click', next);
  const page = await next();
  const input = el('input', { autocomplete: 'off', spellcheck: false, required: true });
  const form = el('form', {
    class: 'row',
    onsubmit: (event) => {
      event.preventDefault();
      location.hash = link(input.value.trim());
    },
  }, field('Open a tenant by its id', input), el('button', {}, 'Open'));
  const making = page.store === 'redis' && may('admin')
    ? creating(await all('/admin/v1/regions', 'regions', 100, signal), view, (id) => {
      location.hash = link(id);
    }) : null;
  fill(place, section('Tenants', el('p', { class: 'note' }, `They are kept in ${page.store === 'redis' ? 'Redis' : 'a file'}.`), form, found, more),
    page.skipped.length ? section('Cannot be read', table('Tenants in Redis that are left out', ['Tenant', { name: 'Why', kind: 'words' }],
      page.skipped.map(({ id, reason }) => [id, reason]))) : null, making);
}

function link(id) {
  return `#/tenants/${encodeURIComponent(id)}`;
}

function summary(tenant, projects) {
  const used = projects.reduce((sum, project) => sum + project.used, 0);
  const fullest = Math.max(0, ...projects.map((project) => project.used)) / (tenant.budget ?? NaN);
  return [el('a', { href: link(tenant.id) }, tenant.id), tenant['default-region'], tenant.regions.join(', '), String(tenant.credentials),
    tenant.plan === null ? 'none' : number(tenant.plan), number(used),
    tenant.budget === null ? 'no budget' : meter(fullest, tenant.id), runsOut(projects)];
}

function meter(part, of) {
  return el('span', {}, el('progress', { max: 1, value: Math.min(1, part), 'aria-label': `budget of ${of}` }), ` ${percent(part)}`);
}

function runsOut(projects) {
  if (projects.some((project) => project.closed_by_cloud)) {
    return badge('closed by the cloud', 'bad');
  }
  const days = projects.map((project) => project.runs_out).filter((day) => day).sort();
  if (days.length) {
    return badge(`on ${days[0]}`, 'warn');
  }
  return projects.some(early) ? 'too early to tell' : 'not this month';
}

/** Too little was seen for a forecast. */
function early(project) {
  return project.estimate === 'early';
}

async function one(place, view, id) {
  const { signal, say, may } = view;
  const [tenant, budget] = await Promise.all([get(path('/admin/v1/tenants/{tenant}', { tenant: id }), {}, signal),
    get(path('/admin/v1/tenants/{tenant}/budget', { tenant: id }), {}, signal)]);
  const editable = tenant.revision !== undefined && may('admin'); // what is kept in a file has none
  const again = async (words) => {
    fill(place);
    await one(place, view, id);
    say(words);
  };
  fill(place, el('p', {}, el('a', { href: '#/tenants' }, 'All tenants')),
    budget.projects.map((project) => account(project, view, again)),
    credentials(tenant, editable, view, again),
    editing(tenant, editable, view, again, () => {
      location.hash = '#/tenants';
    }));
}

function account(project, { signal, may, trouble }, again) {
  const chart = new Chart('Calls of this month', [{ label: 'used', colour: '--series-0' },
    { label: 'forecast, at the pace of the last day', colour: '--series-1', dashed: true },
    ...(project.calls_per_month === undefined ? [] : [{ label: 'budget', colour: '--series-4' }])], number);
  signal.addEventListener('abort', () => chart.close());
  const result = el('div');
  const reopen = project.closed_by_cloud ? el('button', {
    type: 'button', disabled: !may('operate'),
    onclick: async () => {
      try {
        await post(path('/admin/v1/budgets/{project}/reopen', { project: project.project }), undefined, signal);
        await again(`${project.project} is open again.`);
      } catch (cause) {
        if (cause instanceof Refused) {
          fill(result, trouble(cause));
        }
      }
    },
  }, 'Open it again') : null;
  const { data, words } = forecast(project);
  chart.update(data, words);
  return section(`Project ${project.project}`, el('div', { class: 'pair' }, chart.element, el('div', {}, facts([
    ['Regions', project.regions.join(', ')], ['Month', project.month], ['Used', number(project.used)], ['A day, lately', early(project) ? 'too early to tell' : number(project.per_day)],
    ['Budget', project.calls_per_month === undefined ? 'none' : number(project.calls_per_month)],
    ['When it is used up', project.calls_per_month === undefined ? '–' : project.stop ? 'calls are refused' : 'calls go on'],
    ['Used up', runsOut([project])], ['Starts anew', time(project.resets)]]), reopen && el('p', { class: 'row' }, reopen), result)));
}

/** Only the sum of the month is known: the way to it is drawn straight. */
function forecast(project) {
  const end = Date.parse(project.resets);
  const begin = new Date(end - DAY_MS).setUTCDate(1);
  const start = Math.min(begin, Date.now() - 1);
  const now = Math.min(Date.now(), end);
  const last = early(project) ? null : project.used + (project.per_day * (end - now)) / DAY_MS;
  const budget = project.calls_per_month ?? null;
  const ends = last === null ? 'too early for a forecast' : `${number(Math.round(last))} calls by the end of the month if they go on as in the last day`;
  const against = budget === null ? 'there is no budget'
    : `the budget is ${number(budget)}${project.runs_out ? `, used up on ${project.runs_out}` : ''}`;
  return {
    data: [[start, now, end].map((at) => at / 1000), [0, project.used, null], [null, last === null ? null : project.used, last],
      ...(budget === null ? [] : [[budget, budget, budget]])],
    words: `${number(project.used)} used so far, ${ends}; ${against}.`,
  };
}

export default { title: 'Tenants and budgets', show };

// Making a tenant, changing it as it is written in the file of tenants, and removing it.

import { change, path } from './api.js';
import { issued } from './credentials.js';
import { consent } from './dialog.js';
import { el, field, fill, section } from './dom.js';

/** The form for a new tenant; `done` opens it. */
export function creating(regions, { signal, trouble }, done) {
  const said = el('div', { 'aria-live': 'polite' });
  const id = el('input', { required: true, autocomplete: 'off', spellcheck: false, pattern: '[A-Za-z0-9._\\-]+' });
  const project = el('input', { required: true, autocomplete: 'off', spellcheck: false });
  const secret = el('input', { required: true, type: 'password', autocomplete: 'off' });
  const boxes = regions.map((region) => el('input', { type: 'checkbox', value: region.id, onchange: () => boxes[0].setCustomValidity('') }));
  const type = el('select', {}, el('option', { value: 'api-key' }, 'API key'), el('option', { value: 'signed' }, 'access id and secret'));
  const plan = number('1');
  const budget = number('1');
  const form = el('form', {
    onsubmit: async (event) => {
      event.preventDefault();
      const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
      if (!chosen.length) {
        boxes[0].setCustomValidity('Choose at least one region.');
        boxes[0].reportValidity();
        return;
      }
      const tenant = {
        'id': id.value.trim(), 'default-region': chosen[0], 'regions': chosen, 'credentials': [{ type: type.value }],
        'project': { 'access-id': project.value.trim(), 'access-secret': secret.value },
        ...(plan.value ? { plan: { 'per-second': Number(plan.value) } } : {}),
        ...(budget.value ? { budget: { 'calls-per-month': Number(budget.value) } } : {}),
      };
      try {
        const made = await change('POST', '/admin/v1/tenants', tenant, {}, signal);
        secret.value = '';
        fill(said, issued(made.body.issued, () => done(tenant.id)));
        said.querySelector('button')?.focus();
      } catch (cause) {
        if (cause.name !== 'AbortError') {
          fill(said, trouble(cause));
        }
      }
    },
  }, el('div', { class: 'row' }, field('Id of the new tenant', id), field('Access id of its cloud project', project),
    field('Access secret of its cloud project', secret)),
  el('fieldset', {}, el('legend', {}, 'Enabled regions; the first is the default'),
    regions.map((region, i) => el('label', {}, boxes[i], ` ${region.id}: ${region.name}`))),
  el('div', { class: 'row' }, field('First credential', type), field('Calls a second', plan), field('Calls a month', budget)),
  el('p', { class: 'row' }, el('button', { class: 'first' }, 'Create')));
  return section('New tenant', el('details', {}, el('summary', {}, 'Create a tenant'), form), said);
}

function number(min) {
  return el('input', { type: 'number', min, step: 'any', inputMode: 'decimal' });
}

/** The tenant in writing, and ways to change and remove it for whoever may. */
export function editing(tenant, editable, { signal, trouble }, again, gone) {
  const { revision, ...form } = tenant;
  const said = el('div', { 'aria-live': 'polite' });
  const text = el('textarea', { rows: 18, spellcheck: false, readOnly: !editable, value: JSON.stringify(form, null, 2) });
  const run = async (task) => {
    try {
      await task();
    } catch (cause) {
      if (cause instanceof SyntaxError) {
        fill(said, el('p', { class: 'alert', role: 'alert' }, `This is no JSON: ${cause.message}`));
      } else if (cause.name !== 'AbortError') {
        fill(said, trouble(cause));
      }
    }
  };
  const address = path('/admin/v1/tenants/{tenant}', { tenant: tenant.id });
  const save = () => run(async () => {
    const saved = await change('PUT', address, JSON.parse(text.value), { 'If-Match': `"${revision}"` }, signal);
    const fresh = saved.body.issued ?? [];
    if (fresh.length) {
      fill(said, issued(fresh, () => again('')));
      said.querySelector('button')?.focus();
    } else {
      await again(`${tenant.id} is changed.`);
    }
  });
  const remove = () => run(async () => {
    const words = 'Its clients are refused at once, and its credentials are forgotten. What it used of the month is kept.';
    if (await consent(`Remove the tenant ${tenant.id}?`, words, 'Remove', tenant.id)) {
      await change('DELETE', address, undefined, { 'If-Match': `"${revision}"` }, signal);
      gone();
    }
  });
  return section(`Tenant ${tenant.id}`, said,
    field('As it is written', text, editable ? 'Secrets are masked; what stays masked stays as it is.' : 'Secrets are masked.'),
    editable ? el('p', { class: 'row' }, el('button', { type: 'button', class: 'first', onclick: save }, 'Save'),
      el('button', { type: 'button', class: 'danger', onclick: remove }, 'Remove this tenant')) : null);
}

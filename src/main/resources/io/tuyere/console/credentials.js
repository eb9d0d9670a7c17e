// What the clients of a tenant prove themselves with: made, replaced and withdrawn.

import { change, path } from './api.js';
import { consent } from './dialog.js';
import { el, facts, field, fill, number, section, table } from './dom.js';

const SECRETS = { 'key': 'API key', 'access-id': 'Access id', 'access-secret': 'Access secret' };

/**
 * The credentials of a tenant.
 *
 * @param editing whether they can be changed here, by whoever looks
 * @param again shows the tenant anew
 */
export function credentials(tenant, editing, view, again) {
  const said = el('div', { 'aria-live': 'polite' });
  const act = acting(view, said);
  const columns = ['Id', 'Type', { name: 'Plan, calls/s', kind: 'number' }, ...(editing ? ['Change'] : [])];
  const rows = tenant.credentials.map((each) => [each.id, each.type, each.plan ? number(each.plan['per-second']) : 'none',
    ...(editing ? [buttons(tenant, each, act, said, again)] : [])]);
  return section('Credentials', said, table('Credentials by id', columns, rows), editing ? issuing(tenant, act, said, again) : null);
}

/** Does something, and says above the table what was refused. */
function acting({ signal, trouble }, said) {
  return async (method, address, body) => {
    try {
      return await change(method, address, body, {}, signal);
    } catch (cause) {
      if (cause.name !== 'AbortError') {
        fill(said, trouble(cause));
      }
      return undefined;
    }
  };
}

function buttons(tenant, credential, act, said, again) {
  const values = { tenant: tenant.id, credential: credential.id };
  const one = '/admin/v1/tenants/{tenant}/credentials/{credential}';
  return el('div', { class: 'row' },
    el('button', {
      type: 'button', 'aria-label': `Issue another like ${credential.id}`, disabled: !['api-key', 'signed'].includes(credential.type),
      onclick: async () => {
        told(await act('POST', path('/admin/v1/tenants/{tenant}/credentials/{credential}/rotate', values)), said, again);
      },
    }, 'Another like it'),
    el('button', {
      type: 'button', class: 'danger', 'aria-label': `Revoke ${credential.id}`,
      onclick: async () => {
        const words = `Clients of ${tenant.id} that still use it are refused at once. It cannot be brought back.`;
        if (await consent(`Revoke ${credential.id}?`, words, 'Revoke') && await act('DELETE', path(one, values))) {
          await again(`${credential.id} is revoked.`);
        }
      },
    }, 'Revoke'));
}

function issuing(tenant, act, said, again) {
  const type = el('select', {}, el('option', { value: 'api-key' }, 'API key, for plain HTTP'),
    el('option', { value: 'signed' }, 'access id and secret, for a Tuya SDK'));
  const plan = el('input', { type: 'number', min: '0', step: 'any', inputMode: 'decimal' });
  return el('form', {
    class: 'row',
    onsubmit: async (event) => {
      event.preventDefault();
      const wanted = { type: type.value, ...(plan.value ? { plan: { 'per-second': Number(plan.value) } } : {}) };
      told(await act('POST', path('/admin/v1/tenants/{tenant}/credentials', { tenant: tenant.id }), wanted), said, again);
    },
  }, field('New credential', type), field('Calls a second at most', plan, 'Nothing: no limit of its own.'),
  el('div', { class: 'narrow' }, el('button', { class: 'first' }, 'Issue')));
}

function told(answer, said, again) {
  if (answer) {
    fill(said, issued(answer.body.issued, () => again('')));
    said.querySelector('button')?.focus();
  }
}

/** Secrets that are shown this once, with buttons that copy them. */
export function issued(credentials, done) {
  return el('div', { class: 'alert once', role: 'group', 'aria-label': 'Issued' },
    el('p', {}, el('strong', {}, 'Keep this now: it is shown once, and nobody can look it up.')),
    credentials.map((each) => facts(Object.entries(SECRETS).filter(([key]) => each[key]).map(([key, name]) => [name, copyable(name, each[key])]))),
    el('p', {}, el('button', { type: 'button', onclick: done }, 'I have it')));
}

function copyable(name, text) {
  const shown = el('code', {}, text);
  const button = el('button', {
    type: 'button', 'aria-label': `Copy the ${name}`,
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = 'Copied';
      } catch {
        getSelection().selectAllChildren(shown); // without leave to copy it can still be taken by hand
        button.textContent = 'Selected';
      }
    },
  }, 'Copy');
  return el('span', { class: 'copy' }, shown, button);
}

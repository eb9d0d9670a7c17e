// The frame around the views: which one is shown, who looks, in which colours.

import { Refused, forget, get, keep, token } from './api.js';
import { el, field, fill, section, span } from './dom.js';
import config from './config.js';
import countries from './countries.js';
import failures from './failures.js';
import overview from './overview.js';
import signature from './signature.js';
import tenants from './tenants.js';

const VIEWS = { overview, tenants, failures, signature, countries, config };
const THEME = 'tuyere.theme';

const main = document.getElementById('main');
const status = document.getElementById('status');
const leave = document.getElementById('leave');
const theme = document.getElementById('theme');

let shown = new AbortController();

/** Tells everybody, those who listen too. */
function say(words) {
  if (status.textContent !== words) {
    status.textContent = words;
  }
}

/** What went wrong, where the view would be. */
function trouble(cause) {
  if (!(cause instanceof Refused)) {
    throw cause;
  }
  const words = cause.missing ? 'Not available: this gateway does not have it.' : `${cause.message} (${cause.slug})`;
  return el('div', { class: 'alert', role: 'alert' }, el('p', {}, words),
    cause.problems.length ? el('ul', { class: 'tight' }, cause.problems.map((each) => el('li', {}, each))) : null);
}

/** Asks for the token, then shows what was wanted. */
function signIn(cause) {
  const input = el('input', { type: 'password', autocomplete: 'off', required: true, spellcheck: false });
  const form = el('form', {
    onsubmit: (event) => {
      event.preventDefault();
      keep(input.value);
      show();
    },
  }, field('Token', input, 'One of management.tokens. It stays in this tab and goes to this gateway only.'),
  el('p', {}, el('button', { class: 'first' }, 'Look')));
  const told = token() ? el('p', { class: 'alert', role: 'alert' }, `Not accepted: ${cause.message}`) : el('p', {}, cause.message);
  fill(main, el('h1', { tabIndex: -1 }, 'Who looks?'), section('A token of the administration', told, form));
  input.focus();
}

/** The view that the address names, after /: with what is behind it. */
function wanted() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, '').split('/');
  return VIEWS[name] ? [name, decodeURIComponent(rest.join('/'))] : ['overview', ''];
}

async function show() {
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  const [name, rest] = wanted();
  const view = VIEWS[name];
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#/${name}`) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  document.title = `${view.title} – Tuyere console`;
  leave.hidden = !token();
  say('');
  try {
    const who = await about(signal);
    const place = el('div');
    const heading = el('h1', { tabIndex: -1 }, view.title);
    fill(main, heading, place);
    heading.focus({ preventScroll: true });
    await view.show(place, { rest, signal, say, may: (role) => covers(who.role, role), trouble });
  } catch (cause) {
    failed(cause, signal);
  }
}

/** A view calls it as well, when something fails after it was shown. */
function failed(cause, signal) {
  if (signal.aborted || cause.name === 'AbortError') {
    return;
  }
  if (cause.unauthorized) {
    signIn(cause);
  } else {
    const heading = main.querySelector('h1') ?? el('h1', {}, 'Tuyere');
    fill(main, heading, trouble(cause));
  }
}

function covers(has, needed) {
  const roles = ['read', 'operate', 'admin'];
  return roles.indexOf(has) >= roles.indexOf(needed);
}

async function about(signal) {
  const now = await get('/admin/v1/status', {}, signal);
  const lacking = now.degraded ? ` · degraded: ${now.degraded}` : '';
  document.getElementById('about').textContent = `Tuyere ${now.version} on Java ${now.java}`
    + ` · up ${span(Date.parse(now.now) - Date.parse(now.started))} · tenants: ${now.tenants}`
    + ` · you are ${now.you.name} (${now.you.role})${lacking}`;
  return now.you;
}

function colours() {
  const wish = localStorage.getItem(THEME) ?? '';
  theme.value = wish;
  if (wish) {
    document.documentElement.dataset.theme = wish;
  } else {
    delete document.documentElement.dataset.theme;
  }
  dispatchEvent(new Event('themechange'));
}

theme.addEventListener('change', () => {
  localStorage.setItem(THEME, theme.value);
  colours();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('themechange')));
leave.addEventListener('click', () => {
  forget();
  show();
});
document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault(); // the fragment names the view
  main.focus();
});
addEventListener('unhandledrejection', (event) => {
  if (event.reason?.name === 'AbortError') {
    event.preventDefault(); // what a view had begun when another one was shown
  }
});
addEventListener('hashchange', show);
colours();
show();

// Why a signature is refused, and where a call would go.

import { Refused, post } from './api.js';
import { badge, el, facts, field, fill, section } from './dom.js';

async function show(place, { signal, say, trouble }) {
  const whole = el('textarea', { rows: 6, spellcheck: false });
  const method = el('input', { value: 'GET', required: true, spellcheck: false });
  const target = el('input', { required: true, spellcheck: false });
  const tenant = el('input', { spellcheck: false });
  const headers = el('textarea', { rows: 6, spellcheck: false });
  const body = el('textarea', { rows: 4, spellcheck: false });
  const string = el('textarea', { rows: 6, spellcheck: false });
  const result = el('div');
  whole.addEventListener('input', () => {
    const parts = takeApart(whole.value);
    if (parts) {
      method.value = parts.method;
      target.value = parts.path;
      headers.value = parts.headers;
      body.value = parts.body;
      say('Taken apart below.');
    }
  });
  const form = el('form', {
    onsubmit: async (event) => {
      event.preventDefault();
      fill(result);
      try {
        const question = { method: method.value.trim(), path: pathOf(target.value.trim()), headers: read(headers.value) };
        const optional = { tenant: tenant.value.trim(), body: body.value, string: string.value };
        Object.entries(optional).filter(([, value]) => value).forEach(([name, value]) => { question[name] = value; });
        const answer = await post('/admin/v1/explain', question, signal);
        fill(result, verdict(answer.signature), destination(answer));
        result.querySelector('h2').scrollIntoView({ block: 'nearest' });
        say(spoken(answer.signature));
      } catch (cause) {
        if (cause.name === 'AbortError') {
          return;
        }
        fill(result, cause instanceof Refused ? trouble(cause) : trouble(new Refused(0, 'unreadable', cause.message)));
      }
    },
  },
  section('The request', field('The whole request, pasted', whole, 'As it went over the wire: request line, headers, an empty line, body. It fills the fields below.'),
    el('div', { class: 'row' }, field('Method', method), field('Path with query', target), field('Tenant', tenant, 'Not needed when client_id is given.')),
    field('Headers', headers, 'One a line, Name: value; those that count are client_id, t, nonce, access_token, sign and Signature-Headers.'),
    field('Body', body)),
  section('What your SDK signed', field('Its string to sign, or the whole message', string,
    'If you can print it. Without it the header sign is compared, which only shows known mistakes.'),
  el('p', {}, el('button', { class: 'first' }, 'Compare'))));
  fill(place, el('p', {}, 'Nothing is sent to Tuya: the gateway compares with what the documentation asks for. Secrets and tokens are masked in the answer.'), form, result);
}

function takeApart(text) {
  const [head, ...rest] = text.replaceAll('\r\n', '\n').split(/\n\n/);
  const [line, ...headers] = head.split('\n');
  const parts = /^\s*([A-Za-z]+)\s+(\S+)(\s+HTTP\/[\d.]+)?\s*$/.exec(line);
  return parts && { method: parts[1].toUpperCase(), path: pathOf(parts[2]), headers: headers.join('\n'), body: rest.join('\n\n') };
}

/** Without the host, where there is one. */
function pathOf(text) {
  return text.replace(/^[a-z]+:\/\/[^/?]*/i, '') || '/';
}

function read(text) {
  const found = {};
  for (const line of text.split('\n').filter((each) => each.trim())) {
    const colon = line.indexOf(':');
    if (colon < 1) {
      throw new Error(`a header has a colon after its name: ${line}`);
    }
    found[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return found;
}

function spoken(signature) {
  if (signature.right === undefined) {
    return 'Nothing was given to compare with; see what must be signed.';
  }
  return signature.right ? 'The signature is right.' : `Not right: ${signature.likely_cause}.`;
}

function verdict(signature) {
  const parts = [];
  if (signature.right === undefined) {
    parts.push(el('p', {}, 'Give what your SDK signed, or the header sign, to have it compared.'));
  } else if (signature.right) {
    parts.push(el('p', {}, badge('right', 'good'), ' This is what the documentation asks for.'));
  } else {
    parts.push(el('p', {}, badge('not right', 'bad'), ` Likely cause: ${signature.likely_cause}.`));
    if (signature.line) {
      parts.push(el('h3', {}, `First difference: line ${signature.line}, column ${signature.column}`),
        el('p', { class: 'note' }, 'Documented:'), marked(signature.expected, signature.column),
        el('p', { class: 'note' }, 'Signed:'), marked(signature.found, signature.column));
    }
  }
  return section('Signature', parts, el('h3', {}, 'What the signature must cover'), el('pre', { tabIndex: 0 }, signature.must_cover));
}

/** A line with the character at a column marked; its end, where the line ends there. */
function marked(line, column) {
  const at = Math.max(0, column - 1);
  return el('pre', { tabIndex: 0 }, line.slice(0, at), el('mark', {}, line.slice(at, at + 1) || '⏎'), line.slice(at + 1));
}

function destination(answer) {
  const entries = [['Tenant', answer.tenant]];
  if (answer.refused) {
    entries.push(['Refused', `${answer.refused.detail} (${answer.refused.error})`]);
  } else if (answer.answered_by_gateway) {
    entries.push(['Answered by', 'the gateway itself']);
  } else {
    for (const route of answer.routes ?? [answer.route]) {
      entries.push(['Region', `${route.region}, because of: ${route.because}`], ['Goes to', route.base_url], ['Project', route.project],
        ['Breakers in its way', route.breakers.map((breaker) => `${breaker.kind} ${breaker.position}`).join(', ') || 'none'],
        ['Token', route.token.source]);
    }
  }
  for (const plan of answer.plans) {
    entries.push([`Plan of the ${plan.of}`, `${plan.remaining} of ${plan.burst} calls at once are left, ${plan.per_second} a second come back`]);
  }
  return section('Where it would go', facts(entries));
}

export default { title: 'Signature debugger', show };

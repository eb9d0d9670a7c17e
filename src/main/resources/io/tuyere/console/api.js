// Asks the administration API. The token stays in this tab: it is forgotten when the tab is closed.

const KEY = 'tuyere.token';
const LIMIT_MS = 15_000;

export function token() {
  return sessionStorage.getItem(KEY) ?? '';
}

export function keep(text) {
  sessionStorage.setItem(KEY, text.trim());
}

export function forget() {
  sessionStorage.removeItem(KEY);
}

/** What the API answered instead of what was asked for, or why it could not be reached. */
export class Refused extends Error {
  constructor(status, slug, detail, problems = []) {
    super(detail);
    this.status = status;
    this.slug = slug;
    this.problems = problems;
  }

  /** A token is needed, or another one. */
  get unauthorized() {
    return this.status === 401;
  }

  /** This gateway does not have it. */
  get missing() {
    return this.status === 404 && this.slug === 'not-found' || this.status === 405;
  }
}

/** A path with its {names} filled in. */
export function path(template, values) {
  return template.replace(/\{([a-z_]+)\}/g, (_, name) => encodeURIComponent(values[name]));
}

export async function get(address, query = {}, signal) {
  const text = new URLSearchParams(query).toString();
  return (await ask('GET', text ? `${address}?${text}` : address, undefined, limited(signal))).json();
}

export async function post(address, body, signal) {
  return (await ask('POST', address, body, limited(signal))).json();
}

/** Changes something; the answer with its body. Headers may name the revision that is changed. */
export async function change(method, address, body, headers, signal) {
  return { body: await (await ask(method, address, body, limited(signal), headers)).json() };
}

/** The metrics page as text. */
export async function metrics(signal) {
  return (await ask('GET', '/metrics', undefined, limited(signal))).text();
}

/** All entries of a list, page by page, up to a bound. */
export async function all(address, name, most, signal) {
  const found = [];
  let after = '';
  do {
    const page = await get(address, after ? { limit: 500, after } : { limit: 500 }, signal);
    found.push(...page[name]);
    after = page.next ?? '';
  } while (after && found.length < most);
  return found;
}

/** Server-sent events; EventSource could not send the token. Ends when the server or the signal ends it. */
export async function* events(address, lastId, signal) {
  const answer = await ask('GET', address, undefined, signal, { Accept: 'text/event-stream', 'Last-Event-ID': String(lastId) });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    yield* blocks.map(data).filter((text) => text).map((text) => JSON.parse(text));
  }
}

/**
 * Does something again and again while the page is looked at, until the signal ends it. An answer that does not come is told
 * and tried again; any other refusal ends it.
 */
export async function repeat(task, pauseMillis, signal, say) {
  for (;;) {
    if (!document.hidden) {
      try {
        await task();
      } catch (cause) {
        if (!(cause instanceof Refused) || cause.status !== 0) {
          throw cause;
        }
        say(`${cause.message}; trying again`);
      }
    }
    await pause(pauseMillis, signal);
  }
}

export function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

function data(block) {
  return block.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart()).join('\n');
}

function limited(signal) {
  const limit = AbortSignal.timeout(LIMIT_MS);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}

async function ask(method, address, body, signal, headers = {}) {
  const all = { ...headers };
  if (token()) {
    all.Authorization = `Bearer ${token()}`;
  }
  if (body !== undefined) {
    all['Content-Type'] = 'application/json';
  }
  let answer;
  try {
    answer = await fetch(address, {
      method, signal, headers: all, credentials: 'omit', cache: 'no-store',
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (cause) {
    if (cause.name === 'AbortError') {
      throw cause;
    }
    throw new Refused(0, 'unreachable', cause.name === 'TimeoutError'
      ? `no answer within ${LIMIT_MS / 1000} s` : 'the gateway cannot be reached');
  }
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return answer;
}

async function refusal(answer) {
  const slug = answer.headers.get('X-Tuyere-Error') ?? `status-${answer.status}`;
  try {
    const problem = await answer.json();
    return new Refused(answer.status, slug, problem.detail ?? answer.statusText, problem.problems ?? []);
  } catch {
    return new Refused(answer.status, slug, answer.statusText); // no problem document
  }
}

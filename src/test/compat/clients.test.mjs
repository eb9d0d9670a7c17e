// docs/clients: each snippet is run against the demo, and each page shows its snippets as they are.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { clientPages, runs, snippet, snippetFolder } from './snippets.mjs';
import { start } from './stack.mjs';
import { secured } from './tls.mjs';

const SWITCHED = /^Living room lamp\nswitched on\n$/;
const DATA_CENTRE = 'openapi.tuyaus.com';
const ELSEWHERE = ['tunnel.sh']; // run by tunnel.test.mjs, which has a gateway with tunnels

/** What each snippet prints. */
const PRINTED = {
  'node.mjs': SWITCHED,
  'python.py': SWITCHED,
  'TuyaCalls.java': SWITCHED,
  'calls.go': SWITCHED,
  'tinytuya_calls.py': SWITCHED,
  'home_assistant.py': SWITCHED,
  'homebridge.mjs': /^Living room lamp\nswitched on\nfrom now on at http:\/\/127\.0\.0\.1:\d+\n$/,
  'iobroker.mjs': /^Living room lamp\nswitched on\nfrom now on at http:\/\/127\.0\.0\.1:\d+\n$/,
  'api-key.sh': /^(\{.*"success":true.*\}\n){6}$/,
  'fetch.mjs': /^Living room lamp\nswitched on\nunknown-region\n$/,
  'relay.mjs': /^Living room lamp\n$/,
  'proxy.sh': /^(\{.*"success":true.*\}\n){2}$/,
  'proxy.mjs': /^Living room lamp\n$/,
  'own-host.sh': /^\{.*"id":"demo-us-lamp-1".*\}\n$/,
  'oauth.mjs': /^eu1600000000001demo1 in eu\nLiving room lamp, Kitchen plug, /,
};

describe('a snippet of docs/clients', () => {
  let folder;
  let stack;
  let front;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tuyere-clients-'));
    stack = await start();
    front = await secured(folder, ['localhost', DATA_CENTRE], Number(new URL(stack.gateway).port));
  });

  after(async () => {
    front?.close();
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [name, printed] of Object.entries(PRINTED)) {
    it(`${name} prints what it promises`, async (test) => {
      if (!(await runs(name))) {
        return test.skip('what runs it is not here');
      }

      assert.match(await snippet(name, variables(name)), printed);
    });
  }

  it('in Python speaks TLS with the gateway', async () => {
    const port = front.address().port;

    const stdout = await snippet('tinytuya_calls.py', {
      TUYERE: `https://localhost:${port}`, SSL_CERT_FILE: join(folder, 'cert.pem'),
    });

    assert.match(stdout, SWITCHED);
  });

  function variables(name) {
    const port = front.address().port;
    const certificate = join(folder, 'cert.pem');
    switch (name) {
      case 'homebridge.mjs':
        return { TUYERE: 'https://localhost/dropped', TUYERE_TLS_PORT: port, NODE_EXTRA_CA_CERTS: certificate };
      case 'own-host.sh':
        return { TUYERE_TLS: `127.0.0.1:${port}`, TUYERE_CA: certificate };
      case 'proxy.mjs':
        return { HTTPS_PROXY: stack.gateway };
      default:
        return { TUYERE: stack.gateway };
    }
  }
});

describe('docs/clients', () => {
  const pages = async () => {
    const names = (await readdir(clientPages)).filter((name) => name.endsWith('.md'));
    return Promise.all(names.map(async (name) => [name, await readFile(join(clientPages, name), 'utf8')]));
  };

  it('shows every block of code as its file has it, or says that it was not run', async () => {
    for (const [page, text] of await pages()) {
      for (const [, information, block] of text.matchAll(/^```(.*)\n([^]*?)^```$/gm)) {
        const [, source] = information.split(' ');
        if (source !== 'not-run') {
          assert.match(source ?? '', /^snippets\//, `${page}: \`\`\`${information}`);
          assert.equal(block, await readFile(join(clientPages, source), 'utf8'), `${page}: ${source}`);
        }
      }
    }
  });

  it('shows every snippet, and every snippet is run', async () => {
    const text = (await pages()).map(([, page]) => page).join('');
    const snippets = (await readdir(snippetFolder)).sort();

    assert.deepEqual(snippets.filter((name) => !text.includes(` snippets/${name}\n`)), []);
    assert.deepEqual(snippets, [...Object.keys(PRINTED), ...ELSEWHERE].sort());
  });

  it('links to pages that there are', async () => {
    const names = new Set((await pages()).map(([name]) => name));
    for (const [page, text] of await pages()) {
      for (const [, target] of text.matchAll(/\]\(([a-z-]+\.md)(?:#[^)]*)?\)/g)) {
        assert.ok(names.has(target), `${page}: ${target}`);
      }
    }
  });
});

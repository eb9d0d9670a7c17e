// The Postman collection of docs/clients, run by newman against the demo.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import newman from 'newman';
import { files } from './postman.mjs';
import { clientPages } from './snippets.mjs';
import { start } from './stack.mjs';

const LIMIT_MS = 60_000;

describe('the Postman collection', () => {
  let stack;

  before(async () => { stack = await start(); });
  after(() => stack?.stop());

  it('is what the data of the gateway make of it', async () => {
    for (const [name, content] of Object.entries(await files())) {
      assert.equal(await readFile(join(clientPages, 'postman', name), 'utf8'), content, name);
    }
  });

  it('describes the interface that the gateway describes', async () => {
    const described = await (await fetch(`${stack.gateway}/tuyere/v1/openapi.json`)).json();
    const names = await operationNames();

    for (const { summary } of Object.values(described.paths).flatMap((methods) => Object.values(methods))) {
      assert.ok(names.includes(summary), summary);
    }
  });

  it('passes all of its checks against the demo', async () => {
    const { run } = await promisify(newman.run)({
      collection: await shipped('tuyere.postman_collection.json'),
      environment: await shipped('demo.postman_environment.json'),
      envVar: [{ key: 'gateway', value: stack.gateway }],
      timeout: LIMIT_MS,
    });

    assert.deepEqual(run.failures.map(({ source, error }) => `${source?.name}: ${error.message}`), []);
    assert.ok(run.stats.requests.total > run.stats.items.total - 1, 'every request was sent');
    assert.ok(run.stats.assertions.total > run.stats.items.total, 'every request was checked');
  });

  const operationNames = async () =>
    (await shipped('tuyere.postman_collection.json')).item.flatMap(({ item }) => item).map(({ name }) => name);
});

async function shipped(name) {
  return JSON.parse(await readFile(join(clientPages, 'postman', name), 'utf8'));
}

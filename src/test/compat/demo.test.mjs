// What the README promises of ./tuyere demo: it starts, the calls that it prints work, and it ends when it is told to.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { startByLauncher } from './stack.mjs';

const run = promisify(execFile);

describe('./tuyere demo', () => {
  let demo;

  before(async () => { demo = await startByLauncher(); });
  after(() => demo?.stop());

  it('prints calls that work as printed', async () => {
    const lines = demo.printed().replaceAll('\\\n', '').split('\n').map((line) => line.trim());
    const calls = lines.filter((line) => line.startsWith('curl '));

    assert.ok(calls.length > 0, demo.printed());
    for (const call of calls) {
      const { stdout } = await run('sh', ['-c', call]);
      assert.match(stdout, /^HTTP\/1\.1 200 /m, call);
      assert.doesNotMatch(stdout, /"success":\s*false/, call);
    }
  });

  it('ends with 0 on SIGTERM', async () => {
    assert.equal(await demo.stop(), 0);
  });
});

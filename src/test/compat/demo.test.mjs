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
    const calls = demo.printed().split('\n').map((line) => line.trim()).filter((line) => line.startsWith('curl '));

    assert.ok(calls.length > 0, demo.printed());
    for (const call of calls) {
      const { stdout } = await run('sh', ['-c', call]);
      assert.notEqual(stdout, '', call);
    }
    const { stdout } = await run('sh', ['-c', calls[0]]);
    assert.match(stdout, /"success":\s*true/, calls[0]);
  });

  it('ends with 0 on SIGTERM', async () => {
    assert.equal(await demo.stop(), 0);
  });
});

// README.md and docs/quickstart: the commands of a page are run as they are printed, one after the other in one shell, but for the
// ports, which are free ones. A block `sh terminal` goes on running in a shell of its own, until another one serves at the same
// port; a block `text` is what the block before it prints, with … for anything; a block `sh not-run` is not run, others are no
// commands.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts, home } from './stack.mjs';

const pages = join(home, 'docs/quickstart');
const PRINTED_PORTS = [18600, 18601, 18602, 18603, 18604, 18605, 18606, 18607, 8080, 8081, 9090, 9091, 6379];
const LIMIT_MS = 60_000;
const END = '== all of it';

const names = ['README.md', ...(await readdir(pages)).filter((name) => name.endsWith('.md')).map((name) => `docs/quickstart/${name}`)];

describe('a page of first steps', { concurrency: 2 }, () => {
  let firstPort;

  before(async () => { firstPort = await freePorts(PRINTED_PORTS.length * names.length); });

  for (const [at, page] of names.entries()) {
    it(`${page} does what it says`, { timeout: 4 * LIMIT_MS }, async (test) => {
      const text = await readFile(join(home, page), 'utf8');
      if (text.includes('redis-server') && !(await isHere('redis-server'))) {
        return test.skip('redis-server is not here');
      }
      await follow(page, text, new Ports(firstPort + at * PRINTED_PORTS.length));
    });
  }
});

async function follow(page, text, ports) {
  const folder = await workplace(ports);
  const environment = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TUYERE_'))),
    TUYERE_SERVER_PORT: ports.put('8080'),
    TUYERE_MANAGEMENT_PORT: ports.put('9090'),
  };
  const shell = new Shell(folder, environment);
  const terminals = new Map();
  try {
    let printed = '';
    for (const [, information, block] of text.matchAll(/^```(.*)\n([^]*?)^```$/gm)) {
      const commands = ports.put(block);
      if (information === 'sh') {
        printed = await shell.run(commands);
      } else if (information === 'sh terminal') {
        const url = ports.put(listening(block));
        await terminals.get(url)?.close();
        const terminal = new Shell(folder, environment);
        terminals.set(url, terminal);
        terminal.begin(ports.named(commands));
        await terminal.ready(url);
      } else if (information === 'text' && printed !== '') {
        assert.match(printed, pattern(commands), `${page}: ${block}`);
      }
    }
  } finally {
    await Promise.all([shell, ...terminals.values()].map((each) => each.close()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** A folder that looks like the checkout. */
async function workplace(ports) {
  const folder = await mkdtemp(join(tmpdir(), 'tuyere-quickstart-'));
  for (const name of ['tuyere', 'conf', 'loadtest']) {
    await symlink(join(home, name), join(folder, name));
  }
  await cp(pages, join(folder, 'docs/quickstart'), { recursive: true });
  for (const name of await readdir(join(pages, 'conf'))) {
    const file = join(folder, 'docs/quickstart/conf', name);
    await writeFile(file, ports.put(await readFile(file, 'utf8')));
  }
  return folder;
}

/** Free ports in the places of the printed ones. */
class Ports {
  constructor(first) {
    this.actual = new Map(PRINTED_PORTS.map((port, at) => [String(port), String(first + at)]));
  }

  put(text) {
    return text.replace(/\b\d{4,5}\b/g, (number) => this.actual.get(number) ?? number);
  }

  /** Told to the commands that say nothing of their ports; of `run` the environment does. */
  named(commands) {
    const sim = `--port ${this.put('18600')}`;
    const demo = `--port ${this.put('8080')} --management-port ${this.put('9090')} --sim-port ${this.put('18600')}`;
    return commands.replace('tuyere demo', `tuyere demo ${demo}`).replace('tuyere sim', `tuyere sim ${sim}`);
  }
}

/** What answers once the server of a block is ready. */
function listening(block) {
  if (block.includes('redis-server')) {
    return 'tcp://127.0.0.1:6379';
  }
  const management = block.match(/management\.port=(\d+)/)?.[1] ?? '9090';
  return block.includes('tuyere sim') ? 'http://127.0.0.1:18600/' : `http://127.0.0.1:${management}/readyz`;
}

/** Text in which … stands for anything. */
function pattern(text) {
  const literal = text.trim().split('…').map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(literal.join('[^]*'), 'i');
}

async function isHere(command) {
  return promisify(execFile)('sh', ['-c', 'command -v "$0"', command]).then(() => true, () => false);
}

function answers(url) {
  return fetch(url).then((answer) => answer.ok, () => false);
}

function connects(port) {
  return new Promise((told) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); told(true); });
    socket.once('error', () => told(false));
  });
}

/** A terminal: what one command sets, the next one sees; the first that fails ends it. */
class Shell {
  stdout = '';
  printed = ''; // on either stream

  constructor(folder, environment) {
    this.process = spawn('bash', ['--norc', '-e', '-o', 'pipefail'], { cwd: folder, env: environment, detached: true });
    this.exit = new Promise((ended) => { this.process.once('exit', ended); });
    this.process.stdout.setEncoding('utf8').on('data', (text) => {
      this.stdout += text.replaceAll('\r', '');
      this.printed += text;
    });
    this.process.stderr.setEncoding('utf8').on('data', (text) => { this.printed += text; });
  }

  begin(commands) {
    this.process.stdin.write(commands);
  }

  /** What the commands print. */
  async run(commands) {
    const from = this.stdout.length;
    this.begin(`${commands}\necho '${END}'\n`);
    await this.#until(() => this.stdout.slice(from).endsWith(`${END}\n`), commands);
    return this.stdout.slice(from, -END.length - 1);
  }

  async ready(url) {
    const { protocol, port } = new URL(url);
    await this.#until(protocol === 'tcp:' ? () => connects(Number(port)) : () => answers(url), url);
  }

  async #until(done, what) {
    const limit = Date.now() + LIMIT_MS;
    while (!(await done())) {
      assert.equal(this.process.exitCode, null, `failed: ${what}\n${this.printed}`);
      assert.ok(Date.now() < limit, `took too long: ${what}\n${this.printed}`);
      await pause(50);
    }
  }

  /** With what runs in it, which goes on serving for a while. */
  async close() {
    const limit = Date.now() + LIMIT_MS;
    for (let signal = 'SIGTERM'; this.#signalled(signal); signal = 0) {
      assert.ok(Date.now() < limit, `does not end:\n${this.printed}`);
      await pause(50);
    }
    await this.exit;
  }

  /** Whether anything of it was there to be signalled. */
  #signalled(signal) {
    try {
      return process.kill(-this.process.pid, signal);
    } catch {
      return false;
    }
  }
}

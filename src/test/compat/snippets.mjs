// The files of docs/clients/snippets, run as their users would run them.

import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { home } from './stack.mjs';

const LIMIT_MS = 120_000; // a first `go run` compiles its library

export const clientPages = resolve(home, 'docs/clients');
export const snippetFolder = join(clientPages, 'snippets');

const java = process.env.JAVA_HOME ? resolve(process.env.JAVA_HOME, 'bin/java') : 'java';
const commands = { '.mjs': [process.execPath], '.py': ['python3'], '.java': [java], '.go': ['go', 'run'], '.sh': ['sh'] };

/** What a snippet prints; fails unless it ends with 0. It finds the packages beside this file, and no proxy but one that it is given. */
export async function snippet(name, variables) {
  const folder = await mkdtemp(join(import.meta.dirname, 'snippet-'));
  try {
    const file = join(folder, name);
    await cp(join(snippetFolder, name), file);
    const [command, ...args] = commands[extname(name)];
    const { stdout } = await promisify(execFile)(command, [...args, file], {
      cwd: folder, env: { ...withoutProxies(), ...variables }, timeout: LIMIT_MS,
    });
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether the command that runs a snippet is here. */
export async function runs(name) {
  const [command] = commands[extname(name)];
  return promisify(execFile)('sh', ['-c', 'command -v "$0"', command]).then(() => true, () => false);
}

function withoutProxies() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(https?|all|no)_proxy$/i.test(name)));
}

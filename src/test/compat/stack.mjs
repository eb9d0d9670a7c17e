// The gateway and its simulated cloud, as `demo` starts them, for the tests beside this file.
//
// TUYERE_HOME     the checkout; the folder above target/compat where it is not set
// JAVA_HOME       the Java to start it with; the one on the PATH where it is not set
// TUYERE_GATEWAY  with TUYERE_MANAGEMENT and TUYERE_CLOUD: URLs of a running demo to use in place of one started here

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SimulatedCloud } from './cloud.mjs';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;
const SIM_PORTS = 8; // the control port, then one for each region

/** The checkout. */
export const home = process.env.TUYERE_HOME ?? resolve(import.meta.dirname, '../..');

/** The tenant `demo` of the demo's configuration. */
export const SIGNED = { accessKey: 'demo-sdk', secretKey: 'demo-sdk-secret' };
export const PROJECT = { accessKey: 'demo-project', secretKey: 'demo-secret-0123456789abcdefghij' };
export const LEGACY = { accessKey: 'demo-legacy', secretKey: 'demo-legacy-secret' };

/** Starts the demo from the jar, or finds the one that the environment names. */
export async function start() {
  const { TUYERE_GATEWAY: gateway, TUYERE_MANAGEMENT: management, TUYERE_CLOUD: cloud } = process.env;
  if (gateway) {
    return { gateway, management, cloud: new SimulatedCloud(cloud), stop: async () => {} };
  }
  const java = process.env.JAVA_HOME ? resolve(process.env.JAVA_HOME, 'bin/java') : 'java';
  return launch(java, ['-jar', resolve(home, 'target/tuyere.jar'), 'demo']);
}

/** Starts a gateway by itself with this configuration, whose management port is named beside it. */
export async function run(configuration, managementPort) {
  const java = process.env.JAVA_HOME ? resolve(process.env.JAVA_HOME, 'bin/java') : 'java';
  const gateway = new Demo(spawn(java, [
    '-jar', resolve(home, 'target/tuyere.jar'), 'run', '-c', configuration,
  ], { stdio: ['ignore', 'pipe', 'pipe'] }));
  await gateway.ready(`http://127.0.0.1:${managementPort}`);
  return gateway;
}

/** Starts the demo through ./tuyere, as the README does. */
export async function startByLauncher() {
  return launch(resolve(home, 'tuyere'), ['demo']);
}

async function launch(command, args) {
  const simPort = await freePorts(SIM_PORTS + 2);
  const [port, managementPort] = [simPort + SIM_PORTS, simPort + SIM_PORTS + 1];
  const demo = new Demo(spawn(command, [
    ...args, '--port', port, '--management-port', managementPort, '--sim-port', simPort,
  ].map(String), { stdio: ['ignore', 'pipe', 'pipe'] }));
  const management = `http://127.0.0.1:${managementPort}`;
  await demo.ready(management);
  return {
    gateway: `http://127.0.0.1:${port}`,
    management,
    cloud: new SimulatedCloud(`http://127.0.0.1:${simPort}`),
    printed: () => demo.stdout,
    stop: () => demo.stop(),
  };
}

/** The process and what it prints. */
class Demo {
  stdout = '';
  stderr = '';

  constructor(process) {
    this.process = process;
    this.exit = once(process, 'exit');
    process.stdout.setEncoding('utf8').on('data', (text) => { this.stdout += text; });
    process.stderr.setEncoding('utf8').on('data', (text) => { this.stderr += text; });
  }

  async ready(management) {
    const until = Date.now() + START_LIMIT_MS;
    while (!(await answers(`${management}/readyz`))) {
      if (this.process.exitCode !== null) {
        throw new Error(`the demo ended with ${this.process.exitCode}\n${this.stdout}${this.stderr}`);
      }
      if (Date.now() > until) {
        this.process.kill('SIGKILL');
        throw new Error(`the demo was not ready after ${START_LIMIT_MS} ms\n${this.stdout}${this.stderr}`);
      }
      await pause(100);
    }
  }

  /** Asks it to end as an operator would; answers its exit code, or the signal that had to be used. */
  async stop() {
    this.process.kill('SIGTERM');
    const cut = setTimeout(() => this.process.kill('SIGKILL'), STOP_LIMIT_MS);
    const [code, signal] = await this.exit;
    clearTimeout(cut);
    return code ?? signal;
  }
}

async function answers(url) {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false; // not listening yet
  }
}

/** The port of a region of the simulated cloud. */
export function regionPort(cloud, number) {
  return Number(new URL(cloud.url).port) + number;
}

/** The first of so many free ports in a row, below those that the system hands out by itself. */
export async function freePorts(count) {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const taken = await Promise.all(Array.from({ length: count }, (_, i) => isTaken(first + i)));
    if (!taken.includes(true)) {
      return first;
    }
  }
}

function isTaken(port) {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(true));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(false)));
  });
}

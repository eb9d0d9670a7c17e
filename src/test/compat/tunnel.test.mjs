// Clients that know nothing but a proxy: they speak TLS with the data centre, through a tunnel.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import connectorModule from '@tuya/tuya-connector-nodejs';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { PROJECT, freePorts, regionPort, run, start } from './stack.mjs';
import { secured } from './tls.mjs';
import { snippet } from './snippets.mjs';

const { TuyaContext } = connectorModule;
const axios = createRequire(createRequire(import.meta.url).resolve('@tuya/tuya-connector-nodejs'))('axios');
const execute = promisify(execFile);
const EU = 'openapi.tuyaeu.com';
const NUMBER_OF_EU = 3; // among the regions of the simulated cloud
const KEY = 'key-of-a-test';

describe('a tunnel', () => {
  let folder;
  let stack;
  let front;
  let gateway;
  let port;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tuyere-tunnel-'));
    stack = await start();
    front = await secured(folder, [EU], regionPort(stack.cloud, NUMBER_OF_EU));
    let managementPort;
    [port, managementPort] = await freePorts(2).then((first) => [first, first + 1]);
    await writeFile(join(folder, 'tuyere.yaml'), `
server: { host: 127.0.0.1, port: ${port} }
management: { host: 127.0.0.1, port: ${managementPort} }
regions: { eu: { base-url: "https://127.0.0.1:${front.address().port}" } }
tenants: { file: tenants.yaml }
proxy: { connect: true }
`);
    await writeFile(join(folder, 'tenants.yaml'), `
acme:
  regions: [eu]
  project: { access-id: ${PROJECT.accessKey}, access-secret: ${PROJECT.secretKey} }
  credentials: [{ type: api-key, key: ${KEY} }]
`);
    gateway = await run(join(folder, 'tuyere.yaml'), managementPort);
  });

  after(async () => {
    await gateway?.stop();
    front?.close();
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('carries the connector with a proxy agent', async () => {
    const ca = await readFile(join(folder, 'cert.pem'));
    const httpsAgent = new HttpsProxyAgent(proxy(KEY));
    httpsAgent.options = { ...httpsAgent.options, ca };
    const rpc = axios.create({ httpsAgent, proxy: false });
    const tuya = new TuyaContext({ baseUrl: `https://${EU}`, ...PROJECT, rpc });

    const answer = await tuya.request({ method: 'GET', path: '/v1.0/devices/demo-eu-lamp-1' });

    assert.equal(answer.success, true, JSON.stringify(answer));
    assert.equal(answer.result.id, 'demo-eu-lamp-1');
  });

  it('carries curl with HTTPS_PROXY', async () => {
    const { stdout } = await curl(KEY, `https://${EU}/v1.0/devices/demo-eu-lamp-1`);

    assert.equal(JSON.parse(stdout).success, false); // the cloud's own words about a call that is not signed
  });

  it('carries what docs/clients says of it', async () => {
    const stdout = await snippet('tunnel.sh', { TUNNEL_PROXY: proxy(KEY), CURL_CA_BUNDLE: join(folder, 'cert.pem') });

    assert.equal(JSON.parse(stdout).success, false);
  });

  it('is not opened for a stranger, or to a stranger', async () => {
    await assert.rejects(curl('wrong', `https://${EU}/`), /response 407/);
    await assert.rejects(curl(KEY, 'https://example.invalid/'), /response 403/);
    await assert.rejects(curl(KEY, 'https://openapi.tuyaus.com/'), /response 403/);
  });

  const proxy = (key) => `http://any:${key}@127.0.0.1:${port}`;

  const curl = (key, url) => execute('curl', ['-sS', '--cacert', join(folder, 'cert.pem'), url], {
    env: { ...process.env, HTTPS_PROXY: proxy(key), NO_PROXY: '' },
  });
});

// Tuya's connector for Node.js where the gateway is not its base URL but its proxy, or does not have its secret.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import connectorModule from '@tuya/tuya-connector-nodejs';
import { PROJECT, SIGNED, start } from './stack.mjs';

const { TuyaContext } = connectorModule;
const LAMP = 'demo-eu-lamp-1';
const ECHO = '/v1.0/sim/echo'; // the simulated cloud answers what has reached it
const SWITCH_ON = { commands: [{ code: 'switch_led', value: true }] };

let stack;
before(async () => { stack = await start(); });
after(() => stack?.stop());

describe('@tuya/tuya-connector-nodejs behind HTTPS_PROXY', () => {
  before(() => { process.env.HTTPS_PROXY = stack.gateway; });
  after(() => { delete process.env.HTTPS_PROXY; });

  it('reads a device with the base URL of the data centre', async () => {
    const tuya = new TuyaContext({ baseUrl: 'https://openapi.tuyaeu.com', ...SIGNED });

    const answer = await tuya.request({ method: 'GET', path: `/v1.0/devices/${LAMP}` });

    succeeded(answer);
    assert.equal(answer.result.id, LAMP);
  });

  it('gets to the region of the host', async () => {
    const tuya = new TuyaContext({ baseUrl: 'https://openapi.tuyaus.com', ...SIGNED });

    const answer = await tuya.request({ method: 'GET', path: ECHO });

    succeeded(answer);
    assert.equal(answer.result.region, 'us');
  });

  it('gets to no other host', async () => {
    const tuya = new TuyaContext({ baseUrl: 'https://example.invalid', ...SIGNED });

    await assert.rejects(tuya.client.init(), /GET_TOKEN_FAILED 60403/);
  });
});

describe('@tuya/tuya-connector-nodejs, relayed', () => {
  let tuya;
  before(() => { tuya = new TuyaContext({ baseUrl: stack.gateway, ...PROJECT }); });

  it('reads a device with the secret of its own project', async () => {
    const answer = await tuya.request({ method: 'GET', path: `/v1.0/devices/${LAMP}` });

    succeeded(answer);
    assert.equal(answer.result.id, LAMP);
  });

  it('has its query and body arrive as it signed them', async () => {
    const query = { name: 'living room + 50%', ids: 'a,b' };

    const answer = await tuya.request({ method: 'POST', path: ECHO, query, body: { a: 'Küche', z: 1 } });

    succeeded(answer);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(answer.result.query)), query);
    assert.equal(answer.result.body, '{"a":"Küche","z":1}');
    assert.equal(answer.result.client_id, PROJECT.accessKey);
  });

  it('renews a token that the cloud has ended by itself, and has its command carried out once', async () => {
    succeeded(await tuya.request({ method: 'GET', path: ECHO }));
    const before = await stack.cloud.commands(LAMP);
    await stack.cloud.expireTokens('eu');

    succeeded(await tuya.request({ method: 'POST', path: `/v1.0/devices/${LAMP}/commands`, body: SWITCH_ON }));

    assert.equal((await stack.cloud.commands(LAMP)).length - before.length, 1);
  });
});

function succeeded(answer) {
  assert.equal(answer.success, true, JSON.stringify(answer));
}

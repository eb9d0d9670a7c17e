// Tuya's connector for Node.js, unmodified; nothing is told to it but a base URL and keys.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import connectorModule from '@tuya/tuya-connector-nodejs';
import { SIGNED, start } from './stack.mjs';

const { TuyaContext } = connectorModule;
const LAMP = 'demo-eu-lamp-1';
const ECHO = '/v1.0/sim/echo'; // the simulated cloud answers what has reached it
const SWITCH_ON = { commands: [{ code: 'switch_led', value: true }] };

/** A token store as the connector's interface asks for, which counts how often it was given tokens. */
class Store {
  given = 0;
  tokens = undefined;

  async setTokens(tokens) {
    this.given += 1;
    this.tokens = tokens;
    return true;
  }

  async getAccessToken() {
    return this.tokens?.access_token;
  }

  async getRefreshToken() {
    return this.tokens?.refresh_token;
  }
}

describe('@tuya/tuya-connector-nodejs', () => {
  let stack;
  let store;
  let tuya;

  const connector = (options = {}) => new TuyaContext({ baseUrl: stack.gateway, store, ...SIGNED, ...options });
  const readLamp = () => tuya.request({ method: 'GET', path: `/v1.0/devices/${LAMP}` });
  // Not through deviceFunction.command(), which sends a GET without the commands.
  const switchLampOn = () => tuya.request({ method: 'POST', path: `/v1.0/devices/${LAMP}/commands`, body: SWITCH_ON });

  before(async () => { stack = await start(); });
  after(() => stack?.stop());
  beforeEach(() => {
    store = new Store();
    tuya = connector();
  });

  it('gets a token that it can reckon with', async () => {
    const answer = await tuya.client.init();

    assert.equal(answer.success, true);
    assert.match(String(answer.t), /^\d{13}$/);
    assert.ok(Number.isInteger(answer.result.expire_time) && answer.result.expire_time > 60, 'expire_time');
    for (const field of ['access_token', 'refresh_token', 'uid']) {
      assert.match(answer.result[field], /./, field);
    }
  });

  it('reads a device', async () => {
    const answer = await readLamp();

    succeeded(answer);
    assert.equal(answer.result.id, LAMP);
  });

  it('reads a device through its typed services', async () => {
    const answer = await tuya.device.detail({ device_id: LAMP });

    succeeded(answer);
    assert.equal(answer.result.id, LAMP);
  });

  it('shows the cloud neither its access id nor its token', async () => {
    const answer = await tuya.request({ method: 'GET', path: ECHO });

    succeeded(answer);
    const arrived = answer.result.headers.map(([, value]) => value);
    assert.ok(!arrived.includes(SIGNED.accessKey), 'access id');
    assert.ok(!arrived.includes(store.tokens.access_token), 'token');
  });

  const oddQueries = {
    'a blank': { name: 'living room' },
    'a plus': { name: '1+1' },
    'a percent sign': { name: '50%' },
    'what looks like an escape': { name: '%41' },
    'commas': { device_ids: 'a,b,c' },
    'characters beyond ASCII': { name: 'Küche 厨房 💡' },
    'an empty value': { last_row_key: '' },
    'an ampersand and an equals sign': { name: 'a&b=c' },
    'a slash, a question mark and a colon': { name: 'a/b?c:d' },
    'upper and lower case keys, out of order': { b: '1', a_c: '2', B: '3', aC: '4' },
  };
  for (const [what, query] of Object.entries(oddQueries)) {
    it(`has a query with ${what} arrive as it was meant`, async () => {
      const answer = await tuya.request({ method: 'GET', path: ECHO, query: { ...query } });

      succeeded(answer);
      assert.deepEqual(decoded(answer.result.query), query);
    });
  }

  it('has a list in a query arrive as it was meant', async () => {
    const answer = await tuya.request({ method: 'GET', path: ECHO, query: { key: ['first', 'second one'] } });

    succeeded(answer);
    assert.deepEqual(decoded(answer.result.query), { 'key[0]': 'first', 'key[1]': 'second one' });
  });

  it('may put a query into the path', async () => {
    const answer = await tuya.request({ method: 'GET', path: `${ECHO}?z=1&a=living%20room` });

    succeeded(answer);
    assert.deepEqual(decoded(answer.result.query), { a: 'living room', z: '1' });
  });

  it('has a body arrive byte for byte', async () => {
    const body = { z: 1, a: 'Küche 厨房 💡', nested: { list: [1, 2.50, null] } };

    const answer = await tuya.request({ method: 'POST', path: ECHO, body });

    succeeded(answer);
    assert.equal(answer.result.body, JSON.stringify(body));
  });

  it('has a command carried out once', async () => {
    const before = await stack.cloud.commands(LAMP);

    succeeded(await switchLampOn());

    assert.equal((await stack.cloud.commands(LAMP)).length - before.length, 1);
  });

  it('does not notice that the cloud has ended the token', async () => {
    succeeded(await readLamp());
    await stack.cloud.expireTokens('eu');

    succeeded(await readLamp());

    assert.equal(store.given, 1, 'asked for a token at the start and never again');
  });

  it('has a command carried out once although the cloud has ended the token', async () => {
    succeeded(await readLamp());
    const before = await stack.cloud.commands(LAMP);
    await stack.cloud.expireTokens('eu');

    succeeded(await switchLampOn());

    assert.equal((await stack.cloud.commands(LAMP)).length - before.length, 1);
    assert.equal(store.given, 1);
  });

  it('finds its way back when its own tokens are worth nothing', async () => {
    store.tokens = { access_token: 'no-token-of-ours', refresh_token: 'nor-this' };

    succeeded(await readLamp());

    assert.notEqual(store.tokens.access_token, 'no-token-of-ours');
  });

  it('finds its way back when only its access token is worth nothing', async () => {
    await tuya.client.init();
    store.tokens = { ...store.tokens, access_token: 'no-token-of-ours' };

    succeeded(await readLamp());

    assert.notEqual(store.tokens.access_token, 'no-token-of-ours');
  });

  it('has a command carried out once although its own tokens are worth nothing', async () => {
    const before = await stack.cloud.commands(LAMP);
    store.tokens = { access_token: 'no-token-of-ours', refresh_token: 'nor-this' };

    succeeded(await switchLampOn());

    assert.equal((await stack.cloud.commands(LAMP)).length - before.length, 1);
  });

  it('goes on after a refresh', async () => {
    succeeded(await readLamp());

    succeeded(await tuya.client.refreshToken());

    succeeded(await readLamp());
  });

  it('is told about a device that there is not, over HTTP 200', async () => {
    const answer = await tuya.client.request({ method: 'GET', path: '/v1.0/devices/no-such-device' });

    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^application\/json/);
    assert.equal(answer.data.success, false);
    assert.equal(typeof answer.data.code, 'number');
    assert.match(answer.data.msg, /./);
    assert.match(String(answer.data.t), /^\d{13}$/);
  });

  it('is told about a region that there is not, over HTTP 200', async () => {
    await tuya.client.init();
    tuya = connector({ baseUrl: `${stack.gateway}/@atlantis` });

    const answer = await tuya.client.request({ method: 'GET', path: ECHO });

    assert.equal(answer.status, 200);
    assert.equal(answer.data.success, false);
  });

  it('is told about a wrong secret by a code of Tuya, not by a status', async () => {
    const stranger = connector({ secretKey: 'not-the-secret' });

    await assert.rejects(stranger.client.init(), /GET_TOKEN_FAILED 1004/);
  });

  it('is told about an unknown access id by a code of Tuya, not by a status', async () => {
    const stranger = connector({ accessKey: 'nobody' });

    await assert.rejects(stranger.client.init(), /GET_TOKEN_FAILED 1005/);
  });

  it('reaches another region by a prefix of its base URL', async () => {
    tuya = connector({ baseUrl: `${stack.gateway}/@us` });

    const answer = await tuya.request({ method: 'GET', path: ECHO });

    succeeded(answer);
    assert.equal(answer.result.region, 'us');
  });

  it('makes fifty calls at once for one token call when the cloud has ended the token', async () => {
    succeeded(await readLamp());
    await stack.cloud.expireTokens('eu');
    const before = await stack.cloud.tokenCalls('eu');

    const answers = await Promise.all(Array.from({ length: 50 }, readLamp));

    answers.forEach(succeeded);
    assert.equal((await stack.cloud.tokenCalls('eu')) - before, 1);
  });

  it('makes fifty calls at once for one token call in a region that was never called', async () => {
    tuya = connector({ baseUrl: `${stack.gateway}/@in` });
    const before = await stack.cloud.tokenCalls('in');

    const answers = await Promise.all(Array.from({ length: 50 }, () => tuya.request({ method: 'GET', path: ECHO })));

    answers.forEach(succeeded);
    assert.equal((await stack.cloud.tokenCalls('in')) - before, 1);
  });
});

function succeeded(answer) {
  assert.equal(answer.success, true, JSON.stringify(answer));
}

function decoded(query) {
  return Object.fromEntries(new URLSearchParams(query));
}

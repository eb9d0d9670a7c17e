// @tuyapi/openapi, which knows only the signature of projects from before 2021-06-30. Its host is fixed in its code, so
// its HTTP client is told another one; everything else is as published.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import OpenAPI from '@tuyapi/openapi';
import { LEGACY, SIGNED, start } from './stack.mjs';

const LAMP = 'demo-eu-lamp-1';
const PLUG = 'demo-eu-plug-1';

describe('@tuyapi/openapi', () => {
  let stack;

  before(async () => { stack = await start(); });
  after(() => stack?.stop());

  function openApi({ accessKey, secretKey }) {
    const api = new OpenAPI({ key: accessKey, secret: secretKey, schema: 'smartlife', region: 'eu' });
    api._client = api._client.extend({ prefixUrl: `${stack.gateway}/v1.0/` });
    return api;
  }

  it('reads a device with a token of its own', async () => {
    const api = openApi(LEGACY);
    await api.getToken();

    const device = await api.getDevice(LAMP);

    assert.equal(device.id, LAMP);
  });

  it('reads the state of a device after a refresh', async () => {
    const api = openApi(LEGACY);
    await api.getToken();
    await api.refreshToken();

    const status = await api.getDeviceStatus(LAMP);

    assert.ok(status.length > 0 && status.every((point) => 'code' in point), JSON.stringify(status));
  });

  it('reads a list of devices, whose ids its query holds with a comma', async () => {
    const api = openApi(LEGACY);
    await api.getToken();

    const { devices } = await api.getDevices({ ids: [LAMP, PLUG], pageNumber: 1 });

    assert.deepEqual(devices.map((device) => device.id).sort(), [LAMP, PLUG]);
  });

  it('is refused where the credential does not take the old signature', async () => {
    const api = openApi(SIGNED);

    const reading = api.getToken().then(() => api.getDevice(LAMP));

    await assert.rejects(reading, /sign/i);
  });
});

// HTTPS_PROXY=http://127.0.0.1:8080 node proxy.mjs
// axios 0.x, which the connector uses, sends calls to an https address through the proxy in absolute form, not in a tunnel.
import tuyaConnector from '@tuya/tuya-connector-nodejs';

const tuya = new tuyaConnector.TuyaContext({
  baseUrl: 'https://openapi.tuyaeu.com', // as it was
  accessKey: 'demo-sdk',
  secretKey: 'demo-sdk-secret',
});

const lamp = await tuya.request({ method: 'GET', path: '/v1.0/devices/demo-eu-lamp-1' });
console.log(lamp.result.name);

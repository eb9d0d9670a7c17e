// The client keeps its secret: its real access id and secret, the gateway as its base URL.
import tuyaConnector from '@tuya/tuya-connector-nodejs';

const tuya = new tuyaConnector.TuyaContext({
  baseUrl: process.env.TUYERE ?? 'http://127.0.0.1:8080',
  accessKey: 'demo-project', // { type: relay, access-id: demo-project } in the gateway
  secretKey: 'demo-secret-0123456789abcdefghij', // never leaves this process
});

const lamp = await tuya.request({ method: 'GET', path: '/v1.0/devices/demo-eu-lamp-1' });
console.log(lamp.result.name);

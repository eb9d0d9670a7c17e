// npm install @tuya/tuya-connector-nodejs
import tuyaConnector from '@tuya/tuya-connector-nodejs';

const tuya = new tuyaConnector.TuyaContext({
  baseUrl: process.env.TUYERE ?? 'http://127.0.0.1:8080', // the gateway; nothing else changes
  accessKey: 'demo-sdk',
  secretKey: 'demo-sdk-secret',
});
const path = '/v1.0/devices/demo-eu-lamp-1';

const lamp = await tuya.request({ method: 'GET', path });
console.log(lamp.result.name);

const body = { commands: [{ code: 'switch_led', value: true }] };
const switched = await tuya.request({ method: 'POST', path: `${path}/commands`, body });
console.log(switched.success ? 'switched on' : `${switched.code} ${switched.msg}`);

// The class of tuya-homebridge as ioBroker ships it (npm install iobroker.tuya): nothing but its endpoint is changed.
import TuyaSHOpenAPI from 'iobroker.tuya/lib/tuya/lib/tuyashopenapi.js';

const gateway = process.env.TUYERE ?? 'http://127.0.0.1:8080';
const quiet = { log: () => {}, error: console.error };
const tuya = new TuyaSHOpenAPI('demo-sdk', 'demo-sdk-secret', 'demo-eu@example.com', 'demo-password', 49, 'smartlife', quiet);
tuya.endpoint = gateway; // in place of the data centre of country 49

const devices = await tuya.getDevices();
console.log(devices.find((device) => device.id === 'demo-eu-lamp-1').name);
await tuya.sendCommand('demo-eu-lamp-1', { commands: [{ code: 'switch_led', value: true }] });
console.log('switched on');
console.log(`from now on at ${tuya.endpoint}`); // platform_url of the sign-in: the gateway again

// Speaks and signs as homebridge-tuya-platform does: TLS, the host of endPoint and nothing else of it, a user's sign-in.
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:https';

const options = {
  endPoint: process.env.TUYERE ?? 'https://gateway.example',
  accessId: 'demo-sdk',
  accessKey: 'demo-sdk-secret',
  countryCode: 49,
  username: 'demo-eu@example.com',
  password: 'demo-password',
  appSchema: 'smartlife',
};
const { hostname } = new URL(options.endPoint);
const port = process.env.TUYERE_TLS_PORT ?? 443; // the plugin knows only 443
let token = '';

function call(method, path, body) {
  const [t, nonce, content] = [Date.now(), randomUUID(), body ? JSON.stringify(body) : ''];
  const hash = createHash('sha256').update(content).digest('hex');
  const toSign = [method, hash, `client_id:${options.accessId}`, '', path].join('\n');
  const sign = createHmac('sha256', options.accessKey)
    .update(options.accessId + token + t + nonce + toSign).digest('hex').toUpperCase();
  const headers = {
    t, nonce, sign, client_id: options.accessId, sign_method: 'HMAC-SHA256',
    'Signature-Headers': 'client_id', access_token: token, lang: 'en', dev_lang: 'javascript',
  };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, timeout: 15_000 }, async (answer) => {
      try {
        answer.setEncoding('utf8');
        const { success, code, msg, result } = JSON.parse((await answer.toArray()).join(''));
        if (!success) throw new Error(`${code} ${msg}`);
        resolve(result);
      } catch (problem) {
        reject(problem);
      }
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', reject);
    sent.write(content); // chunked, without a Content-Type
    sent.end();
  });
}

const user = await call('POST', '/v1.0/iot-01/associated-users/actions/authorized-login', {
  country_code: options.countryCode,
  username: options.username,
  password: createHash('md5').update(options.password).digest('hex'),
  schema: options.appSchema,
});
token = user.access_token;
const devices = await call('GET', `/v1.0/users/${user.uid}/devices`);
console.log(devices.find((device) => device.id === 'demo-eu-lamp-1').name);
await call('POST', '/v1.0/devices/demo-eu-lamp-1/commands', { commands: [{ code: 'switch_led', value: true }] });
console.log('switched on');
console.log(`from now on at ${user.platform_url}`); // the plugin goes on there

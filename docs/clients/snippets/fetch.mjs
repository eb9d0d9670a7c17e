// Node.js 18 or newer, Deno, Bun: nothing to install.
const gateway = process.env.TUYERE ?? 'http://127.0.0.1:8080';

/** The result of a call; every failure tells what it is. */
async function tuya(method, path, { body, region } = {}) {
  const answer = await fetch(gateway + path, {
    method,
    headers: {
      'X-API-Key': 'demo-key',
      ...(region && { 'X-Tuya-Region': region }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });
  if (answer.headers.has('X-Tuyere-Error')) { // a failure of the gateway's own: application/problem+json
    const { title, detail } = await answer.json();
    throw new Error(`${answer.headers.get('X-Tuyere-Error')}: ${title}: ${detail}`);
  }
  const { success, code, msg, result } = await answer.json();
  if (!success) throw new Error(`${code} ${msg}`); // the cloud's
  return result;
}

const lamp = await tuya('GET', '/v1.0/devices/demo-us-lamp-1', { region: 'us' });
console.log(lamp.name);
const body = { commands: [{ code: 'switch_led', value: true }] };
await tuya('POST', '/v1.0/devices/demo-us-lamp-1/commands', { region: 'us', body });
console.log('switched on');
await tuya('GET', '/v1.0/devices/demo-us-lamp-1', { region: 'atlantis' }).catch((problem) => {
  console.log(problem.message.split(':')[0]);
});

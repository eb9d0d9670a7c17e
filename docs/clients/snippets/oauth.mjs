// The journey of an end user's sign-in: what the application does, and what the browser does between.
const gateway = process.env.TUYERE ?? 'http://127.0.0.1:8080';
const visit = (url, cookie = '') => fetch(url, { redirect: 'manual', headers: { cookie } });

// Application: a link for the browser, with a state that it will compare.
const state = crypto.randomUUID();
const left = await visit(`${gateway}/oauth/eu/start?tenant=demo&state=${state}`);

// Browser: Tuya's page, a choice there, the gateway's callback, the application.
const cookie = left.headers.get('set-cookie').split(';')[0];
const chosen = await visit(`${left.headers.get('location')}&user=eu1600000000001demo1`);
const back = await visit(chosen.headers.get('location'), cookie);

// Application: compares the state, and exchanges the code with its API key.
const returned = new URL(back.headers.get('location')).searchParams;
if (returned.get('state') !== state) throw new Error('not begun here');
const session = await (await fetch(`${gateway}/tuyere/v1/oauth/session`, {
  method: 'POST',
  headers: { 'X-API-Key': 'demo-key', 'Content-Type': 'application/json' },
  body: JSON.stringify({ code: returned.get('code') }),
})).json();
console.log(`${session.uid} in ${session.region}`);

// Application: calls as this user, in the user's region.
const devices = await (await fetch(`${gateway}/v1.0/users/${session.uid}/devices`, {
  headers: { 'X-API-Key': 'demo-key', access_token: session.access_token },
})).json();
console.log(devices.result.map((device) => device.name).join(', '));

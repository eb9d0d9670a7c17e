// The console of a gateway that has files, budgets and tenants in Redis: what is refused, foretold and changed there.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ConsolePage, lacking, onPath } from './console-page.mjs';
import { PROJECT, freePorts, regionPort, run, start } from './stack.mjs';

const REDIS = onPath(['redis-server']);
const NUMBER_OF_EU = 3;
const TOKENS = { admin: 'tya_admin_of_a_test_0123456789', read: 'tya_reader_of_a_test_0123456789' };

describe('the console of tenants', { skip: lacking || (REDIS ? false : 'there is no redis-server') }, () => {
  let [stack, folder, redis, gateway, url, shown, page, file] = [];
  let [key, configuration] = ['', ''];

  before(async () => {
    stack = await start();
    folder = mkdtempSync(join(tmpdir(), 'tenants-'));
    const redisPort = await freePorts(3);
    redis = spawn(REDIS, ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--dir', folder], { stdio: 'ignore' });
    const port = redisPort + 1;
    url = `http://127.0.0.1:${port}`;
    file = join(folder, 'tuyere.yaml');
    writeFileSync(join(folder, 'master.key'), randomBytes(32).toString('base64'));
    configuration = [
      `server: { host: 127.0.0.1, port: ${port}, drain-delay: 0s }`,
      `management: { port: ${port + 1}, tokens: [${Object.entries(TOKENS).map(([role, token]) => `{ name: ${role}, role: ${role}, sha256: "${hash(token)}" }`)}] }`,
      `regions: { eu: { base-url: "http://127.0.0.1:${regionPort(stack.cloud, NUMBER_OF_EU)}" } }`,
      'tenants: { store: redis }',
      `redis: { url: "redis://127.0.0.1:${redisPort}" }`,
      'secrets: { master-key: "file:master.key" }', ''].join('\n');
    writeFileSync(file, configuration);
    gateway = await run(file, port + 1);
    shown = await ConsolePage.open(`http://127.0.0.1:${port + 1}`);
    page = shown.page;
  });

  after(async () => {
    await shown?.close();
    await gateway?.stop();
    await stack?.stop();
    if (redis) {
      const gone = once(redis, 'exit');
      redis.kill();
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const button = (name) => page.getByRole('button', { name, exact: true });

  it('creates a tenant and shows its key once', async () => {
    await shown.view('tenants');
    await shown.signIn(TOKENS.admin);
    await page.getByText('Create a tenant').click();
    await page.getByLabel('Id of the new tenant').fill('newco');
    await page.getByLabel('Access id of its cloud project').fill(PROJECT.accessKey);
    await page.getByLabel('Access secret of its cloud project').fill(PROJECT.secretKey);
    await page.getByLabel('eu: Central Europe').check();
    await page.getByLabel('Calls a month').fill('1000');
    await shown.looksWell('tenants-new');
    await button('Create').click();

    await page.getByText('it is shown once').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Copy');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await button('Copy the API key').press('Enter');
    await page.getByText('Copied').waitFor();
    key = await page.evaluate(() => navigator.clipboard.readText());
    await shown.looksWell('tenants-issued');
    await button('I have it').click();
    await shown.heading('Tenants and budgets');
    await page.getByRole('heading', { name: 'Tenant newco' }).waitFor();

    assert.equal((await call(key)).status, 200);
  });

  it('shows the budget, and that it is too early for a forecast', async () => {
    await page.reload();
    await page.getByRole('img', { name: /Calls of this month\. 1 used so far, too early for a forecast; the budget is 1,000/ }).waitFor();
    await page.getByText('too early to tell').first().waitFor();
    await shown.looksWell('tenants/newco');
    await shown.view('tenants');
    await page.getByRole('row', { name: /newco.*0\.1 %.*too early to tell/ }).waitFor();
    await shown.looksWell('tenants-budget');
  });

  it('draws the forecast against the budget', async () => {
    const month = new Date().toISOString().slice(0, 7);
    const resets = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString();
    const project = { project: PROJECT.accessKey, regions: ['eu'], month, resets, used: 700, per_day: 400, estimate: 'ready',
      closed_by_cloud: true, calls_per_month: 1000, stop: true, remaining: 300, runs_out: `${month}-28` };
    await page.route('**/tenants/newco/budget', (route) => route.fulfill({ json: { tenant: 'newco', projects: [project] } }));
    await shown.view('countries');
    await shown.view('tenants/newco');

    await page.getByRole('img', { name: new RegExp(`700 used so far, .* by the end of the month.*used up on ${month}-28`) }).waitFor();
    await page.getByText('closed by the cloud').waitFor();
    await shown.looksWell('tenants-forecast');
    await button('Open it again').click();
    await shown.status('is open again.');
    await page.unroute('**/tenants/newco/budget');
  });

  it('issues and revokes credentials', async () => {
    await shown.view('tenants/newco');
    await page.getByLabel('New credential').selectOption('signed');
    await page.getByLabel('Calls a second at most').fill('5');
    await button('Issue').click();
    await page.getByText('Access secret', { exact: true }).waitFor();
    await button('I have it').click();
    const row = page.getByRole('row', { name: /signed 5/ });
    await row.waitFor();

    await row.getByRole('button', { name: /^Revoke/ }).click();
    await page.getByRole('dialog', { name: /^Revoke .*\?$/ }).waitFor();
    await page.keyboard.press('Escape');
    await row.waitFor();
    await row.getByRole('button', { name: /^Revoke/ }).click();
    await shown.looksWell('dialog');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await shown.status('is revoked.');
    assert.equal(await page.getByRole('row', { name: /signed 5/ }).count(), 0);
  });

  it('changes a tenant, and says when somebody was faster', async () => {
    const text = page.getByLabel('As it is written');
    await text.fill((await text.inputValue()).replace('month": 1000', 'month": 2000'));
    const written = await text.inputValue();
    const api = `${shown.management}/admin/v1/tenants/newco`;
    const headers = { 'Authorization': `Bearer ${TOKENS.admin}`, 'Content-Type': 'application/json', 'If-Match': '*' };
    const { revision, ...tenant } = JSON.parse(written);
    assert.equal(revision, undefined);
    assert.equal((await fetch(api, { method: 'PUT', headers, body: JSON.stringify(tenant) })).status, 200);
    await button('Save').click();
    await page.getByRole('alert').filter({ hasText: 'tenant-changed' }).waitFor();

    await page.reload();
    await text.fill((await text.inputValue()).replace('month": 2000', 'month": -3'));
    await button('Save').click();
    await page.getByRole('alert').filter({ hasText: 'calls-per-month' }).waitFor();
    await shown.looksWell('tenant-refused');
    await text.fill((await text.inputValue()).replace('month": -3', 'month": 3000'));
    await button('Save').click();
    await shown.status('newco is changed.');
    assert.equal((await call(key)).status, 200, 'its key stayed');
  });

  it('removes a tenant only when it is meant', async () => {
    await button('Remove this tenant').click();
    const dialog = page.getByRole('dialog', { name: 'Remove the tenant newco?' });
    const yes = dialog.getByRole('button', { name: 'Remove' });
    assert.equal(await yes.isDisabled(), true);
    await page.getByLabel('Type newco to go on').fill('newco');
    await yes.click();

    await page.waitForURL(/#\/tenants$/);
    await shown.status('0 of 0 tenants');
    assert.equal((await call(key)).status, 401);
  });

  it('shows why a configuration was refused', async () => {
    await shown.view('config');
    writeFileSync(file, `${configuration}limits: { pace-queue: -1 }\n`);
    await button('Read the files again').click();
    await page.getByRole('row', { name: /refused.*pace-queue/ }).first().waitFor();
    await page.getByRole('alert').filter({ hasText: 'pace-queue' }).waitFor();
    await shown.looksWell('config-refused');
    writeFileSync(file, configuration);
    await button('Read the files again').click();
    await shown.status('is in force.');
  });

  it('offers no change to whoever may not make it', async () => {
    await button('Forget token').click();
    await shown.signIn(TOKENS.read);
    await shown.heading('Configuration');
    await shown.view('tenants');
    await shown.status('tenants');
    assert.equal(await page.getByText('Create a tenant').count(), 0);
  });

  it('made the browser complain about nothing', () => {
    assert.deepEqual(shown.complaints, []);
  });

  function call(apiKey) {
    return fetch(`${url}/v1.0/devices/demo-eu-lamp-1`, { headers: { 'X-API-Key': apiKey } });
  }
});

function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}

// The console in a real browser: every view works, nothing is refused by the page's own policy, and no error is logged.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ConsolePage, lacking } from './console-page.mjs';
import { start } from './stack.mjs';

const VIEWS = { // and a heading that is there once the view is
  overview: 'Regions', tenants: 'Tenants', 'tenants/demo': 'Tenant demo', failures: 'Live', signature: 'The request',
  countries: 'Find a country', config: 'Generations',
};
const KEY = { headers: { 'X-API-Key': 'demo-key' } };

describe('the console', { skip: lacking }, () => {
  let [stack, shown, page] = [];

  before(async () => {
    stack = await start();
    shown = await ConsolePage.open(stack.management);
    page = shown.page;
  });

  after(async () => {
    await shown?.close();
    await stack?.stop();
  });

  it('asks for a token, tells a wrong one and takes the right one', async () => {
    await page.goto(`${stack.management}/console`);
    await shown.heading('Who looks?');
    await shown.signIn('tya_wrong');
    await page.getByText('Not accepted').waitFor();

    await shown.signIn(/Bearer (\S+)'/.exec(stack.printed())[1]);

    await shown.heading('Overview');
    await page.getByText('you are demo (admin)').waitFor();
  });

  it('shows calls in their regions, and steers a breaker', async () => {
    await page.getByRole('img', { name: /Calls per second.*No calls/ }).waitFor();
    for (let i = 0; i < 20; i++) {
      await fetch(`${stack.gateway}/v1.0/devices/demo-eu-lamp-1`, KEY);
    }
    await page.getByRole('img', { name: /Calls per second.*Now: eu/ }).waitFor();

    page.on('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: 'Hold open: transport in' }).click();
    await shown.status('in: transport breaker is held-open');
    await page.getByRole('row', { name: /\(in\).*held-open/ }).waitFor(); // the rows are new, the focus stays
    await page.waitForFunction(() => document.activeElement.ariaLabel?.startsWith('Hold open: transport in'));
    await page.getByRole('button', { name: 'Reset: transport in' }).first().click();
    await shown.status('in: transport breaker is closed');
  });

  it('shows a tenant and what is used of its month', async () => {
    await page.getByRole('link', { name: 'Tenants' }).click();
    await page.getByRole('link', { name: 'demo' }).click();

    await page.getByRole('img', { name: /Calls of this month.* used so far/ }).waitFor();
    await page.getByRole('heading', { name: 'Tenant demo' }).waitFor();
  });

  it('tells a failure as it comes', async () => {
    await page.getByRole('link', { name: 'Failures' }).click();
    await shown.status('Live.');

    await fetch(`${stack.gateway}/v1.0/devices/no-such-device`, KEY);

    await page.getByRole('row', { name: /cloud code/ }).first().waitFor();
  });

  it('finds the first difference in a signature', async () => {
    await page.getByRole('link', { name: 'Signature' }).click();
    await page.getByLabel('The whole request, pasted').fill('GET /v1.0/devices?b=2&a=1 HTTP/1.1\nclient_id: demo-sdk\nt: 1700000000000\n');
    const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    await page.getByLabel('Its string to sign, or the whole message').fill(`GET\n${hash}\n\n/v1.0/devices?b=2&a=1`);
    await page.getByRole('button', { name: 'Compare' }).click();

    await page.getByText('First difference: line 4, column 15').waitFor();
    await page.getByText(/Likely cause: /).first().waitFor();

    await page.getByLabel('The whole request, pasted').fill('GET /v1.0/devices HTTP/1.1\nclient_id: demo-sdk\nX-Tuya-Region: eu,us\n');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText(/^us, because of: /).waitFor();
  });

  it('finds a country by its number', async () => {
    await page.getByRole('link', { name: 'Countries' }).click();
    await page.getByRole('searchbox').fill('+49');

    await page.getByRole('row', { name: /Germany.*\+49 eu/ }).waitFor();
  });

  it('shows configurations and why one is not read', async () => {
    await page.getByRole('link', { name: 'Configuration' }).click();
    await page.getByText('in force', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Read the files again' }).click();

    await page.getByText('was not read from files').waitFor();
  });

  it('can be used by keyboard, and fits a phone in either theme', async () => {
    for (const [view, ready] of Object.entries(VIEWS)) {
      await shown.view(view);
      await page.getByRole('heading', { level: 2, name: ready, exact: true }).waitFor();
      await shown.looksWell(view);
    }
    await page.keyboard.press('Tab');
    assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY');
  });

  it('made the browser complain about nothing', () => {
    assert.deepEqual(shown.complaints, []);
  });
});

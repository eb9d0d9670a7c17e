// The console in a real browser: every view works, nothing is refused by the page's own policy, and no error is logged.
//
// CHROMIUM             the browser; what is on the PATH as chromium, chromium-browser or google-chrome where it is not set
// CONSOLE_SCREENSHOTS  a folder for pictures of every view in light, dark and on a phone; none are taken without it

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import { start } from './stack.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const BROWSER = process.env.CHROMIUM ?? NAMES
  .flatMap((name) => process.env.PATH.split(delimiter).map((folder) => join(folder, name)))
  .find(existsSync);
const PICTURES = process.env.CONSOLE_SCREENSHOTS;
const VIEWS = { // and a heading that is there once the view is
  overview: 'Regions', tenants: 'Tenants', 'tenants/demo': 'Tenant demo', failures: 'Live', signature: 'The request',
  countries: 'Find a country', config: 'Generations',
};
const ARGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const LOOKS = { light: { width: 1280, scheme: 'light' }, dark: { width: 1280, scheme: 'dark' }, phone: { width: 360, scheme: 'light' } };
const KEY = { headers: { 'X-API-Key': 'demo-key' } };

describe('the console', { skip: BROWSER ? false : `there is none of ${NAMES.join(', ')}` }, () => {
  let [stack, folder, browser, page] = [];
  const complaints = [];

  before(async () => {
    stack = await start();
    folder = mkdtempSync(join(tmpdir(), 'console-'));
    browser = await chromium.launchPersistentContext(folder, { executablePath: BROWSER, headless: false, args: ARGS });
    page = browser.pages()[0] ?? await browser.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      // A refusal by the API is logged by the browser by itself.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        complaints.push(message.text());
      }
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(stack.management)) {
        complaints.push(`asked elsewhere: ${request.url()}`);
      }
    });
  });

  after(async () => {
    await browser?.close();
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const heading = (text) => page.getByRole('heading', { level: 1, name: text }).waitFor();
  const status = (text) => page.getByRole('status').filter({ hasText: text }).waitFor();
  const open = (view) => page.goto(`${stack.management}/console/#/${view}`);

  it('asks for a token, tells a wrong one and takes the right one', async () => {
    await page.goto(`${stack.management}/console`);
    await heading('Who looks?');
    await page.getByLabel('Token', { exact: true }).fill('tya_wrong');
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByText('Not accepted').waitFor();

    await page.getByLabel('Token', { exact: true }).fill(/Bearer (\S+)'/.exec(stack.printed())[1]);
    await page.getByRole('button', { name: 'Look' }).click();

    await heading('Overview');
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
    await status('in: transport breaker is held-open');
    await page.getByRole('row', { name: /\(in\).*held-open/ }).waitFor(); // the rows are new, the focus stays
    await page.waitForFunction(() => document.activeElement.ariaLabel?.startsWith('Hold open: transport in'));
    await page.getByRole('button', { name: 'Reset: transport in' }).first().click();
    await status('in: transport breaker is closed');
  });

  it('shows a tenant and what is used of its month', async () => {
    await page.getByRole('link', { name: 'Tenants' }).click();
    await page.getByRole('link', { name: 'demo' }).click();

    await page.getByRole('img', { name: /Calls of this month.* used so far/ }).waitFor();
    await page.getByRole('heading', { name: 'Tenant demo' }).waitFor();
  });

  it('tells a failure as it comes', async () => {
    await page.getByRole('link', { name: 'Failures' }).click();
    await status('Live.');

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
    for (const [name, { width, scheme }] of Object.entries(LOOKS)) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: scheme });
      for (const [view, ready] of Object.entries(VIEWS)) {
        await open(view);
        await page.getByRole('heading', { level: 2, name: ready, exact: true }).waitFor();
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${view} is ${over} pixels too wide in ${name}`);
        assert.deepEqual(await unnamed(page), [], `${view} has controls without a name`);
        assert.deepEqual(await faint(page), [], `${view} has faint text in ${name}`);
        if (PICTURES) {
          await page.screenshot({ path: join(PICTURES, `${name}-${view.replace('/', '-')}.png`), fullPage: true });
        }
      }
    }
    await page.keyboard.press('Tab');
    assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY');
  });

  it('made the browser complain about nothing', () => {
    assert.deepEqual(complaints, []);
  });
});

/** Controls and tables that a screen reader could not name. */
function unnamed(page) {
  return page.evaluate(() => [...document.querySelectorAll('input, select, textarea, button, table')]
    .filter((each) => !(each.labels?.length || each.textContent.trim() || each.getAttribute('aria-label') || each.caption))
    .map((each) => each.outerHTML.slice(0, 80)));
}

/** Texts whose contrast with what is behind them is below 4.5 to 1. */
function faint(page) {
  return page.evaluate(() => {
    const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (each) => {
      for (let at = each; at; at = at.parentElement) {
        const colour = parts(getComputedStyle(at).backgroundColor);
        if (colour.length < 4 || colour[3] > 0) {
          return colour;
        }
      }
      return [255, 255, 255];
    };
    return [...document.querySelectorAll('body *')]
      .filter((each) => each.checkVisibility() && !each.disabled && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
      .map((each) => {
        const [a, b] = [light(parts(getComputedStyle(each).color)), light(behind(each))];
        return [each.textContent.slice(0, 40), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
      })
      .filter(([, contrast]) => contrast < 4.5)
      .map(([text, contrast]) => `${text}: ${contrast.toFixed(1)}`);
  });
}

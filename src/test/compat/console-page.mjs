// The console in a real browser, for the tests beside this file.
//
// CHROMIUM             the browser; what is on the PATH as chromium, chromium-browser or google-chrome where it is not set
// CONSOLE_SCREENSHOTS  a folder for pictures of every view in light, dark and on a phone; none are taken without it

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const BROWSER = process.env.CHROMIUM ?? onPath(NAMES);
const PICTURES = process.env.CONSOLE_SCREENSHOTS;
const ARGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const LOOKS = { light: { width: 1280, scheme: 'light' }, dark: { width: 1280, scheme: 'dark' }, phone: { width: 360, scheme: 'light' } };

/** Why there can be no test in a browser; false where there can. */
export const lacking = BROWSER ? false : `there is none of ${NAMES.join(', ')}`;

/** The first of these programs that is on the PATH. */
export function onPath(names) {
  return names.flatMap((name) => process.env.PATH.split(delimiter).map((folder) => join(folder, name))).find(existsSync);
}

/** The console of a management port, and what the browser had to complain about. */
export class ConsolePage {
  static async open(management) {
    const folder = mkdtempSync(join(tmpdir(), 'console-'));
    const browser = await chromium.launchPersistentContext(folder, { executablePath: BROWSER, headless: false, args: ARGS });
    return new ConsolePage(management, folder, browser, browser.pages()[0] ?? await browser.newPage());
  }

  complaints = [];

  constructor(management, folder, browser, page) {
    Object.assign(this, { management, folder, browser, page });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => this.complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      // A refusal by the API is logged by the browser by itself.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.complaints.push(message.text());
      }
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(management)) {
        this.complaints.push(`asked elsewhere: ${request.url()}`);
      }
    });
  }

  async close() {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  heading(text) {
    return this.page.getByRole('heading', { level: 1, name: text }).waitFor();
  }

  status(text) {
    return this.page.getByRole('status').filter({ hasText: text }).waitFor();
  }

  view(name) {
    return this.page.goto(`${this.management}/console/#/${name}`);
  }

  async signIn(token) {
    await this.page.getByLabel('Token', { exact: true }).fill(token);
    await this.page.getByRole('button', { name: 'Look' }).click();
  }

  /** Looks at what is shown as people do; with a picture of each where they are wanted. */
  async looksWell(name) {
    for (const [look, { width, scheme }] of Object.entries(LOOKS)) {
      await this.page.setViewportSize({ width, height: 800 });
      await this.page.emulateMedia({ colorScheme: scheme });
      const over = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${name} is ${over} pixels too wide in ${look}`);
      assert.deepEqual(await unnamed(this.page), [], `${name} has controls without a name`);
      assert.deepEqual(await faint(this.page), [], `${name} has faint text in ${look}`);
      if (PICTURES) {
        await this.page.screenshot({ path: join(PICTURES, `${look}-${name.replace('/', '-')}.png`), fullPage: true });
      }
    }
    await this.page.setViewportSize({ width: LOOKS.light.width, height: 800 });
  }
}

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

// The control port of the simulated cloud: what it has seen, and what can be done to it.

export class SimulatedCloud {
  constructor(url) {
    this.url = url;
  }

  /** Ends every access token that a region has issued; its clients are told nothing. */
  async expireTokens(region) {
    await this.#call('POST', '/tokens/expire', { region });
  }

  /** How often a region has been asked for the token of a project. */
  async tokenCalls(region) {
    const counters = await this.#call('GET', '/counters');
    return counters[region]['token-calls'].project ?? 0;
  }

  /** The commands that a device has carried out, in order. */
  commands(device) {
    return this.#call('GET', `/commands?device-id=${device}`);
  }

  async #call(method, path, body) {
    const answer = await fetch(this.url + path, { method, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    }
    return JSON.parse(text);
  }
}

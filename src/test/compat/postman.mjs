// The Postman collection and environment of docs/clients, from the data that the gateway has. They are written by
//
//     TUYERE_HOME=. node src/test/compat/postman.mjs

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clientPages } from './snippets.mjs';
import { home } from './stack.mjs';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const resources = join(home, 'src/main/resources/io/tuyere');
const JSON_BODY = { key: 'Content-Type', value: 'application/json' };
const OPEN = { type: 'noauth' };

/** What the collection's variables are for the demo. */
const DEMO = {
  gateway: 'http://127.0.0.1:8080',
  api_key: 'demo-key',
  device_id: 'demo-eu-lamp-1',
  uid: 'eu1600000000001demo1',
  home_id: '3000001',
  code: '49',
  slug: 'over-plan',
};

/** Calls of the OpenAPI that the demo's cloud has, by their templates. */
const CALLS = [
  ['GET', '/v1.0/devices/{device_id}'],
  ['GET', '/v1.0/devices/{device_id}/status'],
  ['GET', '/v1.0/devices/{device_id}/functions'],
  ['GET', '/v1.0/devices/{device_id}/specifications'],
  ['POST', '/v1.0/devices/{device_id}/commands', { commands: [{ code: 'switch_led', value: true }] }],
  ['GET', '/v1.0/iot-03/devices/{device_id}'],
  ['GET', '/v1.0/users/{uid}/devices'],
  ['GET', '/v1.0/users/{uid}/homes'],
  ['GET', '/v1.0/homes/{home_id}/devices'],
];
const LISTS = ['/v1.0/iot-01/associated-users/devices', '/v1.3/iot-03/devices'];
const WRITE = ['/v2.0/cloud/ota/tasks', { version: '2.0.1', device_ids: ['{{device_id}}'] }];
const QUESTION = { device_id: '{{device_id}}', code: '{{code}}' }; // parameters of the gateway's own pages that are asked

/** The collection, as an object. */
export async function collection() {
  const openapi = JSON.parse(await readFile(join(resources, 'http/openapi.json'), 'utf8'));
  const [regions, paths, lists, writes] = await Promise.all(['regions', 'paths', 'lists', 'regional-writes'].map(table));
  return {
    info: { name: 'Tuyere', description: 'A gateway in front of the Tuya OpenAPI, with an API key.', schema: SCHEMA },
    auth: { type: 'apikey', apikey: [{ key: 'key', value: 'X-API-Key' }, { key: 'value', value: '{{api_key}}' }] },
    item: [
      folder('The gateway itself', operations(openapi)),
      folder('The Tuya OpenAPI', CALLS.map(([method, template, body]) => {
        known(paths, template);
        return request(`${method} ${template}`, method, filled(template), { body, checks: [SUCCEEDED] });
      })),
      folder('In a region', regions.flatMap(({ id, display_name: name }) => {
        const [path, checks] = [`/v1.0/devices/{{device_${id}}}`, [SUCCEEDED, from(id)]];
        return [
          request(`${name}, by header`, 'GET', path, { headers: { 'X-Tuya-Region': id }, checks }),
          request(`${name}, by path`, 'GET', `/@${id}${path}`, { checks }),
        ];
      })),
      folder('By country', [request('The region of a country', 'GET', '/v1.0/devices/{{device_id}}', {
        headers: { 'X-Country-Code': '{{code}}' }, checks: [SUCCEEDED, route('country')],
      })]),
      folder('In all regions', [
        ...LISTS.flatMap((template) => listed(known(lists, template), regions)),
        published(known(writes, WRITE[0]), regions),
      ]),
    ],
  };
}

/** The environment for the demo, as an object. */
export async function environment() {
  const devices = (await table('regions')).map(({ id }) => [`device_${id}`, `demo-${id}-lamp-1`]);
  const values = [...Object.entries(DEMO), ...devices].map(([key, value]) => ({ key, value, enabled: true }));
  return { name: 'Tuyere demo', values, _postman_variable_scope: 'environment' };
}

/** The files and their texts. */
export async function files() {
  return {
    'tuyere.postman_collection.json': text(await collection()),
    'demo.postman_environment.json': text(await environment()),
  };
}

/** The pages of the gateway itself: each operation of its own description, with what its answer must hold. */
function operations(openapi) {
  return Object.entries(openapi.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => {
    const asked = (operation.parameters ?? []).filter(({ name, in: place }) => place === 'query' && name in QUESTION);
    const query = Object.fromEntries(asked.map(({ name }) => [name, QUESTION[name]]));
    const options = { query, auth: operation.security ? undefined : OPEN, description: operation.description };
    if (method === 'post') { // a code is good once, so the collection has none
      return request(operation.summary, 'POST', path, { ...options, body: { code: 'from the browser' }, checks: [REFUSED] });
    }
    const schema = resolved(openapi, operation.responses['200'].content['application/json'].schema);
    return request(operation.summary, 'GET', filled(path), { ...options, checks: [OK, members(schema.required ?? [])] });
  }));
}

function listed({ template, size_parameter: size, items, more }, regions) {
  const each = request(`${template}: what each region says`, 'GET', template, {
    headers: { 'X-Tuya-Region': 'all' }, query: { [size]: '2' },
    checks: [SUCCEEDED, check('names every region', `pm.expect(pm.response.json().result)
      .to.have.all.keys(${JSON.stringify(regions.map(({ id }) => id))});`)],
  });
  const merged = { 'X-Tuya-Region': 'all', 'X-Tuyere-Merge': 'list' };
  const count = `const ids = pm.response.json().result.${items}.map((item) => item.tuyere_region + '/' + item.id);`;
  const first = request(`${template}: one list`, 'GET', template, {
    headers: merged, query: { [size]: '10' },
    checks: [SUCCEEDED, `${count}
pm.collectionVariables.set('seen', JSON.stringify(ids));
pm.collectionVariables.set('cursor', pm.response.json().result.tuyere_cursor);`],
  });
  const name = `${template}: the pages after it`;
  const rest = request(name, 'GET', template, {
    headers: merged, query: { [size]: '10', tuyere_cursor: '{{cursor}}' },
    checks: [SUCCEEDED, `${count}
const { total, ${more}: more, tuyere_cursor: cursor } = pm.response.json().result;
const seen = JSON.parse(pm.collectionVariables.get('seen')).concat(ids);
pm.collectionVariables.set('seen', JSON.stringify(seen));
if (more) {
  pm.collectionVariables.set('cursor', cursor);
  pm.execution.setNextRequest(pm.info.requestId);
} else {
  pm.test('nothing is lost or doubled', () => pm.expect(new Set(seen).size).to.eql(seen.length).and.eql(total));
}`],
  });
  return [each, first, rest];
}

function published({ template }, regions) {
  return request(`${template}: once in each region`, 'POST', template, {
    headers: { 'X-Tuya-Region': 'all', 'Idempotency-Key': '{{$guid}}' }, body: WRITE[1],
    checks: [SUCCEEDED, check('every region has acted', `pm.expect(Object.values(pm.response.json().result)
      .map((region) => region.outcome)).to.eql(Array(${regions.length}).fill('acted'));`)],
  });
}

const OK = check('is answered', 'pm.response.to.have.status(200);');
const SUCCEEDED = check('succeeds', `pm.response.to.have.status(200);
  pm.expect(pm.response.json().success, pm.response.text()).to.be.true;`);
const REFUSED = check('is refused', `pm.response.to.have.status(400);
  pm.response.to.have.header('X-Tuyere-Error', 'oauth-invalid');`);
const from = (region) => check('comes from there', `pm.response.to.have.header('X-Tuya-Region', '${region}');`);
const route = (why) => check('says why', `pm.expect(pm.response.headers.get('X-Tuyere-Route')).to.match(/^${why} /);`);
const members = (names) => names.length === 0 ? '' : check('holds what it promises',
  `pm.expect(pm.response.json()).to.include.all.keys(${JSON.stringify(names)});`);

function check(name, script) {
  return `pm.test('${name}', () => {\n  ${script}\n});`;
}

function folder(name, item) {
  return { name, item };
}

function request(name, method, path, { headers = {}, query = {}, body, auth, description, checks }) {
  const header = Object.entries(headers).map(([key, value]) => ({ key, value }));
  const parameters = Object.entries(query).map(([key, value]) => ({ key, value }));
  const raw = parameters.map(({ key, value }) => `${key}=${value}`).join('&');
  return {
    name,
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: checks.filter(Boolean).join('\n').split('\n') } }],
    request: {
      ...(auth && { auth }),
      method,
      header: body ? [...header, JSON_BODY] : header,
      ...(body && { body: { mode: 'raw', raw: JSON.stringify(body), options: { raw: { language: 'json' } } } }),
      url: {
        raw: `{{gateway}}${path}${raw && `?${raw}`}`,
        host: ['{{gateway}}'],
        path: path.slice(1).split('/'),
        ...(raw && { query: parameters }),
      },
      ...(description && { description }),
    },
  };
}

function filled(template) {
  return template.replace(/\{(\w+)\}/g, '{{$1}}');
}

function known(rows, template) {
  const row = rows.find((each) => each.template === template);
  if (!row) throw new Error(`no table has ${template}`);
  return row;
}

function resolved(document, { $ref: reference, ...schema }) {
  return reference ? reference.slice(2).split('/').reduce((node, name) => node[name], document) : schema;
}

async function table(name) {
  const lines = (await readFile(join(resources, `core/${name}.tsv`), 'utf8')).split('\n');
  const [header, ...rows] = lines.filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(header.map((column, i) => [column, row[i]])));
}

function text(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  for (const [name, content] of Object.entries(await files())) {
    await writeFile(join(clientPages, 'postman', name), content);
  }
}

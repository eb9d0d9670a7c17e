// TLS for a port that does not speak it, with a certificate made for the test.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';

/** Speaks TLS as these hosts for the plain port; the certificate, its own authority, is cert.pem of the folder. */
export async function secured(folder, hosts, plainPort) {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
    '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', `/CN=${hosts[0]}`,
    '-addext', `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`]);
  const server = createServer({ key: await readFile(key), cert: await readFile(cert) }, (client) => {
    const plain = connect(plainPort, '127.0.0.1');
    client.pipe(plain).pipe(client);
    client.on('error', () => plain.destroy());
    plain.on('error', () => client.destroy());
  });
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  return server;
}

import type { Hears } from './calls.ts';
import { listen, readRequest, type Server } from './wire.ts';

/** Secrets Manager: hands out the secrets that it is given, each under its ARN. */
export function serveSecrets(secrets: Readonly<Record<string, string>>, hears: Hears = () => undefined): Promise<Server> {
  return listen(0, async (message, response) => {
    const request = await readRequest(message);
    hears(request);
    const target = request.headers['x-amz-target'];
    const wanted: unknown = JSON.parse(request.body.toString());
    const id = typeof wanted === 'object' && wanted !== null && 'SecretId' in wanted ? String(wanted.SecretId) : '';
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    };
    if (target !== 'secretsmanager.GetSecretValue') answer(400, { __type: 'InvalidRequestException', Message: 'not known here' });
    else if (secrets[id] === undefined) answer(400, { __type: 'ResourceNotFoundException', Message: 'there is no such secret' });
    else answer(200, { ARN: id, SecretString: secrets[id] });
  });
}

import { rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newDataFolder, startLocalCloud } from '../support/local-cloud.ts';

const folder = (): string => {
  const data = newDataFolder();
  onTestFinished(() => {
    rmSync(data, { recursive: true, force: true });
  });
  return data;
};

describe('npm start', () => {
  it("comes up with the schools' people, and their tokens are taken by the API", async () => {
    const cloud = await startLocalCloud({ data: folder() });
    onTestFinished(() => cloud.stop());
    const given = await fetch(`${cloud.url}/_local/tokens`, { method: 'POST', body: '{"school":"hampton","person":"hampton-office"}' });
    // That control answers so.
    const { token } = (await given.json()) as { readonly token: string };

    const board = await fetch(`${cloud.url}/v1/schools/hampton/board`, { headers: { authorization: `Bearer ${token}` } });

    expect([board.status, await board.json()]).toEqual([200, { visits: [] }]);
    expect((await fetch(`${cloud.url}/v1/schools/hampton/board`)).status).toBe(401);
  });

  it('says plainly that it is already running on the same data', async () => {
    const data = folder();
    const cloud = await startLocalCloud({ data });
    onTestFinished(() => cloud.stop());

    await expect(startLocalCloud({ data })).rejects.toThrow(/already running/);
  });
});

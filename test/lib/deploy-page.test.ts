import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deployment } from '../../lib/deployment.ts';
import { usage } from '../../operate/asked.ts';

const page = readFileSync('docs/deploy.md', 'utf8');

describe('the page on deploying', () => {
  it('has every value that a deployment reads, and no other', () => {
    const read: string[] = [];
    deployment({ tryGetContext: (name: string) => void read.push(name) });
    const [, table = ''] = page.split('\n| name ');
    const written = [...table.split('\n\n')[0]!.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);

    // It is read only to say that schools are not deployed.
    expect(written.toSorted()).toEqual(read.filter((name) => name !== 'schools').toSorted());
  });

  it('tells of each thing that the command for schools does', () => {
    const commands = [...usage.matchAll(/^npm run school -- (\w+)/gm)].map(([, command]) => command!);
    expect(commands.length).toBeGreaterThan(6);
    for (const command of commands) expect(page).toMatch(new RegExp(`(npm run school|\`) ?-- ${command}\\b`));
  });
});

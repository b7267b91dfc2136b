/** The browser of the tests: it comes inside a package, and is unpacked beside the packages once for each version of it. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import * as z from 'zod';

const Chromium = z.strictObject({ program: z.string(), environment: z.record(z.string(), z.string()) });
type Chromium = z.infer<typeof Chromium>;

/** Where it is on this machine; or in one sentence why no page can be opened here. */
export const Found = z.union([Chromium, z.strictObject({ cannotStart: z.string() })]);
export type Found = z.infer<typeof Found>;

export interface Machine {
  /** As Node names them. */
  readonly platform: string;
  readonly arch: string;
  /** A Chrome or Chromium of this machine, to be used instead. */
  readonly given: string;
  /** Where what was unpacked is kept. */
  readonly cache: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(import.meta.url);
const run = promisify(execFile);
const longestStart = 20_000;

const thisMachine: Machine = {
  platform: process.platform,
  arch: process.arch,
  given: process.env['DOORSTEP_TEST_CHROMIUM'] ?? '',
  cache: join(root, 'node_modules', '.cache', 'doorstep'),
};

/** Finds the browser and starts it once, so that no test waits for one that cannot start. */
export async function findChromium(machine: Partial<Machine> = {}): Promise<Found> {
  const { platform, arch, given, cache } = { ...thisMachine, ...machine };
  if (given !== '') return tried({ program: given, environment: {} });
  if (platform !== 'linux' || arch !== 'x64')
    return cannotStart(
      `the one that comes with the packages is for Linux on x64, and this is ${platform} on ${arch}; let DOORSTEP_TEST_CHROMIUM name the program of a Chrome or Chromium`,
    );
  return unpacked(cache).then(tried, (problem: unknown) => cannotStart(`it could not be unpacked into ${cache}: ${firstLine(problem)}`));
}

export const launch = ({ program, environment }: Chromium): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    // In a container everything is run by root, for whom Chromium has no sandbox.
    args: ['--no-sandbox'],
    env: { ...process.env, ...environment },
    timeout: longestStart,
  });

async function tried(found: Chromium): Promise<Found> {
  if (!existsSync(found.program)) return cannotStart(`there is no ${found.program}`);
  return launch(found).then(
    async (browser) => {
      await browser.close();
      return found;
    },
    (problem: unknown) => cannotStart(whatIsMissing(String(problem))),
  );
}

const cannotStart = (why: string): Found => ({ cannotStart: `The browser of the tests cannot start: ${why}.` });

/** Of all that is said where a program does not start, what a person can do something about. */
function whatIsMissing(said: string): string {
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(said)?.[1];
  if (library !== undefined) return `this machine has no ${library}`;
  const cause = /\[err\] (.+)/.exec(said)?.[1] ?? firstLine(said.replace(/^.*?browserType\.launch: /s, ''));
  return cause.replace(/[.\s]+$/, '');
}

const firstLine = (problem: unknown): string => (problem instanceof Error ? problem.message : String(problem)).split('\n')[0] ?? '';

const Package = z.object({ version: z.string() });

async function unpacked(cache: string): Promise<Chromium> {
  const manifest = join(require.resolve('@sparticuz/chromium'), '..', '..', 'package.json');
  const { version } = Package.parse(JSON.parse(readFileSync(manifest, 'utf8')));
  const kept = join(cache, `chromium-${version}`);
  if (!existsSync(kept)) {
    await mkdir(cache, { recursive: true });
    const fresh = await mkdtemp(join(cache, 'unpacking-'));
    try {
      await unpackInto(fresh);
      // Whole or not there, though two unpack it at once.
      await rename(fresh, kept).catch((problem: unknown) => {
        if (!existsSync(kept)) throw problem;
      });
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }
  return {
    program: join(kept, 'chromium'),
    environment: { LD_LIBRARY_PATH: join(kept, 'al2023', 'lib'), FONTCONFIG_FILE: join(kept, 'fonts.conf') },
  };
}

/** The package unpacks into TMPDIR, and its own libraries only where it believes to be in Lambda: so in a process of its own. */
async function unpackInto(folder: string): Promise<void> {
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;
  await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  // Its own list of fonts names folders that are not here. Without a font every page is blank, and every check passes.
  await writeFile(join(folder, 'fonts.conf'), fonts);
}

const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

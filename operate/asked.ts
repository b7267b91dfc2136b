/** What was typed after `npm run school --`, and all that is wrong with it at once. */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { PersonId, SchoolId } from '../functions/domain/person.ts';
import { WrittenPhone } from '../functions/http/phone.ts';

const id = SchoolId;
const name = z.string().trim().min(1, 'write it').max(100);
const file = z.string().min(1);
const version = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'up to 40 letters, figures, full stops and hyphens, like 4 or 2026-09')
  .optional();
const where = { stack: z.string().default('Doorstep'), region: z.string().optional() };
const ofPolicy = { policy: file, clauses: file.optional(), version };

const Commands = {
  list: z.strictObject(where),
  add: z.strictObject({
    ...where,
    ...ofPolicy,
    id,
    name,
    settings: file.optional(),
    'admin-id': PersonId.optional(),
    'admin-name': name,
    'admin-email': z.email('an email address, with which they sign in'),
    'admin-mobile': WrittenPhone,
  }),
  confirm: z.strictObject({ ...where, id }),
  policy: z.strictObject({ ...where, ...ofPolicy, id }),
  export: z.strictObject({ ...where, id, to: file }),
  restore: z.strictObject({ ...where, from: z.string().min(3), id: id.optional() }),
  leave: z.strictObject({ ...where, id, name }),
  back: z.strictObject({ ...where, id }),
} as const;
type Command = keyof typeof Commands;

export type Asked = { [Name in Command]: { readonly command: Name } & Readonly<z.output<(typeof Commands)[Name]>> }[Command];

export const usage = `npm run school -- list
npm run school -- add     --id green-lane --name "Green Lane Primary" --policy policies/hampton.json [--clauses FILE] [--version 4]
                          [--settings FILE] --admin-name "Ada Brown" --admin-email ada@green-lane.example --admin-mobile "07700 900123"
npm run school -- confirm --id green-lane                       a test message to each contact that nobody has confirmed
npm run school -- policy  --id green-lane --policy FILE [--clauses FILE] [--version 5]         a new version, for the school to agree to
npm run school -- export  --id green-lane --to green-lane.jsonl
npm run school -- restore --from TABLE [--id green-lane]      rows that are missing, out of a backup that was restored
npm run school -- leave   --id green-lane --name "Green Lane Primary"
npm run school -- back    --id green-lane

Each takes --stack and --region, where they are not Doorstep and eu-west-2.`;

const isCommand = (word: string | undefined): word is Command => word !== undefined && Object.hasOwn(Commands, word);

export async function readAsked(typed: readonly string[]): Promise<Asked | { readonly refused: readonly string[] }> {
  const { values, positionals, tokens } = parseArgs({
    args: [...typed],
    strict: false,
    tokens: true,
    allowPositionals: true,
    // So that a value may begin with a dash only where it is given with an equals sign.
    options: Object.fromEntries(
      Object.values(Commands).flatMap(({ shape }) => Object.keys(shape).map((option) => [option, { type: 'string' as const }])),
    ),
  });
  const [command, ...others] = positionals;
  if (!isCommand(command))
    return { refused: [command === undefined ? 'say what to do' : `${command} is none of ${Object.keys(Commands).join(', ')}`] };
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const twice = given.filter((option, n) => given.indexOf(option) < n).map((option) => `--${option} is there twice`);
  const parsed = await Commands[command].safeParseAsync(values);
  const wrong = [
    ...others.map((word) => `${word} belongs to no option: put what has spaces in it in quotation marks`),
    ...twice,
    ...(parsed.success ? [] : parsed.error.issues.map(complaintOf)),
  ];
  if (!parsed.success || wrong.length > 0) return { refused: wrong };
  // The schema under its name is the one of that command.
  return { command, ...parsed.data } as Asked;
}

function complaintOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `there is no option ${issue.keys.map((key) => `--${key}`).join(', ')} here`;
  const option = `--${issue.path.map(String).join('.')}`;
  return issue.code === 'invalid_type' ? `${option} is missing` : `${option}: ${issue.message}`;
}

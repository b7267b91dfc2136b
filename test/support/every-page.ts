import { pageRoutes } from '../../functions/pages/routes.ts';
import { Stage } from '../../functions/domain/policy/policy.ts';
import { stepsOfRequest } from '../../functions/pages/request/steps-of-request.ts';

type Part = 'visit' | 'alarm' | 'home' | 'person' | 'allegation' | 'drill' | 'setting' | 'version' | 'hold' | 'machine';

type Named = Readonly<Record<Part, readonly string[]>>;

/** Every page that somebody who is signed in may ask for, `/visits/HV-000001/go`, with each of these where a part of its address is a name. */
export const everyPage = (named: Named): readonly string[] => [
  ...addresses('GET', named),
  ...named.visit.map((visit) => `/allegations/new?visit=${visit}`),
  ...['mine', 'all'].map((whose) => `/visits?whose=${whose}`),
  ...named.home.map((home) => `/visits?whose=all&home=${home}`),
  ...named.home.map((home) => `/kept/everything?household=${home}`),
  ...['everything/file', 'erase'].flatMap((page) => [
    ...named.home.map((home) => `/kept/${page}?household=${home}`),
    ...named.person.slice(0, 1).map((person) => `/kept/${page}?person=${person}`),
  ]),
];

/** Where every form of theirs goes. */
export const everyForm = (named: Named): readonly string[] => addresses('POST', named);

function addresses(of: 'GET' | 'POST', named: Named): readonly string[] {
  const parts: Readonly<Record<string, readonly string[]>> = {
    ...named,
    stage: Stage.options,
    command: ['acknowledge', 'stand-down'],
    step: stepsOfRequest.map(({ path }) => path),
  };
  const filled = (path: string): readonly string[] =>
    Object.entries(parts).reduce<readonly string[]>(
      (paths, [part, ids]) => paths.flatMap((one) => (one.includes(`{${part}}`) ? ids.map((id) => one.replace(`{${part}}`, id)) : [one])),
      [path],
    );
  return pageRoutes.filter(({ method, ...row }) => method === of && row.for === 'signed-in').flatMap(({ path }) => filled(path));
}

import { routes } from '../../functions/api/routes.ts';

/** Every address of a school that can be read, `/visits/HV-7K2M9QR3`, with each of these where a part of it is a name. */
export function everyRead(
  named: Readonly<Record<'visit' | 'allegation' | 'person' | 'household' | 'version', readonly string[]>>,
): readonly string[] {
  return routes
    .filter(({ method }) => method === 'GET')
    .flatMap(({ path }) =>
      Object.entries(named).reduce<readonly string[]>(
        (paths, [part, ids]) => paths.flatMap((one) => (one.includes(`{${part}}`) ? ids.map((id) => one.replace(`{${part}}`, id)) : [one])),
        [path.replace('/v1/schools/{school}', '')],
      ),
    );
}

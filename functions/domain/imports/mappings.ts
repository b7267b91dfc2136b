import doorstepHouseholds from '../../../mappings/doorstep-households.json' with { type: 'json' };
import doorstepPeople from '../../../mappings/doorstep-people.json' with { type: 'json' };
import oneRosterHouseholds from '../../../mappings/oneroster-1.2-households.json' with { type: 'json' };
import oneRosterPeople from '../../../mappings/oneroster-1.2-people.json' with { type: 'json' };
import wondeHouseholds from '../../../mappings/wonde-households.json' with { type: 'json' };
import wondePeople from '../../../mappings/wonde-people.json' with { type: 'json' };
import type { ImportKind } from './import.ts';
import { Mapping } from './mapping.ts';

const all = {
  doorstep: { households: doorstepHouseholds, people: doorstepPeople },
  wonde: { households: wondeHouseholds, people: wondePeople },
  'oneroster-1.2': { households: oneRosterHouseholds, people: oneRosterPeople },
} as const;
export const mappingNames = ['doorstep', 'wonde', 'oneroster-1.2'] as const satisfies readonly (keyof typeof all)[];
export type MappingName = keyof typeof all;

export const mappingOf = (name: MappingName, kind: ImportKind): Mapping => Mapping.parse(all[name][kind]);

import type { Deps } from '../application/deps.ts';
import { readSchool, readYoungSchool, type School, type YoungSchool } from '../application/school.ts';
import type { Response } from '../http/http.ts';
import { forbidden, notFound } from '../http/problem.ts';
import type { Asked } from './asked.ts';
import { mayCall } from './who-may.ts';

/** For what is not about one visit: the school is read, and whoever may not is turned away. */
export const inSchool =
  <Given>(answer: (deps: Deps, asked: Asked, given: Given, school: School) => Promise<Response>) =>
  async (deps: Deps, asked: Asked, given: Given): Promise<Response> => {
    const school = await readSchool(deps.schools, asked.school);
    if (school === undefined) return notFound;
    return mayCall(asked.may, asked.caller, school.staff) ? answer(deps, asked, given, school) : forbidden;
  };

/** The same where there may be people and no policy yet. */
export const inYoungSchool =
  <Given>(answer: (deps: Deps, asked: Asked, given: Given, school: YoungSchool) => Promise<Response>) =>
  async (deps: Deps, asked: Asked, given: Given): Promise<Response> => {
    const school = await readYoungSchool(deps.schools, asked.school);
    if (school.settings === undefined && Object.keys(school.staff).length === 0) return notFound;
    return mayCall(asked.may, asked.caller, school.staff) ? answer(deps, asked, given, school) : forbidden;
  };

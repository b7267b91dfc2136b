import { startCloud } from '../../local/cloud.ts';
import { fakeFunctions } from './fake-functions.ts';

/** The local cloud with functions that only say what reached them, and a check of overdue visits that never ends. */
const { url } = await startCloud({
  port: 0,
  schools: [],
  ...(process.env['DOORSTEP_DATA'] === undefined ? {} : { data: process.env['DOORSTEP_DATA'] }),
  functions: { ...fakeFunctions().functions, overdueCheck: () => new Promise(() => undefined) },
});
console.log(`Doorstep is ready at ${url}`);

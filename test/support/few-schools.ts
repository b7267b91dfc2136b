/** The local cloud with the schools of one folder alone, as a process: it starts in half the time, for whoever starts it over and over. */
import '../../local/virtual-time.ts';
import * as z from 'zod';
import { startCloud } from '../../local/cloud.ts';

const Environment = z.object({ DOORSTEP_DATA: z.string(), DOORSTEP_SCHOOLS: z.string(), DOORSTEP_PROVIDERS: z.string().optional() });
const { DOORSTEP_DATA, DOORSTEP_SCHOOLS, DOORSTEP_PROVIDERS: providers } = Environment.parse(process.env);
const { url } = await startCloud({
  port: 0,
  data: DOORSTEP_DATA,
  schools: [DOORSTEP_SCHOOLS],
  ...(providers !== undefined && { providers }),
});
console.log(`Doorstep is ready at ${url}`);

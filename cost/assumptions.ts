/** What is taken for granted of a month: change it here, and `npm run cost` says what follows. */

/** Who uses it. */
export interface Size {
  readonly name: string;
  readonly schools: number;
  readonly staff: number;
  /** Visits in a month, of all the schools together. */
  readonly visits: number;
}
export const sizes: readonly Size[] = [
  { name: 'A small school', schools: 1, staff: 20, visits: 20 },
  { name: 'A trust of four', schools: 4, staff: 120, visits: 120 },
  { name: 'An authority of 300', schools: 300, staff: 9_000, visits: 6_000 },
];

export const assumed = {
  /** Of all visits. Late: an alarm begins, and is ended within half an hour. Nobody back: it goes up the ladder to its end. */
  late: 0.1,
  nobodyBack: 0.01,
  /** In a month, of each school. */
  drills: 1,
  workingDays: 21,
  /** The board stands open all day on this many screens of each school, and asks again so often. */
  board: { screens: 2, hours: 8, everySeconds: 15, changed: 0.25 },
  /** Other pages that somebody opens in a month. */
  pagesOfEach: 60,
  /** Once a minute, by day and by night. */
  sweeps: 43_200,
  /** How many months of visits stand in the table. */
  monthsKept: 24,
  /** In milliseconds of a function with 512 MB on arm64, starting cold now and then included. Not measured on AWS. */
  milliseconds: { page: 120, board: 60, check: 250, sweep: 80, auditOfASchool: 8 },
  /** In bytes. Lambda's own three lines and ours of metrics; the door's line. */
  logBytes: { invocation: 1_000, sweep: 2_200, request: 180 },
  /** Lambda asks the queue of pokes for more all the time, five at once, 20 seconds each. */
  emptyReceives: 648_000,
  /** Of a poke: sent by SNS, received, deleted. */
  requestsOfAPoke: 3,
  /** DynamoDB asks for the key once in five minutes for each of ten, and each function begins now and then. */
  keyRequests: 90_000,
} as const;

// Counts the tests of the last run on a line of its own. A run in which no test ran has failed.
import { existsSync, readFileSync } from 'node:fs';

const report = new URL('../reports/tests.json', import.meta.url);
const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, success: false };
const {
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  success,
} = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : none;

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (!success || failed > 0 || passed === 0) process.exitCode = 1;

/** Everything that the program says, for window, notifications and command line alike. */
export { type AttemptLine, attemptLine } from './attempt-line.ts';
export { deletionLine, deletionReason } from './deletion-line.ts';
export {
  chainMaxBytes,
  type Fact,
  retentionFact,
  retentionName,
  scopeFact,
  scopeName,
  sizeFact,
} from './destination-facts.ts';
export type { Catalogue } from './en.ts';
export {
  type FailureContext,
  type FailureMessage,
  failureMessage,
  type Step,
  type StepAction,
} from './failure-message.ts';
export {
  formatBytes,
  formatBytesOf,
  formatDuration,
  formatElapsed,
  formatLeft,
  formatLimit,
  formatOverLimit,
  formatPace,
  formatPeriod,
} from './format.ts';
export { type HealthLine, healthLine, healthOnCard } from './health-line.ts';
export {
  formatDate,
  formatDay,
  formatLongDay,
  formatMoment,
  formatTime,
  formatTimeToSecond,
  formatWhen,
} from './moments.ts';
export { passedOverLine } from './passed-over.ts';
export { plainName } from './plain-name.ts';
export { type Described, type KnownDestination, stateLine } from './state-line.ts';
export { speak, spoken, type Tongue } from './tongue.ts';

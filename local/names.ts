/** What things are called in the cloud on one machine. */
export const region = 'eu-west-2';
export const account = '000000000000';
export const table = 'doorstep';
export const pokeTopic = `arn:aws:sns:${region}:${account}:doorstep-pokes`;
/** Each school's email topic: this and the school's id. */
export const emailTopicPrefix = `arn:aws:sns:${region}:${account}:doorstep-email-`;
export const pokeQueue = `arn:aws:sqs:${region}:${account}:doorstep-pokes`;
export const timerGroup = 'doorstep-timers';
export const timerRole = `arn:aws:iam::${account}:role/doorstep-timers`;
export const timerDeadLetters = `arn:aws:sqs:${region}:${account}:doorstep-timers-undelivered`;
export const issuer = 'doorstep-local';
export const audience = 'doorstep';

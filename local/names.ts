/** What things are called in the cloud on one machine. */
export const region = 'eu-west-2';
export const account = '000000000000';
export const table = 'doorstep';
export const pokeTopic = `arn:aws:sns:${region}:${account}:doorstep-pokes`;
/** Each school's email topic, called as the stack calls it: this and the school's id. */
export const emailTopicPrefix = `arn:aws:sns:${region}:${account}:Doorstep-email-`;
export const pokeQueue = `arn:aws:sqs:${region}:${account}:doorstep-pokes`;
export const timerGroup = 'doorstep-timers';
export const timerRole = `arn:aws:iam::${account}:role/doorstep-timers`;
export const timerDeadLetters = `arn:aws:sqs:${region}:${account}:doorstep-timers-undelivered`;
export const issuer = 'doorstep-local';
export const audience = 'doorstep';
/** At GOV.UK Notify: a service, its key and its templates, and the secret that holds them. */
export const notifySecretArn = `arn:aws:secretsmanager:${region}:${account}:secret:doorstep-notify-AbCdEf`;
const notifyService = '00000000-0000-4000-8000-000000000001';
const notifyKey = '00000000-0000-4000-8000-000000000002';
export const notify = {
  service: notifyService,
  key: notifyKey,
  secret: {
    apiKey: `local-${notifyService}-${notifyKey}`,
    textTemplate: '00000000-0000-4000-8000-000000000003',
    emailTemplate: '00000000-0000-4000-8000-000000000004',
    callbackToken: 'a-token-of-notify-on-one-machine',
  },
} as const;

import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';

export interface NotifyProps {
  /** The order of the two providers, or `both`. */
  readonly providers: 'notify' | 'sns,notify' | 'notify,sns' | 'both';
  /** The secret with the key, the templates and the token, which somebody has made by hand. */
  readonly secretArn: string;
}

/** GOV.UK Notify beside SNS, or in its place. */
export class Notify {
  /** What only a function needs that reaches Notify. The others are bundled without it. */
  static readonly libraries: readonly string[] = ['notifications-node-client', '@aws-sdk/client-secrets-manager'];
  private readonly props: NotifyProps;

  constructor(props: NotifyProps) {
    this.props = props;
  }

  /** Lets `sender` send by Notify, and tells it in which order. */
  allowSending(sender: Lambda): void {
    this.allowKnowing(sender);
    sender.addEnvironment('PROVIDERS', this.props.providers);
  }

  /** Lets `fn` read the secret: with the token in it whoever says that they are Notify is known. */
  allowKnowing(fn: Lambda): void {
    fn.addToRolePolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.props.secretArn] }));
    fn.addEnvironment('NOTIFY_SECRET_ARN', this.props.secretArn);
  }
}

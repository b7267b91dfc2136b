import { App } from 'aws-cdk-lib';
import { DoorstepStack } from '../lib/doorstep-stack.ts';
import { deployment } from '../lib/deployment.ts';

const app = new App();
new DoorstepStack(app, 'Doorstep', deployment(app.node));

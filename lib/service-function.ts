import { AssetHashType, DockerImage, type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { fileURLToPath } from 'node:url';

export interface ServiceFunctionProps {
  /** What the function is called in logs and metrics: `overdue-check`. */
  readonly service: string;
  /** The path of its `*.lambda.ts`. */
  readonly entry: string;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** Libraries that are only ever loaded where something is configured, and here it is not. */
  readonly without?: readonly string[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Other ways to find credentials than a function's own environment, which Lambda fills: each looked for last, and most of a bundle. */
const otherCredentials = ['ini', 'login', 'process', 'sso', 'web-identity'].map((way) => `@aws-sdk/credential-provider-${way}`);

/** A function as all of ours are: what runs is what was tested, with nothing left to the runtime's own libraries. */
export class ServiceFunction extends Lambda {
  constructor(scope: Construct, id: string, { service, entry, timeout, environment, without = [] }: ServiceFunctionProps) {
    // Logs carry codes and ids only, so that they may be kept for as long as somebody may ask what happened.
    const logGroup = new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    // A role of its own, since AWS's ready-made one may write to every log group.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    super(scope, id, {
      code: codeOf(entry, [...otherCredentials, ...without]),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout,
      role,
      logGroup,
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: service,
        POWERTOOLS_METRICS_NAMESPACE: 'Doorstep',
        LOG_LEVEL: 'INFO',
      },
    });
  }
}

const codeOf = (entry: string, external: string[]): Code =>
  Code.fromAsset(root, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never used: there is always esbuild.
      image: DockerImage.fromRegistry('scratch'),
      // CDK knows a bundle by what can be written of these options: without this, all functions would be the first that was bundled.
      command: [entry, ...external],
      local: {
        tryBundle: (outdir) => {
          bundleOf({ index: entry }, outdir, external);
          return true;
        },
      },
    },
  });

/** A function in few files: what it needs to begin, and what few requests need in files of their own, loaded when they first do. */
export function bundleOf(entryPoints: Readonly<Record<string, string>>, outdir: string, external: string[] = otherCredentials): void {
  buildSync({
    absWorkingDir: root,
    entryPoints: { ...entryPoints },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    external,
    alias: { 'node:http': fileURLToPath(new URL('./node-http.cjs', import.meta.url)) },
    logLevel: 'warning',
    // Libraries written for `require` are bundled into a module, which has none of its own. And zod compiles no schema to code: most
    // are read once in the life of a function, which costs less than compiling them.
    banner: {
      js: "globalThis.__zod_globalConfig={jitless:true};import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
  });
}

// What a file may import follows from the folder it stands in. The table is in docs/decisions/0020-imports-follow-folders.md.
const npm = (...names) => names.map((name) => `^node_modules/(@types/)?${name}/`);

const domain = '^functions/domain/';
const ports = '^functions/ports/';
const application = '^functions/application/';
const bringingIn = '^functions/application/imports/';
const http = '^functions/http/';
const adapters = '^functions/adapters/';
const aws = '^functions/adapters/aws/';
const notify = '^functions/adapters/notify/';
const memory = '^functions/adapters/memory/';
const web = '^functions/adapters/web/';
// Which of two providers has a message, which is neither's own matter.
const providers = '^functions/adapters/(in-turn|keeping-ids|providers)[.]ts$';
// The words of what a school keeps, with their schemas: what people and homes are made up from, and what refuses a policy that
// cannot be followed. No rule of a visit is among them.
const words =
  '^functions/(domain/(contacts|household|person|time|policy/(policy|clause|citations|read-policy)|visit/commands)[.]ts$|ports/)';
// How a school begins, which the local cloud does for the schools that it comes with.
const beginning = '^functions/application/errands[.]ts$';
const wiring = '^functions/[^/]+/[^/]+[.]lambda[.]ts$';
const routes = '^functions/(api|pages)/routes[.]ts$';
const deployed = '^functions/(?!domain/|ports/|application/|adapters/|http/)([^/]+)/';
const pages = '^functions/pages/';
// What answers an operation, which a page asks in the same process.
const operations = '^functions/api/(?!.*[.]lambda[.]ts$)';
const scripts = '^functions/pages/scripts/';
const powertools = ['@aws-lambda-powertools/[^/]+', '@middy/[^/]+', 'aws-lambda'];

/** Files matching `from` may import what matches `may`, and nothing else. */
const only = (name, from, may, more = {}) => ({
  name,
  severity: 'error',
  from: typeof from === 'string' ? { path: from } : from,
  to: { pathNot: may, ...more },
});

/** Files matching `from` may not import what matches `to`. */
const never = (name, from, to) => ({ name, severity: 'error', from, to });

const noBuiltIn = { dependencyTypesNot: ['core'] };

export default {
  forbidden: [
    never('nothing goes round in circles', {}, { circular: true }),
    never('every import is found', {}, { couldNotResolve: true }),

    only('the domain knows only itself', domain, [
      domain,
      ...npm('zod', 'temporal-polyfill', '@sindresorhus/transliterate'),
      '^policies/doorstep(-clauses)?[.]json$',
      '^mappings/[^/]+[.]json$',
    ]),
    never('only the policy reads the own rules', { path: domain, pathNot: '^functions/domain/policy/' }, { path: '^policies/' }),
    only('ports speak domain words', ports, [ports, domain]),
    only('the application knows ports, not who is behind them', { path: application, pathNot: bringingIn }, [application, domain, ports]),
    only('bringing records in reads files besides', bringingIn, [
      application,
      domain,
      ports,
      ...npm('zod', 'csv-parse', '@streamparser/json'),
      '^(node:)?(zlib|events)$',
    ]),
    only(
      'http knows no visits',
      http,
      [http, '^functions/domain/(machine|time)[.]ts$', ...npm('zod', 'jose', 'libphonenumber-js', ...powertools)],
      noBuiltIn,
    ),
    only('the AWS adapters know ports and AWS', aws, [aws, ports, domain, ...npm('zod', '@aws-sdk/[^/]+')], noBuiltIn),
    only('the web adapters know only ports, and what kind of address one is', web, [web, ports, domain, ...npm('ipaddr.js')], noBuiltIn),
    only(
      'the adapters of Notify know ports and its library',
      notify,
      [notify, ports, domain, ...npm('zod', 'notifications-node-client')],
      noBuiltIn,
    ),
    only('who chooses between providers knows each of them', providers, [providers, aws, notify, ports, ...npm('zod')], noBuiltIn),
    only('the memory adapters know only ports', memory, [memory, ports, domain]),
    only('routes import nothing', routes, ['^$']),
    only('the logic of a function touches no client', { path: deployed, pathNot: [wiring, routes, pages] }, [
      application,
      http,
      ports,
      domain,
      '^functions/$1/',
      ...npm('zod', 'zod-openapi', 'ical-generator', ...powertools),
      '^(node:)?(buffer|crypto)$',
    ]),
    only('a page asks the operations, and touches no client either', { path: pages, pathNot: [wiring, routes, scripts] }, [
      application,
      http,
      ports,
      domain,
      pages,
      operations,
      ...npm('zod', 'hono', 'oauth4webapi', ...powertools),
      '^(node:)?(crypto|zlib)$',
    ]),
    only('what runs in a browser is apart from what runs in Lambda', scripts, [scripts]),
    only(
      'wiring joins its own logic to AWS',
      { path: wiring },
      [
        application,
        http,
        ports,
        domain,
        aws,
        web,
        notify,
        providers,
        '^functions/([^/]+)/(?!.*[.]lambda[.]ts$)',
        ...npm('zod', 'jose', '@aws-sdk/[^/]+', ...powertools),
      ],
      noBuiltIn,
    ),
    never(
      'a function does not reach into another',
      { path: '^functions/([^/]+)/', pathNot: pages },
      { path: deployed, pathNot: ['^functions/$1/'] },
    ),
    never(
      'only wiring, the local cloud and tests use the AWS adapters',
      { pathNot: [aws, providers, wiring, '^(local|operate|preflight|test|bench|cost)/'] },
      { path: aws },
    ),
    never('only wiring and tests use the web adapters', { pathNot: [web, wiring, '^(test|bench|cost)/'] }, { path: web }),
    never('the memory adapters are for tests', { pathNot: [memory, '^(test|bench|cost)/'] }, { path: memory }),
    never('adapters do not know each other', { path: `${adapters}([^/]+)/` }, { path: adapters, pathNot: `${adapters}$1/` }),

    only('what is deployed is apart from what runs', '^lib/', ['^lib/', routes, ...npm('aws-cdk-lib', 'constructs', 'esbuild')], noBuiltIn),
    only('the app makes the stack and nothing else', '^bin/', ['^lib/', ...npm('aws-cdk-lib')]),
    never('nothing that runs imports what is deployed', { path: '^(functions|local)/' }, { path: '^(bin|lib|test|bench|cost)/' }),
    never('functions do not know the local cloud', { path: '^(functions|lib|bin)/' }, { path: '^local/' }),
    never(
      'the local cloud runs the functions as they are',
      { path: '^local/' },
      { path: '^functions/', pathNot: [wiring, routes, aws, words, beginning] },
    ),
    only(
      'preflight asks as the service does, and looks from outside',
      '^preflight/',
      ['^preflight/', domain, ports, aws, '^functions/application/school[.]ts$', ...npm('zod', 'jose', '@aws-sdk/[^/]+')],
      noBuiltIn,
    ),
    never('only its tests import preflight', { pathNot: '^(preflight|operate|test)/' }, { path: '^preflight/' }),
    only(
      'whoever looks after schools does it as the API does',
      '^operate/',
      [
        '^operate/',
        '^preflight/(looking|stack-resources)[.]ts$',
        domain,
        ports,
        application,
        aws,
        '^functions/http/phone[.]ts$',
        '^functions/api/new-ids[.]ts$',
        ...npm('zod', '@aws-sdk/[^/]+'),
      ],
      noBuiltIn,
    ),
    never(
      'the local cloud reads a policy as they do, and nobody else does what they do',
      { pathNot: '^(operate|test)/' },
      {
        path: '^operate/',
        pathNot: '^operate/policy-file[.]ts$',
      },
    ),
    never('only the local cloud reads policies with it', { pathNot: '^(operate|local|test)/' }, { path: '^operate/' }),
    never('only tests import tests', { path: '^(bin|lib|functions|local|operate|preflight)/' }, { path: '^(test|bench|cost)/' }),

    never(
      'what runs in Lambda is a dependency, not a tool',
      { path: '^functions/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};

/** The contract of the API, to be read: by whoever writes a program that calls it. */
import * as z from 'zod';
import type { Child } from 'hono/jsx';
import { contractDocument, tags } from '../../api/contract/document.ts';
import { html } from '../answers.ts';
import { Table } from '../components/table.tsx';
import { Layout } from '../layout.tsx';
import { pageMistakes } from '../mistakes.tsx';
import type { OpenPage } from '../page.ts';
import { withCode } from './problems.tsx';

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
});
type Schema = z.infer<typeof Schema>;
const Content = z.record(z.string(), z.object({ schema: z.unknown(), example: z.unknown().optional() }));
const Answer = z.object({ description: z.string(), content: Content.optional() });
const Operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema: z.unknown(),
      }),
    )
    .default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.union([z.strictObject({ $ref: z.string() }), Answer])),
});
type Operation = z.infer<typeof Operation> & { readonly method: string; readonly path: string };
const Document = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()), responses: z.record(z.string(), Answer) }),
});
type Document = z.infer<typeof Document>;

let read: Promise<Document> | undefined;
const contract = (): Promise<Document> => (read ??= contractDocument().then((document) => Document.parse(document)));

const operationsIn = ({ paths }: Document): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );
const slugOf = (tag: string): string => tag.toLowerCase().replaceAll(' ', '-');

/** `GET /docs` */
export const docsPage: OpenPage = async () => {
  const document = await contract();
  const all = operationsIn(document);
  return html(
    <Layout title="The API">
      <h1 class="govuk-heading-xl">The API</h1>
      {document.info.description.split('\n\n').map((text) => (
        <p class="govuk-body">{withCode(text)}</p>
      ))}
      <p class="govuk-body">
        <a class="govuk-link" href="/v1/openapi.json">
          The same as OpenAPI 3.1
        </a>
        , from which a client can be made.{' '}
        <a class="govuk-link" href="/problems">
          Problems
        </a>{' '}
        have a page each.
      </p>
      {Object.entries(tags).map(([tag, what]) => (
        <>
          <h2 class="govuk-heading-m">
            <a class="govuk-link" href={`/docs/${slugOf(tag)}`}>
              {tag}
            </a>
          </h2>
          <p class="govuk-body">{what}</p>
          <ul class="govuk-list">
            {all
              .filter((operation) => operation.tags.includes(tag))
              .map(({ summary, method, path, operationId }) => (
                <li>
                  <a class="govuk-link" href={`/docs/${slugOf(tag)}#${operationId}`}>
                    {summary}
                  </a>
                  <br />
                  <code>{`${method} ${path.replace('/v1/schools/{school}', '…')}`}</code>
                </li>
              ))}
          </ul>
        </>
      ))}
    </Layout>,
  );
};

/** `GET /docs/{tag}` */
export const docsOfTagPage: OpenPage = async (_, { params }) => {
  const tag = Object.keys(tags).find((one) => slugOf(one) === params['tag']);
  if (tag === undefined) return pageMistakes.notFound;
  const document = await contract();
  return html(
    <Layout title={`${tag} – the API`} back={{ href: '/docs', text: 'The API' }}>
      <h1 class="govuk-heading-xl">{tag}</h1>
      {operationsIn(document)
        .filter((operation) => operation.tags.includes(tag))
        .map((operation) => (
          <OneOperation document={document} operation={operation} />
        ))}
    </Layout>,
  );
};

const OneOperation = ({ document, operation }: { readonly document: Document; readonly operation: Operation }) => {
  const { operationId, summary, description, method, path, parameters, requestBody, responses } = operation;
  const body = requestBody?.content['application/json'];
  const answers = Object.entries(responses).flatMap(([status, given]) => {
    const answer = '$ref' in given ? document.components.responses[given.$ref.split('/').at(-1) ?? ''] : given;
    return answer === undefined ? [] : [[status, answer] as const];
  });
  const good = answers.filter(([status]) => status.startsWith('2'));
  const bad = answers.filter(([status]) => status >= '4');
  return (
    <section aria-labelledby={operationId}>
      <h2 class="govuk-heading-l" id={operationId}>
        {summary}
      </h2>
      <p class="govuk-body">
        <code>{`${method} ${path}`}</code>
      </p>
      {description.split('\n\n').map((text) => (
        <p class="govuk-body">{withCode(text)}</p>
      ))}
      <Fields
        caption="In the address and the headers"
        rows={parameters
          .filter((parameter) => parameter.in !== 'path')
          .map(({ name, schema, required, description: of }) => ({
            name,
            required,
            type: typeOf(document, schema),
            description: of ?? '',
          }))}
      />
      {body === undefined ? null : (
        <>
          <Fields caption="In the body" rows={fieldsOf(document, body.schema)} />
          <Example of="What is sent" value={body.example} />
        </>
      )}
      {good.map(([status, { content = {} }]) => {
        const json = content['application/json'];
        return (
          <>
            <Fields caption={`What is answered with ${status}`} rows={json === undefined ? [] : fieldsOf(document, json.schema)} />
            <Example of={`An answer with ${status}`} value={json?.example} />
          </>
        );
      })}
      <details class="govuk-details">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">What else it may answer</span>
        </summary>
        <ul class="govuk-list govuk-details__text">
          {bad.map(([status, { description: of }]) => (
            <li>{`${status}: ${of}`}</li>
          ))}
        </ul>
      </details>
    </section>
  );
};

interface Field {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

const Fields = ({ caption, rows }: { readonly caption: string; readonly rows: readonly Field[] }): Child =>
  rows.length === 0 ? null : (
    <Table
      caption={caption}
      classes="ds-cards"
      head={[{ text: 'Name' }, { text: 'What it is' }, { text: 'What it says' }]}
      rows={rows.map(({ name, type, required, description }) => [
        { html: <code>{name}</code> },
        { text: `${type}${required ? '' : ', may be missing'}`, attributes: { 'data-label': 'What it is' } },
        { html: <>{withCode(description)}</>, ...(description === '' ? {} : { attributes: { 'data-label': 'What it says' } }) },
      ])}
    />
  );

const Example = ({ of, value }: { readonly of: string; readonly value: unknown }): Child =>
  value === undefined ? null : (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{of}</span>
      </summary>
      <pre class="govuk-details__text ds-code" tabindex={0}>
        <code>{JSON.stringify(value, undefined, 2)}</code>
      </pre>
    </details>
  );

// ------------------------------------------------------------------------------------------------ reading schemas

const named = (schema: unknown): string | undefined => /^#\/components\/schemas\/(.+)$/.exec(Schema.parse(schema).$ref ?? '')?.[1];
const resolved = (document: Document, schema: unknown): Schema => {
  const name = named(schema);
  return Schema.parse(name === undefined ? schema : document.components.schemas[name]);
};
const plainName = (name: string): string => name.replace(/Output$/, '');

/** In a word or two. */
function typeOf(document: Document, given: unknown): string {
  const name = named(given);
  const schema = resolved(document, given);
  if (schema.enum !== undefined) return schema.enum.map(String).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return [...new Set(either.map((one) => typeOf(document, one)))].join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(document, schema.items ?? {})}`;
  if (schema.type === 'object' || schema.properties !== undefined) return name === undefined ? 'object' : plainName(name);
  if (schema.type === undefined) return 'anything';
  return [schema.type]
    .flat()
    .map((type) => (schema.format === undefined ? type : `${type} (${schema.format})`))
    .join(' or ');
}

/** How deep an answer is told of: what lies deeper is in the document. */
const deepest = 2;

function fieldsOf(document: Document, given: unknown, under = '', depth = 0): readonly Field[] {
  const schema = resolved(document, given);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) {
    const seen = new Set<string>();
    return either.flatMap((one) => fieldsOf(document, one, under, depth)).filter(({ name }) => !seen.has(name) && seen.add(name));
  }
  if (schema.type === 'array') return fieldsOf(document, schema.items ?? {}, `${under}[].`, depth);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const of = resolved(document, property);
    const full = `${under}${name}`;
    const field = {
      name: full,
      type: typeOf(document, property),
      required: schema.required.includes(name),
      description: of.description ?? '',
    };
    const isList = of.type === 'array';
    const inner = isList ? of.items : property;
    const goesOn = depth < deepest && inner !== undefined && (of.properties !== undefined || isList);
    return [field, ...(goesOn ? fieldsOf(document, inner, isList ? `${full}[].` : `${full}.`, depth + 1) : [])];
  });
}

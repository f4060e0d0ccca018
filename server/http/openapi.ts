/** Contract → OpenAPI 3.1 for HTTP and AsyncAPI 3.0 for the socket. */
import { z } from 'zod';
import { events, operations } from '../../shared/contract/index.ts';
import { statusOf } from '../../shared/errors.ts';
import { gives, takes } from './routes.ts';

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
};

const errorSchema: Json = {
  type: 'object',
  required: ['code', 'message', 'retryable'],
  properties: {
    code: { type: 'string', enum: Object.keys(statusOf) },
    message: { type: 'string' },
    details: {
      type: 'object',
      description: 'Field issues, the state found, retryAfter in seconds, requestId.',
    },
    retryable: { type: 'boolean' },
  },
};

/** Errors that any call can meet. */
const general = [
  'bad_request',
  'unauthenticated',
  'rate_limited',
  'internal',
  'unavailable',
] as const;

export function openApi(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const [method, route] = operation.http.split(' ') as [string, string];
    const path = route.replace(/:(\w+)/g, '{$1}');
    const { properties = {}, required = [] } = schemaOf(operation.input, 'input') as {
      properties?: Record<string, Json>;
      required?: string[];
    };
    const inPath = [...route.matchAll(/:(\w+)/g)].map((match) => String(match[1]));
    const others = Object.keys(properties).filter(
      (key) => !inPath.includes(key) && !(takes(operation) && key === 'content'),
    );
    const hasBody =
      !takes(operation) && method !== 'GET' && method !== 'DELETE' && others.length > 0;
    const inQuery = hasBody ? [] : others;
    const codes = [
      ...new Set([
        ...general,
        ...(operation.stores ? (['no_space'] as const) : []),
        ...operation.errors,
      ]),
    ];
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        operationId: operation.name,
        summary: operation.summary,
        tags: [operation.name.split(':')[0]],
        security: operation.access === 'anyone' ? [] : [{ bearer: [] }],
        parameters: [
          ...inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] })),
          ...inQuery.map((name) => ({
            name,
            in: 'query',
            required: required.includes(name),
            schema: properties[name],
            ...(properties[name]?.type === 'array' && { explode: false }),
          })),
        ],
        ...(hasBody && {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: Object.fromEntries(others.map((key) => [key, properties[key]])),
                  required: required.filter((key) => others.includes(key)),
                  additionalProperties: false,
                },
              },
            },
          },
        }),
        ...(takes(operation) && { requestBody: { required: true, content: { '*/*': {} } } }),
        responses: {
          200: {
            description: 'Done',
            content: gives(operation)
              ? { '*/*': {} }
              : { 'application/json': { schema: schemaOf(operation.output, 'output') } },
          },
          ...Object.fromEntries(
            codes.map((code) => [statusOf[code], { $ref: `#/components/responses/${code}` }]),
          ),
        },
      },
    };
  }
  const responses = Object.keys(statusOf).map((code) => [
    code,
    {
      description: code,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['error'],
            properties: { error: { $ref: '#/components/schemas/Error' } },
          },
        },
      },
    },
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Muster',
      version,
      description:
        'Every operation of the forum. The same are to be had over the socket, see asyncapi.json.',
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token, or the token of a bot.',
        },
      },
      schemas: { Error: errorSchema },
      responses: Object.fromEntries(responses),
    },
  };
}

export function asyncApi(version: string): Json {
  const calls = operations.filter((operation) => operation.doors !== 'http');
  const messages: Json = {};
  const described: Json = {};
  const ack = (data: Json) => ({
    oneOf: [
      { type: 'object', properties: { ok: { const: true }, data } },
      {
        type: 'object',
        properties: { ok: { const: false }, error: { $ref: '#/components/schemas/Error' } },
      },
    ],
  });
  for (const { name, summary, input, output } of calls) {
    messages[name] = {
      name,
      summary,
      payload: schemaOf(input, 'input'),
      'x-ack': ack(schemaOf(output, 'output')),
    };
    described[name] = {
      action: 'receive',
      summary,
      channel: { $ref: '#/channels/socket' },
      messages: [{ $ref: `#/channels/socket/messages/${name}` }],
    };
  }
  for (const { name, summary, data } of events) {
    messages[name] = { name, summary, payload: schemaOf(data, 'output') };
    described[name] = {
      action: 'send',
      summary,
      channel: { $ref: '#/channels/socket' },
      messages: [{ $ref: `#/channels/socket/messages/${name}` }],
    };
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Muster, over Socket.IO',
      version,
      description:
        'Connect with `auth: {token}`, an access token or the token of a bot; renew with the event `authenticate`. Every call takes one object and an acknowledgement function.',
    },
    channels: { socket: { address: '/socket.io/', messages } },
    operations: described,
    components: { schemas: { Error: errorSchema } },
  };
}

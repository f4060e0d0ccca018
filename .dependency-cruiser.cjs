/** The walls of the house, see CONTRIBUTING.md: who may import what. */
const below = {
  forum: '',
  accounts: '',
  clusters: 'accounts',
  channels: 'accounts|clusters',
  posts: 'accounts|clusters|channels',
  moderation: 'accounts|clusters|channels|posts',
  bots: 'accounts|clusters|channels|posts',
  drafts: 'accounts|clusters|channels|posts',
  attachments: 'accounts|clusters',
  exchange: 'accounts|clusters|channels|posts|attachments',
  searches: 'accounts|exchange',
  codes: '',
  presence: '',
  operations: '',
};

const only = (name, packages, places) => ({
  name,
  severity: 'error',
  from: { path: '^(server|client|shared)/', pathNot: places },
  to: { path: `node_modules/(${packages})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: { path: '^(server|client|shared)/' }, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^(server|client|shared)/', pathNot: '\\.d\\.ts$|main\\.tsx?$|demo\\.ts$|muster\\.ts$|vite\\.config' }, to: {} },
    { name: 'shared-knows-nobody', severity: 'error', from: { path: '^shared/' }, to: { path: '^(server|client)/' } },
    { name: 'client-knows-only-shared', severity: 'error', from: { path: '^client/' }, to: { path: '^server/' } },
    { name: 'no-zod-in-the-client', severity: 'error', from: { path: '^client/' }, to: { path: '^shared/contract/', dependencyTypesNot: ['type-only'] } },
    { name: 'core-at-the-bottom', severity: 'error', from: { path: '^server/core/' }, to: { path: '^server/(?!core/)' } },
    { name: 'features-know-no-door', severity: 'error', from: { path: '^server/features/' }, to: { path: '^server/(?!core/|storage/|features/|root)' } },
    { name: 'doors-look-down', severity: 'error', from: { path: '^server/(http|realtime)/' }, to: { path: '^server/(?!core/|storage/|http/|realtime/|root)' } },
    { name: 'doors-know-no-feature', severity: 'error', from: { path: '^server/(http|realtime)/' }, to: { path: '^server/features/' } },
    { name: 'doors-know-not-each-other', severity: 'error', from: { path: '^server/http/' }, to: { path: '^server/realtime/' } },
    { name: 'doors-know-not-each-other-either', severity: 'error', from: { path: '^server/realtime/' }, to: { path: '^server/http/' } },
    { name: 'storage-knows-no-feature', severity: 'error', from: { path: '^server/storage/' }, to: { path: '^server/(?!storage/|core/)' } },
    ...Object.entries(below).map(([feature, others]) => ({
      name: `${feature}-imports-only-below`,
      severity: 'error',
      from: { path: `^server/features/${feature}/` },
      to: { path: '^server/features/', pathNot: `^server/features/(${[feature, others].filter(Boolean).join('|')})/` },
    })),
    only('express-in-http', 'express|helmet|compression', '^server/http/'),
    only('sockets-in-realtime', 'socket\\.io|@socket\\.io/.*', '^server/realtime/'),
    only('socket-client-in-api', 'socket\\.io-client', '^client/(api|fall-back)\\.ts$'),
    only('mongoose-in-storage', 'mongoose|mongodb', '^server/storage/mongo|\\.mongo\\.ts$'),
    only('sqlite-in-storage', 'libsql', '^server/storage/sqlite'),
    only('metrics-in-core', 'prom-client', '^server/core/metrics\\.ts$'),
    only('redis-in-storage', 'redis|ioredis|@redis/.*', '^server/storage/redis\\.ts$|^server/realtime/'),
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' }, exclude: { path: '^dist/' }, enhancedResolveOptions: { conditionNames: ['import', 'types', 'default'], exportsFields: ['exports'] } },
};

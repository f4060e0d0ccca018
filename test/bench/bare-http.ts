/** What HTTP is measured against: plain Express that answers with the same JSON, from memory. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import express from 'express';

const data = JSON.parse(readFileSync(String(process.argv[2]), 'utf8'));
const server = express()
  .get('/', (_request, response) => void response.json(data))
  .listen(0, '127.0.0.1', () => console.log(`is ready ${(server.address() as AddressInfo).port}`));

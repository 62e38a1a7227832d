#!/usr/bin/env node
// Turns a list of per-track files into a delivery of schema recman.delivery/1: manifest.json and chat.ndjson.
//
//   node make-delivery-manifest.mjs <per-track manifest.json> <output folder> [source system]
//
// The input lists tracks ({file, sha256, bytes, participantId, participantName, publicationId, kind, codec, container,
// startOffsetMs, durationMs}) and chat ({participantId, text, offsetMs}) on one timeline that begins at startedAt.
// The output refers to each media file by its base name; put the media beside it and send the folder.
// Plain Node, no packages: read it, and write the same from your own recorder.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [input, folder, system = 'per-track-files'] = process.argv.slice(2);
if (!input || !folder) {
  console.error('usage: make-delivery-manifest.mjs <per-track manifest.json> <output folder> [source system]');
  process.exit(2);
}

const call = JSON.parse(readFileSync(input, 'utf8'));
const start = BigInt(Date.parse(call.startedAt)) * 1_000_000n;

// Nanoseconds are strings: a JSON number loses them above 2^53.
const unixNs = (offsetMs) => String(start + BigInt(Math.round(offsetMs * 1e6)));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const kinds = { microphone: 'mic', camera: 'cam', screen: 'screen', 'screen-audio': 'screen_audio' };

const people = [...new Set(call.tracks.map((t) => t.participantId))].sort();
const participants = people.map((identity) => {
  const own = call.tracks.filter((t) => t.participantId === identity);
  const connections = [...new Set(own.map((t) => t.publicationId))].map((id) => ({ id, tracks: own.filter((t) => t.publicationId === id) }));
  return {
    id: identity,
    identity,
    identity_trust: 'token',
    display_name: own[0].participantName,
    connections: connections.map(({ id, tracks }) => ({
      id,
      joined_ns: unixNs(Math.min(...tracks.map((t) => t.startOffsetMs))),
      left_ns: unixNs(Math.max(...tracks.map((t) => t.startOffsetMs + t.durationMs))),
    })),
  };
});

// One file per track, placed by the wall-clock time of its first sample.
const tracks = call.tracks.map((t, i) => ({
  id: `t${i + 1}`,
  participant: t.participantId,
  connection: t.publicationId,
  kind: kinds[t.kind],
  codec: t.codec,
  segments: [{
    file: `f${i + 1}`,
    anchor: { kind: 'unix_ns', clock: 'c1', value: unixNs(t.startOffsetMs), of: 'first_sample' },
    media_first_pts_ns: '0',
    media_last_pts_ns: String(BigInt(t.durationMs) * 1_000_000n),
    uncertainty_ms: 60,
  }],
}));

const files = call.tracks.map((t, i) => ({
  id: `f${i + 1}`,
  uri: basename(t.file),
  name: basename(t.file),
  media_type: `${t.codec === 'opus' ? 'audio' : 'video'}/${t.container}`,
  bytes: t.bytes,
  sha256: t.sha256,
  state: 'complete',
}));

const chat = call.chat
  .map((m, i) => JSON.stringify({ id: `m${i + 1}`, at_ns: unixNs(m.offsetMs), from: m.participantId, to: ['*'], kind: 'text', text: m.text }) + '\n')
  .join('');
files.push({
  id: 'chat', uri: 'chat.ndjson', name: 'chat.ndjson', media_type: 'application/x-ndjson',
  bytes: Buffer.byteLength(chat), sha256: sha256(chat), state: 'complete',
});

const manifest = {
  schema: 'recman.delivery/1',
  delivery_id: call.sessionId,
  revision: 1,
  source: { system },
  session: {
    external_id: call.sessionId,
    title: call.title,
    started_at: call.startedAt,
    ended_at: new Date(Date.parse(call.startedAt) + call.durationMs).toISOString(),
  },
  clocks: [{ id: 'c1', kind: 'unix', sync: 'ntp', max_error_ms: 20 }],
  participants,
  tracks,
  files,
  artifacts: [{ id: 'a1', type: 'chat', file: 'chat', format: 'recman.chat+ndjson' }],
  completeness: { state: 'complete', expected_tracks: tracks.length },
};

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'chat.ndjson'), chat);
writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n');

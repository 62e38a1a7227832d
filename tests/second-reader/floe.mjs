// Reads a FLOE object (https://github.com/C2SP/C2SP/blob/main/FLOE.md: AES-256-GCM, HKDF-Expand-SHA-384, 32-byte IV) with Node.js
// alone. Written from the specification, beside the product and not from its code, so that what the product wrote can be
// read without it: node floe.mjs KEY_HEX ASSOCIATED_DATA FILE > plaintext. Nothing is written before all of it was verified.
import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [keyHex, associatedData, path] = process.argv.slice(2);
const dataKey = Buffer.from(keyHex, 'hex');
const file = readFileSync(path);
const aad = Buffer.from(associatedData, 'utf8');

const headerLength = 10 + 32 + 32;
if (file.length < headerLength + 32) throw new Error('too short');
const parameters = file.subarray(0, 10);
const iv = file.subarray(10, 42);
const segmentLength = parameters.readUInt32BE(2);
if (parameters[0] !== 0 || parameters[1] !== 0 || parameters.readUInt32BE(6) !== 32) throw new Error('other parameters');

const derive = (key, purpose, length) => // one block of HKDF-Expand is enough
  createHmac('sha384', key).update(Buffer.concat([parameters, iv, purpose, aad, Buffer.from([1])])).digest().subarray(0, length);
if (!timingSafeEqual(derive(dataKey, Buffer.from('HEADER_TAG:'), 32), file.subarray(42, headerLength))) throw new Error('wrong key, place or header');
const messageKey = derive(dataKey, Buffer.from('MESSAGE_KEY:'), 48);

const count = Math.ceil((file.length - headerLength) / segmentLength);
const plain = [];
for (let n = 0; n < count; n++) {
  const last = n === count - 1;
  const segment = file.subarray(headerLength + n * segmentLength, last ? file.length : headerLength + (n + 1) * segmentLength);
  if (segment.length < 32 || segment.readUInt32BE(0) !== (last ? segment.length : 0xffffffff)) throw new Error(`segment ${n}: prefix`);
  const position = Buffer.alloc(8);
  position.writeBigUInt64BE(BigInt(n) & ~((1n << 20n) - 1n));
  const key = derive(messageKey, Buffer.concat([Buffer.from('DEK:'), position]), 32);
  const decipher = createDecipheriv('aes-256-gcm', key, segment.subarray(4, 16), { authTagLength: 16 });
  const number = Buffer.alloc(9);
  number.writeBigUInt64BE(BigInt(n));
  number[8] = last ? 1 : 0;
  decipher.setAAD(number);
  decipher.setAuthTag(segment.subarray(segment.length - 16));
  plain.push(decipher.update(segment.subarray(16, segment.length - 16)), decipher.final());
}

process.stdout.write(Buffer.concat(plain));

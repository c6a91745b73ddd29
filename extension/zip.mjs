// Zip files of which every byte is decided by what is in them: order, time and permissions are always the same.
import { crc32, deflateRawSync } from "node:zlib";

/** 1 January 1980, the first day that a zip file can tell. */
const DAY = (1 << 5) | 1;
/** Bit 11: names are UTF-8. */
const UTF8 = 1 << 11;
/** A file that its owner may write and everybody may read; and one that may be run as well. */
const PLAIN = 0o100644;
const PROGRAM = 0o100755;

/**
 * How much is looked at before letters are given new codes: what is best depends on the file, by three in a hundred.
 * @param {Uint8Array} bytes
 */
const smallest = (bytes) =>
  [5, 6, 7, 8, 9]
    .map((memLevel) => deflateRawSync(bytes, { level: 9, memLevel }))
    .reduce((least, next) => (next.length < least.length ? next : least));

/**
 * @param {{name: string, bytes: Uint8Array, runs?: boolean}[]} files   names with forward slashes
 * @returns {Buffer}
 */
export function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, bytes, runs } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = Buffer.from(name);
    const deflated = smallest(bytes);
    const isSmaller = deflated.length < bytes.length;
    const packed = isSmaller ? deflated : Buffer.from(bytes);
    // What both headers say of a file: version needed, flags, method, time, day, checksum, sizes, lengths of name and extra.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(UTF8, 2);
    facts.writeUInt16LE(isSmaller ? 8 : 0, 4);
    facts.writeUInt16LE(DAY, 8);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(path.length, 22);
    parts.push(Buffer.from("PK\x03\x04"), facts, path, packed);
    // Made by version 3.0, on Unix (3): else nobody reads the permissions.
    const madeBy = Buffer.from([30, 3]);
    // Comment's length, disk, internal attributes, permissions, where the file begins.
    const place = Buffer.alloc(14);
    place.writeUInt32LE(((runs ? PROGRAM : PLAIN) << 16) >>> 0, 6);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02"), madeBy, facts, place, path);
    offset += 30 + path.length + packed.length;
  }
  const end = Buffer.alloc(18);
  const listed = Buffer.concat(directory);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, listed, Buffer.from("PK\x05\x06"), end]);
}

// totp.mjs: what the authenticator on a telephone shows (RFC 6238, HMAC with SHA-1, six digits, 30 seconds).
import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const stepNow = () => Math.floor(Date.now() / STEP_MS);

/** The code of a step; secret: bytes. */
export function totp(secret, step) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac('sha1', secret).update(counter).digest();
    const offset = hash[hash.length - 1] & 15;
    return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Bytes out of what a person would type into the authenticator (RFC 4648). */
export function secretOf(written) {
    let bits = '';
    for (const letter of written.replace(/[\s=]/g, '').toUpperCase())
        bits += LETTERS.indexOf(letter).toString(2).padStart(5, '0');
    return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

/** Six digits that are the code of no step anywhere near. */
export function wrongCode(secret, step) {
    const near = [-3, -2, -1, 0, 1, 2, 3].map((away) => totp(secret, step + away));
    return ['000000', '111111', '222222', '333333', '444444', '555555', '666666', '777777']
        .find((code) => !near.includes(code));
}

// uploads_wire.mjs: tus as it is on the wire, for the uploads suite: one request at a time with the cookies of
// somebody who is signed in, and a line between client and program that breaks where it is told to.
import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { request } from 'node:http';
import { waitFor } from './tap.mjs';

export const PIECE = { 'Content-Type': 'application/offset+octet-stream' };

/** The same bytes for the same seed (xorshift32), as a file of a kind that is taken. */
export function pdfOf(seed, size) {
    const bytes = Buffer.alloc(size);
    const next = randomOf(seed);
    for (let i = 0; i < size; i++)
        bytes[i] = next(256);
    bytes.write('%PDF-1.4\n', 0, 'latin1');
    bytes.write('\n%%EOF\n', size - 7, 'latin1');
    return bytes;
}

/** Whole numbers below a bound, the same for the same seed. */
export function randomOf(seed) {
    let state = seed;
    return (bound) => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (state >>> 0) % bound;
    };
}

export const digestOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

export const metadata = (pairs) => Object.entries(pairs)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(',');

/** What somebody's browser would send; `who` are cookies, or a token. */
export class Wire {
    constructor(origin, who = {}) {
        Object.assign(this, { origin, who });
    }

    static async of(visit, origin = visit.stage.origin) {
        const cookies = await visit.context.cookies();
        return new Wire(origin, { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
            Origin: origin });
    }

    /** {status, headers, text}; throws where the line breaks. */
    ask(method, path, headers = {}, body) {
        const { host, hostname, port } = new URL(this.origin);
        return new Promise((resolve, reject) => {
            const asked = request({ hostname, port, method, path, agent: false, headers: { Host: host,
                'Tus-Resumable': '1.0.0', ...this.who,
                ...body === undefined ? {} : { 'Content-Length': body.length }, ...headers } });
            asked.on('response', async (answer) => {
                let text = '';
                try {
                    for await (const part of answer)
                        text += part;
                    resolve({ status: answer.statusCode, headers: answer.headers, text });
                } catch (error) {
                    reject(error);
                }
            });
            asked.on('error', reject);
            asked.end(body);
        });
    }

    create(place, size, pairs = {}, headers = {}) {
        return this.ask('POST', place, { 'Upload-Length': String(size), 'Upload-Metadata': metadata(pairs),
            'Content-Length': '0', ...headers });
    }

    piece(path, offset, bytes, headers = {}) {
        return this.ask('PATCH', path, { ...PIECE, 'Upload-Offset': String(offset), ...headers }, bytes);
    }

    /** Where it stands, once nobody looks into it any more. */
    async offset(path) {
        let answer;
        await waitFor(async () => (answer = await this.ask('HEAD', path)).status !== 423, 'its writer never ends');
        return Number(answer.headers['upload-offset']);
    }

    /** A piece that stays on its way: what was said so far has gone out, the line is open. */
    begin(path, offset, size, bytes) {
        const { host, hostname, port } = new URL(this.origin);
        const line = connect(Number(port), hostname);
        const head = { Host: host, 'Tus-Resumable': '1.0.0', ...PIECE, ...this.who,
            'Upload-Offset': offset, 'Content-Length': size };
        const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`).join('');
        const over = new Promise((resolve) => {
            line.on('close', resolve);
            line.on('error', () => {});
        });
        line.resume();
        const said = new Promise((resolve) => line.write(Buffer.concat(
            [Buffer.from(`PATCH ${path} HTTP/1.1\r\n${lines}\r\n`), bytes]), resolve));
        return { line, over, said };
    }
}

const open = [];

/** A line that breaks: each connection through it ends after so many bytes from the client, as long as `cuts`
 *  has a number left. */
export class Line {
    cut = 0; // so many connections were cut

    static async open(to, cuts) {
        const line = new Line();
        open.push(line);
        const { hostname, port } = new URL(to);
        line.lines = new Set();
        line.server = createServer((client) => {
            const program = connect(Number(port), hostname);
            line.lines.add(client);
            let left = Infinity, isCounted = false, isOver = false;
            client.on('data', (bytes) => {
                if (isOver)
                    return;
                // Only what a piece carries is cut: a connection counts from its first PATCH on.
                if (!isCounted && bytes.includes('PATCH /')) {
                    isCounted = true;
                    left = cuts.length > 0 ? cuts.shift() : Infinity;
                }
                if (bytes.length <= left) {
                    left -= bytes.length;
                    program.write(bytes);
                    return;
                }
                line.cut++;
                isOver = true;
                program.write(bytes.subarray(0, left), () => {
                    client.destroy();
                    program.destroy();
                });
            });
            program.on('data', (bytes) => client.write(bytes));
            const end = () => {
                client.destroy();
                program.destroy();
                line.lines.delete(client);
            };
            for (const one of [client, program])
                one.on('close', end).on('error', end);
        });
        await new Promise((resolve) => line.server.listen(0, '127.0.0.1', resolve));
        line.origin = `http://127.0.0.1:${line.server.address().port}`;
        return line;
    }

    static async closeAll() {
        for (const { lines, server } of open.splice(0)) {
            const closed = new Promise((resolve) => server.close(resolve));
            for (const one of lines)
                one.destroy();
            await closed;
        }
    }
}

// stage.mjs: what every case stands on: the real program on fresh demo data, and one Chromium.
//
// Everything is on this machine: the program listens on 127.0.0.1 at a port of its own choice, the browser
// has a new profile and a context (its own cookies, its own cache) for each visit.
import { chromium } from 'playwright-core';
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Visit } from './visit.mjs';

// The shell: the same engine without the windows, toolbars and their processes that no case looks at.
export const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
const BROWSER_ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--js-flags=--no-opt --no-maglev']; // a page lives too short for its scripts to earn a compiler's work
const START_MS = 60_000;

export class Stage {
    #prepared;    // folder of the demo data as they were made
    #run = 0;
    #known = {};  // who is signed in already: name -> cookies
    #kept = {};   // visits that stay open: name -> visit
    asked = new Set(); // 'POST /prefs 303': what browsers asked of the program, and what it said
    typed = new Set(); // what people typed that no log may repeat

    /** `at`: the address of a program that runs already, which is then left alone. */
    static async open({ program, rules, pictures, at }) {
        const stage = new Stage();
        Object.assign(stage, { program, rules, pictures, origin: at?.replace(/\/$/, '') });
        stage.browser = await chromium.launch({ executablePath: BROWSER, args: BROWSER_ARGS });
        try {
            if (at === undefined)
                await stage.#prepare();
        } catch (error) {
            await stage.close(); // or the browser keeps the run from ending
            throw error;
        }
        return stage;
    }

    async #prepare() {
        this.folder = await mkdtemp(join(tmpdir(), 'tongban-browser-'));
        this.#prepared = join(this.folder, 'prepared');
        const made = spawnSync(this.program,
            ['demo', '--data', this.#prepared, '--rules', this.rules, '--prepare'], { encoding: 'utf8' });
        if (made.status !== 0)
            throw new Error(`the demo was not made: ${made.stderr}`);
    }

    /** The program on fresh data; one suite must not see what another did. */
    async start() {
        this.data = join(this.folder, `data-${++this.#run}`);
        this.outgoing = join(this.data, 'outgoing'); // text messages, as files
        await cp(this.#prepared, this.data, { recursive: true });
        this.log = join(this.folder, `log-${this.#run}`);
        this.#known = {};
        this.#kept = {};
        await this.#serve('127.0.0.1:0');
    }

    /** The program is killed in the middle of things (kill -9) and comes up again at the same address.
     *  `meanwhile` may do something to its data. */
    async crash(meanwhile) {
        const { host } = new URL(this.origin);
        this.server.kill('SIGKILL');
        await this.ended;
        await meanwhile?.();
        await this.#serve(host);
    }

    async #serve(listen) {
        this.server = spawn(this.program,
            ['demo', '--data', this.data, '--rules', this.rules, '--listen', listen],
            { stdio: ['ignore', 'pipe', 'pipe'] });
        this.server.stderr.pipe(createWriteStream(this.log, { flags: 'a' }));
        this.ended = new Promise((resolve) => this.server.once('exit', (code, signal) =>
            resolve(signal ?? code)));
        this.origin = await this.#saysWhere();
    }

    async #saysWhere() {
        const late = setTimeout(() => this.server.kill('SIGKILL'), START_MS);
        for await (const line of createInterface({ input: this.server.stdout })) {
            const found = /(http:\/\/[0-9.]+:[0-9]+)\//.exec(line);
            if (found === null)
                continue;
            clearTimeout(late);
            this.server.stdout.resume();
            return found[1];
        }
        throw new Error(`the program did not start: ${await readFile(this.log, 'utf8')}`);
    }

    /** Ends the program as an administrator does. Gives what it did wrong on the way. */
    async stop() {
        const complaints = [];
        this.server.kill('SIGTERM');
        const how = await this.ended;
        if (how !== 0)
            complaints.push(`the program ended with ${how}`);
        const log = await readFile(this.log, 'utf8');
        if (/ERROR: \w+Sanitizer|runtime error:/.test(log))
            complaints.push(log);
        for (const secret of this.typed)
            if (log.includes(secret))
                complaints.push(`the log repeats what a person typed: ${secret}`);
        return complaints;
    }

    /** A browser of its own, watched. look: see visit.mjs. */
    async visit(look = {}) {
        if (!look.kept)
            return Visit.open(this, look, this.#known);
        const visit = this.#kept[look.who] ??= await Visit.open(this, look, this.#known);
        await visit.beginAnew();
        return visit;
    }

    async close() {
        await this.browser?.close();
        this.server?.kill('SIGKILL');
        if (this.folder !== undefined)
            await rm(this.folder, { recursive: true, force: true });
    }
}

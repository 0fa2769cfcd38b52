// tap.mjs: one line for each case, in the form that Meson reads (Test Anything Protocol).
//
// A case is a name and a body that throws when something is not as it should be. It runs at once, so a
// suite reads from top to bottom. Whatever it opens with `visit` is watched and closed with it, and what
// the watch saw (a console error, a failed request …) fails the case like anything it threw.

const CASE_MS = 120_000;

export class Tap {
    #count = 0;
    #failed = 0;

    constructor(only) {
        this.only = only; // a piece of the names to run; for people at work on one case
    }

    /** `ms`: how long it may take. */
    async run(stage, name, body, ms = CASE_MS) {
        if (this.only && !name.includes(this.only))
            return;
        const opened = [];
        const visit = async (look) => {
            const made = await stage.visit(look);
            opened.push(made);
            return made;
        };
        const complaints = [];
        const start = Date.now();
        try {
            await bounded(body(visit), ms);
        } catch (error) {
            complaints.push(error instanceof Complaint ? error.message : error.stack ?? String(error));
        }
        for (const made of opened) {
            complaints.push(...made.complaints());
            if (complaints.length > 0)
                await made.keepPicture(name).catch(() => {});
            await made.close().catch((error) => complaints.push(`closing: ${error.message}`));
        }
        this.line(name, complaints, Date.now() - start);
    }

    line(name, complaints, ms) {
        this.#count++;
        this.#failed += complaints.length > 0 ? 1 : 0;
        const word = complaints.length > 0 ? 'not ok' : 'ok';
        console.log(`${word} ${this.#count} - ${name.replaceAll('#', '')}`);
        for (const complaint of complaints)
            console.log(complaint.replace(/^/gm, '#   '));
        if (process.env.TONGBAN_TIMES && ms !== undefined)
            console.log(`#   ${ms} ms`);
    }

    note(text) {
        console.log(text.replace(/^/gm, '# '));
    }

    /** The plan comes last: how many cases there are is known only now. */
    end() {
        console.log(`1..${this.#count}`);
        return this.#failed === 0 && this.#count > 0;
    }
}

/** What a case says when the page, not the test, is wrong: shown without a stack. */
export class Complaint extends Error {}

export function demand(holds, what) {
    if (!holds)
        throw new Complaint(what);
}

/** Fails with all complaints at once, so that one run shows everything there is to mend. */
export function demandNone(complaints) {
    if (complaints.length > 0)
        throw new Complaint(complaints.join('\n'));
}

/** Waits until something holds, and not for ever. Looking costs the program time it needs to get there. */
export async function waitFor(holds, what, ms = 30_000) {
    const end = Date.now() + ms;
    while (!await holds()) {
        demand(Date.now() < end, what);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

function bounded(promise, ms) {
    let timer;
    const late = new Promise((resolve, reject) => {
        timer = setTimeout(() => reject(new Complaint(`not done within ${ms / 1000} s`)), ms);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// check_weight.mjs: what a page costs on the wire: bytes as the network card sees them, and requests.
import { waitFor } from './tap.mjs';

const KB = 1024;

/** Most bytes and requests; by who reads the page. */
export const BUDGETS = {
    citizen: { first: 30 * KB, next: 12 * KB, html: 10 * KB, style: 7 * KB, script: 4 * KB,
        requests: 10, nodes: 800, paper: 60 * KB },
    staff: { first: 60 * KB, next: 15 * KB, html: 10 * KB, style: 7 * KB, script: 20 * KB,
        requests: 12, nodes: 2500, paper: 120 * KB },
    board: { first: 60 * KB, next: 15 * KB, html: 12 * KB, style: 6 * KB, script: 20 * KB,
        requests: 10, nodes: 1500, paper: 0 },
};

/** A page of a paper as a picture has a budget of its own. */
const PAPER = /\/documents\/[^/]+\/\d+\?/;

/** Listens to everything a page loads from now on. */
export async function weigh(page) {
    const session = await page.context().newCDPSession(page);
    const loads = new Map();
    session.on('Network.requestWillBeSent', ({ requestId, type, request }) => {
        // A service worker is asked for by the browser itself, which does not always tell its end.
        if (!request.url.endsWith('/worker.js'))
            loads.set(requestId, { type, url: request.url, bytes: 0, head: 0 });
    });
    session.on('Network.responseReceived', ({ requestId, response }) => {
        const load = loads.get(requestId);
        if (load === undefined)
            return;
        load.packed = response.headers['content-encoding'] ?? response.headers['Content-Encoding'];
        load.isCached = response.fromDiskCache || response.fromPrefetchCache;
        load.head = response.encodedDataLength;
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        const load = loads.get(requestId);
        if (load !== undefined)
            Object.assign(load, { bytes: encodedDataLength, isDone: true });
    });
    session.on('Network.requestServedFromCache', ({ requestId }) => {
        const load = loads.get(requestId);
        if (load !== undefined)
            Object.assign(load, { isCached: true, isDone: true });
    });
    session.on('Network.loadingFailed', ({ requestId }) => loads.delete(requestId));
    await session.send('Network.enable');
    const isQuiet = () => [...loads.values()].every((load) => load.isDone);
    return {
        forget: () => loads.clear(),
        end: () => session.detach(),
        /** What came since, once nothing is on its way any more. */
        async sum() {
            await page.waitForLoadState('load');
            await waitFor(isQuiet, 'the page never stops loading');
            const sent = [...loads.values()].filter((load) => !load.isCached && load.url.startsWith('http'));
            const of = (type) => sent.filter((load) => load.type === type);
            const bodies = (some) => some.reduce((all, load) => all + load.bytes - load.head, 0);
            const bytes = (some) => some.reduce((all, load) => all + load.bytes, 0);
            const papers = sent.filter((load) => load.type === 'Image' && PAPER.test(load.url));
            return {
                all: bytes(sent) - bytes(papers), requests: sent.length, paper: bytes(papers),
                html: bodies(of('Document')),
                style: bodies(of('Stylesheet')), script: bodies(of('Script')),
                plain: sent.filter((load) => load.packed !== 'br' && load.bytes > 2 * KB &&
                    ['Document', 'Stylesheet', 'Script'].includes(load.type)).map((load) => load.url),
            };
        },
    };
}

export function weightComplaints(first, next, nodes, budget) {
    const complaints = [];
    const hold = (what, is, most) => {
        if (is > most)
            complaints.push(`weight: ${what}: ${is}, ${most} are allowed`);
    };
    hold('bytes at the first visit', first.all, budget.first);
    hold('requests at the first visit', first.requests, budget.requests);
    hold('bytes of HTML', first.html, budget.html);
    hold('bytes of style sheets', first.style, budget.style);
    hold('bytes of scripts', first.script, budget.script);
    hold('bytes of the next page', next.all, budget.next);
    hold('bytes of a page of a paper', first.paper, budget.paper);
    hold('elements', nodes, budget.nodes);
    for (const url of [...first.plain, ...next.plain])
        complaints.push(`weight: not packed with brotli: ${url}`);
    return complaints;
}

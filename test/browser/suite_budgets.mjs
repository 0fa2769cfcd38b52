// suite_budgets.mjs: what the key pages cost whoever opens them, measured and printed: bytes, requests, elements, the
// time to the first byte, and on a slow line with a slow telephone the largest paint, shifts and blocked time.
// Times want a quiet machine; stands in `make soak`.
import { BUDGETS, weigh, weightComplaints } from './check_weight.mjs';
import { addressOf, keyPlaces, nameOf } from './places.mjs';
import { demand, demandNone, waitFor } from './tap.mjs';

const LINES = { // bits per second and milliseconds of delay; the processor is six times slower
    '4G': { bits: 1_600_000, latency: 150 },
    '3G': { bits: 400_000, latency: 400 },
};
const SLOWER = 6;
const rounds = Number(process.env.TONGBAN_ROUNDS ?? 7);
const ASKED = 40; // times, for the slowest twentieth of the first bytes

/** Most of each, in ms but for the shift; by who reads the page. */
const TIMES = {
    citizen: { '3G': 2000, '4G': 1200, blocked: 50, shift: 0.02, first: 50 },
    staff: { '3G': 2000, '4G': 1200, blocked: 100, shift: 0.02, first: 50 },
    board: { '3G': 2000, '4G': 1500, blocked: 100, shift: 0.02, first: 80 },
};
const PREVIEW_MS = 150;

const median = (numbers) => [...numbers].sort((one, other) => one - other)[numbers.length >> 1];
const kindOf = (place) => place.board ? 'board' : place.staff ? 'staff' : 'citizen';

export async function suiteBudgets(stage, tap) {
    tap.note(['page'.padEnd(52), 'first', 'next', 'html', 'req', 'nodes', 'byte', '4G', '3G', 'blocked', 'shift']
        .map((head, n) => n === 0 ? head : head.padStart(8)).join(''));
    for (const place of keyPlaces)
        await tap.run(stage, `budgets: ${nameOf(place)}`, (visit) => measure(stage, tap, visit, place), 20 * 60_000);
    await tap.run(stage, 'budgets: from a key to the preview', async (visit) => preview(tap, await visit({
        who: 'officer@7505', width: 1440 })));
}

async function measure(stage, tap, visit, place) {
    const address = await addressOf(place, stage);
    const kind = kindOf(place), most = TIMES[kind];
    await visit(lookOf(place)); // signs in; whoever comes next has the cookie and nothing else
    const { first, next, nodes } = await weights(await visit(lookOf(place)), address);
    const byte = await firstByte(await visit(lookOf(place)), address);
    const slow = {};
    for (const line of Object.keys(LINES)) {
        const seen = [];
        for (let round = 0; round < rounds; round++)
            seen.push(await paint(stage, place, address, LINES[line]));
        slow[line] = { paint: median(seen.map((one) => one.paint)), blocked: median(seen.map((one) => one.blocked)),
            shift: Math.max(...seen.map((one) => one.shift)) };
    }
    const blocked = Math.max(...Object.values(slow).map((one) => one.blocked));
    const shift = Math.max(...Object.values(slow).map((one) => one.shift));
    tap.note([nameOf(place).padEnd(52), ...[first.all, next.all, first.html, first.requests, nodes, byte.toFixed(1),
        Math.round(slow['4G'].paint), Math.round(slow['3G'].paint), Math.round(blocked), shift.toFixed(3)]
        .map((number) => String(number).padStart(8))].join(''));
    const over = (what, is, allowed) => is > allowed ? [`${what}: ${is.toFixed(3)}, ${allowed} are allowed`] : [];
    demandNone([
        ...weightComplaints(first, next, nodes, BUDGETS[kind]),
        ...Object.keys(LINES).flatMap((line) => over(`largest paint on ${line}, ms`, slow[line].paint, most[line])),
        ...over('blocked, ms', blocked, most.blocked), ...over('shift', shift, most.shift),
        ...over('first byte of the slowest twentieth, ms', byte, most.first)]);
}

const lookOf = (place) => ({ who: place.who, width: place.staff ? 1440 : 390 });

/** What the page weighs in a browser that has nothing, and once more. */
async function weights(reader, address) {
    const scales = await weigh(reader.page);
    await reader.go(address);
    const first = await scales.sum();
    scales.forget();
    await reader.go(address);
    const next = await scales.sum();
    await scales.end();
    return { first, next, nodes: await reader.page.evaluate(() => document.querySelectorAll('*').length) };
}

async function firstByte(reader, address) {
    const took = [];
    const cookies = (await reader.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    for (let i = 0; i < ASKED; i++) {
        const start = performance.now();
        const answer = await fetch(reader.stage.origin + address, { redirect: 'manual', headers: { cookie: cookies } });
        took.push(performance.now() - start);
        await answer.arrayBuffer();
    }
    return took.sort((one, other) => one - other)[Math.ceil(0.95 * ASKED) - 1];
}

/** One cold visit on a slow line: the largest paint, what kept the page busy longer than 50 ms once there was
 *  something to see, and what moved. */
async function paint(stage, place, address, { bits, latency }) {
    const reader = await stage.visit(lookOf(place));
    try {
        const session = await reader.context.newCDPSession(reader.page);
        await session.send('Network.enable');
        await session.send('Network.emulateNetworkConditions', { offline: false, latency,
            downloadThroughput: bits / 8, uploadThroughput: bits / 8 });
        await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
        await reader.go(address, place.status);
        await reader.page.waitForLoadState('networkidle');
        const seen = await reader.page.evaluate(async () => {
            const entries = (type) => new Promise((resolve) => {
                const watch = new PerformanceObserver((list) => resolve(list.getEntries()));
                watch.observe({ type, buffered: true });
                requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(watch.takeRecords()))));
            });
            const [paints, tasks, shifts] = [await entries('largest-contentful-paint'), await entries('longtask'),
                await entries('layout-shift')];
            // Before there is something to see, nobody is kept from pressing it.
            const seen = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
            const after = (task) => task.startTime + task.duration - Math.max(task.startTime, seen);
            return { paint: paints.at(-1)?.startTime ?? 0,
                blocked: tasks.reduce((all, task) => all + Math.max(0, after(task) - 50), 0),
                shift: shifts.filter((one) => !one.hadRecentInput).reduce((all, one) => all + one.value, 0) };
        });
        demand(seen.paint > 0, 'nothing was painted');
        demandNone(reader.complaints());
        return seen;
    } finally {
        await reader.close();
    }
}

/** From the key that chooses a row to its preview in the pane, in the page's own time. */
async function preview(tap, officer) {
    const took = [];
    for (let round = 0; round < rounds; round++) {
        await officer.go('/desk');
        await officer.page.evaluate(() => {
            const pane = document.querySelector('[data-pane]');
            addEventListener('keydown', () => { pane.dataset.from = performance.now(); }, { once: true, capture: true });
            new MutationObserver((changes, watch) => {
                if (pane.querySelector('.peek__head') === null)
                    return;
                pane.dataset.until = performance.now();
                watch.disconnect();
            }).observe(pane, { childList: true, subtree: true });
        });
        await officer.page.keyboard.press('j');
        await waitFor(() => officer.page.evaluate(() => document.querySelector('[data-pane]').dataset.until !== undefined),
            'no preview comes');
        took.push(await officer.page.evaluate(() => {
            const { from, until } = document.querySelector('[data-pane]').dataset;
            return until - from;
        }));
    }
    tap.note(`from a key to the preview: ${Math.round(median(took))} ms, at most ${Math.round(Math.max(...took))} ms`);
    demand(median(took) <= PREVIEW_MS, `the preview takes ${Math.round(median(took))} ms`);
}

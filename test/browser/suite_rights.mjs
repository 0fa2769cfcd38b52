// suite_rights.mjs: who gets which page, paper and file: every place, asked for by everybody. The table of
// answers is golden: rights.expected. Somebody who may not see a thing is answered as if it were not there.
import { readFile, writeFile } from 'node:fs/promises';
import { addressOf, files, nameOf, places } from './places.mjs';
import { readRoutes } from './routes.mjs';
import { demand } from './tap.mjs';

const EXPECTED = new URL('rights.expected', import.meta.url);
const READERS = [undefined, 'jia', 'yi', 'counter@7502', 'counter@7505', 'officer@7504', 'officer@7505',
    'judge@7505', 'head@7505', 'server@7504', 'hub@75'];

export async function suiteRights(stage, tap) {
    const asked = [...places, ...files].filter((place) => place.who !== undefined);
    // Found one by one, so that no case has to walk to all of them in its time.
    for (const place of asked.filter((one) => typeof one.at === 'function'))
        await tap.run(stage, `rights: the way to ${nameOf(place)}`, () => addressOf(place, stage));
    const table = new Map(asked.map((place) => [nameOf(place), []]));
    for (const who of READERS) {
        await tap.run(stage, `rights: what ${who ?? 'nobody'} is answered`, async (visit) => {
            const reader = await visit({ who });
            await reader.go('/help');
            reader.allow(403, 404, 409);
            for (const place of asked) {
                const address = await addressOf(place, stage);
                const status = await reader.page.evaluate(async (from) => {
                    const answer = await fetch(from, { redirect: 'manual' });
                    return answer.type === 'opaqueredirect' ? 'sent on' : String(answer.status);
                }, address);
                table.get(nameOf(place)).push(status);
            }
        });
    }
    await tap.run(stage, 'rights: the table is the one that was agreed on', async () => {
        const now = lines(table);
        if (process.env.TONGBAN_EXPECTED === 'write')
            await writeFile(EXPECTED, now);
        const agreed = await readFile(EXPECTED, 'utf8').catch(() => '');
        const before = new Set(agreed.split('\n'));
        const changed = now.split('\n').filter((line) => !before.has(line));
        demand(now === agreed, `other answers than agreed:\n${changed.join('\n')}`);
    });
}

function lines(table) {
    const routes = readRoutes().filter((route) => route.method === 'GET');
    const isFor = (name) => routes.find((route) => route.path === name.split(' ')[0]).who.toLowerCase();
    const head = ['who asks', 'for', ...READERS.map((who) => who ?? 'nobody')].join(' | ');
    const rows = [...table].map(([name, answers]) => [name, isFor(name), ...answers].join(' | '));
    return `${[head, ...rows].join('\n')}\n`;
}

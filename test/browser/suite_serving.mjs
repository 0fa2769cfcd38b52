// suite_serving.mjs: a judge asks another court to serve; the server there stands in front of a door without a
// network, sends later, and the judge accepts. Nothing is lost, nothing counts twice.
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { demand, waitFor } from './tap.mjs';
import { SEND_ONE as SEND } from './walk.mjs';

const FORM = 'form#serving';
const SERVED = `${FORM} button[formaction$="/report_served"]`;
const TRIED = `${FORM} button[formaction$="/attempt"]`;
const LEFT = { by: 'D2', refused_by: 'self', left_at: 'residence' };
const PICTURE = { name: 'door.png', mimeType: 'image/png', buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') };

export async function suiteServing(stage, tap) {
    await tap.run(stage, 'serving: asked at one court, served without a network at another, accepted', served);
    await tap.run(stage, 'serving: what the court does not take comes back as it was written', refused);
    await tap.run(stage, 'serving: a mediation document is never left behind', mediation);
    await tap.run(stage, 'serving: without scripts the form goes straight to the court', plain);
    await tap.run(stage, 'serving: a phone that keeps nothing sends at once, or says that nobody has it', full);
    await tap.run(stage, 'serving: the day is that of the phone, and who signs out anywhere leaves no page', nextDay);
    await tap.run(stage, 'serving: a court that cannot answer now takes no kept page away', busy);
    await tap.run(stage, 'serving: what another court served is served in the case', forCase);
}

/** Out of the first case of the officer's queue; gives the numbers of the case and of the service. */
async function entrust(visit, document, recipient) {
    const officer = await visit({ who: 'officer@7505' });
    await officer.go('/desk');
    const of = (await officer.page.locator('main [href^="/desk/m/"]').first().getAttribute('href')).split('/').pop();
    const judge = await visit({ who: 'judge@7505' });
    await judge.go(`/desk/m/${of}`);
    await judge.click('main a[href$="/entrust"]');
    demand(await judge.page.inputValue('main [name=recipient]') !== '', 'whom it is about is not filled in');
    await judge.page.selectOption('main [name=court]', 'JL7504');
    await judge.page.selectOption('main [name=document]', document);
    await judge.fill('recipient', recipient);
    await judge.fill('address', '吉林省珲春市某林场九号');
    await judge.page.check('main [name="materials.0.paper"]');
    await judge.fill('materials.0.title', '开庭传票一份');
    await judge.click('main form[enctype] .actions button[type=submit]');
    const no = judge.path().split('/').pop().split('?')[0];
    demand(/^7505-/.test(no), `is at ${judge.path()}: ${await judge.text('main')}`);
    await judge.says('开庭传票一份', 'main');
    return { of, no, judge };
}

async function reaches(reader, no) {
    await waitFor(async () => (await reader.ask(`/desk/serving/${no}`)).status === 200,
        'the request does not reach the other court');
}

/** The phone keeps the list and every form, so that they open without a network. */
async function outside(visit, no) {
    const server = await visit({ who: 'server@7504', width: 390, freshly: true });
    await reaches(server, no);
    await server.go('/desk/serving');
    await server.page.evaluate(() => navigator.serviceWorker.ready);
    await waitFor(() => server.page.evaluate(async (path) => Boolean(await caches.match(path, { ignoreVary: true })),
        `/desk/serving/${no}`), 'the form is not kept');
    await waitFor(() => server.page.evaluate(() => Boolean(navigator.serviceWorker.controller)), 'nobody keeps pages');
    return server;
}

const unsent = (server) => server.page.evaluate(() => new Promise((yes) => {
    const request = indexedDB.open('serving', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('unsent', { keyPath: 'order', autoIncrement: true });
    request.onsuccess = () => {
        const all = request.result.transaction('unsent').objectStore('unsent').count();
        all.onsuccess = () => {
            request.result.close();
            yes(all.result);
        };
    };
})).catch(() => -1); // the page is being loaded again

async function fillLeft(server, filmed = true) {
    await server.page.check('main [name=by][value=D2]');
    await server.page.selectOption('main [name=refused_by]', LEFT.refused_by);
    await server.page.locator('main [name=left_at]').first().waitFor();
    const place = server.page.locator('main select[name=left_at]');
    if (await place.count() > 0)
        await place.selectOption(LEFT.left_at);
    else
        await server.page.check(`main [name=left_at][value=${LEFT.left_at}]`);
    await server.fill('left', await server.page.inputValue('main [name=visited]'));
    await server.page.setChecked('main [name=filmed]', filmed);
    await server.fill('record', '当事人拒绝签收，文书留在住所并拍照。');
}

async function served(visit) {
    const { of, no, judge } = await entrust(visit, 'summons', '当事人辛某');
    const server = await outside(visit, no);

    server.allowFailing(/./);
    await server.context.setOffline(true);
    await server.page.goto(`/desk/serving/${no}`);
    await server.says('当事人辛某', 'main');
    await server.fill('record', '第一次到场无人，电话无人接听。');
    await server.page.selectOption('main [name=failure]', 'R09');
    await server.click(TRIED);
    await server.isAt('/desk/serving');
    demand(await unsent(server) === 1, `${await unsent(server)} are kept`);

    await server.page.goto(`/desk/serving/${no}`);
    await fillLeft(server);
    await server.page.setInputFiles('main [data-item=photo]', PICTURE);
    const glass = await server.page.locator('[data-sign] canvas').boundingBox();
    await server.page.locator('[data-sign] canvas').scrollIntoViewIfNeeded();
    const pad = await server.page.locator('[data-sign] canvas').boundingBox() ?? glass;
    await server.page.mouse.move(pad.x + 20, pad.y + 20);
    await server.page.mouse.down();
    await server.page.mouse.move(pad.x + 120, pad.y + 60, { steps: 4 });
    await server.page.mouse.up();
    await server.click(SERVED);
    demand(await unsent(server) === 2, `${await unsent(server)} are kept`);
    const said = (await judge.ask(`/desk/m/${no}`)).page;
    demand(!said.includes('报告已送达'), 'something went out without a network');

    // The browser is closed and opened again, still without a network: it is all there.
    await server.page.close();
    server.page = await server.context.newPage();
    await server.page.goto('/desk/serving');
    await server.page.locator('#unsent').waitFor();
    demand(await server.page.locator('[data-unsent] li').count() === 2, 'the list has not both');

    await server.context.setOffline(false);
    await waitFor(async () => await unsent(server) === 0, 'it is not sent when there is a network');
    await server.page.locator('#unsent').waitFor({ state: 'hidden' });

    await waitFor(async () => (await judge.ask(`/desk/m/${no}`)).page.includes('/do/accept_return'),
        'the judge does not hear of it');
    await judge.go(`/desk/m/${no}`);
    const history = await judge.text('main .timeline');
    demand(history.split('第一次到场无人').length === 2, 'the attempt does not count once');
    demand(history.split('文书留在住所').length === 2, 'the report does not count once');
    demand(history.indexOf('文书留在住所') < history.indexOf('第一次到场无人'), 'the order is lost');
    demand(await judge.page.locator('main [href*="/documents/"]').count() === 2, 'picture and signature are not there');
    await judge.click('main a[href$="/do/accept_return"]');
    await judge.click(SEND);
    await judge.says('已送达', 'main .title');
    await judge.go(`/desk/m/${of}`);
    await judge.says('当事人辛某', 'main');
    await judge.says('送达日期', 'main');
    await waitFor(async () => (await server.ask('/desk/serving')).page.includes('当事人辛某') === false,
        'what is done still stands in the list');
}

async function refused(visit) {
    const { no, judge } = await entrust(visit, 'notice', '当事人壬某');
    const server = await outside(visit, no);
    server.allow(422);
    await server.go(`/desk/serving/${no}`);
    await fillLeft(server, false);
    await server.click(SERVED);
    const again = server.page.locator('[data-unsent] a');
    await again.waitFor();
    await server.says('请补充这一项', '[data-unsent]');
    await server.click(again);
    demand(await server.page.inputValue('main [name=record]') === '当事人拒绝签收，文书留在住所并拍照。',
        'what was written is lost');
    await server.page.check('main [name=filmed]');
    await server.click(SERVED);
    await waitFor(async () => await unsent(server) === 0, 'it is not sent again');
    await waitFor(async () => (await judge.ask(`/desk/m/${no}`)).page.includes('/do/accept_return'),
        'the judge does not hear of it');
}

async function mediation(visit) {
    const { no } = await entrust(visit, 'mediation', '当事人癸某');
    const server = await visit({ who: 'server@7504', width: 390, scripts: false });
    await reaches(server, no);
    await server.go(`/desk/serving/${no}`);
    await server.says('调解书不适用留置送达', 'main');
    demand(await server.page.locator('main [name=by][value=D2]').count() === 0, 'it may be left behind');
}

async function plain(visit) {
    const { no, judge } = await entrust(visit, 'notice', '当事人寅某');
    const server = await visit({ who: 'server@7504', width: 390, scripts: false });
    await reaches(server, no);
    await server.go(`/desk/serving/${no}`);
    await fillLeft(server);
    await server.page.setInputFiles('main [data-item=photo]', PICTURE);
    const answer = await server.click(SERVED);
    demand(answer.status() === 200, `answered ${answer.status()}: ${await server.text('main')}`);
    await waitFor(async () => (await judge.ask(`/desk/m/${no}`)).page.includes('/do/accept_return'),
        'the judge does not hear of it');
}

async function full(visit) {
    const { no, judge } = await entrust(visit, 'notice', '当事人卯某');
    const server = await outside(visit, no);
    server.allowFailing(/./);
    await server.page.addInitScript(() => {
        IDBObjectStore.prototype.put = () => {
            throw new DOMException('full', 'QuotaExceededError');
        };
    });
    await server.page.goto(`/desk/serving/${no}`);
    await fillLeft(server);
    await server.context.setOffline(true);
    await server.page.click(SERVED);
    await server.page.locator('#unsent-no').waitFor();
    await server.says('没有保存到手机', '#unsent-no');
    await server.context.setOffline(false);
    await server.page.click(SERVED);
    await waitFor(async () => (await judge.ask(`/desk/m/${no}`)).page.includes('/do/accept_return'),
        'the judge does not hear of it');
}

async function nextDay(visit) {
    const { no } = await entrust(visit, 'notice', '当事人辰某');
    const server = await outside(visit, no);
    await server.page.addInitScript(() => {
        const now = Date.now;
        Date.now = () => now() + 864e5;
    });
    await server.go(`/desk/serving/${no}`);
    const day = new Date(Date.now() + 864e5 + 288e5).toISOString().slice(0, 10);
    await waitFor(async () => await server.page.inputValue('main [name=visited]') === day, `the day is not ${day}`);
    await server.go('/');
    await server.page.evaluate(() => document.querySelector('form[action="/out"] button').click());
    await waitFor(() => server.page.evaluate(async () => !(await caches.has('serving'))).catch(() => false),
        'pages stay on the phone');
}

/** Which answers take the kept page away, and what is shown instead. */
async function busy() {
    const source = readFileSync(new URL('../../pages/script/worker.js', import.meta.url), 'utf8');
    for (const [status, isKept] of [[503, true], [502, true], [429, true], [404, false], [410, false]]) {
        const on = {};
        const kept = { status: 200, headers: new Map([['Date', new Date().toUTCString()]]) };
        const cache = new Map([['/desk/serving/1', kept]]);
        cache.match = async (path) => cache.get(path);
        runInNewContext(source, {
            URL, Date, location: { origin: 'https://court' }, addEventListener: (name, run) => (on[name] = run),
            caches: { open: async () => cache, delete: async () => cache.clear() },
            fetch: async () => ({ status, ok: false, type: 'basic' }),
        });
        let answer;
        on.fetch({ request: { method: 'GET', mode: 'navigate', url: 'https://court/desk/serving/1' },
            respondWith: (told) => (answer = told) });
        demand((await answer).status === (isKept ? 200 : status), `${status} is shown as ${(await answer).status}`);
        demand(cache.has('/desk/serving/1') === isKept, `after ${status} the kept page is ${isKept ? 'gone' : 'there'}`);
    }
}

/** The case of the demo's service is registered; its notices were handed in for at another counter, which reads it. */
async function forCase(visit) {
    const outside = await visit({ who: 'server@7504', width: 390, scripts: false });
    await outside.go('/desk/serving');
    const known = await outside.page.$$eval('main [data-keep]', (links) => links.map((link) => link.pathname.split('/').pop()));
    const judge = await visit({ who: 'judge@7505' });
    let of;
    for (const no of known) {
        const from = /href="\/desk\/m\/(7502-[0-9A-Z-]+)"/.exec((await judge.ask(`/desk/m/${no}`)).page)?.[1];
        if (from !== undefined && (await judge.ask(`/desk/m/${from}/entrust`)).page.includes('<select id="service"'))
            of = of ?? from;
    }
    demand(of !== undefined, `none of ${known} is for a case with something to serve`);
    await judge.go(`/desk/m/${of}/entrust`);
    const service = await judge.page.locator('#service option').nth(1).getAttribute('value');
    await judge.go(`/desk/m/${of}/entrust?service=${encodeURIComponent(service)}`);
    demand(await judge.page.inputValue('#service') === service, 'the service is not chosen');
    await judge.page.selectOption('main [name=court]', 'JL7504');
    if (await judge.page.inputValue('main [name=document]') === '')
        await judge.page.selectOption('main [name=document]', 'notice');
    await judge.page.check('main [name="materials.0.paper"]');
    await judge.click('main form[enctype] .actions button[type=submit]');
    const no = judge.path().split('/').pop().split('?')[0];
    await reaches(outside, no);
    await outside.go(`/desk/serving/${no}`);
    await fillLeft(outside);
    await outside.click(SERVED);
    await waitFor(async () => (await judge.ask(`/desk/m/${no}`)).page.includes('/do/accept_return'),
        'the judge does not hear of it');
    const mode = 'card__head"><h2>';
    const counts = (page) => page.includes('文书留在住所并拍照') && page.includes(mode);
    demand(!counts((await judge.ask(`/desk/m/${of}/service`)).page), 'it counts before it is accepted');
    await judge.go(`/desk/m/${no}/do/accept_return`);
    await judge.click(SEND);
    demand(counts((await judge.ask(`/desk/m/${of}/service`)).page), 'it does not count in the case');
    const counter = await visit({ who: 'counter@7502' });
    await waitFor(async () => {
        const { page } = await counter.ask(`/desk/m/${of}/service`);
        return page.includes('委托送达') && page.includes('送达');
    }, 'where the papers were handed in nobody reads it');
}

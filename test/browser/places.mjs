// places.mjs: every page there is, with somebody who may see it.
//
// One line for each route and kind of reader: the route as page_route.def writes it, who looks (nobody, or a
// sign-in of the demo), and the address, or how to find one. A route without a line fails the suite.

import { waitFor } from './tap.mjs';
import { fillParties } from './walk.mjs';

/** @type {{route: string, who?: string, at?: string | ((visit) => Promise<string>), staff?: boolean,
 *            status?: number, note?: string, key?: boolean}[]} */
export const places = [
    { route: '/' },
    { route: '/', who: 'jia', key: true },
    { route: '/prefs' },
    { route: '/courts' },
    { route: '/help' },
    { route: '/guide' },
    { route: '/guide', at: '/guide?q=%E6%AC%A0%E5%B7%A5%E9%92%B1', note: 'with words', key: true },
    { route: '/guide', at: '/guide?q=%E9%87%8F%E5%AD%90', note: 'with words nobody knows' },
    { route: '/announcements' },
    { route: '/announcements/{id}', at: (visit) => follow(visit, '/announcements', 'main a[href^="/announcements/"]') },
    { route: '/guide/{topic}', at: '/guide/cross-filing', note: 'a service' },
    { route: '/guide/{topic}', at: '/guide/summons', note: 'what people come with' },
    { route: '/in' },
    { route: '/in', at: '/in?who=staff', note: 'of a court' },
    { route: '/in/code' },
    { route: '/verify' },
    { route: '/fee' },
    { route: '/fee', at: '/fee?kind=property', note: 'before anything is filled in' },
    { route: '/fee', at: '/fee?kind=property&amount=123456.78&halve=summary&halve=mediated&counterclaim=36000&on=2025-03-03',
        note: 'worked out', key: true },
    { route: '/fee', at: '/fee?kind=maritime&base=1&on=2025-03-03', status: 422, note: 'with something missing' },
    { route: '/account', who: 'jia' },
    { route: '/account', who: 'officer@7504', staff: true },
    { route: '/account/role', who: 'jia' },

    { route: '/apply' },
    { route: '/apply/code', who: 'jia' },
    { route: '/apply', who: 'jia', at: '/apply?q=%E5%80%9F%E9%92%B1%E4%B8%8D%E8%BF%98', note: 'with words' },
    ...['parties', 'claims', 'court', 'materials', 'check'].map((page) => ({
        route: '/apply/{draft}/{place}', who: 'jia', note: page, key: page === 'check',
        at: (visit) => beginDraft(visit, '/apply', page) })),
    ...['claims', 'q-principal', 'q-delivery', 'rest', 'check'].map((page) => ({
        route: '/apply/{draft}/{place}', who: 'jia', note: `${page} of an element form`, key: page === 'q-principal',
        at: (visit) => beginElements(visit, page) })),
    { route: '/desk/new', who: 'counter@7504', staff: true },
    { route: '/desk/new/code', who: 'counter@7504', staff: true },
    { route: '/desk/find', who: 'officer@7504', staff: true, at: '/desk/find?q=7599',
        status: 404, note: 'with nothing found' },
    ...['parties', 'claims', 'court', 'materials', 'check'].map((page) => ({
        route: '/desk/new/{draft}/{place}', who: 'counter@7504', staff: true, note: page,
        at: (visit) => beginDraft(visit, '/desk/new', page) })),

    { route: '/my', who: 'jia', key: true },
    { route: '/my', who: 'yi', note: 'with nothing' },
    { route: '/m/{no}', who: 'jia', key: true, at: (visit) => follow(visit, '/my', '.card__title a') },
    { route: '/m/{no}/do/{step}', who: 'jia', key: true, at: (visit) =>
        follow(visit, '/my', 'main [href^="/m/"]', 'main [href*="/do/"]') },
    { route: '/m/{no}/looks', who: 'jia', at: (visit) =>
        follow(visit, '/my', 'main [href^="/m/"]', 'main [href$="/looks"]') },
    { route: '/m/{no}/help', who: 'jia', at: (visit) =>
        follow(visit, '/my', '.card__title a', 'main [href$="/help"]') },
    { route: '/my/help', who: 'jia' },

    { route: '/my/add', who: 'jia' },
    { route: '/my/add/{no}', who: 'jia', at: (visit) => claimed(visit) },
    { route: '/my/notices', who: 'jia' },
    { route: '/my/notices', who: 'yi', note: 'with nothing' },
    { route: '/account/ways', who: 'jia' },
    { route: '/account/agents', who: 'jia' },
    { route: '/account/agents', who: 'agent', note: 'of an agent' },
    { route: '/account/agents/new', who: 'jia' },
    { route: '/account/agents/propose', who: 'jia' },
    { route: '/account/agents/{id}/confirm', who: '13900000001', at: (visit) => proposed(visit) },
    { route: '/account/agents/{id}/end', who: 'jia', at: (visit) =>
        follow(visit, '/account/agents', 'main a[href$="/end"]') },

    { route: '/desk', who: 'officer@7504', staff: true, key: true },
    { route: '/desk', who: 'counter@7504', staff: true },
    { route: '/desk/m/{no}', who: 'officer@7504', staff: true, key: true, at: (visit) => follow(visit, '/desk', ITEM) },
    { route: '/desk/m/{no}/do/{step}', who: 'officer@7504', staff: true, at: (visit) =>
        follow(visit, '/desk', ITEM, 'main [href*="/do/"]') },
    { route: '/desk/m/{no}/looks', who: 'head@7505', staff: true, at: async (visit) =>
        `${await foundBy('officer@7505', visit, '/desk', ITEM)}/looks` },

    { route: '/desk/m/{no}/check', who: 'officer@7504', staff: true, note: 'with nothing to check', at: async (visit) =>
        `${await follow(visit, '/desk', ITEM)}/check` },
    { route: '/desk/m/{no}/check', who: 'officer@7502', staff: true, at: async (visit) =>
        `${await follow(visit, '/desk', ANY)}/check` },
    { route: '/desk/m/{no}/check/{step}', who: 'officer@7502', staff: true, key: true, at: async (visit) =>
        `${await follow(visit, '/desk', ANY)}/check/check_items` },
    { route: '/desk/m/{no}/pages', who: 'officer@7502', staff: true, note: 'opened as a page', at: async (visit) =>
        `${await follow(visit, '/desk', ANY)}/pages` },
    { route: '/desk/m/{no}/alike', who: 'officer@7504', staff: true, at: async (visit) =>
        `${await follow(visit, '/desk', ITEM)}/alike` },
    { route: '/desk/stopwatch', who: 'counter@7504', staff: true },
    { route: '/desk', who: 'head@7505', staff: true, note: 'of others, to give them away',
        at: '/desk?role=filing_officer' },
    { route: '/desk', who: 'officer@7505', staff: true, note: 'narrowed',
        at: '/desk?v=all&s=&kind=civil_filing&court=JL7503&period=' },
    { route: '/desk/bulk', who: 'officer@7505', staff: true, at: async (visit) =>
        `/desk/bulk?k=${'0'.repeat(32)}&do=claim&m=${(await follow(visit, '/desk', ITEM)).replace('/desk/m/', '')}` },
    { route: '/apply/{draft}/table', who: 'jia', at: async (visit) =>
        beginDraft(visit, '/apply', 'table') },
    { route: '/desk/new/{draft}/table', who: 'counter@7504', staff: true, at: tabled },
    { route: '/apply/{draft}/table/{number}', who: 'jia', at: async (visit) =>
        `${await tabled(visit, '/apply')}/2` },
    { route: '/desk/new/{draft}/table/{number}', who: 'counter@7504', staff: true, at: async (visit) =>
        `${await tabled(visit)}/2` },

    { route: '/desk/people', who: 'counter@7504', staff: true },
    { route: '/desk/people/agent', who: 'counter@7504', staff: true },
    { route: '/desk/accounts', who: 'system@75', staff: true },
    { route: '/desk/accounts', who: 'audit@75', staff: true, note: 'to look' },
    { route: '/desk/accounts/new', who: 'system@75', staff: true },
    { route: '/desk/accounts/{account}', who: 'system@75', staff: true, at: (visit) =>
        follow(visit, '/desk/accounts', 'main .rows a') },
    { route: '/desk/directory', who: 'system@75', staff: true },
    { route: '/desk/directory', who: 'head@7505', staff: true, note: 'at another court, to read' },
    { route: '/desk/directory/of/{entry}', who: 'system@75', staff: true, at: '/desk/directory/of/JL7504' },
    { route: '/desk/rules', who: 'system@75', staff: true },
    { route: '/desk/rules/file', who: 'head@7505', staff: true, at: '/desk/rules/file?name=guide.yaml' },
    { route: '/desk/rules/draft', who: 'system@75', staff: true, at: '/desk/rules/draft?name=case_kind.yaml' },
    { route: '/desk/rules/{change}', who: 'head@75', staff: true, at: (visit) => drafted(visit) },
    { route: '/desk/words', who: 'system@75', staff: true },
    { route: '/desk/words', who: 'head@7505', staff: true, note: 'at another court, to read' },
    { route: '/desk/words/of/{key}', who: 'system@75', staff: true, at: '/desk/words/of/guide.lead' },
    { route: '/desk/words/{change}', who: 'head@75', staff: true, at: (visit) => reworded(visit) },
    { route: '/desk/directory/{change}', who: 'head@75', staff: true, at: (visit) => moved(visit) },
    { route: '/desk/system', who: 'system@75', staff: true },
    { route: '/desk/system/backups', who: 'system@75', staff: true },
    { route: '/desk/log', who: 'audit@75', staff: true },
    { route: '/desk/security', who: 'security@75', staff: true },
    { route: '/desk/security/{account}/unlock', who: 'security@75', staff: true, at: (visit) =>
        follow(visit, '/desk/security', 'main a[href$="/unlock"]') },
    { route: '/desk/security/{account}/reset', who: 'security@75', staff: true, at: (visit) =>
        follow(visit, '/desk/security', 'main a[href$="/reset"]') },
    { route: '/desk/calendar', who: 'president@7505', staff: true },
    { route: '/desk/calendar/new', who: 'head@7505', staff: true },
    { route: '/desk/calendar/{change}', who: 'president@7505', staff: true, note: 'to decide', at: (visit) =>
        follow(visit, '/desk/calendar', 'main .rows a') },
    { route: '/desk/calendar/{change}', who: 'head@7505', staff: true, note: 'by who proposed it', at: (visit) =>
        follow(visit, '/desk/calendar', 'main .rows a') },
    { route: '/desk/serving', who: 'server@7504', staff: true },
    { route: '/desk/serving', who: 'server@7503', staff: true, note: 'with nothing to do' },
    { route: '/desk/serving/{no}', who: 'server@7504', staff: true, at: (visit) =>
        follow(visit, '/desk/serving', 'main [href^="/desk/serving/"]') },
    { route: '/desk/entrust', who: 'judge@7505', staff: true },
    { route: '/desk/m/{no}/entrust', who: 'judge@7505', staff: true, at: async (visit) =>
        `${await foundBy('officer@7505', visit, '/desk', 'main [href^="/desk/m/"]')}/entrust` },
    { route: '/desk/m/{no}', who: 'server@7504', staff: true, note: 'a service to do', at: (visit) =>
        follow(visit, '/desk', 'main [href^="/desk/m/"]') },
    { route: '/desk/m/{no}/do/{step}', who: 'server@7504', staff: true, note: 'a report of service',
        at: async (visit) => `${await follow(visit, '/desk', 'main [href^="/desk/m/"]')}/do/report_served` },
    { route: '/desk/service', who: 'officer@7505', staff: true },
    { route: '/desk/service', who: 'counter@7504', staff: true, note: 'to hand over' },
    { route: '/desk/m/{no}/service', who: 'officer@7505', staff: true, at: async (visit) =>
        (await follow(visit, '/desk/service', 'main .rows a')).split('#')[0] },
    { route: '/desk/m/{no}/service', who: 'officer@7505', staff: true, note: 'that is served', at: served },
    { route: '/desk/m/{no}/service/announce', who: 'judge@7505', staff: true, at: (visit) =>
        follow(visit, '/desk/service', 'main .rows a', 'main a[href*="/service/announce?"]') },
    { route: '/desk/m/{no}/service/record', who: 'officer@7505', staff: true, at: (visit) =>
        follow(visit, '/desk/service', 'main .rows a', 'main .actions a[href*="/service/record?"]') },
    { route: '/m/{no}/service', who: 'jia', at: (visit) =>
        follow(visit, '/my', '.card__title a', 'main a[href$="/service"]') },
    { route: '/desk/enquiry', who: 'counter@7504', staff: true },
    { route: '/desk/enquiry/{no}', who: 'counter@7504', staff: true, at: async (visit) =>
        (await foundBy('jia', visit, '/my', '.card__title a')).replace('/m/', '/desk/enquiry/') },
    { route: '/desk/enquiry/{no}/do/{step}', who: 'counter@7503', staff: true, at: enquired },
    { route: '/m/{no}/done', who: 'jia', at: async (visit) =>
        `${await follow(visit, '/my', '.card__title a')}/done` },
    { route: '/desk/m/{no}/done', who: 'officer@7504', staff: true, at: async (visit) =>
        `${await follow(visit, '/desk', ITEM)}/done` },

    { route: '/hub', who: 'hub@75', staff: true, board: true, key: true },
    { route: '/hub', who: 'hub@75', staff: true, board: true, at: '/hub?court=JL7505', note: 'of one court' },
    { route: '/hub', who: 'head@75', staff: true, board: true, note: 'for a head of division there' },
    { route: '/hub/print', who: 'hub@75', staff: true, board: true, theme: 'day' },
    { route: '/hub/list', who: 'hub@75', staff: true, at: (visit) =>
        follow(visit, '/hub', 'main .kpi') },
    { route: '/hub/list', who: 'hub@75', staff: true, at: '/hub/list?of=ended&court=JL7503', note: 'cut to a court' },
    { route: '/hub/late', who: 'hub@75', staff: true },
    { route: '/hub/m/{no}', who: 'hub@75', staff: true, at: (visit) =>
        follow(visit, '/hub', 'main [href^="/hub/m/"]') },
];

/** The pages most people see most: what costs time is held against these. */
export const keyPlaces = places.filter((place) => place.key);

/** A filing that is begun, with a party whose name is as long as may be and of rare characters; its pages can
 *  be looked at in any order. */
async function beginDraft(visit, from, page) {
    await visit.go(from);
    await visit.page.check('main [name=kind][value=civil_filing]');
    await visit.click('main form[method=post] button[type=submit]');
    await fillParties(visit);
    return visit.path().replace(/[^/]*$/, page);
}

/** A filing with three parties from a table, one of whom has a number that is wrong. */
async function tabled(visit, from = '/desk/new') {
    const table = await beginDraft(visit, typeof from === 'string' ? from : '/desk/new', 'table');
    await visit.go(table);
    await visit.fill('pasted', ['诉讼地位,姓名或名称,居民身份证号', '原告,当事人甲,', '原告,当事人乙,110101199001011234',
        '被告,当事人甲,'].join('\n'));
    await visit.click('main form[enctype] button[type=submit]');
    return table;
}

const ANY = 'main table [href^="/desk/m/"]';

/** A draft that is filled in question by question. */
async function beginElements(visit, page) {
    await visit.go('/apply?q=%E5%80%9F%E9%92%B1%E4%B8%8D%E8%BF%98');
    await visit.page.locator('main [name=cause]').first().check();
    await visit.page.check('main [name=kind][value=civil_filing]');
    await visit.click('main form[method=post] button[type=submit]');
    await visit.go(visit.path().replace(/[^/]*$/, 'claims'));
    await visit.click('main form[method=post] .actions button[type=submit]');
    return visit.path().replace(/[^/]*$/, page);
}

const ITEM = 'main table [href^="/desk/m/7599"]'; // handed in at the web desk, with a file

/** Walks from an address over one link after another; gives where that leads. */
async function follow(visit, from, ...links) {
    await visit.go(from);
    for (const link of links.slice(0, -1))
        await visit.click(link);
    const last = await visit.page.locator(links.at(-1)).first().getAttribute('href', { timeout: 5000 });
    return last;
}

/** An enquiry with the party present, which is answered: from then on papers are taken in here as well. */
async function enquired(visit) {
    const matter = (await foundBy('jia', visit, '/my', '.card__title a')).replace('/m/', '');
    await visit.go('/desk/enquiry');
    await visit.fill('number', matter);
    await visit.fill('person', '当事人甲');
    await visit.fill('reason', '本人到窗口补交材料');
    await visit.click('main form[method=post] button[type=submit]');
    const step = visit.page.locator(`main [href^="/desk/enquiry/${matter}/do/"]`).first();
    await waitFor(async () => {
        await visit.go(`/desk/enquiry/${matter}`);
        return await step.count() > 0;
    }, 'the enquiry is not answered, or nothing can be taken in');
    return step.getAttribute('href');
}

/** Somebody shows the power of attorney this reader gave him on paper: here it waits to be confirmed. */
/** A change of the directory that waits for somebody who decides. */
async function moved(visit) {
    const other = await visit.stage.visit({ who: 'system@75' });
    try {
        await other.go('/desk/directory/of/JL7504');
        await other.fill('telephone', '0433-1234567');
        await other.fill('office', '9:00-12:00, 13:30-17:00');
        await other.click('main form button[type=submit]');
        return other.path().split('?')[0];
    } finally {
        await other.close();
    }
}

/** A sentence that the court in the middle wants to say otherwise, waiting for somebody who decides. */
async function reworded(visit) {
    const other = await visit.stage.visit({ who: 'system@75' });
    try {
        await other.go('/desk/words/of/guide.lead');
        await other.fill('zh', '要带什么、等多久、花多少钱，都在这里。');
        await other.page.check('[name=agrees]');
        await other.click('main form button[type=submit]');
        return other.path().split('?')[0];
    } finally {
        await other.close();
    }
}

/** A rule file that is drafted and waits for somebody who decides. */
async function drafted(visit) {
    const other = await visit.stage.visit({ who: 'system@75' });
    try {
        await other.go('/desk/rules/draft?name=case_kind.yaml');
        await other.fill('content', `${await other.page.inputValue('[name=content]')}# 试\n`);
        await other.click('main form button[type=submit]');
        return other.path().split('?')[0];
    } finally {
        await other.close();
    }
}

async function proposed(visit) {
    const other = await visit.stage.visit({ who: 'yi' });
    try {
        await other.go('/account/agents/propose');
        await other.fill('principal', '13900000001');
        await other.page.check('[name=scope][value=general]');
        await other.page.setInputFiles('[name=document]',
            { name: 'paper.txt', mimeType: 'text/plain', buffer: Buffer.from('授权委托书\n') });
        await other.click('main form button[type=submit]');
    } finally {
        await other.close();
    }
    return follow(visit, '/account/agents', 'main a[href$="/confirm"]');
}

/** A matter that was handed in at a counter is asked for, by a code that its court will find to be wrong. */
async function claimed(visit) {
    await visit.go('/my/add');
    await visit.fill('number', '7502-48213-09657-19');
    await visit.fill('code', '7F3K-9QXT-A2B0');
    await visit.click('main form[method=post] button[type=submit]');
    await waitFor(async () => {
        await visit.go('/my/add/7502-48213-09657-19');
        return await visit.page.locator('main [role=alert]').count() > 0;
    }, 'the claim is not answered');
    return '/my/add/7502-48213-09657-19';
}

/** The same walk by somebody else, who has it on his list. */
async function foundBy(who, visit, from, ...links) {
    const other = await visit.stage.visit({ who });
    try {
        return await follow(other, from, ...links);
    } finally {
        await other.close();
    }
}

/** The matter whose party was served by account, seen by its court. */
async function served(visit) {
    return `${(await foundBy('jia', visit, '/my', '.card__title a')).replace('/m/', '/desk/m/')}/service`;
}

/** Addresses that answer a file and not a page: of which type it is. */
export const files = [
    { route: '/desk/serving/worker.js', who: 'server@7504', type: /^text\/javascript/, at: '/desk/serving/worker.js' },
    { route: '/desk/directory/file', who: 'system@75', type: /^text\/plain/, at: '/desk/directory/file' },
    { route: '/hub/now', who: 'hub@75', type: /^text\/html/, at: '/hub/now', most: 10 * 1024 },
    { route: '/desk/m/{no}/documents/{id}/{page}', who: 'officer@7504', type: /^image\/webp/, at: async (visit) =>
        `${await follow(visit, '/desk', ITEM, 'main [href*="/documents/"]')}/1` },
    { route: '/apply/{draft}/table/template', who: 'jia', type: /^text\/csv/, at: async (visit) =>
        `${await beginDraft(visit, '/apply', 'table')}/template` },
    { route: '/apply/{draft}/table/report', who: 'jia', type: /^text\/csv/, at: async (visit) =>
        `${await tabled(visit, '/apply')}/report` },
    { route: '/desk/new/{draft}/table/template', who: 'counter@7504', type: /^text\/csv/, at: async (visit) =>
        `${await beginDraft(visit, '/desk/new', 'table')}/template` },
    { route: '/desk/new/{draft}/table/report', who: 'counter@7504', type: /^text\/csv/, at: async (visit) =>
        `${await tabled(visit)}/report` },
    { route: '/desk/peek/{no}', who: 'officer@7504', type: /^text\/html/, at: async (visit) =>
        (await follow(visit, '/desk', ITEM)).replace('/m/', '/peek/') },
    { route: '/m/{no}/papers/{id}', who: 'jia', type: /^application\/pdf/, at: (visit) =>
        follow(visit, '/my', '.card__title a', 'main [href*="/papers/"]') },
    { route: '/desk/m/{no}/papers/{id}', who: 'officer@7505', type: /^application\/pdf/, at: (visit) =>
        follow(visit, '/desk', ITEM, 'main [href*="/papers/"]') },
    { route: '/m/{no}/service/files/{id}', who: 'jia', type: /^text\/plain/, at: (visit) =>
        follow(visit, '/my', '.card__title a', 'main a[href$="/service"]', 'main [href*="/service/files/"]') },
    { route: '/desk/m/{no}/service/files/{id}', who: 'officer@7505', type: /^text\/plain/, at: async (visit) =>
        follow(visit, await served(visit), 'main [href*="/service/files/"]') },
    { route: '/m/{no}/documents/{id}', who: 'jia', type: /^text\/plain/, at: (visit) =>
        follow(visit, '/my', 'main [href^="/m/"]', 'main [href*="/documents/"]') },
    { route: '/m/{no}/receipt/{position}', who: 'jia', type: /^text\/plain/, at: async (visit) =>
        firstReceipt(visit, await follow(visit, '/my', 'main [href^="/m/"]')) },
    { route: '/desk/m/{no}/documents/{id}', who: 'officer@7504', type: /^text\/plain/, at: (visit) =>
        follow(visit, '/desk', ITEM, 'main [href*="/documents/"]') },
    { route: '/desk/m/{no}/receipt/{position}', who: 'officer@7504', type: /^text\/plain/,
        at: async (visit) => firstReceipt(visit, await follow(visit, '/desk', ITEM)) },
];

/** The first event of a matter that has a receipt for this reader: positions count all of a court's events. */
async function firstReceipt(visit, matter) {
    visit.allow(404);
    return visit.page.evaluate(async (from) => {
        for (let position = 0; position < 200; position++)
            if ((await fetch(`${from}/receipt/${position}`)).ok)
                return `${from}/receipt/${position}`;
        throw new Error(`no receipt under ${from}`);
    }, matter);
}

/** Pages in the middle of coming in; the journeys of coming in look at them. */
export const halfway = ['/in/second', '/in/set-up', '/in/name'];

export function nameOf(place) {
    return `${place.route}${place.note ? ` ${place.note}` : ''} as ${place.who ?? 'nobody'}`;
}

/** The address of a place, found by walking there once for each suite where it is not fixed. */
export async function addressOf(place, stage) {
    if (typeof place.at !== 'function')
        return place.at ?? place.route;
    if (place.foundIn !== stage.data)
        Object.assign(place, { foundIn: stage.data, found: walk(place, stage) });
    return place.found;
}

async function walk(place, stage) {
    const visit = await stage.visit({ who: place.who, kept: true });
    try {
        await visit.wear({});
        return await place.at(visit);
    } finally {
        await visit.close();
    }
}

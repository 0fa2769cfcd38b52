// places.mjs: every page there is, with somebody who may see it.
//
// One line for each route and kind of reader: the route as page_route.def writes it, who looks (nobody, or a
// sign-in of the demo), and the address, or how to find one. A route without a line fails the suite.

/** @type {{route: string, who?: string, at?: string | ((visit) => Promise<string>), staff?: boolean,
 *            note?: string}[]} */
export const places = [
    { route: '/' },
    { route: '/', who: 'jia' },
    { route: '/prefs' },
    { route: '/courts' },
    { route: '/help' },
    { route: '/in' },
    { route: '/in', at: '/in?who=staff', note: 'of a court' },

    { route: '/my', who: 'jia' },
    { route: '/my', who: 'yi', note: 'with nothing' },
    { route: '/m/{no}', who: 'jia', at: (visit) => follow(visit, '/my', '.card__title a') },
    { route: '/m/{no}/do/{step}', who: 'jia', at: (visit) =>
        follow(visit, '/my', 'main [href^="/m/"]', 'main [href*="/do/"]') },
    { route: '/m/{no}/looks', who: 'jia', at: (visit) =>
        follow(visit, '/my', 'main [href^="/m/"]', 'main [href$="/looks"]') },

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

    { route: '/desk', who: 'officer@7504', staff: true },
    { route: '/desk', who: 'counter@7504', staff: true },
    { route: '/desk/m/{no}', who: 'officer@7504', staff: true, at: (visit) => follow(visit, '/desk', ITEM) },
    { route: '/desk/m/{no}/do/{step}', who: 'officer@7504', staff: true, at: (visit) =>
        follow(visit, '/desk', ITEM, 'main [href*="/do/"]') },
    { route: '/desk/m/{no}/looks', who: 'head@7505', staff: true, at: async (visit) =>
        `${await foundBy('officer@7505', visit, '/desk', ITEM)}/looks` },

    { route: '/desk/people', who: 'counter@7504', staff: true },
    { route: '/desk/people/agent', who: 'counter@7504', staff: true },
    { route: '/desk/accounts', who: 'system@75', staff: true },
    { route: '/desk/accounts', who: 'audit@75', staff: true, note: 'to look' },
    { route: '/desk/accounts/new', who: 'system@75', staff: true },
    { route: '/desk/accounts/{account}', who: 'system@75', staff: true, at: (visit) =>
        follow(visit, '/desk/accounts', 'main .rows a') },
    { route: '/desk/security', who: 'security@75', staff: true },
    { route: '/desk/security/{account}/unlock', who: 'security@75', staff: true, at: (visit) =>
        follow(visit, '/desk/security', 'main a[href$="/unlock"]') },
    { route: '/desk/security/{account}/reset', who: 'security@75', staff: true, at: (visit) =>
        follow(visit, '/desk/security', 'main a[href$="/reset"]') },
];

const ITEM = 'main table [href^="/desk/m/"]';
const FROM_HOME = 'main table [href^="/desk/m/7599"]'; // handed in at the web desk, with a file

/** Walks from an address over one link after another; gives where that leads. */
async function follow(visit, from, ...links) {
    await visit.go(from);
    for (const link of links.slice(0, -1))
        await visit.click(link);
    const last = await visit.page.locator(links.at(-1)).first().getAttribute('href', { timeout: 5000 });
    return last;
}

/** Somebody shows the power of attorney this reader gave him on paper: here it waits to be confirmed. */
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

/** The same walk by somebody else, who has it on his list. */
async function foundBy(who, visit, from, ...links) {
    const other = await visit.stage.visit({ who });
    try {
        return await follow(other, from, ...links);
    } finally {
        await other.close();
    }
}

/** Addresses that answer a file and not a page: of which type it is. */
export const files = [
    { route: '/m/{no}/documents/{id}', who: 'jia', type: /^text\/plain/, at: (visit) =>
        follow(visit, '/my', 'main [href^="/m/"]', 'main [href*="/documents/"]') },
    { route: '/m/{no}/receipt/{position}', who: 'jia', type: /^text\/plain/, at: async (visit) =>
        firstReceipt(visit, await follow(visit, '/my', 'main [href^="/m/"]')) },
    { route: '/desk/m/{no}/documents/{id}', who: 'officer@7504', type: /^text\/plain/, at: (visit) =>
        follow(visit, '/desk', FROM_HOME, 'main [href*="/documents/"]') },
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

export function nameOf(place) {
    return `${place.route}${place.note ? ` ${place.note}` : ''} as ${place.who ?? 'nobody'}`;
}

/** The address of a place, found by walking there once where it is not fixed. */
export async function addressOf(place, stage) {
    if (typeof place.at !== 'function')
        return place.at ?? place.route;
    place.found ??= walk(place, stage);
    return place.found;
}

async function walk(place, stage) {
    const visit = await stage.visit({ who: place.who });
    try {
        return await place.at(visit);
    } finally {
        await visit.close();
    }
}

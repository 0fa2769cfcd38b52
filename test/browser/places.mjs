// places.mjs: every page there is, with somebody who may see it.
//
// One line for each route and kind of reader: the route as page_route.def writes it, who looks (nobody, or a
// sign-in of the demo), and the address, or how to find one. A route without a line fails the suite.

/** @type {{route: string, who?: string, at?: string | ((visit) => Promise<string>), staff?: boolean}[]} */
export const places = [
    { route: '/' },
    { route: '/prefs' },
    { route: '/courts' },
    { route: '/help' },
    { route: '/in' },
];

/** Addresses that answer something other than a page, and the case that tries each of them. */
export const notPages = {
};

export function nameOf(place) {
    return `${place.route}${place.note ? ` ${place.note}` : ''} as ${place.who ?? 'nobody'}`;
}

/** The address of a place, found by walking there where it is not fixed. */
export async function addressOf(place, stage) {
    if (place.address !== undefined)
        return place.address;
    if (typeof place.at !== 'function')
        return place.at ?? place.route;
    const visit = await stage.visit({ who: place.who });
    try {
        place.address = await place.at(visit);
    } finally {
        await visit.close();
    }
    return place.address;
}

// people.mjs: who walks through the pages, and how each of them comes in.
//
// The sign-ins are those the demo prints: jia, yi, agent at the web desk; counter@7504 and the like at courts.
import { demand } from './tap.mjs';

export const PASSWORD = 'tongban-demo-2026'; // one for all of the demo; DEMO_PASSWORD in src/cli/demo_play.h

/** The court of a member of staff, as the form of the sign-in names it; undefined for a citizen. */
export function courtOf(who) {
    return who.includes('@') ? `JL${who.split('@')[1]}` : undefined;
}

/** Comes in through the pages, as anybody does. */
export async function signIn(visit, who, to = '/help') {
    const court = courtOf(who);
    await visit.go(`/in?to=${encodeURIComponent(to)}${court === undefined ? '' : '&who=staff'}`);
    if (court !== undefined)
        await visit.page.selectOption('main [name=node]', court);
    await visit.fill('sign_in', who);
    await visit.fill('password', PASSWORD);
    await visit.click('main form[action="/in"] button[type=submit]');
    demand(visit.path() === to,
        `${who} does not come in, but is at ${visit.path()}: ${(await visit.text('main')).slice(0, 400)}`);
}

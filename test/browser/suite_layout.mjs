// suite_layout.mjs: pages under strain: 320 px, which is 1280 px at 400 %, text that the reader spaced, sentences
// 40 % longer, names of 100 characters. Twelve key pages daily; every page in every language where there is time.
import { layoutComplaints, pushedComplaints, spaceText, stuckComplaints } from './check_layout.mjs';
import { addressOf, keyPlaces, nameOf, places } from './places.mjs';
import { strainWords } from './strain.mjs';
import { demand, demandNone } from './tap.mjs';

const LANGUAGES = ['zh', 'ko', 'en'];
const ZOOMED = { width: 320, height: 256 }; // a screen of 1280 x 1024 at 400 %
const PHONE = { width: 390, height: 844 };
const SCREEN = { width: 1440, height: 900 };
const FINGER = 44, MOUSE = 24;

/** Each of the key pages in one language. */
export async function suiteLayout(stage, tap) {
    for (const [n, place] of keyPlaces.entries())
        await strained(stage, tap, place, [LANGUAGES[n % 3]]);
}

export async function suiteLayoutOfAll(stage, tap) {
    for (const place of places)
        await strained(stage, tap, place, LANGUAGES);
}

async function strained(stage, tap, place, languages) {
    await tap.run(stage, `layout: ${nameOf(place)}`, async (visit) => {
        const address = await addressOf(place, stage);
        const reader = await visit({ who: place.who, kept: true });
        const complaints = [];
        for (const language of languages) {
            await reader.wear({ language, width: 390 });
            await reader.go(address, place.status);
            const found = await strain(reader.page, place.staff ? MOUSE : FINGER);
            complaints.push(...found.map((what) => `[${language}] ${what}`));
        }
        demandNone(complaints);
    });
}

/** A page that is loaded once, under one strain after the other. */
async function strain(page, finger) {
    const complaints = [];
    const look = async (what, screen, target) => {
        await page.setViewportSize(screen);
        const found = await layoutComplaints(page, { target });
        if (screen === ZOOMED)
            found.push(...await stuckComplaints(page));
        complaints.push(...found.map((one) => `${what} ${screen.width}: ${one}`));
    };
    await look('as it is', PHONE, finger);
    await look('as it is', SCREEN, MOUSE);
    complaints.push(...await pushedComplaints(page));
    await look('as it is', ZOOMED, MOUSE);
    const spacing = await spaceText(page);
    await look('spaced', ZOOMED, MOUSE);
    await spacing.detach();
    const { words } = await strainWords(page);
    demand(words > 10, `only ${words} pieces of text were lengthened`);
    await look('lengthened', SCREEN, MOUSE);
    await look('lengthened', ZOOMED, MOUSE);
    return complaints;
}

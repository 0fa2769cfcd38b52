// suite_factor.mjs: the second factor: coming in with it, setting one up, and the codes on paper for when the
// telephone is lost. The pages in the middle of coming in are held against the checks here, as nobody finds them
// by an address alone.
import { readFileSync } from 'node:fs';
import { pageComplaints, squeezedComplaints } from './check_page.mjs';
import { walkFor } from './looks.mjs';
import { PASSWORD, courtOf, signIn } from './people.mjs';
import { demand, demandNone } from './tap.mjs';
import { SEND_ONE as SEND } from './walk.mjs';
import { secretOf, stepNow, totp, wrongCode } from './totp.mjs';

const DEMO = readFileSync(new URL('../../src/cli/demo_play.h', import.meta.url), 'utf8');
const [, WHO] = /DEMO_FACTOR_SIGN_IN "([^"]+)"/.exec(DEMO);
const SECRET = Buffer.from(/DEMO_FACTOR_SECRET +"([^"]+)"/.exec(DEMO)[1]);

export async function suiteFactor(stage, tap) {
    await tap.run(stage, 'factor: a code of the telephone opens the door, and counts once', async (visit) => {
        const look = walkFor(2);
        const step = stepNow();
        const reader = await visit(look);
        await password(reader, WHO, '/desk');
        await reader.isAt('/in/second?to=%2Fdesk');
        await isWellMadeInAll(reader, look);
        // The door is not open yet.
        demand((await reader.ask('/desk')).status !== 200, 'the desk opens without the second factor');
        await sendCode(reader, wrongCode(SECRET, step), 422);
        await reader.isAt('/in/second');
        await sendCode(reader, totp(SECRET, step));
        await reader.isAt('/desk');
        const other = await visit(look);
        await password(other, WHO, '/desk');
        await sendCode(other, totp(SECRET, step), 422);
        await sendCode(other, totp(SECRET, step + 1));
        await other.isAt('/desk');
    });
    const people = [['judge@7504', walkFor(0)], ['judge@7503', walkFor(3)], ['judge@7501', walkFor(4)]];
    for (const [who, look] of people) {
        const how = `${look.language}${look.scripts ? '' : ', scripts off'}`;
        await tap.run(stage, `factor: set up, and a code on paper counts once (${how})`, async (visit) => {
            const step = stepNow();
            const { secret, codes } = await setUp(visit, who, look, step);
            const reader = await visit(look);
            await password(reader, who, '/help');
            await reader.isAt('/in/second?to=%2Fhelp');
            await sendCode(reader, codes[0].toLowerCase().replace('-', ' '));
            await reader.isAt('/help');
            const other = await visit(look);
            await password(other, who, '/help');
            await sendCode(other, codes[0], 422);
            await sendCode(other, totp(secret, step + 1));
            await other.isAt('/help');
        });
    }
}

/** From the account to the codes on paper. */
async function setUp(visit, who, look, step) {
    const reader = await visit(look);
    await signIn(reader, who, '/account');
    await reader.click('main [href^="/in/set-up"]');
    await isWellMadeInAll(reader, look);
    demand(await reader.page.locator('main .code').count() === 0, 'a secret is shown before it is asked for');
    await isWellMade(reader, look, await reader.click(SEND));
    const written = await reader.text('main .code');
    const secret = secretOf(written);
    demand(secret.length === 20, `a secret of ${secret.length} bytes`);
    await sendCode(reader, wrongCode(secret, step), 422);
    demand(await reader.text('main .code') === written, 'the secret has changed');
    const answer = await sendCode(reader, totp(secret, step));
    await isWellMade(reader, look, answer);
    const codes = await reader.page.locator('main .code-list code').allInnerTexts();
    demand(codes.length === 8 && new Set(codes).size === 8, `codes on paper: ${codes.length}`);
    codes.forEach((code) => reader.stage.typed.add(code));
    await reader.click('main .actions a');
    await reader.isAt('/account');
    return { secret, codes };
}

/** The page on the screen, asked for in every language. */
async function isWellMadeInAll(reader, look) {
    if (!look.scripts)
        return; // the checks are scripts themselves
    for (const language of ['zh', 'ko', 'en']) {
        await reader.wear({ ...look, language });
        await isWellMade(reader, { ...look, language }, await reader.go(reader.path()));
    }
    await reader.wear(look);
    await reader.go(reader.path());
}

async function isWellMade(reader, look, answer) {
    if (!look.scripts)
        return;
    const page = await answer.text();
    demandNone([
        ...await pageComplaints(reader.page, page, look),
        ...await squeezedComplaints(reader.page, look.language)]);
    await reader.wear(look);
}

async function password(reader, who, to) {
    await reader.go(`/in?who=staff&to=${encodeURIComponent(to)}`);
    await reader.page.selectOption('main [name=node]', courtOf(who));
    await reader.fill('sign_in', who);
    await reader.fill('password', PASSWORD);
    await reader.click('main form[action="/in"] button[type=submit]');
}

async function sendCode(reader, code, status = 200) {
    if (status >= 400)
        reader.allow(status);
    await reader.fill('code', code);
    const answer = await reader.click(SEND);
    demand(answer.status() === status, `${code} is answered ${answer.status()}, not ${status}`);
    if (status >= 400)
        demand(await reader.page.locator('main .summary').isVisible(), 'does not say what is wrong');
    return answer;
}

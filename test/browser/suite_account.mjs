// suite_account.mjs: one's own account: the password, the browsers that are signed in, the role, the warning before a
// session ends; and what a counter does with a filing in the middle: a code to go on elsewhere, and dropping it.
import { PASSWORD, courtOf } from './people.mjs';
import { demand, waitFor } from './tap.mjs';
import { RARE, SEND, SEND_ONE, arrives, attach, begin, codeOf, file, fillParties, mistakesOf, useCode } from './walk.mjs';
import { ruled, say } from './words.mjs';

const OTHER = 'another password of 2026';
const changed = say('zh', 'flash.account-changed');

export async function suiteAccount(stage, tap) {
    await tap.run(stage, 'account: a password is changed, and the old one opens nothing, scripts off', newPassword);
    await tap.run(stage, 'account: one browser is signed out from another, or all of them', endSessions);
    await tap.run(stage, 'account: who has two roles works in one of them at a time', twoRoles);
    await tap.run(stage, 'account: five minutes before the end one may stay', staying);
    await tap.run(stage, 'account: a filing goes on at another counter by its code, and is dropped there', draftElsewhere);
    await tap.run(stage, 'account: another court takes papers in for a party that is present', takenInElsewhere);
}

const send = 'main form[action="/account/password"] button[type=submit]';

async function newPassword(visit) {
    const who = 'head@7503';
    const reader = await visit({ who, scripts: false, freshly: true, width: 390 });
    const change = async (old, fresh) => {
        await reader.go('/account');
        await reader.page.fill('main [name=password]', old);
        await reader.page.fill('main [name=new_password]', fresh);
        return reader.click(send);
    };
    reader.allow(422);
    demand((await change('not the password', OTHER)).status() === 422, 'a wrong password changes it');
    demand(await reader.page.locator('main [role=alert]').isVisible(), 'nothing is said of it');
    demand((await change(PASSWORD, 'short')).status() === 422, 'a short one is taken');
    demand((await change(PASSWORD, OTHER)).status() === 200, `not changed: ${await reader.text('main')}`);
    await reader.says(changed, 'main');
    demand(await comesIn(visit, who, PASSWORD) === 422, 'the old password still opens');
    demand(await comesIn(visit, who, OTHER) === 200, 'the new password does not open');
    demand((await change(OTHER, PASSWORD)).status() === 200, 'it is not changed back');
}

async function comesIn(visit, who, password) {
    const reader = await visit();
    reader.allow(422);
    return (await enter(reader, who, password)).status();
}

async function enter(reader, who, password) {
    await reader.go('/in?who=staff');
    await reader.page.selectOption('main [name=node]', courtOf(who));
    await reader.fill('sign_in', who);
    await reader.fill('password', password);
    return reader.click('main form[action="/in"] button[type=submit]');
}

async function endSessions(visit) {
    const come = () => visit({ who: 'agent', freshly: true, width: 390 });
    const [one, other, third] = [await come(), await come(), await come()];
    const isOut = async (reader) => {
        await reader.go('/account');
        return reader.path().startsWith('/in?');
    };
    const rows = one.page.locator('main form[action="/account/sessions"]:has([name=session])');
    await one.go('/account');
    const before = await rows.count();
    demand(before >= 2, `${before} other browsers are listed`);
    await one.click(rows.first().locator('button'));
    await one.says(changed, 'main');
    demand(await rows.count() === before - 1, 'it is still listed');
    demand(await isOut(other) !== await isOut(third), 'not just one of the two was signed out');
    await one.click('main form[action="/account/sessions"]:has([name=all]) button');
    demand(await isOut(other) && await isOut(third), 'somebody is still signed in');
}

async function twoRoles(visit) {
    const admin = await visit({ who: 'system@75' });
    await admin.go('/desk/accounts/new');
    await admin.fill('name', '李某');
    await admin.fill('sign_in', 'li@75');
    await admin.fill('new_password', OTHER);
    await admin.page.check('[value=judge]');
    await admin.page.check('[value=filing_officer]');
    await admin.click(SEND_ONE);
    await admin.says(say('zh', 'flash.account-kept'), 'main');
    const reader = await visit();
    await enter(reader, 'li@75', OTHER);
    await reader.isAt(/^\/account\/role/);
    const roles = await reader.page.locator('main [name=role]').evaluateAll((all) => all.map((one) => one.value));
    demand(roles.length === 2, `offered are ${roles}`);
    const foot = () => reader.text('.rail__foot');
    await reader.page.check(`main [name=role][value="${roles[0]}"]`);
    await reader.click('main form[action="/account/role"] button');
    const first = await foot();
    await reader.go('/account');
    await reader.page.selectOption('main form[action="/account/role"] [name=role]', roles[1]);
    await reader.click('main form[action="/account/role"] button');
    demand(await foot() !== first, `still works as ${first}`);
    await reader.go('/account');
    demand(await reader.page.inputValue('main [name=role]') === roles[1], 'the other role is not chosen');
}

/** The clock of the page is moved, not the one of the program: what is tried is the warning and its button. */
async function staying(visit) {
    const reader = await visit({ who: 'yi', width: 390 });
    await reader.page.clock.install();
    await reader.go('/my');
    const idle = await reader.page.evaluate(() => Number(document.body.dataset.idle));
    demand(idle > 600, `a session lasts ${idle} s`);
    const warning = reader.page.locator('[data-stay]');
    await reader.page.clock.fastForward((idle - 320) * 1000);
    demand(!await warning.isVisible(), 'the warning comes too early');
    await reader.page.clock.fastForward(30_000);
    await warning.waitFor({ state: 'visible' });
    const answer = reader.page.waitForResponse((one) => one.url().endsWith('/prefs/stay'));
    await warning.locator('button').click();
    demand((await answer).ok(), `to stay is answered ${(await answer).status()}`);
    await warning.waitFor({ state: 'hidden' });
    await reader.page.clock.fastForward((idle - 200) * 1000);
    await warning.waitFor({ state: 'visible' });
    await reader.page.clock.fastForward(210_000);
    await warning.locator('[data-over=yes]').waitFor({ state: 'visible' });
}

async function draftElsewhere(visit) {
    const home = await visit({ who: 'counter@7504' });
    await begin(home, '/desk/new');
    await fillParties(home);
    const code = await codeOf(home);
    const there = await visit({ who: 'counter@7502', scripts: false });
    const answer = await useCode(there, '/desk/new', code);
    demand(answer.status() === 200, `the code opens nothing: ${answer.status()}: ${await mistakesOf(there)}`);
    await there.isAt(/^\/desk\/new\/[0-9a-f]+\/check/);
    await there.says(RARE.slice(0, 20), 'main');
    const draft = there.path();
    await there.click('main form[action$="/drop"] button');
    await there.go(draft, 404);
}

async function takenInElsewhere(visit) {
    const citizen = await visit({ who: 'jia', width: 390 });
    const matter = await file(citizen, { at: '/apply', paper: true });
    const clerk = await visit({ who: 'counter@7503' });
    await waitFor(async () => {
        await clerk.go('/desk/enquiry');
        await clerk.fill('number', matter);
        await clerk.fill('person', '当事人甲');
        await clerk.fill('reason', '本人到窗口补交材料');
        await clerk.click(SEND_ONE);
        return clerk.path().startsWith(`/desk/enquiry/${matter}`);
    }, 'the enquiry is not taken');
    const step = clerk.page.locator(`main [href^="/desk/enquiry/${matter}/do/"]`).first();
    await waitFor(async () => {
        await clerk.go(`/desk/enquiry/${matter}`);
        return await step.count() > 0;
    }, 'nothing can be taken in here');
    await clerk.click(step);
    await clerk.fill('for_whom', '当事人甲');
    await attach(clerk, true);
    await clerk.fill('note', '代收补充材料𠮷조선');
    const answer = await clerk.click(SEND);
    demand(answer.status() === 200 && !clerk.path().includes('/do/'),
        `not taken in: ${answer.status()}: ${await mistakesOf(clerk)}`);
    await arrives(citizen, `/m/${matter}`, ruled('zh', 'steps', 'supplement'));
}

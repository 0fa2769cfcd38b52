// suite_mistakes.mjs: what goes wrong at a screen, and what must come of it: nothing is lost, nothing happens
// twice, nothing happens that nobody meant, and the page says how to put it right.
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pageComplaints, squeezedComplaints } from './check_page.mjs';
import { PASSWORD } from './people.mjs';
import { demand, demandNone, waitFor } from './tap.mjs';

export async function suiteMistakes(stage, tap) {
    await preferences(stage, tap);
    await comingIn(stage, tap);
    await strangers(stage, tap);
}

/** What the page as a whole looks like. */
const headOf = (page) => page.evaluate(() => ({
    language: document.documentElement.lang, ...document.documentElement.dataset, title: document.title }));

// ---- language, type, colours ----

async function preferences(stage, tap) {
    for (const scripts of [true, false]) {
        const how = scripts ? '' : ', scripts off';
        await tap.run(stage, `prefs: chosen, kept, and back where one was${how}`, async (visit) => {
            const reader = await visit({ scripts, width: 390 });
            await reader.go('/prefs?to=%2Fcourts');
            await reader.page.check('main [name=lang][value=ko]');
            await reader.page.check('main [name=size][value=extra]');
            await reader.page.check('main [name=theme][value=night]');
            await reader.click('main form[action="/prefs"] button[type=submit]');
            await reader.isAt('/courts');
            const head = await headOf(reader.page);
            demand(head.language === 'ko' && head.size === 'extra' && head.theme === 'night',
                `is ${JSON.stringify(head)}`);
            await reader.go('/prefs');
            demand(await reader.page.isChecked('main [name=lang][value=ko]'), 'Korean is not ticked');
        });
        await tap.run(stage, `prefs: a button of the head keeps the page${how}`, async (visit) => {
            const reader = await visit({ scripts });
            await reader.go('/courts');
            await reader.click('header button[name=lang][value=en]');
            await reader.isAt('/courts');
            await reader.click('header button[name=size][value=large]');
            await reader.isAt('/courts');
            const head = await headOf(reader.page);
            demand(head.language === 'en' && head.size === 'large', `is ${JSON.stringify(head)}`);
        });
    }
    await tap.run(stage, 'prefs: the first page speaks the language of the browser', async (visit) => {
        const reader = await visit({ context: { locale: 'ko-KR' } });
        await reader.context.clearCookies();
        await reader.go('/');
        demand((await headOf(reader.page)).language === 'ko', 'the page is not Korean');
    });
    await tap.run(stage, 'prefs: back leads nowhere else', async (visit) => {
        const reader = await visit();
        for (const to of ['https://example.org/', '//example.org/', '/\\example.org', 'javascript:1']) {
            await reader.go(`/prefs?to=${encodeURIComponent(to)}`);
            await reader.click('main form[action="/prefs"] button[type=submit]');
            await reader.isAt('/');
        }
    });
}

// ---- coming in ----

async function comingIn(stage, tap) {
    const attempt = async (reader, name, password) => {
        await reader.fill('sign_in', name);
        await reader.fill('password', password);
        return reader.click('main form[action="/in"] button[type=submit]');
    };
    const wrong = [
        ['nothing', '', ''],
        ['no password', 'jia', ''],
        ['a wrong password', 'yi', 'not-the-password'],
        ['somebody who is not there', '没有这个人', PASSWORD],
        ['a name of 200 characters', '长'.repeat(200), PASSWORD],
        ['a password of 5000 characters', 'yi', 'x'.repeat(5000)],
        ['markup', '<b/onclick="x()">"\'&', PASSWORD],
        ['a rare character and Korean', '𠮷野조선', PASSWORD],
    ];
    for (const [what, name, password] of wrong) {
        await tap.run(stage, `coming in: ${what}`, async (visit) => {
            const reader = await visit({ width: 390 });
            reader.allow(422);
            await reader.go('/in?to=%2Fhelp');
            const answer = await attempt(reader, name, password);
            demand(answer.status() === 422, `answered ${answer.status()}`);
            demand((await headOf(reader.page)).title.startsWith('有错误：'), 'the title hides the mistake');
            demand(await reader.page.inputValue('main [name=sign_in]') === name,
                `what was typed is now ${await reader.page.inputValue('main [name=sign_in]')}`);
            demand(await reader.page.inputValue('main [name=password]') === '', 'the password comes back');
            demand(await reader.page.evaluate(() => document.activeElement.id) === 'summary',
                'the mistake has not the focus');
        });
    }
    for (const keeps of [true, false]) {
        const phone = keeps ? '13700001234' : '13700001235';
        const how = keeps ? 'stays signed in' : 'is out when the browser ends';
        await tap.run(stage, `coming in: a new number, by a code; he ${how}`, async (visit) => {
            const reader = await visit({ width: 390 });
            reader.allow(422);
            await reader.go('/in/code?to=%2Fcourts');
            await reader.fill('phone', `${phone.slice(0, 3)} ${phone.slice(3)}`);
            await reader.click('main form[action="/in/code"] button[type=submit]');
            const code = await codeTo(stage, phone);
            await reader.fill('code', code === '000000' ? '111111' : '000000');
            const wrong = await reader.click('main button:not([name])[type=submit]');
            demand(wrong.status() === 422, `a wrong code is answered ${wrong.status()}`);
            await reader.fill('code', code);
            await reader.page.setChecked('main [name=keep]', keeps);
            await reader.click('main button:not([name])[type=submit]');
            await reader.isAt('/in/name?to=%2Fcourts');
            for (const language of ['ko', 'en', 'zh']) {
                await reader.wear({ language, width: 390 });
                demandNone([
                    ...await pageComplaints(reader.page, await (await reader.go(reader.path())).text(), { language }),
                    ...await squeezedComplaints(reader.page, language)]);
            }
            await reader.fill('name', '当事人辛');
            await reader.click('main form[action="/in/name"] button[type=submit]');
            await reader.isAt('/courts');
            const cookie = (await reader.context.cookies()).find((one) => one.name === '__Host-s');
            demand((cookie.expires > 0) === keeps, `the cookie ends at ${cookie.expires}`);
        });
    }
    await tap.run(stage, 'coming in: full-width letters and blanks are folded', async (visit) => {
        const reader = await visit();
        await reader.go('/in?to=%2Fhelp');
        await attempt(reader, '　ｊｉａ ', PASSWORD);
        await reader.isAt('/help');
    });
    await tap.run(stage, 'coming in: the way back leads nowhere else', async (visit) => {
        const reader = await visit();
        for (const to of ['https://example.org/', '//example.org/', '/\\example.org']) {
            await reader.go(`/in?to=${encodeURIComponent(to)}`);
            demand(await reader.page.inputValue('main [name=to]') === '', `would lead to ${to}`);
        }
    });
    await tap.run(stage, 'coming in: after going out, Back shows nothing of him', async (visit) => {
        const reader = await visit({ who: 'jia', freshly: true });
        await reader.go('/courts');
        await reader.says('退出', 'footer');
        await reader.click('footer form[action="/out"] button');
        await reader.says('登录', 'footer');
        await reader.follow(() => reader.page.goBack());
        demand(!(await reader.text('footer')).includes('退出'), 'the page of before is shown as it was');
    });
}

/** The code that went to a number, out of the text message. */
async function codeTo(stage, phone) {
    let code;
    await waitFor(async () => {
        // A name with a dot is being written.
        for (const name of (await readdir(stage.outgoing)).filter((one) => !one.startsWith('.'))) {
            const message = await readFile(join(stage.outgoing, name), 'utf8');
            if (message.includes(phone))
                code = message.match(/(?<!\d)\d{6}(?!\d)/)?.[0];
        }
        return code !== undefined;
    }, `a code to ${phone}`);
    return code;
}

// ---- forms that are not ours ----

async function strangers(stage, tap) {
    const send = 'main form[action="/prefs"] button[type=submit]';
    const setToken = (reader, value) => reader.page.evaluate((token) => {
        const field = document.querySelector('main form[action="/prefs"] [name=csrf]');
        if (token === null)
            field.remove();
        else
            field.value = token;
    }, value);
    const forged = [
        ['of letters', 'A'.repeat(86)], ['that is empty', ''], ['that is missing', null],
        ['of the same length with other signs', '%'.repeat(86)],
    ];
    for (const [what, token] of forged) {
        await tap.run(stage, `strangers: a token ${what} changes nothing, and nothing is lost`, async (visit) => {
            const reader = await visit();
            reader.allow(409);
            await reader.go('/prefs');
            await reader.page.check('main [name=lang][value=ko]');
            await setToken(reader, token);
            const answer = await reader.click(send);
            demand(answer.status() === 409, `answered ${answer.status()}`);
            demand((await headOf(reader.page)).language === 'zh-CN', 'the language was changed');
            // The form is held: what was chosen goes on with one more press.
            await reader.click('main form[action="/prefs"] button[type=submit]');
            demand((await headOf(reader.page)).language === 'ko', 'what was chosen is lost');
        });
    }
    await tap.run(stage, 'strangers: the token of another browser does not count', async (visit) => {
        const other = await visit();
        await other.go('/prefs');
        const token = await other.page.inputValue('main form[action="/prefs"] [name=csrf]');
        const reader = await visit();
        reader.allow(409);
        await reader.go('/prefs');
        await setToken(reader, token);
        demand((await reader.click(send)).status() === 409, 'it was taken');
    });
    await tap.run(stage, 'strangers: a form of another site is turned away', async (visit) => {
        const reader = await visit({ who: 'jia' });
        const elsewhere = createServer((request, response) => {
            response.setHeader('Content-Type', 'text/html');
            response.end(`<!DOCTYPE html><link rel="icon" href="data:,">
                <form method="post" action="${stage.origin}/out"><button>x</button></form>`);
        });
        await new Promise((done) => elsewhere.listen(0, '127.0.0.1', done));
        try {
            reader.allow(403);
            reader.allowOrigin(`http://localhost:${elsewhere.address().port}`);
            await reader.page.goto(`http://localhost:${elsewhere.address().port}/`);
            const answer = await reader.click('button');
            demand(answer.status() === 403, `answered ${answer.status()}`);
            await reader.go('/courts');
            await reader.says('退出', 'footer');
        } finally {
            elsewhere.closeAllConnections();
            elsewhere.close();
        }
    });
    await tap.run(stage, 'strangers: a form with a file from nobody is held', async (visit) => {
        const reader = await visit();
        reader.allow(409);
        await reader.go('/courts');
        for (const address of ['/m/1/do/x', '/account/agents/new', '/desk/people/agent']) {
            const [status, page] = await reader.page.evaluate(async (to) => {
                const form = new FormData();
                form.append('text', '写到一半');
                form.append('document', new File(['x'], 'paper.txt', { type: 'text/plain' }));
                const answer = await fetch(to, { method: 'POST', body: form });
                return [answer.status, await answer.text()];
            }, address);
            demand(status === 409, `${address} answered ${status}`);
            demand(page.includes('写到一半'), `${address} lost what was typed`);
        }
        await reader.go('/courts');
    });
    await tap.run(stage, 'strangers: without cookies the page says that it needs them', async (visit) => {
        const reader = await visit();
        reader.allow(409);
        await reader.go('/prefs');
        // As a browser that keeps none: they are gone before the next request.
        await reader.context.clearCookies();
        await reader.click(send);
        await reader.context.clearCookies();
        await reader.click(send);
        await reader.says('Cookie', 'main');
    });
    await tap.run(stage, 'strangers: an address that is not there has a page that helps', async (visit) => {
        const reader = await visit({ width: 390 });
        for (const path of ['/no-such-page', '/courts/', '/%F0%A0%AE%B7', `/${'a'.repeat(2000)}`]) {
            await reader.go(path, 404);
            await reader.says('12368');
        }
    });
}


// suite_keys.mjs: the desk by keyboard alone (pages/script/desk.js): each key does its one thing, and none does
// anything inside a field, in a dialog, while an input method composes, or where the reader switched them off.
import { demand, waitFor } from './tap.mjs';

const ROWS = 'main [data-row]';

export async function suiteKeys(stage, tap) {
    const at = (who, path = '/desk', look = {}) => async (visit) => {
        const clerk = await visit({ who, width: 1440, ...look });
        await clerk.go(path);
        return clerk;
    };
    const keys = (name, open, body) => tap.run(stage, `keys: ${name}`, async (visit) =>
        body(await open(visit), visit));
    const queue = at('officer@7505');

    await keys('J and K walk the rows, the pane follows', queue, async (clerk) => {
        const numbers = await clerk.page.locator(`${ROWS} [data-open]`).allInnerTexts();
        demand(numbers.length > 1, `the queue has ${numbers.length} rows`);
        for (const [key, row] of [['j', 0], ['j', 1], ['k', 0], ['k', 0], ['J', 1]]) {
            await clerk.page.keyboard.press(key);
            await isChosen(clerk, row);
            await waitFor(async () => (await clerk.text('[data-pane]')).includes(numbers[row]),
                `the pane does not show row ${row}`);
            demand((await clerk.page.textContent('[data-pane-line]')).includes(numbers[row]),
                'nothing is read out');
        }
        for (let i = 0; i < numbers.length + 2; i++)
            await clerk.page.keyboard.press('j');
        await isChosen(clerk, numbers.length - 1);
    });
    await keys('Enter opens the row that is chosen', queue, async (clerk) => {
        const address = await clerk.page.locator(`${ROWS} [data-open]`).nth(1).getAttribute('href');
        await clerk.page.keyboard.press('j');
        await clerk.page.keyboard.press('j');
        await clerk.page.evaluate(() => document.activeElement.blur());
        await clerk.follow(() => clerk.page.keyboard.press('Enter'));
        await clerk.isAt(address);
    });
    await keys('A does what the pane proposes', at('officer@7504'), async (clerk) => {
        await clerk.page.keyboard.press('j');
        const act = clerk.page.locator('[data-pane] [data-key=A]');
        await act.waitFor();
        const form = await act.evaluate((one) => one.closest('form')?.getAttribute('action') ?? '');
        const to = form || await act.getAttribute('href');
        await clerk.follow(() => clerk.page.keyboard.press('a'));
        await clerk.isAt(form ? /^\/desk\/m\/[0-9A-Z-]+(\?|$)/ : to);
    });
    await keys('/ goes to the find box, where keys are letters, and Esc leaves it', queue, async (clerk) => {
        await clerk.page.keyboard.press('/');
        await hasFocus(clerk, 'find');
        await clerk.page.keyboard.type('jk?/');
        demand(await clerk.page.inputValue('#find') === 'jk?/', 'keys in a field are not letters');
        await isChosen(clerk, -1);
        await clerk.page.keyboard.press('Escape');
        await hasFocus(clerk, '');
        await clerk.page.keyboard.press('j');
        await isChosen(clerk, 0);
    });
    await keys('? opens the list of keys, and nothing else happens until Esc', queue, async (clerk) => {
        await clerk.page.keyboard.press('?');
        demand(await isOpen(clerk), 'the list of keys does not open');
        await clerk.page.keyboard.press('j');
        await clerk.page.keyboard.press('/');
        await isChosen(clerk, -1);
        demand(await clerk.page.evaluate(() => document.activeElement.closest('dialog') !== null),
            'the focus left the dialog');
        await clerk.page.keyboard.press('Escape');
        await waitFor(async () => !await isOpen(clerk), 'the list of keys does not close');
        await clerk.page.keyboard.press('j');
        await isChosen(clerk, 0);
    });
    await keys('while an input method composes, nothing happens', queue, async (clerk) => {
        const send = await clerk.page.context().newCDPSession(clerk.page);
        const compose = (key, code) => send.send('Input.dispatchKeyEvent',
            { type: 'rawKeyDown', key, code, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 });
        for (const [key, code] of [['j', 'KeyJ'], ['/', 'Slash'], ['?', 'Slash'], ['Process', 'KeyJ']])
            await compose(key, code);
        await clerk.page.evaluate(() => {
            for (const key of ['j', '/', '?'])
                document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, isComposing: true }));
        });
        await isChosen(clerk, -1);
        await hasFocus(clerk, '');
        demand(!await isOpen(clerk), 'the list of keys opens');
        // In a field Esc gives up what is composed, and must not give up the field.
        await clerk.page.focus('#find');
        await send.send('Input.imeSetComposition', { text: 'ㅈㅐ', selectionStart: 2, selectionEnd: 2 });
        await compose('Escape', 'Escape');
        await hasFocus(clerk, 'find');
        await send.send('Input.insertText', { text: '재' });
        demand(await clerk.page.inputValue('#find') === '재', 'what was composed is lost');
        await clerk.page.keyboard.press('Escape');
        await hasFocus(clerk, '');
        await clerk.page.evaluate(() =>
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true })));
        await isChosen(clerk, 0);
    });
    await keys('with Ctrl, Alt or Meta a key is the browser\'s', queue, async (clerk) => {
        await clerk.page.evaluate(() => {
            for (const held of ['ctrlKey', 'altKey', 'metaKey'])
                for (const key of ['j', '/', '?'])
                    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, [held]: true }));
        });
        await isChosen(clerk, -1);
        await hasFocus(clerk, '');
        demand(!await isOpen(clerk), 'the list of keys opens');
    });
    await keys('switched off they do nothing, and no page speaks of them', at('officer@7505', '/prefs?to=%2Fdesk'),
        async (clerk) => {
            await clerk.page.check('main [name=keys][value=off]');
            await clerk.click('main form[action="/prefs"] button[type=submit]');
            await clerk.isAt('/desk');
            for (const key of ['j', 'Enter', '/', '?'])
                await clerk.page.keyboard.press(key);
            await isChosen(clerk, -1);
            await hasFocus(clerk, '');
            demand(await clerk.page.locator('#keys, .keys').count() === 0, 'the page speaks of keys');
            await clerk.page.locator(`${ROWS} [data-open]`).first().focus();
            await clerk.follow(() => clerk.page.keyboard.press('Enter'));
            await clerk.isAt(/^\/desk\/m\//);
        });
    for (const [who, path] of [['counter@7504', '/desk/people'], ['system@75', '/desk/accounts']])
        await keys(`each key that ${path} names leads where its link does`, at(who, path), async (clerk) => {
            const links = await clerk.page.$$eval('main a[data-key]', (all) =>
                all.map((link) => [link.dataset.key, link.getAttribute('href')]));
            demand(links.length > 0, 'no link has a key');
            for (const [key, address] of links) {
                await clerk.go(path);
                await clerk.follow(() => clerk.page.keyboard.press(key));
                await clerk.isAt(address);
            }
        });
}

async function isChosen(clerk, row) {
    const is = await clerk.page.$$eval(ROWS, (rows) => rows.map((one, i) => [i, one.className.includes('is-chosen'),
        one.contains(document.activeElement)]).filter(([, chosen, focused]) => chosen || focused));
    const wanted = row < 0 ? [] : [[row, true, true]];
    demand(JSON.stringify(is) === JSON.stringify(wanted), `chosen is ${JSON.stringify(is)}, not ${row}`);
}

async function hasFocus(clerk, id) {
    const is = await clerk.page.evaluate(() => document.activeElement.id);
    demand(is === id, `the focus is at “${is}”, not at “${id}”`);
}

const isOpen = (clerk) => clerk.page.evaluate(() => document.querySelector('dialog#keys').open);

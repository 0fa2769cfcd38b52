// visit.mjs: one person at one screen: a browser context with a page, and a watch over it.
//
// The watch holds against every page at every moment: nothing in the console, no breach of the content
// security policy, no request that fails, no answer that the case did not ask for.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { demand } from './tap.mjs';
import { signIn } from './people.mjs';

const WAIT_MS = 30_000;
const HEIGHTS = { 320: 568, 390: 844, 1024: 768, 1440: 900 };

function screenOf(width) {
    return { width, height: HEIGHTS[width] ?? 800 };
}

export class Visit {
    #complaints = [];
    #allowed = new Set();
    #failing = /^$/;
    #elsewhere = '';

    /**
     * look: who (a sign-in of the demo; nobody without it), language (zh, ko, en), size (normal, large,
     * extra), theme (day, night), width in px, scripts (false: switched off), keys (off: no single-key
     * shortcuts), freshly (a session of his own, for whoever goes out or lets it end), kept (the browser stays
     * open for the next case that looks as the same person: for those who only look).
     */
    static async open(stage, look, known) {
        const visit = new Visit();
        Object.assign(visit, { stage, look });
        visit.context = await stage.browser.newContext({
            baseURL: stage.origin,
            viewport: screenOf(look.width ?? 1440),
            javaScriptEnabled: look.scripts ?? true,
            locale: 'zh-CN',
            timezoneId: 'Asia/Shanghai',
            ...look.context,
        });
        visit.context.setDefaultTimeout(WAIT_MS);
        if (parseInt(stage.browser.version()) < 105)
            await visit.context.addInitScript(seeAsNewerEnginesDo);
        await visit.wear(look);
        visit.page = await visit.context.newPage();
        visit.#watch(visit.page);
        visit.context.on('page', (page) => page !== visit.page && visit.#watch(page));
        if (look.who !== undefined) {
            if (known[look.who] === undefined || look.freshly) {
                await signIn(visit, look.who);
                if (!look.freshly)
                    known[look.who] = (await visit.context.cookies()).filter(({ name }) => name !== 'p');
            } else {
                await visit.context.addCookies(known[look.who]);
            }
        }
        return visit;
    }

    /**
     * Changes the look from the next page on. What a reader likes stands in a cookie, which /prefs writes
     * (a case of its own tries that).
     */
    async wear({ language = 'zh', size = 'normal', theme = 'day', keys = 'on', width = 1440 }) {
        const code = { zh: 'zh-CN' }[language] ?? language;
        await this.page?.setViewportSize(screenOf(width));
        await this.context.addCookies([
            { name: 'p', value: `${code}.${size}.${theme}.${keys}`, url: this.stage.origin }]);
    }

    #watch(page) {
        const complain = (what) => this.#complaints.push(`${what} [on ${page.url()}]`);
        page.on('console', (message) => {
            if (message.type() !== 'error')
                return;
            if (message.text().includes('net::ERR_') && this.#failing.test(message.location().url))
                return;
            const status = /status of (\d+)/.exec(message.text());
            if (status === null || !this.#allowed.has(Number(status[1])))
                complain(`console: ${message.text()} (${message.location().url})`);
        });
        page.on('pageerror', (error) => complain(`script: ${error.message}`));
        page.on('requestfailed', (request) => {
            const what = request.failure()?.errorText ?? '';
            // A page that is left, and a download, end a request without an answer.
            if (what !== 'net::ERR_ABORTED' && !this.#failing.test(request.url()))
                complain(`request: ${request.url()}: ${what}`);
        });
        page.on('response', (response) => {
            const { pathname, origin } = new URL(response.url());
            if (origin === this.#elsewhere)
                return undefined;
            if (origin !== this.stage.origin)
                return complain(`asked elsewhere: ${response.url()}`);
            this.stage.asked.add(`${response.request().method()} ${pathname} ${response.status()}`);
            if (response.status() >= 400 && !this.#allowed.has(response.status()))
                complain(`answer ${response.status()} to ${response.request().method()} ${pathname}`);
        });
        page.on('crash', () => complain('the page crashed'));
    }

    /** Answers like these are what the case is about. */
    allow(...statuses) {
        statuses.forEach((status) => this.#allowed.add(status));
    }

    /** Requests to addresses like this may fail: the case cuts the line, or ends the program. */
    allowFailing(pattern) {
        this.#failing = pattern;
    }

    /** The case has a site of its own there. */
    allowOrigin(origin) {
        this.#elsewhere = origin;
    }

    complaints() {
        return this.#complaints;
    }

    /** The next case begins: what this one saw and allowed is forgotten, and so is what the browser keeps of
     *  pages. */
    async beginAnew() {
        this.#complaints = [];
        this.#allowed.clear();
        const session = await this.context.newCDPSession(this.page);
        await session.send('Network.clearBrowserCache');
        await session.detach();
    }

    get language() {
        return this.look.language ?? 'zh';
    }

    /** What an address answers this person, without leaving the page: the status and the page. */
    async ask(path) {
        const cookies = await this.context.cookies();
        const answer = await fetch(this.stage.origin + path, { redirect: 'manual',
            headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') } });
        return { status: answer.status, page: await answer.text() };
    }

    /** Opens an address as if typed, and holds the answer against the status. */
    async go(path, status = 200) {
        if (status >= 400)
            this.allow(status);
        const answer = await this.page.goto(path, { waitUntil: 'load' });
        demand(answer.status() === status,
            `${path} answers ${answer.status()}, not ${status}: ${await this.heading()}`);
        return answer;
    }

    async heading() {
        return (await this.page.locator('h1').first().textContent({ timeout: 2000 }).catch(() => '')).trim();
    }

    path() {
        const { pathname, search } = new URL(this.page.url());
        return pathname + search;
    }

    /** Does what loads another page (a link, a form) and waits for it. Gives the last answer. */
    async follow(act) {
        let last;
        const note = (response) => {
            if (response.request().isNavigationRequest() && response.frame() === this.page.mainFrame())
                last = response;
        };
        this.page.on('response', note);
        try {
            const loaded = this.page.waitForEvent('load', { timeout: WAIT_MS });
            await Promise.all([loaded, act()]);
        } finally {
            this.page.off('response', note);
        }
        demand(last !== undefined, 'no page was asked for');
        return last;
    }

    async click(what) {
        const target = typeof what === 'string' ? this.page.locator(what) : what;
        return this.follow(() => target.first().click());
    }

    async fill(name, value) {
        this.#remember(value);
        await this.page.locator(`main [name="${name}"]:visible`).first().fill(value);
    }

    /** What was typed stands in no log; short words and numbers may stand there for something else. */
    #remember(value) {
        if (/[^\p{ASCII}]{2}|^1\d{10}$|^.{12,200}$/u.test(value))
            this.stage.typed.add(value);
    }

    /** The visible words of the page. */
    async text(selector = 'body') {
        return this.page.locator(selector).first().innerText();
    }

    async says(words, selector = 'body') {
        const text = await this.text(selector);
        demand(text.includes(words), `does not say “${words}” on ${this.path()}:\n${text.slice(0, 1500)}`);
    }

    async isAt(pattern) {
        const here = this.path();
        demand(typeof pattern === 'string' ? here === pattern : pattern.test(here),
            `is at ${here}, not at ${pattern}: ${await this.heading()}`);
    }

    /** A picture of what was wrong, where somebody asked for pictures. */
    async keepPicture(name) {
        if (!this.stage.pictures || this.page.isClosed())
            return;
        await mkdir(this.stage.pictures, { recursive: true });
        const file = name.replace(/[^\w\p{L}]+/gu, '-').slice(0, 120);
        await this.page.screenshot({ path: join(this.stage.pictures, `${file}.png`), fullPage: true });
    }

    async close() {
        if (!this.look.kept)
            await this.context.close();
    }
}

/** Checks ask elements whether they are seen, which engines before Chromium 105 cannot say; no page asks. */
function seeAsNewerEnginesDo() {
    Element.prototype.checkVisibility = function () {
        for (let at = this; at !== null; at = at.parentElement)
            if (getComputedStyle(at).display === 'none' || getComputedStyle(at).opacity === '0')
                return false;
        return this.getClientRects().length > 0 && getComputedStyle(this).visibility === 'visible';
    };
}

// check_axe.mjs: what axe-core finds against WCAG 2.0 to 2.2, A and AA, and against good practice.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// Rules that read elements, attributes and what is displayed, and neither a word nor a colour nor a size: the
// same skeleton gets the same answer. A rule that is not named here runs in every look.
const OF_SKELETONS = [
    'accesskeys', 'aria-allowed-attr', 'aria-allowed-role', 'aria-braille-equivalent', 'aria-conditional-attr',
    'aria-deprecated-role', 'aria-hidden-body', 'aria-hidden-focus', 'aria-prohibited-attr',
    'aria-required-attr', 'aria-required-children', 'aria-required-parent', 'aria-roles', 'aria-valid-attr',
    'aria-valid-attr-value', 'autocomplete-valid', 'blink', 'bypass', 'definition-list', 'dlitem',
    'duplicate-id-aria', 'frame-focusable-content', 'frame-tested', 'heading-order',
    'landmark-banner-is-top-level', 'landmark-contentinfo-is-top-level', 'landmark-main-is-top-level',
    'landmark-no-duplicate-banner', 'landmark-no-duplicate-contentinfo', 'landmark-no-duplicate-main',
    'landmark-one-main', 'list', 'listitem', 'marquee', 'meta-refresh', 'meta-viewport', 'meta-viewport-large',
    'nested-interactive', 'no-autoplay-audio', 'page-has-heading-one', 'presentation-role-conflict', 'region',
    'scope-attr-valid', 'server-side-image-map', 'skip-link', 'tabindex', 'td-headers-attr',
    'th-has-data-cells', 'video-caption'];

/** One line for each violation: the rule, what it asks for, and where. `skeletons`: those that every rule was
 *  held against already; this page's is added. */
export async function axeComplaints(page, skeletons = new Set()) {
    const skeleton = await page.evaluate(skeletonOf);
    const left = skeletons.has(skeleton) ? OF_SKELETONS : [];
    skeletons.add(skeleton);
    // Through the debugger, as the page's own policy lets no foreign script in.
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: SOURCE });
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        expression: `axe.run(document, ${JSON.stringify({
            runOnly: TAGS, rules: Object.fromEntries(left.map((rule) => [rule, { enabled: false }])),
            resultTypes: ['violations'], elementRef: false, iframes: false, preload: false,
        })}).then((found) => JSON.stringify(found.violations))`,
        awaitPromise: true,
    });
    await session.detach();
    if (exceptionDetails !== undefined)
        return [`axe did not run: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`];
    return JSON.parse(result.value).flatMap((violation) => violation.nodes.map((node) =>
        `axe ${violation.id}: ${violation.help}: ${node.target.join(' ')}\n` +
        `    ${node.html.slice(0, 300)}\n    ${(node.failureSummary ?? '').split('\n').slice(1).join('; ')}`));
}

/** Runs in the page: every element with its attributes and whether it is shown and holds text; without what
 *  differs from language to language and from look to look. */
function skeletonOf() {
    const words = ['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'lang', 'content', 'value',
        'data-size', 'data-theme'];
    const describe = (element) => {
        const attributes = [...element.attributes].map(({ name, value }) =>
            words.includes(name) && element.name !== 'viewport' ? `${name}${value.trim() === '' ? '' : '='}`
                : `${name}=${value}`);
        const isShown = element.checkVisibility({ visibilityProperty: true });
        const hasText = [...element.childNodes].some((node) =>
            node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
        return `${isShown ? '+' : '-'}${hasText ? '"' : ''}${element.localName} ${attributes.join(' ')}`;
    };
    const lines = [];
    const walk = (element) => {
        lines.push(describe(element), '(');
        [...element.children].forEach(walk);
        lines.push(')');
    };
    walk(document.documentElement);
    return lines.join('\n');
}

// routes.mjs: the addresses of the program, read from where the program has them, so that none is forgotten.
import { readFileSync } from 'node:fs';

const TABLE = new URL('../../src/http/page_route.def', import.meta.url);
const ROW = /^PAGE\(\s*([A-Z]+)\s*,\s*"([^"]+)"\s*,\s*(\w+)\s*,\s*(\w+)\s*,\s*(\w+)/gm;

/** [{name: 'GET /m/{no}', method, path, who, isPage, fits(method, path)}]; what scripts ask for a file in
 *  pieces is no page. */
export function readRoutes() {
    const rows = [...readFileSync(TABLE, 'utf8').matchAll(ROW)];
    return rows.map(([, method, path, handler, who, body]) => {
        const steps = path.split('/').map((step) => /^\{.*\}$/.test(step) ? '[^/]+' : quote(step));
        const pattern = new RegExp(`^${steps.join('/')}$`);
        return {
            name: `${method} ${path}`, method, path, handler, who, isPage: body !== 'PIECE',
            // As few places to fill as possible: /my/new is itself before it is /my/{no}.
            holes: path.split('{').length - 1,
            fits: (asked, address) => asked === method && pattern.test(address),
        };
    });
}

/** The route that answers, or undefined: the one with the fewest holes, as in the program. */
export function routeOf(routes, method, path) {
    return routes.filter((route) => route.fits(method, path))
        .sort((one, other) => one.holes - other.holes)[0];
}

function quote(text) {
    return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

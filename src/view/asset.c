/* asset.c: there are eight or so; a walk is as good as any index. */
#include "view/asset.h"

const struct asset *
asset_find(struct text path)
{
    for (size_t i = 0; i < ASSET_COUNT; i++) {
        if (text_is(path, asset_table[i].path))
            return &asset_table[i];
    }
    return NULL;
}

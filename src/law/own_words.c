/* own_words.c: looks one up; most courts have none, so that is asked first. */
#include "law/own_words.h"

struct text
own_words_say(const struct own_words *own, struct text key, enum language language,
              struct text otherwise)
{
    size_t low = 0, high = own == NULL ? 0 : own->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = text_compare(own->words[middle].key, key);
        if (order == 0)
            return own->words[middle].said.in[language];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return otherwise;
}

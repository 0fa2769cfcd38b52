/* everyday.c: whole words weigh more than parts of them, and longer parts more than short ones. */
#include "law/everyday.h"

#include <string.h>

struct text
everyday_alike(struct text text, struct arena *arena)
{
    struct text folded = text_fold(text, arena);
    char *bytes = arena_take(arena, folded.length + 1);
    for (size_t i = 0; i < folded.length; i++) {
        char c = folded.bytes[i];
        bytes[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (struct text){bytes, folded.length};
}

static bool
holds(struct text text, struct text part)
{
    return part.length > 0 && part.length <= text.length &&
           memmem(text.bytes, text.length, part.bytes, part.length) != NULL;
}

enum {
    SCORE_WORD_HOLDS = 300, /* what was typed is part of an everyday word */
    SCORE_TYPED_HOLDS =
        100, /* an everyday word is part of what was typed; longer words weigh more */
    TYPED_CHARACTERS_LEAST = 2, /* shorter than this, only the same counts */
};

int
everyday_score_name(struct text name, struct text typed)
{
    if (text_equal(name, typed))
        return EVERYDAY_SAME;
    if (text_characters(typed) < TYPED_CHARACTERS_LEAST)
        return 0;
    return holds(name, typed) ? EVERYDAY_NAME_HOLDS : 0;
}

int
everyday_score_word(struct text word, struct text typed)
{
    if (text_equal(word, typed))
        return EVERYDAY_SAME;
    if (text_characters(typed) < TYPED_CHARACTERS_LEAST)
        return 0;
    if (holds(word, typed))
        return SCORE_WORD_HOLDS;
    return holds(typed, word) ? SCORE_TYPED_HOLDS + (int)text_characters(word) : 0;
}

/* field_words.c: one way to read a value to people, whatever page it stands on. */
#include "view/field_words.h"

#include "law/form.h"
#include "paper/wording.h"
#include "view/page.h"

static struct text
choice_words(const struct view *view, const struct procedure *procedure,
             const struct field_rule *rule, struct text name)
{
    size_t count;
    const struct choice *choices = procedure_choices(procedure, rule, &count);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(choices[i].name, name))
            return view_words(view, &choices[i].words);
    }
    return name;
}

/* A cause goes by its Chinese name; those who read another language see theirs. */
static struct text
cause_words(const struct view *view, struct text name)
{
    if (view->language == LANGUAGE_ZH || view->causes == NULL)
        return name;
    for (size_t i = 0; i < view->causes->count; i++) {
        const struct cause_edition *edition = &view->causes->editions[i];
        for (size_t k = 0; k < edition->count; k++) {
            if (text_equal(edition->causes[k].name.in[LANGUAGE_ZH], name))
                return view_words(view, &edition->causes[k].name);
        }
    }
    return name;
}

/* Every entry on a line of its own: （1）时间：…，金额：… */
static struct text
entries_words(const struct view *view, const struct procedure *procedure,
              const struct field_rule *rule, const struct value *list)
{
    bool is_chinese = view->language == LANGUAGE_ZH;
    struct buffer all = buffer_open(view->arena, 400);
    int number = 0;
    for (const struct value *entry = list->first; entry != NULL; entry = entry->next) {
        bool is_first = true;
        buffer_add_format(&all, is_chinese ? "%s（%d）" : "%s(%d) ", number > 0 ? "\n" : "",
                          number + 1);
        number++;
        for (size_t i = 0; i < rule->members_count; i++) {
            const struct value *value = value_member_named(entry, rule->members[i].name);
            if (value == NULL)
                continue;
            if (!is_first)
                buffer_add_text(&all, is_chinese ? TEXT("，") : TEXT(", "));
            is_first = false;
            buffer_add_text(&all, view_words(view, &rule->members[i].words));
            buffer_add_text(&all, is_chinese ? TEXT("：") : TEXT(": "));
            buffer_add_text(&all, field_words(view, procedure, &rule->members[i], value));
        }
    }
    return buffer_text(&all);
}

struct text
field_words(const struct view *view, const struct procedure *procedure,
            const struct field_rule *rule, const struct value *value)
{
    struct text text = value_text(value);
    switch (rule->type) {
    case FIELD_BOOLEAN: return wording(value_is_true(value) ? "yes" : "no", view->language);
    case FIELD_INTEGER: return text_format(view->arena, "%lld", (long long)value_integer(value, 0));
    case FIELD_TICK:
    case FIELD_CHOICE: return choice_words(view, procedure, rule, text);
    case FIELD_COURT: {
        const struct network_node *node = network_find(view->network, text);
        return node == NULL ? text : view_words(view, &node->name);
    }
    case FIELD_DATE: {
        struct page_frame frame = {.today = DATE_NONE};
        struct page page = {.arena = view->arena, .view = view, .frame = &frame};
        struct date day;
        return date_parse(text, &day) ? page_date(&page, day) : text;
    }
    case FIELD_MONEY: {
        struct wording_value yuan = {"yuan", text};
        return wording_fill("page.money", view->language, &yuan, 1, view->arena);
    }
    case FIELD_LIST:
        return value_is(value, VALUE_ARRAY) ? entries_words(view, procedure, rule, value) : text;
    default: return text_is(rule->name, "cause") ? cause_words(view, text) : text;
    }
}

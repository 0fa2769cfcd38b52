/* form_members.c: what entries of lists hold that every procedure has: materials, verdicts,
 * defects. */
#include "law/form.h"

#define FORM_NO_BOUNDS .least = 1, .most = 0

static const struct field_rule material_members[] = {
    {.name = {"item", 4},
     .words = {{TEXT_INIT("材料"), TEXT_INIT("자료"), TEXT_INIT("Material")}},
     .type = FIELD_TEXT,
     .is_required = true,
     FORM_NO_BOUNDS},
    {.name = {"file", 4},
     .words = {{TEXT_INIT("文件"), TEXT_INIT("파일"), TEXT_INIT("File")}},
     .type = FIELD_FILE,
     FORM_NO_BOUNDS},
    {.name = {"title", 5},
     .words = {{TEXT_INIT("名称"), TEXT_INIT("이름"), TEXT_INIT("Title")}},
     .type = FIELD_TEXT,
     FORM_NO_BOUNDS},
    {.name = {"paper", 5},
     .words = {{TEXT_INIT("纸质"), TEXT_INIT("종이"), TEXT_INIT("On paper")}},
     .type = FIELD_BOOLEAN,
     FORM_NO_BOUNDS},
    {.name = {"original", 8},
     .words = {{TEXT_INIT("原件"), TEXT_INIT("원본"), TEXT_INIT("Original")}},
     .type = FIELD_BOOLEAN,
     FORM_NO_BOUNDS},
    {.name = {"pages", 5},
     .words = {{TEXT_INIT("页数"), TEXT_INIT("쪽수"), TEXT_INIT("Pages")}},
     .type = FIELD_INTEGER,
     .least = 1,
     .most = 10000},
};

static const struct choice verdict_choices[] = {
    {.name = {"ok", 2}, .words = {{TEXT_INIT("合格"), TEXT_INIT("적합"), TEXT_INIT("In order")}}},
    {.name = {"missing", 7},
     .words = {{TEXT_INIT("缺少"), TEXT_INIT("누락"), TEXT_INIT("Missing")}}},
    {.name = {"defective", 9},
     .words = {{TEXT_INIT("需补正"), TEXT_INIT("보정 필요"), TEXT_INIT("Defective")}}},
    {.name = {"not_needed", 10},
     .words = {{TEXT_INIT("不适用"), TEXT_INIT("해당 없음"), TEXT_INIT("Not needed")}}},
};

static const struct field_rule verdict_members[] = {
    {.name = {"item", 4},
     .words = {{TEXT_INIT("材料"), TEXT_INIT("자료"), TEXT_INIT("Material")}},
     .type = FIELD_TEXT,
     .is_required = true,
     FORM_NO_BOUNDS},
    {.name = {"verdict", 7},
     .words = {{TEXT_INIT("审核结果"), TEXT_INIT("심사 결과"), TEXT_INIT("Verdict")}},
     .type = FIELD_CHOICE,
     .is_required = true,
     .choices = verdict_choices,
     .choices_count = 4,
     FORM_NO_BOUNDS},
    {.name = {"ground", 6},
     .words = {{TEXT_INIT("说明"), TEXT_INIT("사유"), TEXT_INIT("Ground")}},
     .type = FIELD_LONG_TEXT,
     .characters_max = 2000,
     FORM_NO_BOUNDS},
};

static const struct field_rule defect_members[] = {
    {.name = {"item", 4},
     .words = {{TEXT_INIT("材料"), TEXT_INIT("자료"), TEXT_INIT("Material")}},
     .type = FIELD_TEXT,
     .is_required = true,
     FORM_NO_BOUNDS},
    {.name = {"ground", 6},
     .words = {{TEXT_INIT("需要补正的内容"), TEXT_INIT("보정할 내용"),
                TEXT_INIT("What to correct")}},
     .type = FIELD_LONG_TEXT,
     .is_required = true,
     .characters_max = 2000,
     FORM_NO_BOUNDS},
};

const struct field_rule *
form_members(const struct field_rule *field, size_t *count)
{
    switch (field->type) {
    case FIELD_MATERIALS:
        *count = sizeof material_members / sizeof *material_members;
        return material_members;
    case FIELD_VERDICTS:
        *count = sizeof verdict_members / sizeof *verdict_members;
        return verdict_members;
    case FIELD_DEFECTS:
        *count = sizeof defect_members / sizeof *defect_members;
        return defect_members;
    default: *count = field->members_count; return field->members;
    }
}

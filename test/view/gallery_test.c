/* gallery_test.c: every layout and every part drawn with invented facts and compared with the HTML
 * in test/view/gallery/, so that a change of a part is seen where it is used.
 *
 * When a change is meant, write the files again and let the difference be read:
 *     TONGBAN_EXPECTED=write build/test/view/gallery_test
 * To look at it, write it with everything it fetches into a folder and serve that:
 *     TONGBAN_GALLERY=FOLDER build/test/view/gallery_test */
#include "view/board_page.h"
#include "view/page.h"
#include "view/pages.h"
#include "view/parts_view.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { FILE_BYTES_MAX = 256 * 1024, HASH_DIGITS = 12 };

#define COUNT(rows) ((int)(sizeof(rows) / sizeof(rows)[0]))
/* 2026-11-23 09:12 in China */
static const int64_t now_ms = 1795396320000;

static struct arena *arena;

static void
put(struct page *page, const char *html)
{
    page_put(page, html, strlen(html));
}

/* Addresses hold digests, which change with every colour; what is compared does without,
 * and without blanks at the ends of lines. */
static struct text
without_digests(struct text html)
{
    struct buffer buffer = buffer_open(arena, html.length);
    for (size_t i = 0; i < html.length; i++) {
        const char *here = html.bytes + i;
        size_t left = html.length - i;
        while (*here == '\n' && buffer.length > 0 && buffer.bytes[buffer.length - 1] == ' ')
            buffer.length--;
        buffer_add(&buffer, here, 1);
        if (left > HASH_DIGITS + 1 && *here == '-' &&
            strspn(here + 1, "0123456789abcdef") >= HASH_DIGITS && here[HASH_DIGITS + 1] == '.')
            i += HASH_DIGITS;
    }
    return buffer_text(&buffer);
}

static void
write_file(const char *path, struct text content)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        fail_msg("%s: %s", path, strerror(errno));
    assert_int_equal(fwrite(content.bytes, 1, content.length, file), content.length);
    assert_int_equal(fclose(file), 0);
}

static struct text
read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes = arena_take(arena, FILE_BYTES_MAX);
    if (file == NULL)
        fail_msg("%s: %s", path, strerror(errno));
    size_t length = fread(bytes, 1, FILE_BYTES_MAX, file);
    fclose(file);
    return (struct text){bytes, length};
}

static void
compare(const char *name, struct text html)
{
    const char *expected = getenv("TONGBAN_EXPECTED"), *gallery = getenv("TONGBAN_GALLERY");
    const char *path = text_format(arena, "%s/%s.html", GALLERY, name).bytes;
    struct text got = without_digests(html);
    if (gallery != NULL)
        write_file(text_format(arena, "%s/%s.html", gallery, name).bytes, html);
    if (expected != NULL && strcmp(expected, "write") == 0) {
        write_file(path, got);
        return;
    }
    struct text wanted = read_file(path);
    for (int line = 1; !text_is_empty(wanted) || !text_is_empty(got); line++) {
        struct text one = text_cut(&wanted, '\n'), other = text_cut(&got, '\n');
        if (!text_equal(one, other))
            fail_msg("%s:%d:\n  expected %.*s\n  got      %.*s", path, line, TEXT_ARGS(one),
                     TEXT_ARGS(other));
    }
}

static struct page_frame
frame_of(enum language language, const char *title)
{
    return (struct page_frame){
        .lang = language_tag(language),
        .theme = "day",
        .size = "normal",
        .title = text_of(title),
        .network = TEXT("林区法院 · 全域通办"),
        .path = TEXT("/m/LQ-2026-004182?p=1&q=a"),
        .is_signed_in = true,
        .who = TEXT("当事人辛"),
        .role = TEXT("当事人"),
        .area = "my",
        .todo_count = 2,
        .flash_kind = "good",
        .csrf = TEXT("token"),
        .once = TEXT("once"),
        .today = {20780}, /* 2026-11-23 */
        .now_ms = now_ms,
        .idle_seconds = 1800,
        .is_demo = true,
        .support_phone = TEXT("12368"),
    };
}

static struct page_frame
desk_frame(const char *title)
{
    static const struct page_link nav[] = {
        {TEXT_INIT("/desk"), TEXT_INIT("待办队列"), "list", 12, true, true},
        {TEXT_INIT("/desk/new"), TEXT_INIT("窗口代录"), "pencil", 0, false, false},
        {TEXT_INIT("/desk/serve"), TEXT_INIT("委托送达"), "paper", 5, false, false},
        {TEXT_INIT("/desk/find"), TEXT_INIT("查询"), "search", 0, false, false},
        {TEXT_INIT("/hub"), TEXT_INIT("中心看板"), "globe", 0, false, false},
    };
    struct page_frame frame = frame_of(LANGUAGE_ZH, title);
    frame.is_staff = true;
    frame.keys_are_on = true;
    frame.who = TEXT("周某");
    frame.role = TEXT("立案人员");
    frame.court = TEXT("白桦林区基层法院");
    frame.nav = nav;
    frame.nav_count = COUNT(nav);
    return frame;
}

static void
open_card(struct page *page, const char *title, const char *note)
{
    put(page, "<section class=\"card\"><div class=\"card__head\"><h2>");
    put(page, title);
    put(page, "</h2><span class=\"card__note\">");
    put(page, note);
    put(page, "</span></div>");
}

static const struct file_link notice = {TEXT_INIT("/m/LQ-2026-004182/docs/1"),
                                        TEXT_INIT("受理案件通知书"), TEXT_INIT("PDF 96 KB")};

static void
put_matter(struct page *page)
{
    static const struct todo_item items[] = {
        {TEXT_INIT("确认送达地址"), TEXT_INIT("请在 11月30日（星期一）前确认。还剩 7 天。"),
         TEXT_INIT("/m/LQ-2026-004182/address"), TEXT_INIT("去确认"), true},
        {TEXT_INIT("重新拍一张欠条照片"), TEXT_INIT("原来那张看不清金额。开庭前补上就行。"),
         TEXT_INIT("/m/LQ-2026-004182/files"), TEXT_INIT("去补传"), false},
    };
    static const struct steps_step steps[] = {
        {"done", TEXT_INIT("提交申请"), TEXT_INIT("11月9日")},
        {"done", TEXT_INIT("核对材料"), TEXT_INIT("11月12日")},
        {"now", TEXT_INIT("补正"), TEXT_INIT("进行中")},
        {"ahead", TEXT_INIT("登记立案"), TEXT_INIT("")},
        {"ahead", TEXT_INIT("开庭审理"), TEXT_INIT("")},
    };
    static const struct file_row rows[] = {
        {TEXT_INIT("起诉状"),
         TEXT_INIT("2 页 · 11月9日 窗口代录"),
         TEXT_INIT("/f/1"),
         TEXT_INIT(""),
         TEXT_INIT(""),
         {"good", "check", TEXT_INIT("合格")}},
        {TEXT_INIT("身份证正反面"),
         TEXT_INIT("2 张 · 只有办案人员能看"),
         TEXT_INIT(""),
         TEXT_INIT(""),
         TEXT_INIT(""),
         {"good", "check", TEXT_INIT("合格")}},
        {TEXT_INIT("欠条照片"),
         TEXT_INIT("1 张 · 11月9日 上传"),
         TEXT_INIT(""),
         TEXT_INIT("法院说明：右下角的金额和日期看不清。请放平纸张，光线亮一点再拍。"),
         TEXT_INIT("/m/1/do/hand_in_correction"),
         {"warn", "warning", TEXT_INIT("请重拍")}},
    };
    static const struct timeline_entry entries[] = {
        {true, TEXT_INIT(""), TEXT_INIT("接下来"),
         TEXT_INIT("收到补正后，7 天内决定是否立案，并发短信告诉您。"), NULL, 0},
        {false, TEXT_INIT("11月12日 10:05 · 白桦林区基层法院"), TEXT_INIT("请补正一份材料"),
         TEXT_INIT("其他材料都合格。"), &notice, 1},
        {false, TEXT_INIT("11月9日 16:30 · 云杉林区基层法院 3 号窗口"), TEXT_INIT("收到您的申请"),
         TEXT_INIT("窗口人员帮您录入，您已核对签名。"), NULL, 0},
    };
    static const struct summary_row who[] = {
        {TEXT_INIT("办理法院"), TEXT_INIT("白桦林区基层法院"), TEXT_INIT("")},
        {TEXT_INIT("收件法院"), TEXT_INIT("云杉林区基层法院"), TEXT_INIT("")},
    };
    const struct todo_view todo = {items, COUNT(items)};
    const struct steps_view journey = {3, TEXT("补正"), steps, COUNT(steps)};
    const struct file_list_view files = {rows, COUNT(rows)};
    const struct timeline_view timeline = {entries, COUNT(entries)};
    const struct summary_list_view facts = {who, COUNT(who), false};
    const struct tag_view tag = {"warn", "clock", TEXT("等您补正")};

    put(page, "<div class=\"title\"><h1><span class=\"term\">买卖合同</span>"
              "<span class=\"term\">纠纷</span> <small>民事一审</small> ");
    part_tag(page, &tag);
    put(page, "</h1><p class=\"meta\"><span>事项号 LQ-2026-004182</span> "
              "<span>办理：白桦林区基层法院</span></p></div><div class=\"columns\"><div>");
    part_todo_box(page, &todo);
    put(page, "<section class=\"card\" aria-label=\"进度\">");
    part_steps(page, &journey);
    put(page, "</section>");
    open_card(page, "我的材料", "3 份，合格 2 份");
    part_file_list(page, &files);
    put(page, "</section>");
    open_card(page, "办理经过", "");
    part_timeline(page, &timeline);
    put(page, "</section></div><div>");
    open_card(page, "谁在办", "");
    part_summary_list(page, &facts);
    put(page, "</section>");
    part_person_help(page, page->frame);
    put(page, "</div></div>");
}

static void
test_gallery__a_matter_of_a_citizen(void **state)
{
    static const struct page_link crumbs[] = {
        {TEXT_INIT("/my"), TEXT_INIT("我的事项"), "", 0, false, false},
        {TEXT_INIT(""), TEXT_INIT("买卖合同纠纷"), "", 0, true, false},
    };
    struct page_frame frame = frame_of(LANGUAGE_ZH, "买卖合同纠纷");
    const struct view view = {LANGUAGE_ZH, NULL, arena};
    (void)state;
    frame.crumbs = crumbs;
    frame.crumbs_count = COUNT(crumbs);
    frame.flash = TEXT("已收到您的补充材料。");
    frame.counter_name = TEXT("云杉林区基层法院 诉讼服务中心");
    frame.counter_address = TEXT("云杉镇林海路 8 号");
    frame.counter_phone = TEXT("0433-555-0108");
    struct page page = page_open(&view, &frame);
    layout_citizen_open(&page);
    put_matter(&page);
    layout_citizen_close(&page);
    compare("citizen", page_close(&page));
}

/* The classes that the parts of forms use, with a mistake in each kind of control. */
static void
test_gallery__a_form_with_mistakes(void **state)
{
    struct page_frame frame = frame_of(LANGUAGE_KO, "본인은 누구십니까?");
    const struct view view = {LANGUAGE_KO, NULL, arena};
    (void)state;
    frame.has_mistakes = true;
    frame.flash = TEXT("");
    frame.area = "apply";
    struct page page = page_open(&view, &frame);
    layout_citizen_open(&page);
    put(&page,
        "<div class=\"question\"><div class=\"summary\" role=\"alert\" tabindex=\"-1\">"
        "<h2 class=\"summary__title\">고쳐야 할 곳이 2군데 있습니다</h2><ul>"
        "<li><a href=\"#f-id\">신분증번호의 마지막 글자가 맞지 않습니다. 다시 확인해 "
        "주십시오</a></li>"
        "<li><a href=\"#f-side\">어느쪽인지 골라 주십시오</a></li></ul></div>"
        "<h1>본인은 누구십니까?</h1><p class=\"meta\">8단계중 3단계 · 적은 내용은 자동으로 "
        "저장됩니다</p>"
        "<form method=\"post\" action=\"/apply/1/who\" novalidate>"
        "<div class=\"field field--wrong\"><label class=\"field__label\" for=\"f-id\">신분증번호"
        "</label><p class=\"field__hint\" id=\"f-id-hint\">18자리입니다. 마지막 글자는 X일수 "
        "있습니다.</p>"
        "<p class=\"field__error\" id=\"f-id-error\">신분증번호의 마지막 글자가 맞지 않습니다. "
        "다시 확인해 "
        "주십시오</p><div class=\"field__control\"><input type=\"text\" id=\"f-id\" name=\"id\" "
        "value=\"222401195803120018\" aria-invalid=\"true\" "
        "aria-describedby=\"f-id-hint f-id-error\" data-check=\"resident-id\" "
        "data-live=\"f-id-live\" data-good=\"번호가 맞습니다.\" data-wrong=\"번호를 다시 확인해 "
        "주십시오.\"></div><output class=\"field__live\" id=\"f-id-live\"></output></div>"
        "<div class=\"field field--short\"><label class=\"field__label\" for=\"f-sum\">요구하는 "
        "금액"
        "</label><div class=\"field__control\"><input type=\"text\" inputmode=\"decimal\" "
        "id=\"f-sum\" name=\"sum\" data-check=\"amount\" data-live=\"f-sum-live\">"
        "<span class=\"field__unit\">元</span></div>"
        "<output class=\"field__live\" id=\"f-sum-live\"></output></div>"
        "<fieldset class=\"field field--wrong\" id=\"f-side\" tabindex=\"-1\">"
        "<legend class=\"field__label\">어느쪽이십니까? <span "
        "class=\"field__tag\">（선택）</span></legend>"
        "<p class=\"field__error\">어느쪽인지 골라 주십시오</p><div class=\"choices\">"
        "<label class=\"choice\"><input type=\"radio\" name=\"side\" value=\"a\" checked> "
        "<span>돈을 "
        "받아야 합니다<span class=\"choice__hint\">상대방이 갚지 않았습니다</span></span></label>"
        "<label class=\"choice\"><input type=\"radio\" name=\"side\" value=\"b\"> 돈을 갚으라고 "
        "합니다</label></div></fieldset>"
        "<details class=\"fold\"><summary>왜 물어봅니까?</summary>"
        "<div class=\"fold__body\">법원이 당사자를 확인해야 합니다.</div></details>"
        "<div class=\"actions\"><button class=\"button\" type=\"submit\">저장하고 다음으로</button>"
        "<button class=\"button button--quiet\" type=\"submit\" name=\"later\" "
        "value=\"1\">저장하고 나중에"
        "</button></div></form>");
    part_person_help(&page, &frame);
    put(&page, "</div>");
    layout_citizen_close(&page);
    compare("form", page_close(&page));
}

static const struct queue_row queue_rows[] = {
    {TEXT_INIT("LQ-2026-004391"),
     TEXT_INIT("/desk/m/LQ-2026-004391"),
     TEXT_INIT("/desk/peek/LQ-2026-004391"),
     {"late", TEXT_INIT("超期 12 分钟")},
     {"", "", TEXT_INIT("跨域立案")},
     {"info", "", TEXT_INIT("待我处理")},
     TEXT_INIT("金* 诉 朴*"),
     TEXT_INIT("买卖合同纠纷"),
     TEXT_INIT("云杉"),
     TEXT_INIT("白桦"),
     TEXT_INIT("我"),
     TEXT_INIT("刚刚"),
     true,
     .pick = TEXT_INIT("LQ-2026-004391~3")},
    {TEXT_INIT("LQ-2026-004388"),
     TEXT_INIT("/desk/m/LQ-2026-004388"),
     TEXT_INIT("/desk/peek/LQ-2026-004388"),
     {"today", TEXT_INIT("今日 16:30 前")},
     {"", "", TEXT_INIT("跨域立案")},
     {"info", "", TEXT_INIT("待我处理")},
     TEXT_INIT("李* 诉 长岭木业（示例）"),
     TEXT_INIT("劳务合同纠纷"),
     TEXT_INIT("白桦"),
     TEXT_INIT("松岭"),
     TEXT_INIT("我"),
     TEXT_INIT("8 分钟前"),
     false,
     .pick = TEXT_INIT("LQ-2026-004388~3")},
    {TEXT_INIT("LQ-2026-004382"),
     TEXT_INIT("/desk/m/LQ-2026-004382"),
     TEXT_INIT("/desk/peek/LQ-2026-004382"),
     {"near", TEXT_INIT("剩 1 个工作日")},
     {"", "", TEXT_INIT("材料收转")},
     {"warn", "", TEXT_INIT("待补材料")},
     TEXT_INIT("雪河林场 诉 王*"),
     TEXT_INIT("林木承包合同纠纷"),
     TEXT_INIT("白桦"),
     TEXT_INIT("云杉"),
     TEXT_INIT("周**"),
     TEXT_INIT("1 小时前"),
     false,
     .pick = TEXT_INIT("LQ-2026-004382~3")},
    {TEXT_INIT("LQ-2026-004358"),
     TEXT_INIT("/desk/m/LQ-2026-004358"),
     TEXT_INIT("/desk/peek/LQ-2026-004358"),
     {"calm", TEXT_INIT("剩 5 个工作日")},
     {"", "", TEXT_INIT("跨域立案")},
     {"good", "", TEXT_INIT("已回执")},
     TEXT_INIT("雪河林场 诉 王*"),
     TEXT_INIT("林木承包合同纠纷"),
     TEXT_INIT("白桦"),
     TEXT_INIT("红叶"),
     TEXT_INIT("周**"),
     TEXT_INIT("昨天"),
     false,
     .pick = TEXT_INIT("LQ-2026-004358~3")},
};

static const struct summary_row peek_rows[] = {
    {TEXT_INIT("收件法院"), TEXT_INIT("云杉"), TEXT_INIT("")},
    {TEXT_INIT("标的额"), TEXT_INIT("8,600.00 元"), TEXT_INIT("")},
    {TEXT_INIT("应答时限"), TEXT_INIT("收到后 30 分钟"), TEXT_INIT("")},
};
static const struct peek_check peek_checks[] = {
    {"good", TEXT_INIT("起诉状 2 页")},
    {"open", TEXT_INIT("送达地址确认书")},
    {"wrong", TEXT_INIT("欠条照片：金额不清")},
};
static const struct peek_act peek_acts[] = {
    {TEXT_INIT("/desk/m/LQ-2026-004391/register"), TEXT_INIT("登记"), "A", true},
    {TEXT_INIT("/desk/m/LQ-2026-004391/correct"), TEXT_INIT("补正"), "B", false},
    {TEXT_INIT("/desk/m/LQ-2026-004391"), TEXT_INIT("打开"), "O", false},
};

static void
put_queue(struct page *page)
{
    static const struct tab tabs[] = {
        {TEXT_INIT("/desk?v=mine"), TEXT_INIT("我的待办"), 12, true, false},
        {TEXT_INIT("/desk?v=court"), TEXT_INIT("本院收件"), 31, false, false},
        {TEXT_INIT("/desk?v=late"), TEXT_INIT("已超期"), 1, false, true},
    };
    const struct tabs_view views = {TEXT("队列"), tabs, COUNT(tabs)};
    const struct queue_view queue = {TEXT("共 4 件，按时限从急到缓排列。"),
                                     TEXT("现在没有要办的。"),
                                     true,
                                     TEXT("bulk"),
                                     queue_rows,
                                     COUNT(queue_rows)};
    const struct peek_view peek = {
        .number = TEXT("LQ-2026-004391"),
        .parties = TEXT("金* 诉 朴*"),
        .cause = TEXT("跨域立案 · 买卖合同纠纷"),
        .due = {"late", TEXT("超期 12 分钟")},
        .facts = {peek_rows, COUNT(peek_rows), true},
        .checks = peek_checks,
        .checks_count = COUNT(peek_checks),
        .acts = peek_acts,
        .acts_count = COUNT(peek_acts),
    };
    const struct pager_view pager = {2, 3, TEXT("/desk?p=1"), TEXT("/desk?p=3")};
    put(page,
        "<div class=\"work__head\"><h1>待办队列</h1><p class=\"meta\">11月23日（星期一） · "
        "今日已办 17 件</p>"
        "<form class=\"find\" role=\"search\" action=\"/desk\"><label class=\"visually-hidden\" "
        "for=\"find\">查找</label><svg class=\"icon\" aria-hidden=\"true\" "
        "focusable=\"false\"><use href=\"");
    page_put_text(page, text_of(asset_table[ASSET_ICON_SVG].path));
    put(page, "#search\"></use></svg><input type=\"search\" id=\"find\" name=\"s\" data-key=\"/\" "
              "placeholder=\"事项号 / 姓名\"><kbd aria-hidden=\"true\">/</kbd>"
              "<button class=\"visually-hidden\" type=\"submit\">查找</button></form></div>");
    part_tabs(page, &views);
    put(page,
        "<form class=\"filters\" action=\"/desk\"><div class=\"field\"><label "
        "class=\"field__label\" "
        "for=\"kind\">事项类型</label><select id=\"kind\" name=\"kind\"><option value=\"\">全部类型"
        "</option></select></div><button class=\"button button--quiet\" "
        "type=\"submit\">筛选</button></form>"
        "<div class=\"halves\"><div>");
    part_queue_table(page, &queue);
    put(page, "<form class=\"bulk\" id=\"bulk\" method=\"post\" action=\"/desk/claim\" data-bulk>"
              "<span>已勾选 <span data-picked>0</span> 件</span>"
              "<button class=\"button button--small\" type=\"submit\">领取</button></form>"
              "<div class=\"under\">");
    part_key_hints(page, page->frame);
    part_pager(page, &pager);
    put(page, "</div></div><aside class=\"peek\" aria-label=\"预览\"><p class=\"visually-hidden\" "
              "role=\"status\" data-pane-line></p><div data-pane>");
    part_peek(page, &peek);
    put(page, "</div></aside></div>");
}

static void
test_gallery__a_queue_at_the_desk(void **state)
{
    struct page_frame frame = desk_frame("待办队列");
    const struct view view = {LANGUAGE_ZH, NULL, arena};
    (void)state;
    struct page page = page_open(&view, &frame);
    layout_desk_open(&page);
    put_queue(&page);
    layout_desk_close(&page);
    compare("desk", page_close(&page));
}

static void
put_bench(struct page *page)
{
    static const struct bench_paper papers[] = {
        {TEXT_INIT("JL7502.intake.0.0"), TEXT_INIT("起诉状"), TEXT_INIT("71 KB · 11月23日 09:12"),
         TEXT_INIT("/desk/m/LQ-2026-004391/check?d=JL7502.intake.0.0&p=1&z=0&t=0"), true, false,
         false},
        {TEXT_INIT("JL7502.intake.0.1"), TEXT_INIT("身份证明"), TEXT_INIT("纸质 · 11月23日 09:12"),
         TEXT_INIT(""), false, false, true},
        {TEXT_INIT("JL7502.intake.1.0"), TEXT_INIT("欠条"), TEXT_INIT("1.2 MB · 11月23日 10:41"),
         TEXT_INIT("/desk/m/LQ-2026-004391/check?d=JL7502.intake.1.0&p=1&z=0&t=0"), false, true,
         false, true},
    };
    const struct bench_view view = {
        .no = TEXT("LQ-2026-004391"),
        .papers = papers,
        .papers_count = COUNT(papers),
        .name = TEXT("起诉状"),
        .file = TEXT("/desk/m/LQ-2026-004391/documents/JL7502.intake.0.0"),
        .picture = TEXT("/desk/m/LQ-2026-004391/documents/JL7502.intake.0.0/1?z=0&t=0"),
        .page = 1,
        .pages = 2,
        .width = 1000,
        .is_fitted = true,
        .later = TEXT("/desk/m/LQ-2026-004391/check?d=JL7502.intake.0.0&p=2&z=0&t=0"),
        .unread = papers[2].address,
        .larger = TEXT("/desk/m/LQ-2026-004391/check?d=JL7502.intake.0.0&p=1&z=1&t=0"),
        .turned = TEXT("/desk/m/LQ-2026-004391/check?d=JL7502.intake.0.0&p=1&z=0&t=1"),
    };
    put(page, "<h1>办理工作台</h1><div class=\"bench\"><section class=\"bench__pages\" "
              "aria-label=\"收到的材料\" data-pages>");
    part_bench_pages(page, &view);
    put(page, "</section></div>");
}

static void
test_gallery__papers_on_the_workbench(void **state)
{
    struct page_frame frame = desk_frame("办理工作台");
    const struct view view = {LANGUAGE_ZH, NULL, arena};
    (void)state;
    struct page page = page_open(&view, &frame);
    layout_desk_open(&page);
    put_bench(&page);
    layout_desk_close(&page);
    compare("bench", page_close(&page));
}

static void
test_gallery__two_hundred_parties_are_a_table(void **state)
{
    static const struct text mistakes[] = {TEXT_INIT("居民身份证号：最后一位对不上，请再核对。")};
    static const struct party_line lines[] = {
        {TEXT_INIT("7"), TEXT_INIT("原告"), TEXT_INIT("工友七"), TEXT_INIT("110101199001011234"),
         TEXT_INIT(""), TEXT_INIT("和龙市某街7号"), TEXT_INIT("/desk/new/d/table/7"), mistakes, 1},
        {TEXT_INIT("1"), TEXT_INIT("原告"), TEXT_INIT("工友一"), TEXT_INIT(""), TEXT_INIT(""),
         TEXT_INIT("和龙市某街1号"), TEXT_INIT("/desk/new/d/table/1"), NULL, 0},
    };
    struct page_frame frame = desk_frame("从表格录入当事人");
    const struct view view = {LANGUAGE_ZH, NULL, arena};
    const struct party_page parties = {
        .action = TEXT("/desk/new/d/table"),
        .back = TEXT("/desk/new/d/parties"),
        .next = TEXT("/desk/new/d/claims"),
        .template = TEXT("/desk/new/d/table/template"),
        .report = TEXT("/desk/new/d/table/report"),
        .version = 3,
        .lines = {lines, COUNT(lines), 200, 1, 4, false},
        .pager = {1, 4, TEXT(""), TEXT("/desk/new/d/table?page=2")},
        .most = 200,
    };
    (void)state;
    struct page page = page_open(&view, &frame);
    page_desk_party_table(&page, &parties);
    compare("parties", page_close(&page));
}

static void
test_gallery__what_became_of_several_and_what_may_be_the_same(void **state)
{
    static const struct bulk_row done[] = {
        {TEXT_INIT("LQ-2026-004388"), TEXT_INIT("李* 诉 长岭木业（示例）"),
         TEXT_INIT("/desk/m/LQ-2026-004388"), false, TEXT_INIT("这一件刚才有人办过。")},
        {TEXT_INIT("LQ-2026-004391"), TEXT_INIT("金* 诉 朴*"), TEXT_INIT("/desk/m/LQ-2026-004391"),
         true, TEXT_INIT("")},
    };
    static const struct alike_choice choices[] = {
        {TEXT_INIT("LQ-2026-004201"), TEXT_INIT("金* 诉 朴*"), TEXT_INIT("当事人和案由相同"),
         TEXT_INIT("/desk/m/LQ-2026-004391/alike?with=LQ-2026-004201"), TEXT_INIT("已立案"), true}};
    static const struct alike_line lines[] = {
        {TEXT_INIT("当事人"), TEXT_INIT("金*；朴*"), TEXT_INIT("金*；朴*"), false},
        {TEXT_INIT("标的额（元）"), TEXT_INIT("8600.00"), TEXT_INIT("8000.00"), true}};
    struct page_frame frame = desk_frame("领取结果");
    const struct view view = {LANGUAGE_ZH, NULL, arena};
    const struct bulk_page bulk = {TEXT("选了 2 件，办好 1 件。"), done, 2, 1, TEXT("/desk")};
    const struct alike_page alike = {TEXT("LQ-2026-004391"),
                                     TEXT("LQ-2026-004201"),
                                     TEXT("/desk/m/LQ-2026-004391"),
                                     TEXT("/desk/m/LQ-2026-004201"),
                                     choices,
                                     1,
                                     lines,
                                     2,
                                     TEXT("/desk/m/LQ-2026-004391")};
    (void)state;
    struct page page = page_open(&view, &frame);
    page_desk_bulk(&page, &bulk);
    compare("bulk", page_close(&page));
    page = page_open(&view, &frame);
    page_desk_alike(&page, &alike);
    compare("alike", page_close(&page));
}

static void
test_gallery__an_empty_queue_says_so_and_keys_can_be_off(void **state)
{
    struct page_frame frame = desk_frame("待办队列");
    const struct view view = {LANGUAGE_ZH, NULL, arena};
    const struct queue_view queue = {.count_line = TEXT("共 0 件。"),
                                     .empty = TEXT("现在没有要办的。")};
    (void)state;
    frame.keys_are_on = false;
    frame.flash = TEXT("没有这个编号。");
    frame.flash_kind = "warn";
    struct page page = page_open(&view, &frame);
    layout_desk_open(&page);
    put(&page, "<h1>待办队列</h1>");
    part_queue_table(&page, &queue);
    part_key_hints(&page, &frame);
    layout_desk_close(&page);
    compare("desk-empty", page_close(&page));
}

/* ---- the board ---- */

static struct words
three(const char *zh, const char *ko, const char *en)
{
    return (struct words){{text_of(zh), text_of(ko), text_of(en)}};
}

/* A hub with two courts on the drawing, and the desk beside it. */
static struct network
board_network(void)
{
    struct network_node *nodes = ARENA_MANY(arena, 4, struct network_node);
    nodes[0] = (struct network_node){.id = TEXT("L0"),
                                     .kind = NODE_HUB,
                                     .name = three("林区中级法院", "림구중급법원", "Forest Court"),
                                     .short_name = three("中院", "중급", "Forest"),
                                     .spot = {true, 50, 50}};
    nodes[1] = (struct network_node){.id = TEXT("L1"),
                                     .name = three("松岭法院", "송령법원", "Pine Ridge Court"),
                                     .short_name = three("松岭", "송령", "Pine <Ridge>"),
                                     .spot = {true, 10, 20}};
    nodes[2] = (struct network_node){.id = TEXT("L2"),
                                     .name = three("白桦法院", "백화법원", "White Birch Court"),
                                     .spot = {true, 90, 20}};
    nodes[3] = (struct network_node){
        .id = TEXT("W"), .kind = NODE_DESK, .name = three("网上", "온라인", "Web")};
    return (struct network){TEXT("forest"), three("林区法院", "림구법원", "Forest courts"), nodes,
                            4};
}

static struct hub_board
board_numbers(struct date today)
{
    static const struct board_flow flows[] = {
        {TEXT_INIT("L1"), TEXT_INIT("L2"), 30}, {TEXT_INIT("W"), TEXT_INIT("L2"), 12},
        {TEXT_INIT("L2"), TEXT_INIT("L1"), 5},  {TEXT_INIT("L0"), TEXT_INIT("L1"), 4},
        {TEXT_INIT("L2"), TEXT_INIT("L2"), 2},
    };
    static const struct board_load loads[] = {
        {TEXT_INIT("L1"), 7, 0, 0, 5, 2},
        {TEXT_INIT("L2"), 212, 1, 3, 200, 8}, /* one late of many is still seen */
    };
    static const struct board_end ends[] = {
        {TEXT_INIT("civil_first"), TEXT_INIT("registered"), 40},
        {TEXT_INIT("civil_first"), TEXT_INIT("withdrawn"), 2},
    };
    struct hub_board board = {
        .today = today,
        .first = date_add_days(today, 1 - BOARD_DAYS),
        .week = date_add_days(today, 1 - BOARD_WEEK),
        .cross_today = 9,
        .transit = 2,
        .own = 2,
        .cross = 39,
        .web = 12,
        .answer = {31, 23},
        .answer_before = {28, BOARD_MINUTES_MAX},
        .flows = flows,
        .flows_count = COUNT(flows),
        .loads = loads,
        .loads_count = COUNT(loads),
        .ends = ends,
        .ends_count = COUNT(ends),
        .ended = 42,
        .newest_count = 2,
    };
    for (int i = 0; i < BOARD_DAYS; i++)
        board.days[i] = (struct board_day){date_add_days(board.first, i), i * 5, i * 4};
    board.newest[0] = (struct custody_line){.matter_id = TEXT("LQ-2026-004391"),
                                            .case_kind = TEXT("civil_first"),
                                            .owner = TEXT("L2"),
                                            .receiving = TEXT("L1"),
                                            .state = TEXT("received"),
                                            .since_ms = now_ms - 60000};
    board.newest[1] = board.newest[0];
    board.newest[1].receiving = TEXT("L2");
    board.newest[1].since_ms = now_ms - DAY_MS;
    return board;
}

static void
draw_board(const char *name, enum language language, struct text owner, bool is_sheet)
{
    static const struct rulebook rules;
    struct network network = board_network();
    struct page_frame frame = desk_frame("中心看板");
    const struct view view = {.language = language, .network = &network, .arena = arena};
    struct hub_board board = board_numbers(frame.today);
    struct board_page *numbers = ARENA_NEW(arena, struct board_page);
    frame.lang = language_tag(language);
    board_page_fill(&view, &rules, &board, owner, now_ms, is_sheet, numbers);
    struct page page = page_open(&view, &frame);
    if (is_sheet)
        page_hub_sheet(&page, numbers);
    else
        page_hub_board(&page, numbers);
    compare(name, page_close(&page));
}

static void
test_gallery__the_board(void **state)
{
    (void)state;
    draw_board("board", LANGUAGE_ZH, TEXT(""), false);
}

static void
test_gallery__the_board_as_a_sheet_of_one_court(void **state)
{
    (void)state;
    draw_board("board-sheet", LANGUAGE_EN, TEXT("L2"), true);
}

static void
test_gallery__a_page_that_asks_before_it_acts(void **state)
{
    static const struct hidden_field hidden[] = {{TEXT_INIT("v"), TEXT_INIT("3\"<&'>")}};
    static const struct summary_row rows[] = {
        {TEXT_INIT("Matter"), TEXT_INIT("LQ-2026-004182"), TEXT_INIT("")},
        {TEXT_INIT("Court"), TEXT_INIT("White Birch Court"), TEXT_INIT("/apply/1/court")},
    };
    const struct confirm_view confirm = {
        .title = TEXT("Take back the filing?"),
        .effect = TEXT("The court will not decide on it. You can file again later."),
        .action = TEXT("/m/LQ-2026-004182/withdraw"),
        .button = TEXT("Take it back"),
        .back = TEXT("/m/LQ-2026-004182"),
        .facts = {rows, COUNT(rows), false},
        .hidden = hidden,
        .hidden_count = COUNT(hidden),
        .is_danger = true,
    };
    struct page_frame frame = frame_of(LANGUAGE_EN, "Take back the filing?");
    const struct view view = {LANGUAGE_EN, NULL, arena};
    (void)state;
    struct page page = page_open(&view, &frame);
    layout_plain_open(&page);
    part_confirm(&page, &confirm);
    part_person_help(&page, &frame);
    layout_plain_close(&page);
    compare("confirm", page_close(&page));
}

static int
open_arena(void **state)
{
    const char *gallery = getenv("TONGBAN_GALLERY");
    (void)state;
    arena = arena_open();
    if (gallery == NULL)
        return 0;
    mkdir(text_format(arena, "%s/a", gallery).bytes, 0777);
    for (size_t i = 0; i < ASSET_COUNT; i++)
        write_file(text_format(arena, "%s%s", gallery, asset_table[i].path).bytes,
                   asset_table[i].plain);
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gallery__a_matter_of_a_citizen),
        cmocka_unit_test(test_gallery__a_form_with_mistakes),
        cmocka_unit_test(test_gallery__a_queue_at_the_desk),
        cmocka_unit_test(test_gallery__papers_on_the_workbench),
        cmocka_unit_test(test_gallery__two_hundred_parties_are_a_table),
        cmocka_unit_test(test_gallery__what_became_of_several_and_what_may_be_the_same),
        cmocka_unit_test(test_gallery__an_empty_queue_says_so_and_keys_can_be_off),
        cmocka_unit_test(test_gallery__the_board),
        cmocka_unit_test(test_gallery__the_board_as_a_sheet_of_one_court),
        cmocka_unit_test(test_gallery__a_page_that_asks_before_it_acts),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}

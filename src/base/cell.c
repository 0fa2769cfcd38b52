/* cell.c: Landlock for files, seccomp for system calls, rlimits for the rest. The list names what a
 * program that draws needs; everything else fails with EPERM, which libraries bear better than a
 * signal. */
#include "base/cell.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED true
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED false
#endif

/* ---- files ---- */

#define LANDLOCK_READS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

static bool
allow_folder(int rules, const char *folder)
{
    struct landlock_path_beneath_attr beneath = {.allowed_access = LANDLOCK_READS};
    beneath.parent_fd = open(folder, O_PATH | O_CLOEXEC);
    if (beneath.parent_fd < 0)
        return true;
    bool is_allowed =
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
    close(beneath.parent_fd);
    return is_allowed;
}

bool
cell_limit_files(const char *const *folders)
{
    struct rlimit nothing = {0, 0};
    struct landlock_ruleset_attr handled = {.handled_access_fs =
                                                LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1};
    if (setrlimit(RLIMIT_FSIZE, &nothing) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1)
        return true;
    int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    bool is_limited = rules >= 0;
    for (; is_limited && *folders != NULL; folders++)
        is_limited = allow_folder(rules, *folders);
    is_limited = is_limited && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    if (rules >= 0)
        close(rules);
    return is_limited;
}

/* ---- system calls ---- */

static const int plain_calls[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(pread64),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(close_range),
    SCMP_SYS(fstat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),
    SCMP_SYS(fcntl),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(recvmsg),
    SCMP_SYS(shutdown),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getpid),
    SCMP_SYS(getppid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(tgkill),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_getattr),
    SCMP_SYS(sched_setattr),
    SCMP_SYS(sched_yield),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(getrlimit),
    SCMP_SYS(setitimer),
    SCMP_SYS(alarm),
    SCMP_SYS(prctl),
};

static bool
allow_plain_calls(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < sizeof plain_calls / sizeof plain_calls[0]; i++) {
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, plain_calls[i], 0) != 0)
            return false;
    }
    return true;
}

/* Opening for reading only; no memory that can be run; threads, and processes only to a parent. */
static bool
allow_with_care(scmp_filter_ctx filter, enum cell_kind kind)
{
    const uint64_t writes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    const struct scmp_arg_cmp as_thread = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD);
    const uint64_t may_run = IS_SANITIZED ? 0 : PROT_EXEC;
    bool is_added =
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, writes, 0)) == 0 &&
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
                         SCMP_A1(SCMP_CMP_MASKED_EQ, writes, 0)) == 0 &&
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, may_run, 0)) == 0 &&
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, may_run, 0)) == 0 &&
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0)) ==
            0 &&
        /* Its flags lie in memory, where no filter sees them: the library then takes clone. */
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
    if (kind == CELL_PARENT)
        return is_added && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 0) == 0 &&
               seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fork), 0) == 0 &&
               seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(wait4), 0) == 0 &&
               seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(seccomp), 0) == 0 &&
               seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 0) == 0 &&
               seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(setrlimit), 0) == 0;
    return is_added &&
           seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &as_thread) == 0;
}

static bool
limit(int resource, rlim_t most)
{
    struct rlimit limit = {most, most};
    return setrlimit(resource, &limit) == 0;
}

bool
cell_lock(enum cell_kind kind, const struct cell_limits *limits)
{
    bool is_limited = limit(RLIMIT_CORE, 0) && limit(RLIMIT_CPU, (rlim_t)limits->processor_s) &&
                      limit(RLIMIT_NOFILE, (rlim_t)limits->descriptors) &&
                      (IS_SANITIZED || limit(RLIMIT_AS, (rlim_t)limits->memory_bytes));
    scmp_filter_ctx filter = is_limited ? seccomp_init(SCMP_ACT_ERRNO(EPERM)) : NULL;
    bool is_locked = filter != NULL && allow_plain_calls(filter) && allow_with_care(filter, kind) &&
                     prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && seccomp_load(filter) == 0;
    if (filter != NULL)
        seccomp_release(filter);
    return is_locked;
}

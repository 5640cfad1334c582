/* The watch over the GIL from inside: preloaded into a Python, it writes down who takes and
 * drops the GIL, at the very calls of the C library that CPython makes for it.
 *
 * CPython (Python/ceval_gil.c, 3.9 to 3.15) keeps two condition variables in its GIL, which
 * lies in the one global variable `_PyRuntime`: `cond` is waited for by who wants the GIL
 * and signalled by who drops it, `switch_cond` is signalled by who has taken it. All but
 * the wait for `switch_cond` happens while the GIL's own mutex is held, so there is never
 * more than one writer and nothing here needs a lock or an atomic read-modify-write.
 *
 * The memory comes from the parent as a descriptor named in the environment, or as a path
 * where a recorded Python starts another one. Before the program's main function both it
 * and LD_PRELOAD are taken out of the environment again: a process that this one starts
 * knows nothing of them, unless the recorder tells it. Every process writes to a free ring
 * of the same memory; when there is none, it writes nothing. The reader frees a ring when
 * its process is over.
 *
 * The numbers here are those of app/runs/gil_log.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define ENVIRONMENT "THREADLINE_GIL"
#define MAGIC 0x4c494757u
#define HEADER_SIZE 4096
#define QUICK_NS 50000 /* a drop and take by one thread within this time is told as nothing */
#define ASK_NS 1000000 /* so often, at most, is a thread's processor time asked for */

enum kind { WANTED = 70, TAKEN = 71, DROPPED = 72 };

struct record {
    uint64_t time;
    int64_t ran; /* processor time since the thread's record before, -1: not asked for */
    uint32_t thread;
    uint16_t kind;
    uint16_t since_drop; /* it has wanted the GIL since it dropped it: it was made to */
};

struct ring {
    _Atomic uint64_t head;    /* records written */
    _Atomic uint32_t drop;    /* the record at head is a drop that may yet be taken back */
    _Atomic uint32_t process; /* 0 until a process writes here */
    char unused[HEADER_SIZE - 16];
    struct record records[];
};

struct memory {
    uint32_t magic, rings, capacity; /* of each ring, a power of two */
    uint32_t asks;                   /* whether processor time is to be asked for */
    char unused[HEADER_SIZE - 16];
};

static struct memory *memory;
static struct ring *ring; /* where this process writes; null: nowhere */
static uintptr_t runtime, runtime_end;
static void *gil_cond, *switch_cond;

static _Thread_local struct {
    uint32_t id;
    int wants, switching;
    uint64_t told;  /* when its last record was written */
    uint64_t asked; /* when its processor time was asked for */
    int64_t ran;    /* what that was, and what is taken to have come to it since */
} self __attribute__((tls_model("initial-exec")));

static int (*real_signal)(pthread_cond_t *);
static int (*real_wait)(pthread_cond_t *, pthread_mutex_t *);
static int (*real_timedwait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

static void find_real(void)
{
    *(void **)&real_wait = dlsym(RTLD_NEXT, "pthread_cond_wait");
    *(void **)&real_timedwait = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
    *(void **)&real_signal = dlsym(RTLD_NEXT, "pthread_cond_signal");
}

static uint64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Processor time since the thread's last record. Asking costs half a microsecond, so what
 * is short is not asked for but taken to be what it most likely is: with the GIL a thread
 * runs, without it, it waits. */
static int64_t ran_since(uint64_t now, enum kind kind)
{
    if (!memory->asks)
        return -1;
    if (now - self.asked < ASK_NS || now - self.told < QUICK_NS) {
        self.ran += kind == DROPPED ? (int64_t)(now - self.told) : 0;
        return -1;
    }
    int64_t before = self.asked ? self.ran : -1;
    self.ran = (int64_t)clock_ns(CLOCK_THREAD_CPUTIME_ID);
    self.asked = now;
    return before < 0 ? -1 : self.ran > before ? self.ran - before : 0;
}

static void tell(uint64_t now, enum kind kind, int since_drop)
{
    uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    if (atomic_load_explicit(&ring->drop, memory_order_relaxed)) {
        atomic_store_explicit(&ring->head, ++head, memory_order_release);
        atomic_store_explicit(&ring->drop, 0, memory_order_relaxed);
    }
    if (!self.id)
        self.id = (uint32_t)syscall(SYS_gettid);
    struct record *record = &ring->records[head & (memory->capacity - 1)];
    record->time = now;
    record->ran = ran_since(now, kind);
    record->thread = self.id;
    record->kind = (uint16_t)kind;
    record->since_drop = (uint16_t)since_drop;
    self.told = now;
    if (kind == DROPPED)
        atomic_store_explicit(&ring->drop, 1, memory_order_release);
    else
        atomic_store_explicit(&ring->head, head + 1, memory_order_release);
}

/* Nobody else has told anything since this thread dropped the GIL a moment ago. */
static int takes_back(uint64_t now)
{
    return atomic_load_explicit(&ring->drop, memory_order_relaxed) && !self.wants &&
           now - self.told < QUICK_NS &&
           ring->records[ring->head & (memory->capacity - 1)].thread == self.id;
}

static void taken(void)
{
    uint64_t now = clock_ns(CLOCK_MONOTONIC);
    if (takes_back(now))
        atomic_store_explicit(&ring->drop, 0, memory_order_release);
    else
        tell(now, TAKEN, self.switching);
    self.wants = self.switching = 0;
}

static int is_inside(void *cond)
{
    return ring && (uintptr_t)cond - runtime < runtime_end - runtime;
}

/* The two conditions lie in this order, with the GIL's mutex between them. */
static void learn(void *cond)
{
    const uintptr_t apart = sizeof(pthread_cond_t) + sizeof(pthread_mutex_t);
    if ((uintptr_t)cond == (uintptr_t)gil_cond + apart) {
        switch_cond = cond;
    } else if (!switch_cond && gil_cond && (uintptr_t)cond + apart == (uintptr_t)gil_cond) {
        switch_cond = gil_cond;
        gil_cond = cond;
    } else if (!switch_cond) {
        gil_cond = cond;
    }
}

int pthread_cond_signal(pthread_cond_t *cond)
{
    if (!real_signal)
        find_real();
    if (is_inside(cond)) {
        if (cond != switch_cond && cond != gil_cond)
            learn(cond);
        if (cond == switch_cond)
            taken();
        else if (switch_cond && cond == gil_cond)
            tell(clock_ns(CLOCK_MONOTONIC), DROPPED, 0);
    }
    return real_signal(cond);
}

int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *end)
{
    if (!real_timedwait)
        find_real();
    if (is_inside(cond) && cond == gil_cond && switch_cond && !self.wants) {
        self.wants = 1;
        tell(clock_ns(CLOCK_MONOTONIC), WANTED, self.switching);
        self.switching = 0;
    }
    return real_timedwait(cond, mutex, end);
}

/* Who was asked to drop the GIL waits here until another thread has had it, and then wants
 * it back. Not under the GIL's mutex: this is told with the next record. */
int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
    if (!real_wait)
        find_real();
    if (is_inside(cond) && cond == switch_cond)
        self.switching = 1;
    return real_wait(cond, mutex);
}

/* Take a free ring. Called before any other thread is there. */
static void begin(void)
{
    size_t size = sizeof(struct ring) + memory->capacity * sizeof(struct record);
    memset(&self, 0, sizeof self);
    ring = NULL;
    for (uint32_t number = 0; number < memory->rings && !ring; number++) {
        struct ring *next = (struct ring *)((char *)(memory + 1) + number * size);
        uint32_t nobody = 0;
        if (atomic_compare_exchange_strong(&next->process, &nobody, (uint32_t)getpid()))
            ring = next;
    }
}

static void take_from_preload(const char *library)
{
    char *others = getenv("LD_PRELOAD");
    if (!others)
        return;
    size_t length = strlen(library);
    if (!strncmp(others, library, length) && others[length] == ':')
        setenv("LD_PRELOAD", strdup(others + length + 1), 1);
    else
        unsetenv("LD_PRELOAD");
}

__attribute__((constructor)) static void attach(void)
{
    Dl_info where, own;
    ElfW(Sym) *symbol = NULL;
    struct stat status;
    char *told = getenv(ENVIRONMENT);
    void *variable = dlsym(RTLD_DEFAULT, "_PyRuntime");

    if (!told || !variable) /* a program that may start the Python has to pass both on */
        return;
    int descriptor = told[0] == '/' ? open(told, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : atoi(told);
    unsetenv(ENVIRONMENT);
    if (dladdr(&memory, &own))
        take_from_preload(own.dli_fname);
    if (!dladdr1(variable, &where, (void **)&symbol, RTLD_DL_SYMENT) || !symbol)
        return;
    runtime = (uintptr_t)variable;
    runtime_end = runtime + symbol->st_size;
    if (descriptor < 0)
        return;
    if (fstat(descriptor, &status) || (size_t)status.st_size < sizeof(struct memory)) {
        close(descriptor);
        return;
    }
    memory = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    if (memory == MAP_FAILED || memory->magic != MAGIC)
        return;
    find_real();
    pthread_atfork(NULL, NULL, begin);
    begin();
}

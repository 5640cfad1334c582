/* The compiled recorder: the same events as the Python one, for a tenth of the time.

   What makes it cheap is not C as such but what a C function need not do: no frame of its
   own on the way, no number boxed, no look for signals between "has the lock" and "knows
   that it has it". The last is also why it is simpler: one C call cannot be interrupted by
   a handler of the program, so nothing here has to be given back by hand.

   The codes of kinds and flags come from `vocabulary.h`, which is written from
   `app/events.py` when this is compiled: the vocabulary stands in one place. */

#ifndef THREADLINE_RECORDER_H
#define THREADLINE_RECORDER_H

#define PY_SSIZE_T_CLEAN
#include <patchlevel.h>
#if PY_VERSION_HEX >= 0x030B0000 && !defined(THREADLINE_PUBLIC_FRAMES)
#define Py_BUILD_CORE_MODULE 1 /* for frames.h */
#endif
#include <Python.h>
#include <pythread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vocabulary.h"

/* One event in the ring: the layout of `RECORD` in `app/events.py`. */
typedef struct {
    int64_t time;
    int64_t value;
    uint64_t link;
    uint32_t lane;
    uint32_t object;
    uint32_t site;
    uint16_t kind;
    uint16_t flags;
    _Atomic uint64_t number;
} Record;

_Static_assert(sizeof(Record) == RECORD_SIZE, "the layout of app/events.py");

typedef struct SiteTable SiteTable;
typedef struct Plan Plan;

/* All that one interpreter's recorder knows; the state of its module. */
typedef struct {
    uint64_t serial; /* of this recorder in the process: addresses are used again */

    Record *slots;
    uint64_t mask;
    _Atomic uint64_t last;
    _Atomic uint64_t tickets;
    _Atomic uint32_t objects;
    Py_buffer memory;

    _Atomic(SiteTable *) sites;
    Plan **plans; /* by site */
    size_t most_plans;
#ifdef Py_GIL_DISABLED
    PyMutex learning;
#endif

    PyTypeObject *lock_type;
    PyTypeObject *rlock_type;
    PyTypeObject *waiter_type;
    PyTypeObject *role_type;
    PyObject *mark; /* the name of the attribute */

    /* Real ones, and what only the Python side can answer; see `connect` in module.c. */
    PyObject *real_lock;
    PyObject *real_rlock;
    PyObject *here;
    PyObject *learn;
    PyObject *kind_of;
    PyObject *new_lock;
    PyObject *new_rlock;
    PyObject *add;
} Recorder;

/* What is known of the calling thread. It is no Python object and is found without the
   interpreter, so it can be asked during finalization, too. */
typedef struct {
    uint64_t recorder; /* whose lane this is; 0 before the thread has one */
    uint32_t lane;
    uint32_t waits_for; /* the object of the wait it has begun and not yet ended */
    uint32_t condition; /* the condition of the program whose `wait` it is about to enter */
} Thread;

Thread *this_thread(Recorder *recorder);

/* An exception that is under way while the Python side is asked for something. */
typedef struct {
    PyObject *type, *value, *traceback;
} UnderWay;

/* lanes.c */
void set_aside(UnderWay *exception);
int bring_back(UnderWay *exception);
int lane_slowly(Recorder *recorder, uint32_t *lane);

/* sites.c */
int site_here(Recorder *recorder, uint32_t *site);
int kind_of_caller(Recorder *recorder);
void forget_sites(Recorder *recorder);

#define KEYWORDS (METH_FASTCALL | METH_KEYWORDS)

enum { NOWHERE = 0, INNER = 1, LIBRARY = 2, PROGRAM = 3, FACTORY = 4 };

/* ring.c */
int64_t now(void);
void write_record(Recorder *recorder, int64_t time, int kind, uint32_t lane, uint32_t object,
                  uint32_t site, int64_t value, uint64_t link, int flags);
int attach(Recorder *recorder, PyObject *memory, uint64_t records);

static inline uint64_t
new_ticket(Recorder *recorder)
{
    return atomic_fetch_add_explicit(&recorder->tickets, 1, memory_order_relaxed) + 1;
}

static inline int
lane_here(Recorder *recorder, uint32_t *lane)
{
    Thread *thread = this_thread(recorder);
    *lane = thread->lane;
    return thread->lane ? 0 : lane_slowly(recorder, lane);
}

/* Where and who the caller is. Asked *before* a lock is taken: the first time it runs
   Python code, in which a signal handler may raise. */
static inline int
place(Recorder *recorder, uint32_t *lane, uint32_t *site)
{
    return lane_here(recorder, lane) < 0 ? -1 : site_here(recorder, site);
}

static inline uint32_t
new_object(Recorder *recorder)
{
    return atomic_fetch_add_explicit(&recorder->objects, 1, memory_order_relaxed) + 1;
}

/* objects.c */
void forget_plans(Recorder *recorder);

/* waiting.c */
int64_t limit_ns(PyObject *limit);
int acquire_raw(PyThread_type_lock raw, int64_t limit);
int read_limit(PyObject *real, const char *method, PyObject *const *args, Py_ssize_t count,
               PyObject *names, int64_t *limit);

PyThread_type_lock new_raw(void);
void free_raw(PyThread_type_lock raw, bool locked);

static inline bool
try_raw(PyThread_type_lock raw)
{
    return PyThread_acquire_lock(raw, 0) == 1;
}

/* likeness.c */
PyTypeObject *make_type_like(PyObject *module, PyTypeObject *real, const char *name, size_t size,
                             unsigned long flags, Py_ssize_t references,
                             const PyMethodDef *methods, const PyType_Slot *own);

/* The types; each file makes its own. */
PyTypeObject *make_lock_type(PyObject *module, PyTypeObject *real);
PyTypeObject *make_rlock_type(PyObject *module, PyTypeObject *real);
PyTypeObject *make_waiter_type(PyObject *module);
PyTypeObject *make_role_type(PyObject *module);
void lock_belongs(PyObject *lock, uint32_t owner);

extern PyMethodDef ring_functions[];
extern PyMethodDef lane_functions[];
extern PyMethodDef site_functions[];
extern PyMethodDef lock_functions[];
extern PyMethodDef rlock_functions[];
extern PyMethodDef condition_functions[];
extern PyMethodDef role_functions[];
extern PyMethodDef object_functions[];

#if PY_VERSION_HEX < 0x030A0000
static inline PyObject *
Py_NewRef(PyObject *object)
{
    Py_INCREF(object);
    return object;
}
#endif

static inline Recorder *
recorder_of(PyObject *module)
{
    return (Recorder *)PyModule_GetState(module);
}

/* The recorder that a type of ours, or a class of the program that stands on it, belongs to. */
Recorder *recorder_of_type(PyTypeObject *type);

#endif

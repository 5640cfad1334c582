/* Sites: the places of the program as small numbers, found by code and instruction.

   The Python side learns a place once (`sites.py`), names it in the definitions and keeps
   the code alive, so that its address means nothing else; here it is only found again. */

#include "recorder.h"

#include "frames.h"

#define FIRST_SLOTS 1024
#define KIND (-3) /* an instruction that no frame is ever at: what the code itself is */

typedef struct {
    _Atomic(uintptr_t) code; /* written last: who finds it finds the rest */
    int instruction;
    uint32_t number;
} Entry;

/* Open addressing, at most half full. A table never loses or changes an entry, so it can be
   read without a lock while another thread adds one. */
struct SiteTable {
    SiteTable *smaller; /* the one before, which some thread may still be reading */
    size_t mask;
    size_t used;
    Entry entries[];
};

static SiteTable *
new_table(size_t slots, SiteTable *smaller)
{
    SiteTable *table = PyMem_RawCalloc(1, sizeof(SiteTable) + slots * sizeof(Entry));
    if (table != NULL) {
        table->smaller = smaller;
        table->mask = slots - 1;
    }
    return table;
}

static inline Entry *
find(SiteTable *table, uintptr_t code, int instruction)
{
    size_t at = (code >> 4) ^ ((size_t)(unsigned)instruction * 0x9E3779B1u);
    for (;; at++) {
        Entry *entry = &table->entries[at & table->mask];
        uintptr_t found = atomic_load_explicit(&entry->code, memory_order_acquire);
        if (found == 0 || (found == code && entry->instruction == instruction)) {
            return entry;
        }
    }
}

static void
put(SiteTable *table, uintptr_t code, int instruction, uint32_t number)
{
    Entry *entry = find(table, code, instruction);
    if (atomic_load_explicit(&entry->code, memory_order_relaxed) == 0) {
        entry->instruction = instruction;
        entry->number = number;
        table->used++;
        atomic_store_explicit(&entry->code, code, memory_order_release);
    }
}

/* Without memory for a bigger table a place is simply asked for again the next time. */
static void
keep(Recorder *recorder, uintptr_t code, int instruction, uint32_t number)
{
#ifdef Py_GIL_DISABLED
    PyMutex_Lock(&recorder->learning);
#endif
    SiteTable *table = atomic_load(&recorder->sites);
    if (table == NULL || table->used * 2 > table->mask) {
        SiteTable *bigger = new_table(table ? (table->mask + 1) * 2 : FIRST_SLOTS, table);
        if (bigger != NULL) {
            for (size_t at = 0; table != NULL && at <= table->mask; at++) {
                Entry *entry = &table->entries[at];
                if (entry->code != 0) {
                    put(bigger, entry->code, entry->instruction, entry->number);
                }
            }
            table = bigger;
            atomic_store(&recorder->sites, table);
        }
    }
    if (table != NULL && table->used < table->mask) {
        put(table, code, instruction, number);
    }
#ifdef Py_GIL_DISABLED
    PyMutex_Unlock(&recorder->learning);
#endif
}

void
forget_sites(Recorder *recorder)
{
    SiteTable *table = atomic_exchange(&recorder->sites, NULL);
    while (table != NULL) {
        SiteTable *smaller = table->smaller;
        PyMem_RawFree(table);
        table = smaller;
    }
}

/* Ask `question(frame)` on the Python side for the number of a place; it answers None for
   what must not be kept. */
static int
ask(Recorder *recorder, PyObject *question, int depth, Frame frame, int instruction,
    uint32_t *number)
{
    *number = 0;
    if (question == NULL) {
        return 0;
    }
    UnderWay exception;
    set_aside(&exception);
    uintptr_t code = (uintptr_t)frame_code(frame);
    PyFrameObject *object = frame_object(depth);
    PyObject *answer = NULL;
    if (object != NULL) {
        answer = PyObject_CallFunctionObjArgs(question, (PyObject *)object, NULL);
        Py_DECREF(object);
    }
    if (answer != NULL && answer != Py_None) {
        *number = (uint32_t)PyLong_AsUnsignedLong(answer);
        if (!PyErr_Occurred()) {
            keep(recorder, code, instruction, *number);
        }
    }
    Py_XDECREF(answer);
    return bring_back(&exception);
}

static inline int
number_of(Recorder *recorder, PyObject *question, int depth, Frame frame, int instruction,
          uint32_t *number)
{
    SiteTable *table = atomic_load_explicit(&recorder->sites, memory_order_acquire);
    if (table != NULL) {
        Entry *entry = find(table, (uintptr_t)frame_code(frame), instruction);
        if (atomic_load_explicit(&entry->code, memory_order_relaxed) != 0) {
            *number = entry->number;
            return 0;
        }
    }
    return ask(recorder, question, depth, frame, instruction, number);
}

/* The place where the program is, and its frame: the library's own threading code and ours are
   passed over; 0 where no Python code called. */
int
find_program(Recorder *recorder, Frame *found, uint32_t *site)
{
    int depth = 0;
    *site = 0;
    for (Frame frame = first_frame(); frame != NULL; frame = next_frame(frame), depth++) {
        int instruction = frame_instruction(frame);
        if (number_of(recorder, recorder->learn, depth, frame, instruction, site) < 0) {
            return -1;
        }
        *found = frame;
        if (*site != 0) {
            break;
        }
    }
    return 0;
}

int
site_here(Recorder *recorder, uint32_t *site)
{
    Frame frame;
    return find_program(recorder, &frame, site);
}

/* The frame where the program is, as an object for the Python side, and its site; (None, 0)
   where it is not. */
static PyObject *
program_frame(PyObject *module, PyObject *Py_UNUSED(nothing))
{
    Recorder *recorder = recorder_of(module);
    uint32_t site = 0;
    int depth = 0;
    for (Frame frame = first_frame(); frame != NULL; frame = next_frame(frame), depth++) {
        int instruction = frame_instruction(frame);
        if (number_of(recorder, recorder->learn, depth, frame, instruction, &site) < 0) {
            return NULL;
        }
        if (site != 0) {
            return Py_BuildValue("(NI)", frame_object(depth), site);
        }
    }
    return Py_BuildValue("(OI)", Py_None, 0);
}

/* Whether the library's own threading code called the Python function that asks. */
static PyObject *
called_inside(PyObject *module, PyObject *Py_UNUSED(nothing))
{
    Recorder *recorder = recorder_of(module);
    Frame asking = first_frame(), caller = asking ? next_frame(asking) : NULL;
    uint32_t kind = NOWHERE;
    if (caller != NULL && number_of(recorder, recorder->kind_of, 1, caller, KIND, &kind) < 0) {
        return NULL;
    }
    return PyBool_FromLong(kind == INNER || kind == FACTORY);
}

PyMethodDef site_functions[] = {
    {"called_inside", called_inside, METH_NOARGS, "Whether the library itself called."},
    {"program_frame", program_frame, METH_NOARGS, "The frame where the program is, and its site."},
    {NULL},
};

/* Whose code called us: INNER, LIBRARY or PROGRAM; -1 when asking raised. A FACTORY
   (`threading.RLock`, a function that calls the type) is asked for its own caller. */
int
kind_of_caller(Recorder *recorder)
{
    uint32_t kind = NOWHERE;
    int depth = 0;
    for (Frame frame = first_frame(); frame != NULL; frame = next_frame(frame), depth++) {
        if (number_of(recorder, recorder->kind_of, depth, frame, KIND, &kind) < 0) {
            return -1;
        }
        if (kind != FACTORY) {
            break;
        }
    }
    return (int)kind;
}

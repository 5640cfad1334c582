/* The ring: shared memory into which every thread writes its events, without a lock. */

#include "recorder.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

/* The clock of `time.perf_counter_ns`; module.c refuses to load where it is another one. */
int64_t
now(void)
{
    struct timespec read;
    clock_gettime(CLOCK_MONOTONIC, &read);
    return (int64_t)read.tv_sec * 1000000000 + read.tv_nsec;
}

/* The number is taken away first and written last. A reader of the same memory in another
   process believes a record whose number was the expected one before and after its copy:
   a slot that is being written never carries one. */
void
write_record(Recorder *recorder, int64_t time, int kind, uint32_t lane, uint32_t object,
             uint32_t site, int64_t value, uint64_t link, int flags)
{
    uint64_t number = atomic_fetch_add_explicit(&recorder->last, 1, memory_order_relaxed) + 1;
    Record *slot = &recorder->slots[(number - 1) & recorder->mask];
    atomic_store_explicit(&slot->number, 0, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    slot->time = time ? time : now();
    slot->value = value;
    slot->link = link;
    slot->lane = lane;
    slot->object = object;
    slot->site = site;
    slot->kind = (uint16_t)kind;
    slot->flags = (uint16_t)flags;
    atomic_store_explicit(&slot->number, number, memory_order_release);
}

/* Write into `memory` from now on. Called while the process has one thread that records:
   before the program begins, and in the child of a fork. */
int
attach(Recorder *recorder, PyObject *memory, uint64_t records)
{
    Py_buffer view;
    if (PyObject_GetBuffer(memory, &view, PyBUF_WRITABLE) < 0) {
        return -1;
    }
    if ((uint64_t)view.len < RING_HEADER_SIZE + records * RECORD_SIZE ||
        records & (records - 1) || (uintptr_t)view.buf % _Alignof(Record)) {
        PyBuffer_Release(&view);
        PyErr_SetString(PyExc_ValueError, "this is no memory for a ring");
        return -1;
    }
    Py_buffer before = recorder->memory;
    recorder->memory = view;
    recorder->slots = (Record *)((char *)view.buf + RING_HEADER_SIZE);
    recorder->mask = records - 1;
    atomic_store(&recorder->last, 0);
#ifdef Py_GIL_DISABLED
    recorder->learning = (PyMutex){0}; /* a thread that the fork left behind may have had it */
#endif
    if (before.obj != NULL) {
        PyBuffer_Release(&before);
    }
    return 0;
}

/* A number of any size, as the bits that fit: a recorder must not end a program. */
static int64_t
bits(PyObject *number)
{
    int64_t value = (int64_t)PyLong_AsUnsignedLongLongMask(number);
    if (value == -1 && PyErr_Occurred()) {
        PyErr_Clear();
        value = 0;
    }
    return value;
}

static int64_t
argument(PyObject *const *args, Py_ssize_t count, Py_ssize_t at)
{
    return at < count ? bits(args[at]) : 0;
}

static PyObject *
emit(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    Recorder *recorder = recorder_of(module);
    uint32_t lane;
    if (lane_here(recorder, &lane) < 0) {
        return NULL;
    }
    write_record(recorder, 0, (int)argument(args, count, 0), lane,
                 (uint32_t)argument(args, count, 1), (uint32_t)argument(args, count, 2),
                 argument(args, count, 3), (uint64_t)argument(args, count, 4),
                 (int)argument(args, count, 5));
    return PyLong_FromUnsignedLong(lane);
}

static PyObject *
emit_here(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    Recorder *recorder = recorder_of(module);
    uint32_t lane, site;
    if (place(recorder, &lane, &site) < 0) {
        return NULL;
    }
    write_record(recorder, 0, (int)argument(args, count, 0), lane,
                 (uint32_t)argument(args, count, 1), site, argument(args, count, 2),
                 (uint64_t)argument(args, count, 3), (int)argument(args, count, 4));
    return PyLong_FromUnsignedLong(lane);
}

static PyObject *
emit_at(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    Recorder *recorder = recorder_of(module);
    uint32_t lane;
    if (lane_here(recorder, &lane) < 0) {
        return NULL;
    }
    write_record(recorder, argument(args, count, 0), (int)argument(args, count, 1), lane,
                 (uint32_t)argument(args, count, 2), (uint32_t)argument(args, count, 3),
                 argument(args, count, 4), 0, 0);
    Py_RETURN_NONE;
}

static PyObject *
ticket(PyObject *module, PyObject *Py_UNUSED(nothing))
{
    return PyLong_FromUnsignedLongLong(new_ticket(recorder_of(module)));
}

static PyObject *
attach_memory(PyObject *module, PyObject *args)
{
    PyObject *memory;
    unsigned long long records;
    if (!PyArg_ParseTuple(args, "OK", &memory, &records) ||
        attach(recorder_of(module), memory, records) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* A definition goes to a file in the page cache: that takes a microsecond, and to let go of
   the GIL for it would take many, where other threads wait for it. */
static PyObject *
append(PyObject *Py_UNUSED(module), PyObject *args)
{
    int descriptor;
    Py_buffer line;
    if (!PyArg_ParseTuple(args, "iy*", &descriptor, &line)) {
        return NULL;
    }
    ssize_t written;
    do {
        written = write(descriptor, line.buf, (size_t)line.len);
    } while (written < 0 && errno == EINTR);
    PyBuffer_Release(&line);
    return written < 0 ? PyErr_SetFromErrno(PyExc_OSError) : PyLong_FromSsize_t(written);
}

/* The row of a sync object whose words are plain: programs make futures by the thousand.
   False where it cannot be written so; `definitions.py` then does it. */
static PyObject *
append_object(PyObject *Py_UNUSED(module), PyObject *args)
{
    int descriptor;
    unsigned int number, site, owner;
    const char *kind, *name;
    if (!PyArg_ParseTuple(args, "iIssII", &descriptor, &number, &kind, &name, &site, &owner)) {
        PyErr_Clear(); /* a name that is no text */
        Py_RETURN_FALSE;
    }
    for (const char *at = name; *at != 0; at++) {
        if ((unsigned char)*at < ' ' || (unsigned char)*at > '~' || *at == '"' || *at == '\\') {
            Py_RETURN_FALSE;
        }
    }
    char line[256];
    const char *quotes = *name ? "\"" : "";
    int length = snprintf(line, sizeof line,
                          "{\"object\":{\"id\":%u,\"kind\":\"%s\",\"name\":%s%s%s,"
                          "\"site\":%u,\"owner\":%u}}\n",
                          number, kind, quotes, *name ? name : "null", quotes, site, owner);
    bool whole = length > 0 && (size_t)length < sizeof line &&
                 write(descriptor, line, (size_t)length) == length;
    return PyBool_FromLong(whole);
}

PyMethodDef ring_functions[] = {
    {"append_object", append_object, METH_VARARGS,
     "append_object(descriptor, number, kind, name, site, owner): its row, if it is plain."},
    {"append", append, METH_VARARGS, "append(descriptor, line): `os.write`, GIL in hand."},
    {"emit", (PyCFunction)(void (*)(void))emit, METH_FASTCALL,
     "emit(kind, object=0, site=0, value=0, link=0, flags=0): write an event; return the lane."},
    {"emit_here", (PyCFunction)(void (*)(void))emit_here, METH_FASTCALL,
     "emit_here(kind, object=0, value=0, link=0, flags=0): the same, where the program is."},
    {"emit_at", (PyCFunction)(void (*)(void))emit_at, METH_FASTCALL,
     "emit_at(time, kind, object, site, value): an event that happened at `time`."},
    {"ticket", ticket, METH_NOARGS, "Return the next ticket."},
    {"attach", attach_memory, METH_VARARGS, "attach(memory, records): write there from now on."},
    {NULL},
};

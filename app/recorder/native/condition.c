/* Conditions: the lock that one thread waits at inside `Condition.wait`.

   Whoever notifies releases that lock, so the release of it *is* the wake-up, and carries a
   ticket to the wait that it ends. */

#include "recorder.h"

typedef struct {
    PyObject_HEAD
    PyThread_type_lock raw;
    Recorder *recorder;
    _Atomic uint64_t ticket;
    uint32_t number;
    bool armed;
    _Atomic bool locked;
} Waiter;

static int
acquire_armed(Waiter *self, int64_t limit)
{
    uint32_t lane, site;
    Recorder *recorder = self->recorder;
    if (place(recorder, &lane, &site) < 0) {
        return -1;
    }
    int64_t told = limit == -2 ? 0 : limit;
    write_record(recorder, 0, WAIT_BEGAN, lane, self->number, site, told, 0, OP_WAIT);
    int result = try_raw(self->raw) ? 1 : limit == -2 ? 0 : acquire_raw(self->raw, limit);
    if (result > 0) {
        self->locked = true;
    }
    int flags = result > 0 ? 0 : result == 0 ? TIMED_OUT : INTERRUPTED;
    uint64_t link = result == 0 ? 0 : self->ticket;
    write_record(recorder, 0, WAIT_ENDED, lane, self->number, site, 0, link, flags);
    return result;
}

static PyObject *
waiter_acquire(PyObject *object, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    Waiter *self = (Waiter *)object;
    if (!self->armed) { /* the first time it is free, and nobody else knows of it */
        self->armed = self->locked = true;
        PyThread_acquire_lock(self->raw, 1);
        Py_RETURN_TRUE;
    }
    int64_t limit;
    if (read_limit(self->recorder->real_lock, "acquire", args, count, names, &limit) < 0) {
        return NULL;
    }
    int result = acquire_armed(self, limit);
    return result < 0 ? NULL : PyBool_FromLong(result);
}

static PyObject *
waiter_release(PyObject *object, PyObject *Py_UNUSED(nothing))
{
    Waiter *self = (Waiter *)object;
    int placed = 0;
    if (self->locked) {
        uint32_t lane = 0, site = 0;
        placed = place(self->recorder, &lane, &site);
        self->ticket = new_ticket(self->recorder);
        if (lane != 0) {
            write_record(self->recorder, 0, CONDITION_NOTIFIED, lane, self->number, site, 1,
                         self->ticket, 0);
        }
    }
    bool locked = true;
    if (!atomic_compare_exchange_strong(&self->locked, &locked, false)) {
        PyErr_SetString(PyExc_RuntimeError, "release unlocked lock");
        return NULL;
    }
    PyThread_release_lock(self->raw);
    if (placed < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static void
waiter_dealloc(PyObject *object)
{
    Waiter *self = (Waiter *)object;
    PyTypeObject *type = Py_TYPE(self);
    free_raw(self->raw, self->locked);
    type->tp_free(object);
    Py_DECREF(type);
}

static PyMethodDef waiter_methods[] = {
    {"acquire", (PyCFunction)(void (*)(void))waiter_acquire, KEYWORDS},
    {"release", waiter_release, METH_NOARGS},
    {NULL},
};

PyTypeObject *
make_waiter_type(PyObject *module)
{
    PyType_Slot slots[] = {
        {Py_tp_methods, waiter_methods}, {Py_tp_dealloc, waiter_dealloc}, {0}};
    PyType_Spec spec = {
        .name = "_thread.lock",
        .basicsize = sizeof(Waiter),
        .flags = Py_TPFLAGS_DEFAULT,
        .slots = slots,
    };
    return (PyTypeObject *)PyType_FromModuleAndSpec(module, &spec, NULL);
}

/* What `threading` calls where a Condition needs a lock to wait at. */
static PyObject *
make_waiter(PyObject *module, PyObject *Py_UNUSED(nothing))
{
    Recorder *recorder = recorder_of(module);
    uint32_t number = this_thread(recorder)->condition;
    if (number == 0) {
        return PyObject_CallObject(recorder->real_lock, NULL);
    }
    PyThread_type_lock raw = new_raw();
    if (raw == NULL) {
        return NULL;
    }
    Waiter *self = (Waiter *)recorder->waiter_type->tp_alloc(recorder->waiter_type, 0);
    if (self == NULL) {
        PyThread_free_lock(raw);
        return NULL;
    }
    self->raw = raw;
    self->recorder = recorder;
    self->number = number;
    return (PyObject *)self;
}

static PyObject *
about_to_wait(PyObject *module, PyObject *condition)
{
    uint32_t number = (uint32_t)PyLong_AsUnsignedLong(condition);
    if (PyErr_Occurred()) {
        return NULL;
    }
    this_thread(recorder_of(module))->condition = number;
    Py_RETURN_NONE;
}

PyMethodDef condition_functions[] = {
    {"make_waiter", make_waiter, METH_NOARGS, "A lock to wait at, of the condition if known."},
    {"about_to_wait", about_to_wait, METH_O, "The thread is about to wait for that condition."},
    {NULL},
};

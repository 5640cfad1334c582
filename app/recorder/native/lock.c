/* Locks: `threading.Lock`, and the inner locks of other sync objects (`quiet`).

   Not a wrapper: it stands on the same lock of the platform that the real one stands on,
   so a free lock costs one atomic step and its event. What it is made of does not matter
   to anyone: name, lock_methods, documentation and errors are those of this Python's own. */

#include "recorder.h"

typedef struct {
    PyObject_HEAD
    PyThread_type_lock raw;
    Recorder *recorder; /* of the module that our type keeps alive */
    PyObject *references;
    uint32_t number;
    uint32_t holder;
    bool quiet;
    _Atomic bool locked;
} Lock;

static void
lock_got(Lock *self, uint32_t lane, uint32_t site, int flags)
{
    atomic_store_explicit(&self->locked, true, memory_order_relaxed);
    if (!self->quiet) {
        self->holder = lane;
        write_record(self->recorder, 0, LOCK_ACQUIRED, lane, self->number, site, 1, 0, flags);
    }
}

/* The lock is taken: wait for it. The wait ends by the acquisition, a refusal, or an
   exception of a signal handler, and each of them says so. */
static int
lock_wait_for(Lock *self, uint32_t lane, uint32_t site, int64_t limit)
{
    Recorder *recorder = self->recorder;
    write_record(recorder, 0, WAIT_BEGAN, lane, self->number, site, limit, 0, OP_ACQUIRE);
    int result = acquire_raw(self->raw, limit);
    if (result > 0) {
        lock_got(self, lane, site, WAITED);
    }
    else if (result == 0) {
        write_record(recorder, 0, LOCK_REFUSED, lane, self->number, site, 0, 0, TIMED_OUT);
    }
    else {
        write_record(recorder, 0, WAIT_ENDED, lane, self->number, limit < 0 ? 0 : site, 0, 0,
                     INTERRUPTED);
    }
    return result;
}

/* Only a wait without limit for the inside of a known object is told, as its owner's; and
   not while the thread is in a wait for an object already. */
static int
lock_wait_quietly(Lock *self, int64_t limit)
{
    Recorder *recorder = self->recorder;
    uint32_t lane = 0, site = 0;
    bool told = limit == -1 && self->number && this_thread(recorder)->waits_for == 0;
    if (told) {
        if (place(recorder, &lane, &site) < 0) {
            return -1;
        }
        write_record(recorder, 0, WAIT_BEGAN, lane, self->number, site, -1, 0, OP_ENTER);
    }
    int result = acquire_raw(self->raw, limit);
    if (result > 0) {
        lock_got(self, lane, site, 0);
    }
    if (told) {
        write_record(recorder, 0, WAIT_ENDED, lane, self->number, 0, 0, 0,
                     result < 0 ? INTERRUPTED : 0);
    }
    return result;
}

static int
lock_acquire_within(Lock *self, int64_t limit)
{
    uint32_t lane = 0, site = 0;
    if (!self->quiet && place(self->recorder, &lane, &site) < 0) {
        return -1;
    }
    if (try_raw(self->raw)) {
        lock_got(self, lane, site, 0);
        return 1;
    }
    if (limit == -2) {
        if (!self->quiet) {
            write_record(self->recorder, 0, LOCK_REFUSED, lane, self->number, site, 0, 0, 0);
        }
        return 0;
    }
    return self->quiet ? lock_wait_quietly(self, limit) : lock_wait_for(self, lane, site, limit);
}

static PyObject *
lock_acquire_as(Lock *self, const char *name, PyObject *const *args, Py_ssize_t count,
           PyObject *names)
{
    int64_t limit;
    if (read_limit(self->recorder->real_lock, name, args, count, names, &limit) < 0) {
        return NULL;
    }
    int result = lock_acquire_within(self, limit);
    return result < 0 ? NULL : PyBool_FromLong(result);
}

static PyObject *
lock_acquire(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    return lock_acquire_as((Lock *)self, "acquire", args, count, names);
}

static PyObject *
lock_enter(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    return lock_acquire_as((Lock *)self, "__enter__", args, count, names);
}

/* Tell of a release just before it takes effect. A handler may raise while the place is
   learned, the first time: the lock is given back all the same, and then it is raised. */
static int
lock_tell_release(Lock *self, bool by_anyone)
{
    uint32_t lane = 0, site = 0;
    int result = place(self->recorder, &lane, &site);
    if (lane != 0) {
        int flags = by_anyone && lane != self->holder ? FOREIGN : 0;
        write_record(self->recorder, 0, LOCK_RELEASED, lane, self->number, site, 0, 0, flags);
    }
    self->holder = 0;
    return result;
}

static PyObject *
lock_release_by(Lock *self, bool by_anyone)
{
    int told = 0;
    if (!self->quiet && self->holder) {
        told = lock_tell_release(self, by_anyone);
    }
    bool locked = true;
    if (!atomic_compare_exchange_strong(&self->locked, &locked, false)) {
        PyErr_SetString(PyExc_RuntimeError, "release unlocked lock");
        return NULL;
    }
    PyThread_release_lock(self->raw);
    if (told < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
lock_release(PyObject *self, PyObject *Py_UNUSED(nothing))
{
    return lock_release_by((Lock *)self, true);
}

static PyObject *
lock_exit(PyObject *self, PyObject *const *Py_UNUSED(args), Py_ssize_t Py_UNUSED(count))
{
    return lock_release_by((Lock *)self, false);
}

static PyObject *
lock_locked(PyObject *self, PyObject *Py_UNUSED(nothing))
{
    return PyBool_FromLong(((Lock *)self)->locked);
}

/* In the child of a fork the old lock may be in the middle of anything: it is left alone,
   as CPython leaves it. */
static PyObject *
lock_reinit(PyObject *object, PyObject *Py_UNUSED(nothing))
{
    Lock *self = (Lock *)object;
    PyThread_type_lock raw = PyThread_allocate_lock();
    if (raw == NULL) {
        return PyErr_NoMemory();
    }
    self->raw = raw;
    self->locked = false;
    self->holder = 0;
    Py_RETURN_NONE;
}

static PyObject *
lock_repr(PyObject *self)
{
    return PyUnicode_FromFormat("<%s %s object at %p>",
                                ((Lock *)self)->locked ? "locked" : "unlocked",
                                Py_TYPE(self)->tp_name, self);
}

static PyObject *
lock_make(Recorder *recorder, uint32_t number, bool quiet)
{
    PyThread_type_lock raw = new_raw();
    if (raw == NULL) {
        return NULL;
    }
    Lock *self = (Lock *)recorder->lock_type->tp_alloc(recorder->lock_type, 0);
    if (self == NULL) {
        PyThread_free_lock(raw);
        return NULL;
    }
    self->raw = raw;
    self->recorder = recorder;
    self->number = number;
    self->quiet = quiet;
    return (PyObject *)self;
}

/* The Python side decides what is made: it looks at who calls, and for the name. */
static PyObject *
lock_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
#if PY_VERSION_HEX >= 0x030D0000
    Recorder *recorder = (Recorder *)PyType_GetModuleState(type);
    if (recorder != NULL && recorder->new_lock != NULL) {
        return PyObject_Call(recorder->new_lock, args, named);
    }
#else
    (void)args, (void)named;
#endif
    PyErr_Format(PyExc_TypeError, "cannot create '%s' instances", type->tp_name);
    return NULL;
}

static void
lock_dealloc(PyObject *object)
{
    Lock *self = (Lock *)object;
    PyTypeObject *type = Py_TYPE(self);
    if (self->references != NULL) {
        PyObject_ClearWeakRefs(object);
    }
    free_raw(self->raw, self->locked);
    type->tp_free(object);
    Py_DECREF(type);
}

static const PyMethodDef lock_methods[] = {
    {"acquire", (PyCFunction)(void (*)(void))lock_acquire, KEYWORDS},
    {"acquire_lock", (PyCFunction)(void (*)(void))lock_acquire, KEYWORDS},
    {"release", lock_release, METH_NOARGS},
    {"release_lock", lock_release, METH_NOARGS},
    {"locked", lock_locked, METH_NOARGS},
    {"locked_lock", lock_locked, METH_NOARGS},
    {"__enter__", (PyCFunction)(void (*)(void))lock_enter, KEYWORDS},
    {"__exit__", (PyCFunction)(void (*)(void))lock_exit, METH_FASTCALL},
    {"_at_fork_reinit", lock_reinit, METH_NOARGS},
    {NULL},
};

PyTypeObject *
make_lock_type(PyObject *module, PyTypeObject *real)
{
    return make_type_like(module, real, "_thread.lock", sizeof(Lock), 0,
                          offsetof(Lock, references), lock_methods,
                          (PyType_Slot[]){{Py_tp_dealloc, lock_dealloc},
                                          {Py_tp_repr, lock_repr},
                                          {Py_tp_new, lock_new},
                                          {0}});
}

static PyObject *
make_lock(PyObject *module, PyObject *args)
{
    unsigned int number;
    int quiet;
    if (!PyArg_ParseTuple(args, "Ip", &number, &quiet)) {
        return NULL;
    }
    return lock_make(recorder_of(module), number, quiet);
}

/* Waits for the inner lock of a sync object are from now on waits to enter that. */
void
lock_belongs(PyObject *lock, uint32_t owner)
{
    if (((Lock *)lock)->quiet) {
        ((Lock *)lock)->number = owner;
    }
}

static PyObject *
belongs(PyObject *module, PyObject *args)
{
    PyObject *lock;
    unsigned int owner;
    if (!PyArg_ParseTuple(args, "OI", &lock, &owner)) {
        return NULL;
    }
    if (Py_IS_TYPE(lock, recorder_of(module)->lock_type)) {
        lock_belongs(lock, owner);
    }
    Py_RETURN_NONE;
}

PyMethodDef lock_functions[] = {
    {"make_lock", make_lock, METH_VARARGS, "make_lock(number, quiet): a new lock."},
    {"belongs", belongs, METH_VARARGS, "belongs(lock, owner): a quiet lock is part of owner."},
    {NULL},
};

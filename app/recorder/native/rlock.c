/* RLocks: locks that their holder may acquire again, with their depth.

   A quiet one was made by the standard library for itself and tells nothing. */

#include "recorder.h"

typedef struct {
    PyObject_HEAD
    PyThread_type_lock raw;
    Recorder *recorder;
    PyObject *references;
    _Atomic unsigned long owner; /* ident of the thread that holds it; 0 for nobody */
    unsigned long depth;         /* changed by the owner alone */
    uint32_t number;
    bool quiet;
} RLock;

static bool
rlock_is_mine(RLock *self)
{
    return atomic_load_explicit(&self->owner, memory_order_relaxed) ==
           PyThread_get_thread_ident();
}

static void
rlock_tell(RLock *self, int kind, uint32_t lane, uint32_t site, int64_t value, int flags)
{
    if (!self->quiet && lane != 0) {
        write_record(self->recorder, 0, kind, lane, self->number, site, value, 0, flags);
    }
}

static int
rlock_place_of(RLock *self, uint32_t *lane, uint32_t *site)
{
    return self->quiet ? 0 : place(self->recorder, lane, site);
}

static void
rlock_got(RLock *self, unsigned long depth)
{
    self->depth = depth;
    atomic_store_explicit(&self->owner, PyThread_get_thread_ident(), memory_order_relaxed);
}

static int
rlock_acquire_within(RLock *self, int64_t limit)
{
    uint32_t lane = 0, site = 0;
    if (rlock_place_of(self, &lane, &site) < 0) {
        return -1;
    }
    if (rlock_is_mine(self)) {
        self->depth++;
        rlock_tell(self, LOCK_ACQUIRED, lane, site, (int64_t)self->depth, 0);
        return 1;
    }
    if (try_raw(self->raw)) {
        rlock_got(self, 1);
        rlock_tell(self, LOCK_ACQUIRED, lane, site, 1, 0);
        return 1;
    }
    if (limit == -2) {
        rlock_tell(self, LOCK_REFUSED, lane, site, 0, 0);
        return 0;
    }
    rlock_tell(self, WAIT_BEGAN, lane, site, limit, OP_ACQUIRE);
    int result = acquire_raw(self->raw, limit);
    if (result > 0) {
        rlock_got(self, 1);
        rlock_tell(self, LOCK_ACQUIRED, lane, site, 1, WAITED);
    }
    else if (result == 0) {
        rlock_tell(self, LOCK_REFUSED, lane, site, 0, TIMED_OUT);
    }
    else {
        rlock_tell(self, WAIT_ENDED, lane, limit < 0 ? 0 : site, 0, INTERRUPTED);
    }
    return result;
}

static PyObject *
rlock_acquire_as(RLock *self, const char *name, PyObject *const *args, Py_ssize_t count,
           PyObject *names)
{
    int64_t limit;
    if (read_limit(self->recorder->real_rlock, name, args, count, names, &limit) < 0) {
        return NULL;
    }
    int result = rlock_acquire_within(self, limit);
    return result < 0 ? NULL : PyBool_FromLong(result);
}

static PyObject *
rlock_acquire(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    return rlock_acquire_as((RLock *)self, "acquire", args, count, names);
}

static PyObject *
rlock_enter(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    return rlock_acquire_as((RLock *)self, "__enter__", args, count, names);
}

static void
rlock_give_back(RLock *self)
{
    self->depth = 0;
    atomic_store_explicit(&self->owner, 0, memory_order_relaxed);
    PyThread_release_lock(self->raw);
}

/* See `tell_release` in lock.c: an exception met on the way is raised after the release. */
static PyObject *
rlock_release(PyObject *object, PyObject *Py_UNUSED(nothing))
{
    RLock *self = (RLock *)object;
    if (!rlock_is_mine(self)) {
        PyErr_SetString(PyExc_RuntimeError, "cannot release un-acquired lock");
        return NULL;
    }
    uint32_t lane = 0, site = 0;
    int placed = rlock_place_of(self, &lane, &site);
    rlock_tell(self, LOCK_RELEASED, lane, site, (int64_t)self->depth - 1, 0);
    if (self->depth > 1) {
        self->depth--;
    }
    else {
        rlock_give_back(self);
    }
    if (placed < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
rlock_exit(PyObject *self, PyObject *const *Py_UNUSED(args), Py_ssize_t Py_UNUSED(count))
{
    return rlock_release(self, NULL);
}

static PyObject *
rlock_locked(PyObject *self, PyObject *Py_UNUSED(nothing))
{
    return PyBool_FromLong(((RLock *)self)->owner != 0);
}

static PyObject *
rlock_is_owned(PyObject *self, PyObject *Py_UNUSED(nothing))
{
    return PyBool_FromLong(rlock_is_mine((RLock *)self));
}

static PyObject *
rlock_recursion_count(PyObject *self, PyObject *Py_UNUSED(nothing))
{
    return PyLong_FromUnsignedLong(rlock_is_mine((RLock *)self) ? ((RLock *)self)->depth : 0);
}

/* `Condition.wait` gives back all of the lock, and takes it again as often. */
static PyObject *
rlock_release_save(PyObject *object, PyObject *Py_UNUSED(nothing))
{
    RLock *self = (RLock *)object;
    if (!rlock_is_mine(self)) {
        PyErr_SetString(PyExc_RuntimeError, "cannot release un-acquired lock");
        return NULL;
    }
    uint32_t lane = 0, site = 0;
    if (rlock_place_of(self, &lane, &site) < 0) {
        return NULL;
    }
    PyObject *state = Py_BuildValue("kk", self->depth, self->owner);
    if (state != NULL) {
        rlock_tell(self, LOCK_RELEASED, lane, site, 0, 0);
        rlock_give_back(self);
    }
    return state;
}

/* As in the real one, nothing ends this wait but the lock. */
static PyObject *
rlock_acquire_restore(PyObject *object, PyObject *args)
{
    RLock *self = (RLock *)object;
    unsigned long depth, owner;
    if (!PyArg_ParseTuple(args, "(kk):_acquire_restore", &depth, &owner)) {
        return NULL;
    }
    uint32_t lane = 0, site = 0;
    int placed = rlock_place_of(self, &lane, &site);
    int waited = 0;
    if (!try_raw(self->raw)) {
        waited = WAITED;
        rlock_tell(self, WAIT_BEGAN, lane, site, -1, OP_ACQUIRE);
        Py_BEGIN_ALLOW_THREADS
        PyThread_acquire_lock(self->raw, 1);
        Py_END_ALLOW_THREADS
    }
    rlock_got(self, depth);
    rlock_tell(self, LOCK_ACQUIRED, lane, site, (int64_t)depth, waited);
    if (placed < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
rlock_reinit(PyObject *object, PyObject *Py_UNUSED(nothing))
{
    RLock *self = (RLock *)object;
    PyThread_type_lock raw = PyThread_allocate_lock();
    if (raw == NULL) {
        return PyErr_NoMemory();
    }
    self->raw = raw;
    self->owner = self->depth = 0;
    Py_RETURN_NONE;
}

static PyObject *
rlock_repr(PyObject *object)
{
    RLock *self = (RLock *)object;
    return PyUnicode_FromFormat("<%s %s object owner=%lu count=%lu at %p>",
                                self->owner ? "locked" : "unlocked", Py_TYPE(self)->tp_name,
                                self->owner, self->depth, self);
}

static PyObject *
rlock_make(PyTypeObject *type, Recorder *recorder, uint32_t number, bool quiet)
{
    PyThread_type_lock raw = new_raw();
    if (raw == NULL) {
        return NULL;
    }
    RLock *self = (RLock *)type->tp_alloc(type, 0);
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

/* Inside a Condition or Future nobody sees the type: there it is a real one. */
static PyObject *
rlock_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    Recorder *recorder = recorder_of_type(type);
    if (recorder == NULL) {
        return NULL;
    }
    /* Where a subclass has an `__init__`, the arguments are for that. */
    bool are_ours = type->tp_init == PyBaseObject_Type.tp_init;
    if (are_ours && (PyTuple_GET_SIZE(args) || (named != NULL && PyDict_GET_SIZE(named)))) {
        PyObject *raw = PyObject_Call(recorder->real_rlock, args, named);
        if (raw == NULL) { /* arguments that this Python refuses */
            return NULL;
        }
        Py_DECREF(raw);
    }
    if (type == recorder->rlock_type) {
        int kind = kind_of_caller(recorder);
        if (kind < 0) {
            return NULL;
        }
        if (kind == INNER) {
            return PyObject_CallObject(recorder->real_rlock, NULL);
        }
        if (kind == LIBRARY) {
            return rlock_make(type, recorder, 0, true);
        }
    }
    PyObject *number = PyObject_CallObject(recorder->new_rlock, NULL);
    if (number == NULL) {
        return NULL;
    }
    PyObject *made = rlock_make(type, recorder, (uint32_t)PyLong_AsUnsignedLong(number), false);
    Py_DECREF(number);
    return made;
}

static void
rlock_dealloc(PyObject *object)
{
    RLock *self = (RLock *)object;
    PyTypeObject *type = Py_TYPE(self);
    if (self->references != NULL) {
        PyObject_ClearWeakRefs(object);
    }
    free_raw(self->raw, self->owner != 0);
    type->tp_free(object);
    Py_DECREF(type);
}

static const PyMethodDef rlock_methods[] = {
    {"acquire", (PyCFunction)(void (*)(void))rlock_acquire, KEYWORDS},
    {"release", rlock_release, METH_NOARGS},
    {"locked", rlock_locked, METH_NOARGS},
    {"__enter__", (PyCFunction)(void (*)(void))rlock_enter, KEYWORDS},
    {"__exit__", (PyCFunction)(void (*)(void))rlock_exit, METH_FASTCALL},
    {"_is_owned", rlock_is_owned, METH_NOARGS},
    {"_recursion_count", rlock_recursion_count, METH_NOARGS},
    {"_release_save", rlock_release_save, METH_NOARGS},
    {"_acquire_restore", rlock_acquire_restore, METH_VARARGS},
    {"_at_fork_reinit", rlock_reinit, METH_NOARGS},
    {NULL},
};

PyTypeObject *
make_rlock_type(PyObject *module, PyTypeObject *real)
{
    return make_type_like(module, real, "_thread.RLock", sizeof(RLock), Py_TPFLAGS_BASETYPE,
                          offsetof(RLock, references), rlock_methods,
                          (PyType_Slot[]){{Py_tp_dealloc, rlock_dealloc},
                                          {Py_tp_repr, rlock_repr},
                                          {Py_tp_new, rlock_new},
                                          {0}});
}

static PyObject *
make_rlock(PyObject *module, PyObject *number)
{
    Recorder *recorder = recorder_of(module);
    uint32_t object = (uint32_t)PyLong_AsUnsignedLong(number);
    return PyErr_Occurred() ? NULL : rlock_make(recorder->rlock_type, recorder, object, false);
}

PyMethodDef rlock_functions[] = {
    {"make_rlock", make_rlock, METH_O, "make_rlock(number): a new RLock, of that number."},
    {NULL},
};

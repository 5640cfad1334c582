/* The module: what the Python half of the recorder sees of the compiled one.

   Every interpreter of a process has a state of its own. Nothing in it is shared but the
   count of recorders, so it needs neither the GIL nor another interpreter's. */

#include "recorder.h"

static _Atomic uint64_t recorders;

/* This is compiled for one build: private structures are read. Another patch release with
   the same file name tag must use its own. */
static int
check_build(void)
{
    PyObject *version = PySys_GetObject("hexversion");
    if (version == NULL || PyLong_AsUnsignedLong(version) != PY_VERSION_HEX) {
        PyErr_Clear();
        PyErr_SetString(PyExc_ImportError, "compiled for another build of Python");
        return -1;
    }
    return 0;
}

static int64_t
clock_of_python(void)
{
    PyObject *time = PyImport_ImportModule("time");
    PyObject *read = time ? PyObject_CallMethod(time, "perf_counter_ns", NULL) : NULL;
    int64_t value = read ? PyLong_AsLongLong(read) : -1;
    Py_XDECREF(read);
    Py_XDECREF(time);
    return value;
}

/* Events recorded by the two halves must be in one order. */
static int
check_clock(void)
{
    int64_t before = clock_of_python(), between = now(), after = clock_of_python();
    if (before < 0 || after < 0) {
        return -1;
    }
    if (between < before || between > after) {
        PyErr_SetString(PyExc_ImportError, "time.perf_counter_ns reads another clock here");
        return -1;
    }
    return 0;
}

static PyTypeObject *
real_type(PyObject *threads, const char *name)
{
    PyObject *type = PyObject_GetAttrString(threads, name);
    if (type != NULL && !PyType_Check(type)) {
        PyErr_SetString(PyExc_ImportError, "this is not the lock type of CPython");
        Py_CLEAR(type);
    }
    return (PyTypeObject *)type;
}

static int
make_types(PyObject *module, Recorder *recorder)
{
    PyObject *threads = PyImport_ImportModule("_thread");
    if (threads == NULL) {
        return -1;
    }
    PyTypeObject *lock = real_type(threads, "LockType"), *rlock = real_type(threads, "RLock");
    if (lock != NULL && rlock != NULL) {
        recorder->real_lock = PyObject_GetAttrString(threads, "allocate_lock");
        recorder->real_rlock = Py_NewRef((PyObject *)rlock);
        recorder->lock_type = make_lock_type(module, lock);
        recorder->rlock_type = make_rlock_type(module, rlock);
        recorder->waiter_type = make_waiter_type(module);
        recorder->role_type = make_role_type(module);
        recorder->mark = PyUnicode_InternFromString("_threadline");
    }
    Py_XDECREF(lock);
    Py_XDECREF(rlock);
    Py_DECREF(threads);
    return recorder->real_lock && recorder->lock_type && recorder->rlock_type &&
                   recorder->waiter_type && recorder->role_type && recorder->mark
               ? 0
               : -1;
}

static int
begin_module(PyObject *module)
{
    Recorder *recorder = recorder_of(module);
    recorder->serial = atomic_fetch_add(&recorders, 1) + 1;
    if (check_build() < 0 || check_clock() < 0 || make_types(module, recorder) < 0) {
        return -1;
    }
    if (PyObject_SetAttrString(module, "lock", (PyObject *)recorder->lock_type) < 0 ||
        PyObject_SetAttrString(module, "RLock", (PyObject *)recorder->rlock_type) < 0) {
        return -1;
    }
    PyMethodDef *all[] = {ring_functions, lane_functions,      site_functions, lock_functions,
                          rlock_functions, condition_functions, role_functions,
                          object_functions};
    for (size_t at = 0; at < Py_ARRAY_LENGTH(all); at++) {
        if (PyModule_AddFunctions(module, all[at]) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Questions that only the Python side can answer, each asked once for a thing. */
static PyObject *
connect(PyObject *module, PyObject *args, PyObject *named)
{
    static char *names[] = {"here", "learn", "kind_of", "new_lock", "new_rlock", "add", NULL};
    PyObject *given[6] = {NULL};
    if (!PyArg_ParseTupleAndKeywords(args, named, "|$OOOOOO", names, &given[0], &given[1],
                                     &given[2], &given[3], &given[4], &given[5])) {
        return NULL;
    }
    Recorder *recorder = recorder_of(module);
    PyObject **questions[] = {&recorder->here, &recorder->learn, &recorder->kind_of,
                              &recorder->new_lock, &recorder->new_rlock, &recorder->add};
    for (size_t at = 0; at < Py_ARRAY_LENGTH(questions); at++) {
        if (given[at] != NULL) {
            Py_XSETREF(*questions[at], Py_NewRef(given[at]));
        }
    }
    Py_RETURN_NONE;
}

static PyMethodDef module_functions[] = {
    {"connect", (PyCFunction)(void (*)(void))connect, METH_VARARGS | METH_KEYWORDS,
     "connect(**questions): whom to ask for what is met for the first time."},
    {NULL},
};

static int
traverse_module(PyObject *module, visitproc visit, void *arg)
{
    Recorder *recorder = recorder_of(module);
    Py_VISIT(recorder->lock_type);
    Py_VISIT(recorder->rlock_type);
    Py_VISIT(recorder->waiter_type);
    Py_VISIT(recorder->role_type);
    Py_VISIT(recorder->here);
    Py_VISIT(recorder->learn);
    Py_VISIT(recorder->kind_of);
    Py_VISIT(recorder->new_lock);
    Py_VISIT(recorder->new_rlock);
    Py_VISIT(recorder->add);
    return 0;
}

/* What runs after this (a finalizer that releases a lock) is still recorded: the ring, the
   lanes and the places known stay, only questions are no longer asked. */
static int
clear_module(PyObject *module)
{
    Recorder *recorder = recorder_of(module);
    Py_CLEAR(recorder->here);
    Py_CLEAR(recorder->learn);
    Py_CLEAR(recorder->kind_of);
    Py_CLEAR(recorder->new_lock);
    Py_CLEAR(recorder->new_rlock);
    Py_CLEAR(recorder->add);
    return 0;
}

/* The last type of ours is gone, and so is every lock. */
static void
end_module(void *module)
{
    Recorder *recorder = recorder_of(module);
    clear_module(module);
    Py_CLEAR(recorder->lock_type);
    Py_CLEAR(recorder->rlock_type);
    Py_CLEAR(recorder->waiter_type);
    Py_CLEAR(recorder->role_type);
    Py_CLEAR(recorder->mark);
    Py_CLEAR(recorder->real_lock);
    Py_CLEAR(recorder->real_rlock);
    forget_sites(recorder);
    forget_plans(recorder);
    if (recorder->memory.obj != NULL) {
        PyBuffer_Release(&recorder->memory);
    }
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, begin_module},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_threadline_native",
    .m_doc = "The compiled recorder of Threadline.",
    .m_size = sizeof(Recorder),
    .m_methods = module_functions,
    .m_slots = module_slots,
    .m_traverse = traverse_module,
    .m_clear = clear_module,
    .m_free = end_module,
};

Recorder *
recorder_of_type(PyTypeObject *type)
{
    for (; type != NULL; type = type->tp_base) {
        PyObject *module = type->tp_flags & Py_TPFLAGS_HEAPTYPE
                               ? ((PyHeapTypeObject *)type)->ht_module
                               : NULL;
        if (module != NULL && PyModule_GetDef(module) == &definition) {
            return recorder_of(module);
        }
    }
    PyErr_SetString(PyExc_TypeError, "not a type of this recorder");
    return NULL;
}

PyMODINIT_FUNC
PyInit__threadline_native(void)
{
    return PyModuleDef_Init(&definition);
}

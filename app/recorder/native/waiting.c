/* Waiting: the arguments of `acquire`, and the one place where a thread really blocks. */

#include "recorder.h"

#include <math.h>

/* A time limit in seconds as nanoseconds; -1 for none or for what is no number. */
int64_t
limit_ns(PyObject *limit)
{
    if (limit == Py_None) {
        return -1;
    }
    double seconds = PyFloat_AsDouble(limit);
    if (seconds == -1 && PyErr_Occurred()) {
        PyErr_Clear();
        return -1;
    }
    double nanoseconds = seconds * 1e9;
    if (isnan(nanoseconds) || isinf(nanoseconds)) {
        return -1;
    }
    if (nanoseconds < 0) {
        return 0;
    }
    return nanoseconds < (double)INT64_MAX ? (int64_t)nanoseconds : INT64_MAX;
}

/* Read what `acquire` was given: `limit` in ns, -1 to wait for ever, -2 not to wait at all.

   Unusual arguments are first given to a real lock that is free: it raises what it raises
   on this version of Python, and if it does not, they can be read. */
int
read_limit(PyObject *real, const char *method, PyObject *const *args, Py_ssize_t count,
           PyObject *names, int64_t *limit)
{
    if (names == NULL && count <= 1 && (count == 0 || PyBool_Check(args[0]))) {
        *limit = count == 0 || args[0] == Py_True ? -1 : -2;
        return 0;
    }
    PyObject *free = PyObject_CallObject(real, NULL);
    PyObject *call = free ? PyObject_GetAttrString(free, method) : NULL;
    PyObject *done = call ? PyObject_Vectorcall(call, args, (size_t)count, names) : NULL;
    Py_XDECREF(call);
    Py_XDECREF(free);
    if (done == NULL) {
        return -1;
    }
    Py_DECREF(done);
    PyObject *blocking = count > 0 ? args[0] : Py_True;
    PyObject *timeout = count > 1 ? args[1] : NULL;
    for (Py_ssize_t at = 0; names != NULL && at < PyTuple_GET_SIZE(names); at++) {
        PyObject *name = PyTuple_GET_ITEM(names, at);
        if (PyUnicode_CompareWithASCIIString(name, "timeout") == 0) {
            timeout = args[count + at];
        }
        else {
            blocking = args[count + at];
        }
    }
    int blocks = PyObject_IsTrue(blocking);
    double seconds = timeout ? PyFloat_AsDouble(timeout) : -1;
    if (blocks < 0 || PyErr_Occurred()) {
        return -1;
    }
    *limit = !blocks ? -2 : seconds == -1 ? -1 : limit_ns(timeout);
    return 0;
}

/* Block until the lock is ours: 1 when it is, 0 when the time has run out, -1 when a signal
   handler raised. A handler that returns lets the wait go on for the time that is left. */
int
acquire_raw(PyThread_type_lock raw, int64_t limit)
{
    int64_t end = limit < 0 ? 0 : now() + limit;
    for (;;) {
        PyLockStatus status;
        PY_TIMEOUT_T microseconds = limit < 0 ? -1 : limit / 1000 + (limit % 1000 != 0);
        Py_BEGIN_ALLOW_THREADS
        status = PyThread_acquire_lock_timed(raw, microseconds, 1);
        Py_END_ALLOW_THREADS
        if (status == PY_LOCK_ACQUIRED) {
            return 1;
        }
        if (status == PY_LOCK_FAILURE) {
            return 0;
        }
        if (Py_MakePendingCalls() < 0) {
            return -1;
        }
        if (end != 0 && (limit = end - now()) < 0) {
            return 0;
        }
    }
}

/* The platform's own lock, which all of ours stand on. */
PyThread_type_lock
new_raw(void)
{
    PyThread_type_lock raw = PyThread_allocate_lock();
    if (raw == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "can't allocate lock");
    }
    return raw;
}

void
free_raw(PyThread_type_lock raw, bool locked)
{
    if (raw != NULL) {
        if (locked) {
            PyThread_release_lock(raw); /* or it could not be freed */
        }
        PyThread_free_lock(raw);
    }
}

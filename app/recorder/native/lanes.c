/* Lanes: which one the calling thread runs, kept where only that thread looks. */

#include "recorder.h"

static _Thread_local Thread thread;

/* The entry of another recorder (a subinterpreter's, on the same thread) is none of ours. */
Thread *
this_thread(Recorder *recorder)
{
    if (thread.recorder != recorder->serial) {
        thread = (Thread){.recorder = recorder->serial};
    }
    return &thread;
}

/* Whatever exception is under way stays so: what asks the Python side also runs inside of
   finalizers. */
void
set_aside(UnderWay *exception)
{
    PyErr_Fetch(&exception->type, &exception->value, &exception->traceback);
}

/* Unless there is a new one: that is raised in its place, and it is -1 that is returned. */
int
bring_back(UnderWay *exception)
{
    if (PyErr_Occurred()) {
        Py_XDECREF(exception->type);
        Py_XDECREF(exception->value);
        Py_XDECREF(exception->traceback);
        return -1;
    }
    PyErr_Restore(exception->type, exception->value, exception->traceback);
    return 0;
}

/* Ask the Python side, which adopts threads that nobody has told it of. */
int
lane_slowly(Recorder *recorder, uint32_t *lane)
{
    UnderWay exception;
    set_aside(&exception);
    PyObject *number = recorder->here ? PyObject_CallObject(recorder->here, NULL) : NULL;
    if (number != NULL) {
        *lane = this_thread(recorder)->lane = (uint32_t)PyLong_AsUnsignedLong(number);
        Py_DECREF(number);
    }
    return bring_back(&exception);
}

static PyObject *
enter_lane(PyObject *module, PyObject *lane)
{
    uint32_t number = (uint32_t)PyLong_AsUnsignedLong(lane);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Recorder *recorder = recorder_of(module);
    thread = (Thread){.recorder = recorder->serial, .lane = number};
    Py_RETURN_NONE;
}

static PyObject *
leave_lane(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(nothing))
{
    thread = (Thread){0};
    Py_RETURN_NONE;
}

static PyObject *
lane(PyObject *module, PyObject *Py_UNUSED(nothing))
{
    uint32_t number;
    if (lane_here(recorder_of(module), &number) < 0) {
        return NULL;
    }
    return PyLong_FromUnsignedLong(number);
}

static PyObject *
site(PyObject *module, PyObject *const *Py_UNUSED(args), Py_ssize_t Py_UNUSED(count))
{
    uint32_t number;
    if (site_here(recorder_of(module), &number) < 0) {
        return NULL;
    }
    return PyLong_FromUnsignedLong(number);
}

static PyObject *
begin_wait(PyObject *module, PyObject *object)
{
    uint32_t number = (uint32_t)PyLong_AsUnsignedLong(object);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Thread *here = this_thread(recorder_of(module));
    if (here->waits_for == number) {
        Py_RETURN_FALSE;
    }
    here->waits_for = number;
    Py_RETURN_TRUE;
}

static PyObject *
end_wait(PyObject *module, PyObject *object)
{
    uint32_t number = (uint32_t)PyLong_AsUnsignedLong(object);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Thread *here = this_thread(recorder_of(module));
    if (number == 0 || here->waits_for != number) {
        return PyLong_FromLong(0);
    }
    here->waits_for = 0;
    return PyLong_FromLong(WAITED);
}

PyMethodDef lane_functions[] = {
    {"enter_lane", enter_lane, METH_O, "The calling thread runs that lane from now on."},
    {"leave_lane", leave_lane, METH_NOARGS, "The calling thread runs no lane any more."},
    {"lane", lane, METH_NOARGS, "Return the lane of the calling thread."},
    {"site", (PyCFunction)(void (*)(void))site, METH_FASTCALL,
     "Return the site where the program is; what is passed over needs no depth."},
    {"begin_wait", begin_wait, METH_O, "Note a wait; False when it has begun already."},
    {"end_wait", end_wait, METH_O, "WAITED when the thread's open wait is on that object."},
    {NULL},
};

/* Roles: what a condition is to the program, and the mark that says so, in the object.

   An attribute set here does not make the object's dictionary, as asking for `__dict__`
   does: half of what a future costs is what is made with it. */

#include "recorder.h"

#include <structmember.h>

typedef struct {
    PyObject_HEAD
    unsigned int number;
    unsigned short operation;
    char inner;
    char loops;
    unsigned long long ticket;
} Role;

static PyMemberDef role_members[] = {
    {"number", T_UINT, offsetof(Role, number), READONLY},
    {"operation", T_USHORT, offsetof(Role, operation), READONLY},
    {"inner", T_BOOL, offsetof(Role, inner), READONLY},
    {"loops", T_BOOL, offsetof(Role, loops), READONLY},
    {"ticket", T_ULONGLONG, offsetof(Role, ticket), 0},
    {NULL},
};

static void
role_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

PyTypeObject *
make_role_type(PyObject *module)
{
    PyType_Slot slots[] = {{Py_tp_members, role_members}, {Py_tp_dealloc, role_dealloc}, {0}};
    PyType_Spec spec = {
        .name = "_threadline.Role",
        .basicsize = sizeof(Role),
        .flags = Py_TPFLAGS_DEFAULT,
        .slots = slots,
    };
    return (PyTypeObject *)PyType_FromModuleAndSpec(module, &spec, NULL);
}

static PyObject *
mark(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2 || PyObject_GenericSetAttr(args[0], recorder_of(module)->mark, args[1]) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
marked(PyObject *module, PyObject *thing)
{
    PyObject *value = PyObject_GenericGetAttr(thing, recorder_of(module)->mark);
    if (value == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    return value;
}

/* give_role(condition, number, operation, loops): waits at `condition` are from now on
   waits of that object, and its inner lock is part of it. */
static PyObject *
give_role(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    Recorder *recorder = recorder_of(module);
    if (count < 3) {
        PyErr_SetString(PyExc_TypeError, "give_role(condition, number, operation, loops=False)");
        return NULL;
    }
    unsigned long number = PyLong_AsUnsignedLong(args[1]);
    unsigned long operation = PyLong_AsUnsignedLong(args[2]);
    PyObject *lock = PyErr_Occurred() ? NULL : PyObject_GetAttrString(args[0], "_lock");
    if (lock == NULL) {
        return NULL;
    }
    if (Py_IS_TYPE(lock, recorder->lock_type)) {
        lock_belongs(lock, (uint32_t)number);
    }
    Py_DECREF(lock);
    Role *role = (Role *)recorder->role_type->tp_alloc(recorder->role_type, 0);
    if (role == NULL) {
        return NULL;
    }
    role->number = (unsigned int)number;
    role->operation = (unsigned short)operation;
    role->inner = 1;
    role->loops = count > 3 && args[3] == Py_True;
    if (PyObject_GenericSetAttr(args[0], recorder->mark, (PyObject *)role) < 0) {
        Py_CLEAR(role);
    }
    return (PyObject *)role;
}

/* The role of the condition inside of a future or an event, borrowed from it; NULL without an
   exception where it has none. */
static Role *
role_of(Recorder *recorder, PyObject *condition)
{
    PyObject *role = PyObject_GenericGetAttr(condition, recorder->mark);
    if (role == NULL) {
        if (PyErr_ExceptionMatches(PyExc_AttributeError)) {
            PyErr_Clear();
        }
        return NULL;
    }
    Py_DECREF(role); /* the condition keeps it */
    return Py_IS_TYPE(role, recorder->role_type) ? (Role *)role : NULL;
}

static PyObject *
role_inside(PyObject *owner, const char *attribute, Recorder *recorder, Role **role)
{
    PyObject *condition = PyObject_GetAttrString(owner, attribute);
    *role = condition ? role_of(recorder, condition) : NULL;
    return condition;
}

/* Who waits for several futures at once waits at an event of its own. */
static int
tell_waiter(Recorder *recorder, PyObject *waiter, uint64_t number)
{
    PyObject *event = PyObject_GetAttrString(waiter, "event");
    Role *role = NULL;
    PyObject *condition = event ? role_inside(event, "_cond", recorder, &role) : NULL;
    if (role != NULL) {
        role->ticket = number;
    }
    Py_XDECREF(condition);
    Py_XDECREF(event);
    return PyErr_Occurred() ? -1 : 0;
}

static int
tell_waiters(Recorder *recorder, PyObject *future, uint64_t number)
{
    PyObject *waiters = PyObject_GetAttrString(future, "_waiters");
    if (waiters == NULL) {
        return -1;
    }
    int result = 0;
    for (Py_ssize_t at = 0; PyList_Check(waiters) && at < PyList_GET_SIZE(waiters); at++) {
        PyObject *waiter = Py_NewRef(PyList_GET_ITEM(waiters, at));
        result = tell_waiter(recorder, waiter, number);
        Py_DECREF(waiter);
        if (result < 0) {
            break;
        }
    }
    Py_DECREF(waiters);
    return result;
}

/* 1 while a future has no result, 0 when it is done, -1 with an exception. */
static int
is_open(PyObject *future)
{
    PyObject *state = PyObject_GetAttrString(future, "_state");
    if (state == NULL) {
        return -1;
    }
    bool open = PyUnicode_Check(state) &&
                (PyUnicode_CompareWithASCIIString(state, "RUNNING") == 0 ||
                 PyUnicode_CompareWithASCIIString(state, "PENDING") == 0);
    Py_DECREF(state);
    return open;
}

/* resolve(future): it is about to have a result; who waits for it will have our ticket. */
static PyObject *
resolve(PyObject *module, PyObject *future)
{
    Recorder *recorder = recorder_of(module);
    Role *role;
    PyObject *condition = role_inside(future, "_condition", recorder, &role);
    int open = role != NULL ? is_open(future) : 0;
    if (open > 0) {
        uint32_t lane, site;
        uint64_t number = role->ticket = new_ticket(recorder);
        if (tell_waiters(recorder, future, number) == 0 && place(recorder, &lane, &site) == 0) {
            write_record(recorder, 0, FUTURE_RESOLVED, lane, role->number, site, 0, number, 0);
        }
    }
    Py_XDECREF(condition);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* submitted(executor, item): a work item is about to be put into that executor's queue. */
static PyObject *
submitted(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    Recorder *recorder = recorder_of(module);
    uint32_t lane, site;
    if (count != 2) {
        PyErr_SetString(PyExc_TypeError, "submitted(executor, item)");
        return NULL;
    }
    PyObject *future = PyObject_GetAttrString(args[1], "future");
    Role *role = NULL;
    PyObject *condition = future ? role_inside(future, "_condition", recorder, &role) : NULL;
    unsigned int task = role != NULL ? role->number : 0;
    Py_XDECREF(condition);
    Py_XDECREF(future);
    if (PyErr_Occurred() || place(recorder, &lane, &site) < 0) {
        return NULL;
    }
    unsigned long executor = PyLong_AsUnsignedLong(args[0]);
    uint64_t number = new_ticket(recorder);
    PyObject *known = PyErr_Occurred() ? NULL
                                       : Py_BuildValue("(OKI)", args[0],
                                                       (unsigned long long)number, task);
    if (known == NULL || PyObject_GenericSetAttr(args[1], recorder->mark, known) < 0) {
        Py_XDECREF(known);
        return NULL;
    }
    Py_DECREF(known);
    write_record(recorder, 0, TASK_SUBMITTED, lane, (uint32_t)executor, site, task, number, 0);
    Py_RETURN_NONE;
}

PyMethodDef role_functions[] = {
    {"resolve", resolve, METH_O, "resolve(future): it is about to have a result."},
    {"submitted", (PyCFunction)(void (*)(void))submitted, METH_FASTCALL,
     "submitted(executor, item): about to be put into the executor's queue."},
    {"mark", (PyCFunction)(void (*)(void))mark, METH_FASTCALL, "mark(thing, value)"},
    {"marked", marked, METH_O, "Return the mark of a thing, or None."},
    {"give_role", (PyCFunction)(void (*)(void))give_role, METH_FASTCALL,
     "give_role(condition, number, operation, loops=False)"},
    {NULL},
};

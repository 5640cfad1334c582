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

PyMethodDef role_functions[] = {
    {"mark", (PyCFunction)(void (*)(void))mark, METH_FASTCALL, "mark(thing, value)"},
    {"marked", marked, METH_O, "Return the mark of a thing, or None."},
    {"give_role", (PyCFunction)(void (*)(void))give_role, METH_FASTCALL,
     "give_role(condition, number, operation, loops=False)"},
    {NULL},
};

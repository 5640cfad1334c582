/* A likeness: a type that has the name, methods, documentation and signatures of this
   Python's own, whatever version it is. */

#include "recorder.h"

#include <structmember.h>

#define MOST_SLOTS 12

#ifndef Py_TPFLAGS_IMMUTABLETYPE
#define Py_TPFLAGS_IMMUTABLETYPE 0
#endif

/* Those of our methods that the real type has, with its documentation, from which
   signatures are read. They live as long as the process: a type may outlive its module. */
static PyMethodDef *
methods_like(PyTypeObject *real, const PyMethodDef *wanted)
{
    size_t count = 1;
    for (const PyMethodDef *each = wanted; each->ml_name != NULL; each++) {
        count++;
    }
    PyMethodDef *methods = PyMem_RawCalloc(count, sizeof(PyMethodDef));
    if (methods == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    PyMethodDef *next = methods;
    for (const PyMethodDef *each = wanted; each->ml_name != NULL; each++) {
        PyObject *original = PyObject_GetAttrString((PyObject *)real, each->ml_name);
        if (original == NULL) {
            PyErr_Clear();
            continue;
        }
        *next = *each;
        if (Py_IS_TYPE(original, &PyMethodDescr_Type)) {
            next->ml_doc = ((PyMethodDescrObject *)original)->d_method->ml_doc;
        }
        next++;
        Py_DECREF(original);
    }
    return methods;
}

PyTypeObject *
make_type_like(PyObject *module, PyTypeObject *real, const char *name, size_t size,
               unsigned long flags, Py_ssize_t references, const PyMethodDef *wanted,
               const PyType_Slot *own)
{
    PyMethodDef *methods = methods_like(real, wanted);
    if (methods == NULL) {
        return NULL;
    }
    PyMemberDef members[] = {
        {"__weaklistoffset__", T_PYSSIZET, references, READONLY, NULL},
        {NULL},
    };
    PyType_Slot slots[MOST_SLOTS] = {{Py_tp_methods, methods}, {Py_tp_members, members}};
    size_t at = 2;
    if (real->tp_doc != NULL) {
        slots[at++] = (PyType_Slot){Py_tp_doc, (void *)real->tp_doc};
    }
    for (const PyType_Slot *each = own; each->slot != 0; each++) {
        slots[at++] = *each;
    }
    PyType_Spec spec = {
        .name = name,
        .basicsize = (int)size,
        .flags = (unsigned int)(Py_TPFLAGS_DEFAULT | flags |
                                (real->tp_flags & Py_TPFLAGS_IMMUTABLETYPE)),
        .slots = slots,
    };
    return (PyTypeObject *)PyType_FromModuleAndSpec(module, &spec, NULL);
}

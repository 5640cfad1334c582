/* Objects: the number and the row of a sync object that is made where one was made before.

   Programs make futures by the thousand, all at a few places. What the one made at a place is
   called is found by the Python side (`names.py`); where that is the same words every time, or
   the same words with the turn of a loop, it says so once, as a plan, and is not asked again.

   Plans are kept by site, which is one instruction of one code object. They change at each
   turn, under the GIL; without one there are none, and every name is found on the Python side. */

#include "recorder.h"

#include "frames.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define LONGEST_ROW 512
#define MOST_DIGITS 20

struct Plan {
    PyObject *kind;
    char *before; /* what stands between the number and the turn, or all that follows it */
    char *after;  /* what follows the turn; nothing where there is none */
    int variable; /* the loop variable among the locals; -1 where no turn is counted */
    Frame frame;
    PyObject *first; /* the loop variable at the first turn */
    unsigned long turn;
};

static void
free_plan(Plan *plan)
{
    if (plan != NULL) {
        Py_XDECREF(plan->kind);
        Py_XDECREF(plan->first);
        PyMem_Free(plan->before);
        PyMem_Free(plan->after);
        PyMem_Free(plan);
    }
}

void
forget_plans(Recorder *recorder)
{
    for (size_t at = 0; at < recorder->most_plans; at++) {
        free_plan(recorder->plans[at]);
    }
    PyMem_Free(recorder->plans);
    recorder->plans = NULL;
    recorder->most_plans = 0;
}

static PyObject *
number(PyObject *module, PyObject *Py_UNUSED(nothing))
{
    return PyLong_FromUnsignedLong(new_object(recorder_of(module)));
}

#ifdef Py_GIL_DISABLED
static PyObject *
create_again(PyObject *Py_UNUSED(module), PyObject *const *Py_UNUSED(args),
             Py_ssize_t Py_UNUSED(count))
{
    return PyLong_FromLong(0);
}

static PyObject *
plan(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args))
{
    Py_RETURN_NONE;
}
#else

/* Whether the loop variable is what it was at the first turn: the loop runs anew. */
static bool
is_same(PyObject *first, PyObject *value)
{
    if (first == value || first == NULL || value == NULL) {
        return first == value;
    }
    Py_INCREF(first);
    Py_INCREF(value);
    int same = PyObject_RichCompareBool(first, value, Py_EQ);
    Py_DECREF(first);
    Py_DECREF(value);
    if (same < 0) {
        PyErr_Clear();
    }
    return same > 0;
}

static void
next_turn(Plan *plan, Frame frame)
{
    PyObject *value = frame_local(frame, plan->variable);
    if (plan->frame == frame && !is_same(plan->first, value)) {
        plan->turn++;
        return;
    }
    plan->frame = frame;
    plan->turn = 0;
    Py_XINCREF(value);
    Py_XSETREF(plan->first, value);
}

static char *
put_text(char *at, const char *text)
{
    size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

static char *
put_number(char *at, unsigned long value)
{
    char digits[MOST_DIGITS];
    int count = 0;
    do {
        digits[count++] = (char)('0' + value % 10);
    } while (value /= 10);
    while (count > 0) {
        *at++ = digits[--count];
    }
    return at;
}

/* The Python side writes where we cannot: it knows where rows go when the program has closed
   our descriptor, and before there is a file. */
static int
write_row(Recorder *recorder, int descriptor, const char *row, size_t length)
{
    if (descriptor >= 0 && write(descriptor, row, length) == (ssize_t)length) {
        return 0;
    }
    PyObject *done = recorder->add ? PyObject_CallFunction(recorder->add, "y#", row,
                                                           (Py_ssize_t)length)
                                   : Py_NewRef(Py_None);
    Py_XDECREF(done);
    return done == NULL ? -1 : 0;
}

/* create_again(kind, descriptor): the number of an object made where the program is, its row
   written; 0 where no plan is known for the place. */
static PyObject *
create_again(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    Recorder *recorder = recorder_of(module);
    Frame frame;
    uint32_t site;
    if (count != 2) {
        PyErr_SetString(PyExc_TypeError, "create_again(kind, descriptor)");
        return NULL;
    }
    if (find_program(recorder, &frame, &site) < 0) {
        return NULL;
    }
    Plan *plan = site < recorder->most_plans ? recorder->plans[site] : NULL;
    if (plan == NULL || plan->kind != args[0]) {
        return PyLong_FromLong(0);
    }
    if (plan->variable >= 0) {
        next_turn(plan, frame);
    }
    char row[LONGEST_ROW];
    uint32_t object = new_object(recorder);
    char *end = put_number(put_text(row, "{\"object\":{\"id\":"), object);
    end = put_text(end, plan->before);
    if (plan->variable >= 0) {
        end = put_text(put_number(end, plan->turn), plan->after);
    }
    if (write_row(recorder, (int)PyLong_AsLong(args[1]), row, (size_t)(end - row)) < 0) {
        return NULL;
    }
    return PyLong_FromUnsignedLong(object);
}

static char *
copy_text(const char *text)
{
    char *copy = PyMem_Malloc(strlen(text) + 1);
    return copy ? strcpy(copy, text) : NULL;
}

static int
make_room(Recorder *recorder, size_t site)
{
    if (site < recorder->most_plans) {
        return 0;
    }
    size_t most = (site + 1) * 2;
    Plan **plans = PyMem_Realloc(recorder->plans, most * sizeof(Plan *));
    if (plans == NULL) {
        return -1;
    }
    memset(plans + recorder->most_plans, 0, (most - recorder->most_plans) * sizeof(Plan *));
    recorder->plans = plans;
    recorder->most_plans = most;
    return 0;
}

/* plan(site, kind, before, after, variable): objects of that kind made at that place, which is
   where the program is, have rows like this from now on. The first turn was the Python side's. */
static PyObject *
plan(PyObject *module, PyObject *args)
{
    Recorder *recorder = recorder_of(module);
    unsigned int site;
    int variable;
    PyObject *kind;
    const char *before, *after;
    if (!PyArg_ParseTuple(args, "IUssi", &site, &kind, &before, &after, &variable)) {
        return NULL;
    }
    bool fits = strlen(before) + strlen(after) + 4 * MOST_DIGITS < LONGEST_ROW;
    if (!fits || site == 0 || (variable >= 0 && !READS_LOCALS) || make_room(recorder, site) < 0) {
        Py_RETURN_NONE;
    }
    Plan *made = PyMem_Calloc(1, sizeof(Plan));
    if (made == NULL) {
        Py_RETURN_NONE;
    }
    made->kind = Py_NewRef(kind);
    made->variable = variable;
    made->before = copy_text(before);
    made->after = copy_text(after);
    Frame frame;
    uint32_t here = 0;
    if (made->before == NULL || made->after == NULL ||
        find_program(recorder, &frame, &here) < 0 || here != site) {
        free_plan(made);
        return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
    }
    if (variable >= 0) {
        next_turn(made, frame);
    }
    Plan *old = recorder->plans[site];
    recorder->plans[site] = made;
    free_plan(old);
    Py_RETURN_NONE;
}
#endif

PyMethodDef object_functions[] = {
    {"number", number, METH_NOARGS, "Return the number of the next sync object."},
    {"create_again", (PyCFunction)(void (*)(void))create_again, METH_FASTCALL,
     "create_again(kind, descriptor): make one where one was made before; or 0."},
    {"plan", plan, METH_VARARGS,
     "plan(site, kind, before, after, variable): what rows of that place look like."},
    {NULL},
};

/* Frames: which instruction of which code the program is at, without making a frame object.

   Until 3.10 a frame is an object and its fields are public. Since 3.11 an object is made
   only when somebody asks for one, which costs more than a whole event; the frame beneath
   is private, but this is compiled for one exact build with that build's own headers.
   Where those are missing, the public functions do the same more slowly. */

#ifndef THREADLINE_FRAMES_H
#define THREADLINE_FRAMES_H

#if PY_VERSION_HEX >= 0x030B0000 && !defined(THREADLINE_PUBLIC_FRAMES)
#if PY_VERSION_HEX >= 0x030E0000
#include "internal/pycore_interpframe.h"
#else
#include "internal/pycore_frame.h"
#endif

typedef _PyInterpreterFrame *Frame;

static inline Frame
complete(Frame frame)
{
    while (frame != NULL && _PyFrame_IsIncomplete(frame)) {
        frame = frame->previous;
    }
    return frame;
}

static inline Frame
first_frame(void)
{
    PyThreadState *state = PyThreadState_Get();
#if PY_VERSION_HEX >= 0x030D0000
    return complete(state->current_frame);
#else
    return complete(state->cframe->current_frame);
#endif
}

static inline Frame
next_frame(Frame frame)
{
    return complete(frame->previous);
}

static inline PyCodeObject *
frame_code(Frame frame)
{
#if PY_VERSION_HEX >= 0x030D0000
    return _PyFrame_GetCode(frame);
#else
    return frame->f_code;
#endif
}

static inline int
frame_instruction(Frame frame)
{
    return _PyInterpreterFrame_LASTI(frame) * (int)sizeof(_Py_CODEUNIT);
}

#else
#include <frameobject.h>

typedef PyFrameObject *Frame;

static inline Frame
first_frame(void)
{
    return PyEval_GetFrame();
}

#if PY_VERSION_HEX >= 0x030B0000
/* Each step gives a new reference, but a frame is kept alive by the call it belongs to. */
static inline Frame
next_frame(Frame frame)
{
    PyFrameObject *back = PyFrame_GetBack(frame);
    Py_XDECREF(back);
    return back;
}

static inline PyCodeObject *
frame_code(Frame frame)
{
    PyCodeObject *code = PyFrame_GetCode(frame);
    Py_DECREF(code);
    return code;
}

static inline int
frame_instruction(Frame frame)
{
    return PyFrame_GetLasti(frame);
}
#else
static inline Frame
next_frame(Frame frame)
{
    return frame->f_back;
}

static inline PyCodeObject *
frame_code(Frame frame)
{
    return frame->f_code;
}

static inline int
frame_instruction(Frame frame)
{
    return frame->f_lasti;
}
#endif
#endif

/* A local variable, borrowed. From 3.14 on it is tagged, and where frames are not private ours
   to read it would have to be asked for by name: there nobody asks (`READS_LOCALS`). */
#if PY_VERSION_HEX < 0x030B0000
#define READS_LOCALS 1
#define LOCALS f_localsplus
#elif PY_VERSION_HEX < 0x030E0000 && !defined(THREADLINE_PUBLIC_FRAMES)
#define READS_LOCALS 1
#define LOCALS localsplus
#else
#define READS_LOCALS 0
#endif

static inline PyObject *
frame_local(Frame frame, int variable)
{
#if READS_LOCALS
    return frame->LOCALS[variable];
#else
    (void)frame;
    (void)variable;
    return NULL;
#endif
}

/* sites.c: the innermost frame of the program and its site; 0 where there is none. */
int find_program(Recorder *recorder, Frame *frame, uint32_t *site);

/* The object of the frame `depth` steps above the running one, for the Python side. */
static inline PyFrameObject *
frame_object(int depth)
{
    PyFrameObject *frame = PyEval_GetFrame();
    Py_XINCREF(frame);
    while (frame != NULL && depth-- > 0) {
        PyFrameObject *back = PyFrame_GetBack(frame);
        Py_DECREF(frame);
        frame = back;
    }
    return frame;
}

#endif

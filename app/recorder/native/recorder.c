/* All of the recorder in one piece: it compiles in a third of the time of its parts, which is
   what the first run waits for, and what an event takes can be inlined. */

#include "recorder.h"

#include "ring.c"
#include "lanes.c"
#include "sites.c"
#include "waiting.c"
#include "likeness.c"
#include "lock.c"
#include "rlock.c"
#include "condition.c"
#include "role.c"
#include "objects.c"
#include "module.c"

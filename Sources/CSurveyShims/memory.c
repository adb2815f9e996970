#include "survey_shims.h"

#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>
#endif

void survey_keep_freed_memory(void) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 8 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_TOP_PAD, 4 << 20);
#endif
}

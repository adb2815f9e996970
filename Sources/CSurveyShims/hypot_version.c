#include <features.h>
// glibc 2.35 gave hypot a new symbol version, and the static GSL calls hypot. Binding it to the old
// version keeps what we ship loadable on glibc 2.34 (RHEL 9); the function computes the same value.
#include "survey_shims.h"

#if defined(__linux__) && defined(__x86_64__) && defined(__GLIBC__)
double survey_shims_old_hypot(double x, double y);
__asm__(".symver survey_shims_old_hypot,hypot@GLIBC_2.2.5");

__attribute__((visibility("hidden"))) double hypot(double x, double y) {
  return survey_shims_old_hypot(x, y);
}
#endif

void survey_shims_keep_symbol_versions(void) {}

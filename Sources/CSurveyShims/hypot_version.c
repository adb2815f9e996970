#include <features.h>

// glibc 2.35 gave hypot and hypotf new symbol versions; the static GSL calls the one, Swift's C library
// overlay the other. Binding them to the old versions keeps what we ship loadable on glibc 2.34 (RHEL 9);
// the functions compute the same values.
#include "survey_shims.h"

#if defined(__linux__) && defined(__x86_64__) && defined(__GLIBC__)
double survey_shims_old_hypot(double x, double y);
float survey_shims_old_hypotf(float x, float y);
__asm__(".symver survey_shims_old_hypot,hypot@GLIBC_2.2.5");
__asm__(".symver survey_shims_old_hypotf,hypotf@GLIBC_2.2.5");

__attribute__((visibility("hidden"))) double hypot(double x, double y) {
  return survey_shims_old_hypot(x, y);
}

__attribute__((visibility("hidden"))) float hypotf(float x, float y) {
  return survey_shims_old_hypotf(x, y);
}
#endif

void survey_shims_keep_symbol_versions(void) {}

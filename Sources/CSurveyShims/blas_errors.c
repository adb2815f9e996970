// GSL's BLAS reports a wrong argument through this function. The archive's own prints and ends the process, which
// no library may do to its host, and it cannot be linked into a shared library (its object is not position
// independent). Our calls pass sizes that are right by construction, so that there is nothing to report; being
// defined here, it is not looked for in the archive.
__attribute__((visibility("hidden"))) void cblas_xerbla(int argument, const char *routine, const char *format, ...) {
  (void)argument;
  (void)routine;
  (void)format;
}

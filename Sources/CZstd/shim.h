// Zstandard's library (BSD licence), linked statically.
#include <zstd.h>
#include <zstd_errors.h>

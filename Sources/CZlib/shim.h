// zlib (zlib licence), linked statically.
#include <zlib.h>
